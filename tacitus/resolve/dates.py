"""Time expressions and events placed in the calendar.

Enters: a document with its publication date (or none), its timexes, its events with their
`timex_ids`. Leaves: one interval `Resolution` for each timex and each event. What cannot be placed
gets target None and basis "none"; the publication date taken for lack of a date in the text says so
in its basis, its low score and its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tacitus.records import Document, Event, Interval, Resolution, Timex
from tacitus.resolve.timex_neighbours import Placed
from tacitus.resolve.timexes import place_timexes

DEFAULT_SCORE = 0.3  # of the publication-date window
# Days before publication. Of the dated events without a timex (gold events, train, 2026-11) the
# window of 0 days meets 58%, of 1 day 92%, of 2 days 97%, of 6 days 98%.
# Of future AGREE events without one (12 dated ones) it meets 11: the day of the promise.
DEFAULT_DAYS = 2


def resolve_dates(
    document: Document, timexes: tuple[Timex, ...], events: tuple[Event, ...]
) -> tuple[Resolution, ...]:
    """One interval resolution for every timex, then one for every event.

    Example: of a text published on 2021-03-04, a Thursday, "on Monday" is 2021-03-01 with the
    evidence "Monday before 2021-03-04 (published)".
    """
    placed = place_timexes(document, timexes, events)
    of_events = (_event(document, event, placed) for event in events)
    return (*(_of_timex(timex_id, found) for timex_id, found in placed.items()), *of_events)


def _of_timex(timex_id: str, found: Placed) -> Resolution:
    if found.interval is None:
        return _nothing(timex_id, found.evidence)
    return _stated(timex_id, found.interval, found.score, found.evidence)


def _event(document: Document, event: Event, placed: Mapping[str, Placed]) -> Resolution:
    dated = [placed[t] for t in event.timex_ids if t in placed]
    anchors = {found.anchor_id for found in dated}  # "three days after 3 May" is not on 3 May
    own = [placed[t] for t in event.timex_ids if t in placed and t not in anchors]
    intervals = [found.interval for found in own if found.interval is not None]
    if intervals:
        known = [found for found in own if found.interval is not None]
        interval = _not_after(_combined(intervals), event, document.published)
        if any(found.since for found in known):
            interval = _until(interval, event, document.published)
        evidence = "; ".join(found.evidence for found in known)
        return _stated(event.id, interval, min(found.score for found in known), evidence)
    if dated:
        return _nothing(event.id, "; ".join(found.evidence for found in dated))
    published = document.published
    if published is None:
        return _nothing(event.id, "no date in the text, and the publication date is unknown")
    if event.historical:
        return _nothing(event.id, "background told without a date")
    if event.time_status == "ongoing":
        said = f"published on {published}; no date in the text; a default: going on when published"
        return _default(event.id, Interval(start=published, end=published), said)
    promised = event.event_type == "AGREE" and event.time_status == "future"
    if event.time_status != "past" and not promised:
        return _nothing(event.id, f"{event.time_status} event told without a date")
    days = min(DEFAULT_DAYS, (published - date.min).days)
    window = Interval(start=published - timedelta(days=days), end=published)
    what = "promises are news" if promised else "news is usually"
    said = f"published on {published}; no date in the text; a default: {what} of that day "
    return _default(event.id, window, said + "or the two before")


def _combined(intervals: list[Interval]) -> Interval:
    """The days that all share; of dates that do not meet, all from the first to the last."""
    start, end = max(i.start for i in intervals), min(i.end for i in intervals)
    if start <= end:
        return Interval(start=start, end=end)
    return Interval(start=min(i.start for i in intervals), end=max(i.end for i in intervals))


def _not_after(interval: Interval, event: Event, published: date | None) -> Interval:
    """What has happened cannot reach beyond the day on which it was told."""
    if (
        event.time_status != "past"
        or published is None
        or not interval.start <= published < interval.end
    ):
        return interval
    return Interval(start=interval.start, end=published)


def _until(interval: Interval, event: Event, published: date | None) -> Interval:
    """What is told of "since May" fills the days from there to the day on which it was told."""
    if event.time_status == "future" or published is None or interval.end >= published:
        return interval
    return Interval(start=interval.start, end=published)


def _stated(subject: str, interval: Interval, score: float, evidence: str) -> Resolution:
    return Resolution(
        subject_id=subject,
        kind="interval",
        target=interval,
        basis="stated",
        score=score,
        evidence=evidence,
    )


def _default(subject: str, interval: Interval, evidence: str) -> Resolution:
    return Resolution(
        subject_id=subject,
        kind="interval",
        target=interval,
        basis="publication_date",
        score=DEFAULT_SCORE,
        evidence=evidence,
    )


def _nothing(subject: str, evidence: str) -> Resolution:
    return Resolution(
        subject_id=subject, kind="interval", target=None, basis="none", score=0.0, evidence=evidence
    )
