"""Attributed events end to end: plain text and publication date in, whole events compared.

`detect_f1` counts paired events, `type_f1` pairs of one type, `triple_f1` those whose actors and
recipients agree too. The other metrics are shares of the pairs of one type; `date`, `place` and
`speaker_named` only of those where the gold has one. A date or place that is a mere default
(publication date, dateline) counts in `date` and `place`, but not in `date_stated`, `place_stated`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.breakdown import Counted, breakdown
from benchmarks.calibration import Judged, calibration
from benchmarks.coders import Coded, OpenCoder, code_records
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.suites.event_pairs import EventPair, Speaker, ToldEvent, pair_events, told_event

_MOST_CONFUSED = 15


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The scores of the events of every record that has gold events.

    Raises:
        BenchmarkError: no record has them.
    """
    annotated = [record for record in records if _has_events(record)]
    if not annotated:
        raise BenchmarkError("no record has `events` with `anchor` and `type`; give another set")
    gold: list[ToldEvent] = []
    found: list[ToldEvent] = []
    pairs: list[EventPair] = []
    counted: list[Counted] = []
    failures = 0
    for record, coded in code_records(open_coder(), annotated, "events"):
        failures += coded is None
        wanted = [told_event(event) for event in record.fields["events"]]
        given = _events_of(coded)
        gold += wanted
        found += given
        paired = pair_events(record.text, wanted, given)
        pairs += paired
        counted.append(_counted(record, len(wanted), len(given), paired))
    details = _details(gold, found, pairs) | {"documents_failed": failures}
    details |= {"calibration": _calibration(gold, found, pairs), "breakdown": breakdown(counted)}
    return Scores(n=len(annotated), metrics=metrics(len(gold), len(found), pairs), details=details)


def metrics(gold: int, found: int, pairs: Sequence[EventPair]) -> dict[str, float]:
    """Every metric of the suite, in percent, from the numbers of events and their pairs."""
    typed = [pair for pair in pairs if pair.same_type]
    dated = [pair for pair in typed if pair.gold.dates]
    placed = [pair for pair in typed if pair.gold.has_place]
    spoken = [pair for pair in typed if pair.gold.speaker]
    triples = [pair for pair in typed if _same_parties(pair)]
    events = max(1, gold + found)
    return {
        "detect_f1": 200 * len(pairs) / events,
        "type_f1": 200 * len(typed) / events,
        "triple_f1": 200 * len(triples) / events,
        "actor": _share(pair.same_actor for pair in typed),
        "recipient": _share(pair.same_recipient for pair in typed),
        "mode": _share(pair.gold.mode == pair.found.mode for pair in typed),
        "date": _share(_same_date(pair) for pair in dated),
        "date_stated": _share(
            _same_date(pair) and not pair.found.date_is_default for pair in dated
        ),
        "place": _share(_same_place(pair) for pair in placed),
        "place_stated": _share(
            _same_place(pair) and not pair.found.place_is_default for pair in placed
        ),
        "speaker": _share(_same_speaker(pair) for pair in typed),
        "speaker_named": _share(_same_speaker(pair) for pair in spoken),
        "certainty": _share(pair.gold.certainty == pair.found.certainty for pair in typed),
        "status": _share(pair.gold.time_status == pair.found.time_status for pair in typed),
    }


def _has_events(record: GoldRecord) -> bool:
    events = record.fields.get("events")
    return isinstance(events, list) and all("anchor" in e and "type" in e for e in events)


def _events_of(coded: Coded | None) -> list[ToldEvent]:
    return [] if coded is None else [told_event(event) for event in coded.events_resolved()]


def _share(answers: Iterable[bool]) -> float:
    right = list(answers)
    return 100 * sum(right) / max(1, len(right))


def _same_date(pair: EventPair) -> bool:
    gold, found = pair.gold.dates, pair.found.dates
    return bool(gold and found and gold[0] <= found[1] and found[0] <= gold[1])


def _same_place(pair: EventPair) -> bool:
    return pair.found.has_place and pair.gold.country == pair.found.country


def _same_speaker(pair: EventPair) -> bool:
    gold, found = pair.gold.speaker, pair.found.speaker
    if gold is None or found is None:
        return gold is found
    return _shares_name(gold, found)


def _shares_name(gold: Speaker, found: Speaker) -> bool:
    return gold.name == found.name or not gold.words.isdisjoint(found.words)


def _same_parties(pair: EventPair) -> bool:
    return pair.same_actor and pair.same_recipient


def _counted(record: GoldRecord, gold: int, found: int, pairs: Sequence[EventPair]) -> Counted:
    typed = [pair for pair in pairs if pair.same_type]
    triples = sum(map(_same_parties, typed))
    return Counted(record=record, gold=gold, found=found, typed=len(typed), triples=triples)


def _calibration(
    gold: Sequence[ToldEvent], found: Sequence[ToldEvent], pairs: Sequence[EventPair]
) -> dict[str, Any]:
    right = {id(pair.found) for pair in pairs if pair.same_type}
    judged = [
        Judged(event_type=event.event_type, score=event.score, right=id(event) in right)
        for event in found
    ]
    return calibration(judged, Counter(event.event_type for event in gold))


def _details(
    gold: Sequence[ToldEvent], found: Sequence[ToldEvent], pairs: Sequence[EventPair]
) -> dict[str, Any]:
    wanted = Counter(event.event_type for event in gold)
    given = Counter(event.event_type for event in found)
    right = Counter(pair.gold.event_type for pair in pairs if pair.same_type)
    confused = Counter(
        (pair.gold.event_type, pair.found.event_type) for pair in pairs if not pair.same_type
    )
    return {
        "gold_events": len(gold),
        "found_events": len(found),
        "paired_events": len(pairs),
        "types": {
            name: {
                "f1": round(200 * right[name] / (wanted[name] + given[name]), 2),
                "gold": wanted[name],
                "found": given[name],
                "right": right[name],
            }
            for name in sorted(wanted.keys() | given.keys())
        },
        "confused": [
            {"gold": gold_type, "found": found_type, "pairs": count}
            for (gold_type, found_type), count in confused.most_common(_MOST_CONFUSED)
        ],
    }
