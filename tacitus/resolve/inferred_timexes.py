"""Time expressions of a text whose publication date is inferred, not given.

Enters: a document, the `Reference` that its text gives, its timexes and events. Leaves: one
`Placed` for each timex. What names its date itself stays as it is; the rest is placed from several
days of the reference, and covers all that they give, so that a vague reference gives a vague date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tacitus.records import Document, Event, Interval, Timex
from tacitus.resolve.reference_dates import Reference
from tacitus.resolve.timex_neighbours import Placed, nothing, show
from tacitus.resolve.timexes import place_timexes

STEP = 15  # days between the days that a timex is placed from: no month is passed over
WIDEST = 366  # days: what covers more says nothing


def place_around(
    document: Document, reference: Reference, timexes: tuple[Timex, ...], events: Iterable[Event]
) -> dict[str, Placed]:
    """Where each timex lies, by its id, reckoned from an inferred reference where it needs one.

    Example: under the line "Copyright 2019", "last year" is 2018, and "in the 1990s" the 1990s.
    """
    told = tuple(events)
    alone = place_timexes(document, timexes, told)
    views = [
        place_timexes(replace(document, published=day), timexes, told)
        for day in _days(reference.interval)
    ]
    return {
        timex.id: alone[timex.id]
        if alone[timex.id].interval is not None
        else _covering(
            " ".join(timex.span.of(document.text).split()),
            reference,
            [view[timex.id] for view in views],
        )
        for timex in timexes
    }


def _days(interval: Interval) -> list[date]:
    width = (interval.end - interval.start).days
    days = [interval.start + timedelta(days=n) for n in range(0, width, STEP)]
    return [*days, interval.end]


def _covering(words: str, reference: Reference, placed: Sequence[Placed]) -> Placed:
    """All days that a timex may mean; nothing where they are more than a year or not known."""
    values = {found.value for found in placed}
    value = values.pop() if len(values) == 1 else None
    intervals = [found.interval for found in placed if found.interval is not None]
    if len(intervals) < len(placed):
        return replace(placed[0], value=value, interval=None, score=0.0)
    whole = Interval(start=min(i.start for i in intervals), end=max(i.end for i in intervals))
    since = f"{show(reference.interval)} (inferred from the text: {reference.evidence})"
    widest = max((i.end - i.start).days for i in intervals)
    if (whole.end - whole.start).days > max(WIDEST, widest):
        return replace(nothing(f'"{words}" cannot be placed from {since}'), value=value)
    score = min(found.score for found in placed) * reference.score
    return replace(
        placed[0],
        value=value,
        interval=whole,
        score=round(score, 4),
        evidence=f'"{words}" reckoned from {since}',
        inferred=True,
    )
