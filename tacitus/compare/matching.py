"""Which events of two sides are the same by day, dyad and type.

Enters: the events of both. Leaves: pairs, each event in one at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tacitus.compare.events import UNKNOWN, ComparedEvent

_APART = 1  # days
_WIDEST = 31  # days of an event that are looked at: a longer one tells too little to match by


class _Key(NamedTuple):
    kind: str
    between: str  # dyad or country
    day: date


def match_events(
    left: Iterable[ComparedEvent], right: Iterable[ComparedEvent], *, directed: bool
) -> list[tuple[ComparedEvent, ComparedEvent]]:
    """The pairs, those of the nearest days first chosen; by country where not `directed`."""
    places: dict[_Key, list[ComparedEvent]] = defaultdict(list)
    for event in right:
        for key in _keys(event, 0, directed):
            places[key].append(event)
    offers = sorted(
        {
            (_gap(event, other), event.id, other.id): (event, other)
            for event in left
            for key in _keys(event, _APART, directed)
            for other in places.get(key, ())
        }.items(),
        key=lambda offer: offer[0],
    )
    taken_left: set[str] = set()
    taken_right: set[str] = set()
    pairs = []
    for _, (event, other) in offers:
        if event.id not in taken_left and other.id not in taken_right:
            taken_left.add(event.id)
            taken_right.add(other.id)
            pairs.append((event, other))
    return sorted(pairs, key=lambda pair: (pair[0].first, pair[0].id))


def _keys(event: ComparedEvent, around: int, directed: bool) -> Iterator[_Key]:
    """What a like event would be found under: every dyad or country of it on each of its days."""
    if event.event_type is None:
        return
    days = min((event.last - event.first).days, _WIDEST) + 2 * around
    start = event.first - timedelta(days=around)
    for between in _dyads(event) if directed else event.countries:
        for offset in range(days + 1):
            yield _Key(event.event_type, between, start + timedelta(days=offset))


def _dyads(event: ComparedEvent) -> Iterator[str]:
    if any(event.sides):
        actors, recipients = (codes or (UNKNOWN,) for codes in event.sides)
        yield from (f"{actor} > {recipient}" for actor in actors for recipient in recipients)


def _gap(event: ComparedEvent, other: ComparedEvent) -> int:
    """Days between the two; 0 when they share one."""
    return max((other.first - event.last).days, (event.first - other.last).days, 0)
