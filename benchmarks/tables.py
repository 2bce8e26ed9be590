"""The table of figures in the README, written from the result files."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.errors import BenchmarkError
from benchmarks.results import Result
from benchmarks.suites import SUITES

START, END = "<!-- bench:start -->", "<!-- bench:end -->"


def table(results: Sequence[Result]) -> str:
    """The Markdown table, a row a suite in the order of `SUITES`, and the machine below it."""
    rows = sorted(results, key=lambda result: list(SUITES).index(result.suite))
    lines = ["| suite | measured on | scores | for comparison |", "|---|---|---|---|"]
    lines += [_row(result) for result in rows]
    lines += ["", *_origins(rows)]
    return "\n".join(lines)


def with_table(text: str, results: Sequence[Result]) -> str:
    """The text with the table between the markers.

    Raises:
        BenchmarkError: the text has no pair of markers.
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise BenchmarkError(f"no {START} ... {END} in the text; put both where the table goes")
    body = f"\n{table(results)}\n" if results else "\n"
    return f"{before}{START}{body}{END}{after}"


def _row(result: Result) -> str:
    suite = SUITES[result.suite]
    scores = ", ".join(
        f"{heading} **{result.metrics[metric]:.1f}**"
        for metric, heading in suite.shown.items()
        if metric in result.metrics
    )
    part = f"first {result.n}" if result.limit else f"{result.n}"
    return f"| {result.suite} | {result.data}, {part} records | {scores} | {suite.compare} |"


def _origins(results: Sequence[Result]) -> list[str]:
    models = sorted({(result.model_sha256 or "none")[:12] for result in results})
    machines = sorted({result.hardware for result in results})
    store = " and `store`" if any(result.suite == "store" for result in results) else ""
    return [
        f"Percentages, except in `speed` (one process, one thread, 400 words an article){store}. "
        f"Model {', '.join(models)}; {'; '.join(machines)}. "
        "Written by `make bench` from `benchmarks/results`.",
    ]
