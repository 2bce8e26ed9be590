"""Time expressions and what they mean, with the publication date given.

`relaxed_f1` asks for overlapping spans, `strict_f1` for equal ones; `type_f1` and `value_f1` are
relaxed matches whose TIMEX3 type or value is right. A value that depends on the publication date or
on other words of the text is the one that `tacitus.resolve.timexes` gives along with the days.

Source: the measures of TempEval-3 (UzZaman et al., SemEval 2013).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.coders import Coded, OpenCoder, code_records, document_of
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Tally, paired, trimmed
from tacitus.records import Event
from tacitus.resolve.timexes import place_timexes


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The F1 of spans, types and values.

    Raises:
        BenchmarkError: no record has gold time expressions, not even an empty list.
    """
    annotated = [r for r in records if isinstance(r.fields.get("timexes"), list)]
    if not annotated:
        raise BenchmarkError("no record has `timexes`; give another set")
    counts: Counter[str] = Counter()
    for record, coded in code_records(open_coder(), annotated, "timexes"):
        counts["documents_failed"] += coded is None
        counts.update(_count(record, coded))
    return Scores(
        n=len(annotated),
        metrics={
            f"{name}_f1": _tally(counts, name).f1 for name in ("relaxed", "strict", "type", "value")
        },
        details={
            **{name: counts[name] for name in ("gold", "found", "relaxed", "strict", "value")},
            "documents_failed": counts["documents_failed"],
        },
    )


def _count(record: GoldRecord, coded: Coded | None) -> Counter[str]:
    gold: list[dict[str, Any]] = record.fields["timexes"]
    found = list(coded.timexes) if coded else []
    values = _values(record, coded) if coded else {}
    gold_spans = [trimmed((timex["start"], timex["end"]), record.text) for timex in gold]
    found_spans = [trimmed((t.span.start, t.span.end), record.text) for t in found]
    counts = Counter(gold=len(gold), found=len(found))
    for i, j in paired(gold_spans, found_spans):
        counts["relaxed"] += 1
        counts["strict"] += gold_spans[i] == found_spans[j]
        counts["type"] += gold[i].get("type") == found[j].type
        counts["value"] += gold[i].get("value") == values[found[j].id]
    return counts


def _tally(counts: Counter[str], hits: str) -> Tally:
    return Tally(
        gold=counts["gold"], found=counts["found"], gold_hit=counts[hits], found_hit=counts[hits]
    )


def _values(record: GoldRecord, coded: Coded) -> dict[str, str | None]:
    events = [event for event in coded.events if isinstance(event, Event)]
    placed = place_timexes(document_of(record), coded.timexes, events)
    return {timex.id: timex.value or placed[timex.id].value for timex in coded.timexes}
