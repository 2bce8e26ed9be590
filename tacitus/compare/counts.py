"""The events of a side, and how many of both have what.

Enters: rows. Leaves: a `Side`, and counts of both sides and of matches by anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tacitus.compare.events import ComparedEvent, compared_event

_UNDIRECTED = "acled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One collection."""

    name: str
    events: tuple[ComparedEvent, ...]
    directed: bool = True  # False: its actors are who was in it, not who acted
    left_out: Mapping[str, int] = field(default_factory=dict)  # why -> how many

    def within(self, first: date | None, last: date | None) -> list[ComparedEvent]:
        """Its events that begin in the days from `first` to `last`, by day."""
        if first is None or last is None:
            return []
        kept = [event for event in self.events if first <= event.first <= last]
        return sorted(kept, key=lambda event: (event.first, event.id))


def side_of(name: str, rows: Iterable[Mapping[str, Any]]) -> Side:
    """A side of rows of `events` or `external_events`; an id that comes again counts once."""
    events: dict[str, ComparedEvent] = {}
    left_out: Counter[str] = Counter()
    systems: set[str] = set()
    for row in rows:
        systems.add(row.get("system") or "")
        found = compared_event(row)
        if isinstance(found, str):
            left_out[found] += 1
        elif found.id in events:
            left_out["of an id that was there before"] += 1
        else:
            events[found.id] = found
    return Side(
        name=name,
        events=tuple(events.values()),
        directed=_UNDIRECTED not in systems,
        left_out=dict(left_out),
    )


def period_of(left: Side, right: Side) -> tuple[date | None, date | None]:
    """The first and the last day that both sides cover; None when there is none."""
    if not left.events or not right.events:
        return None, None
    first = max(min(event.first for event in side.events) for side in (left, right))
    last = min(max(event.first for event in side.events) for side in (left, right))
    return (first, last) if first <= last else (None, None)


def count_by(
    left: Sequence[ComparedEvent],
    right: Sequence[ComparedEvent],
    matches: Sequence[tuple[ComparedEvent, ComparedEvent]],
    key: Callable[[ComparedEvent], str],
) -> dict[str, tuple[int, int, int]]:
    """Events of the left, of the right, and matches by what `key` says of the left one."""
    ours, theirs = Counter(map(key, left)), Counter(map(key, right))
    both = Counter(key(event) for event, _ in matches)
    return {name: (ours[name], theirs[name], both[name]) for name in sorted({*ours, *theirs})}
