"""Two collections of events side by side: counts, and which events are in both.

Enters: rows of the views `events` or `external_events`, of two sides. Leaves: a `Comparison`, and a
page to read. Nothing is decided about who is right.

What matches: the same PLOVER type, the same dyad, and days at most one apart. The dyad is the same
when the sides share a country of an actor and one of a recipient; where a side knows of no country
the other must know of none, and events without any country match nothing. Each event matches once,
the nearest day first. ACLED says who was in it, seldom of what country, and not who acted: with it
one country that both have, of an actor, a recipient or the place, is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tacitus.compare.counts import Side, count_by, period_of
from tacitus.compare.events import ComparedEvent
from tacitus.compare.matching import match_events

__all__ = ["ComparedEvent", "Comparison", "Side", "compare_sides"]

_DYAD = "the same countries of actor and recipient"
_COUNTRY = "a country of actor, recipient or place in common, for ACLED does not say who acted"
Counts = Mapping[str, tuple[int, int, int]]  # A, B, matched


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two sides have, all of it within the days that both have."""

    left: Side
    right: Side
    first: str | None  # ISO days; None: there is no day that both have
    last: str | None
    directed: bool
    matches: tuple[tuple[ComparedEvent, ComparedEvent], ...]
    only_left: tuple[ComparedEvent, ...]
    only_right: tuple[ComparedEvent, ...]
    by_type: Counts
    by_month: Counts
    by_dyad: Counts  # by country when not directed

    @property
    def rule(self) -> str:
        """What matches, in a sentence."""
        same = _DYAD if self.directed else _COUNTRY
        return f"Matched: the same PLOVER type, {same}, days at most one apart; each event once."


def compare_sides(left: Side, right: Side) -> Comparison:
    """The comparison of two sides."""
    first, last = period_of(left, right)
    ours, theirs = left.within(first, last), right.within(first, last)
    directed = left.directed and right.directed
    matches = match_events(ours, theirs, directed=directed)
    matched = ({a.id for a, _ in matches}, {b.id for _, b in matches})
    return Comparison(
        left=left,
        right=right,
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        directed=directed,
        matches=tuple(matches),
        only_left=tuple(event for event in ours if event.id not in matched[0]),
        only_right=tuple(event for event in theirs if event.id not in matched[1]),
        by_type=count_by(ours, theirs, matches, lambda event: event.event_type or "none"),
        by_month=count_by(ours, theirs, matches, lambda event: event.first.strftime("%Y-%m")),
        by_dyad=count_by(ours, theirs, matches, lambda event: event.dyad(directed=directed)),
    )
