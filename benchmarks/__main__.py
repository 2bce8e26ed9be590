"""The commands: `python -m benchmarks run SUITE --data PATH` and `python -m benchmarks table`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.coders import open_coder
from benchmarks.errors import BenchmarkError
from benchmarks.results import Result, read_results
from benchmarks.runs import run_suite
from benchmarks.suites import OTHER_NAMES, SUITES
from benchmarks.tables import with_table
from tacitus.errors import TacitusError

RESULTS = Path(__file__).parent / "results"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 the table is out of date, 2 the data or the model does not do."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options) if options.command == "run" else _table(options)
    except (BenchmarkError, TacitusError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="score a suite and give its result as JSON")
    run.add_argument("suite", choices=[*SUITES, *OTHER_NAMES])
    run.add_argument(
        "--data",
        type=Path,
        required=True,
        help="a JSONL file; a folder (its dev.jsonl, or else every *.jsonl); "
        "or a folder of such folders, named as the suite's set",
    )
    run.add_argument("--model", type=Path, help="a model folder, instead of the package's")
    run.add_argument("--limit", type=int, help="score the first N records only")
    run.add_argument(
        "--json", type=Path, help="write the result to this file, not to standard output"
    )
    table = commands.add_parser("table", help="write the results into the README")
    table.add_argument("--results", type=Path, default=RESULTS)
    table.add_argument("--readme", type=Path, default=Path("README.md"))
    table.add_argument("--check", action="store_true", help="write nothing; fail if it would")
    return parser


def _run(options: argparse.Namespace) -> int:
    result = run_suite(
        options.suite,
        options.data,
        partial(open_coder, options.model),
        limit=options.limit,
        model=options.model,
    )
    _show(result)
    if options.json:
        result.write(options.json)
    else:
        print(result.to_json())
    return 0


def _show(result: Result) -> None:
    taken = result.details.get("taken", "")
    lines = [f"{result.suite}: {result.n} records of {result.data} ({taken}), {result.seconds} s"]
    lines += [f"  {metric:<28} {value:8.2f}" for metric, value in result.metrics.items()]
    print("\n".join(lines), file=sys.stderr)


def _table(options: argparse.Namespace) -> int:
    text = options.readme.read_text("utf-8")
    wanted = with_table(text, read_results(options.results))
    if options.check:
        if wanted != text:
            print(
                f"benchmarks: the table in {options.readme} is not that of {options.results}; "
                "run `python -m benchmarks table`",
                file=sys.stderr,
            )
        return int(wanted != text)
    options.readme.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
