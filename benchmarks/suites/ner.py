"""Names with their types.

`span_f1` asks for both ends and the type, `overlap_f1` for the type and one code point in common.
`f1_<label>` is the exact F1 of one label.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.coders import OpenCoder, watched
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Range, Tally, exact_tally, overlap_tally, trimmed


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The micro-averaged F1 over all labels, and that of each label of the gold.

    Raises:
        BenchmarkError: no record has gold entities, not even an empty list.
    """
    annotated = [r for r in records if isinstance(r.fields.get("entities"), list)]
    if not annotated:
        raise BenchmarkError("no record has `entities`; give another set")
    coder = open_coder()
    exact: dict[str, Tally] = {}
    loose = Tally()
    for record in watched(annotated, len(annotated), "ner"):
        gold = _by_label(
            [(e["start"], e["end"], e["label"]) for e in record.fields["entities"]], record.text
        )
        found = _by_label(coder.names(record.text), record.text)
        for label in gold.keys() | found.keys():
            here = gold.get(label, set()), found.get(label, set())
            exact[label] = exact.get(label, Tally()) + exact_tally(*here)
            loose += overlap_tally(*here)
    total = sum(exact.values(), Tally())
    return Scores(
        n=len(annotated),
        metrics={"span_f1": total.f1, "overlap_f1": loose.f1}
        | {f"f1_{label}": exact[label].f1 for label in sorted(exact) if exact[label].gold},
        details={
            label: {"gold": tally.gold, "found": tally.found, "right": tally.gold_hit}
            for label, tally in sorted(exact.items())
        },
    )


def _by_label(names: Sequence[tuple[int, int, str]], text: str) -> dict[str, set[Range]]:
    spans: dict[str, set[Range]] = {}
    for start, end, label in names:
        spans.setdefault(label, set()).add(trimmed((start, end), text))
    return spans
