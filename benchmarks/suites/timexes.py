"""Time expressions and what they mean, with the publication date given.

`relaxed_f1` asks for overlapping spans, `strict_f1` for equal ones; `type_f1` and `value_f1` are
relaxed matches whose TIMEX3 type or value is right. tacitus resolves to days; a value that depends
on the publication date is named from those: in the grammar's own words where they mean the same
days, else as the day, week, month, quarter or year that they are.

Source: the measures of TempEval-3 (UzZaman et al., SemEval 2013).
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from benchmarks.coders import Coded, OpenCoder, code_records
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Tally, paired, trimmed
from tacitus.records import Interval, Timex
from tacitus.timex_grammar import interval_of, normalise, tense_near


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
    intervals = {
        resolution.subject_id: resolution.target
        for resolution in coded.resolutions
        if resolution.kind == "interval" and isinstance(resolution.target, Interval)
    }
    return {t.id: _value(record, t, intervals.get(t.id)) for t in coded.timexes}


def _value(record: GoldRecord, timex: Timex, interval: Interval | None) -> str | None:
    if timex.value is not None:
        return timex.value
    tense = tense_near(record.text, timex.span.start, timex.span.end)
    value = normalise(timex.span.of(record.text), record.published, tense)
    if value is not None and (interval is None or interval_of(value) == interval):
        return value
    return None if interval is None else timex_value(interval)


def timex_value(interval: Interval) -> str:
    """The TIMEX3 value of an interval: the day, week, month, quarter or year that it is.

    Any other interval gives its first and last day, `2021-03-01/2021-03-09`.
    """
    start, end = interval.start, interval.end
    days = (end - start).days + 1
    if days == 1:
        return start.isoformat()
    if days == 7 and start.weekday() == 0:
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    if start.day == 1 and end == _last_day(end):
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if months == 1:
            return f"{start:%Y-%m}"
        if months == 3 and start.month % 3 == 1:
            return f"{start.year}-Q{start.month // 3 + 1}"
        if months == 12 and start.month == 1:
            return str(start.year)
    return f"{start.isoformat()}/{end.isoformat()}"


def _last_day(day: date) -> date:
    return day.replace(day=1) + timedelta(days=calendar.monthrange(day.year, day.month)[1] - 1)
