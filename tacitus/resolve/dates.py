"""Time expressions and events placed in the calendar.

Enters: a document, its timexes, its events with their `timex_ids`, and what relative dates are
reckoned from: its publication date, or the `Reference` that its text gives instead. Leaves: one
interval `Resolution` for each timex and each event. What cannot be placed gets target None and
basis "none"; what stands on an inferred reference has basis "inferred"; the publication date taken
for lack of a date in the text says so in its basis, its low score and its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tacitus.records import Document, Event, Interval, Resolution, Timex
from tacitus.resolve.inferred_timexes import place_around
from tacitus.resolve.reference_dates import Reference
from tacitus.resolve.timex_neighbours import Placed, show
from tacitus.resolve.timexes import place_timexes

DEFAULT_SCORE = 0.3  # of the publication-date window
# Days before publication. Of the dated events without a timex (gold events, train, 2026-11) the
# window of 0 days meets 58%, of 1 day 92%, of 2 days 97%, of 6 days 98%.
# Of future AGREE events without one (12 dated ones) it meets 11: the day of the promise.
DEFAULT_DAYS = 2
WINDOW = 31  # days: an inferred publication date that is wider gives no default


def resolve_dates(
    document: Document,
    timexes: tuple[Timex, ...],
    events: tuple[Event, ...],
    reference: Reference | None = None,
) -> tuple[Resolution, ...]:
    """One interval resolution for every timex, then one for every event.

    A publication date that is given goes before `reference`.

    Example: of a text published on 2021-03-04, a Thursday, "on Monday" is 2021-03-01 with the
    evidence "Monday before 2021-03-04 (published)".
    """
    if document.published is not None:
        day = Interval(start=document.published, end=document.published)
        reference = Reference(interval=day, score=1.0, evidence="")
    if reference is None or document.published is not None:
        placed = place_timexes(document, timexes, events)
    else:
        placed = place_around(document, reference, timexes, events)
    of_events = (_event(event, placed, reference) for event in events)
    return (*(_of_timex(timex_id, found) for timex_id, found in placed.items()), *of_events)


def _of_timex(timex_id: str, found: Placed) -> Resolution:
    if found.interval is None:
        return _nothing(timex_id, found.evidence)
    return _found(timex_id, found.interval, [found])


def _event(event: Event, placed: Mapping[str, Placed], reference: Reference | None) -> Resolution:
    dated = [placed[t] for t in event.timex_ids if t in placed]
    anchors = {found.anchor_id for found in dated}  # "three days after 3 May" is not on 3 May
    own = [placed[t] for t in event.timex_ids if t in placed and t not in anchors]
    known = [found for found in own if found.interval is not None]
    intervals = [found.interval for found in known if found.interval is not None]
    if intervals:
        published = reference.interval.end if reference else None
        interval = _not_after(_combined(intervals), event, published)
        if any(found.since for found in known):
            interval = _until(interval, event, published)
        return _found(event.id, interval, known)
    if dated:
        return _nothing(event.id, "; ".join(found.evidence for found in dated))
    return _undated(event, reference)


def _undated(event: Event, reference: Reference | None) -> Resolution:
    """The window of publication for an event without a date of its own, where news has one."""
    if reference is None:
        return _nothing(event.id, "no date in the text, and the publication date is unknown")
    if event.historical:
        return _nothing(event.id, "background told without a date")
    promised = event.event_type == "AGREE" and event.time_status == "future"
    if event.time_status not in ("past", "ongoing") and not promised:
        return _nothing(event.id, f"{event.time_status} event told without a date")
    published = reference.interval
    said = f"published on {show(published)}"
    if reference.evidence:
        said += f" (inferred from the text: {reference.evidence})"
    if (published.end - published.start).days > WINDOW:
        return _nothing(event.id, f"{said}; no date in the text")
    if event.time_status == "ongoing":
        said += "; no date in the text; a default: going on when published"
        return _default(event.id, published, said, reference.score)
    days = min(DEFAULT_DAYS, (published.start - date.min).days)
    window = Interval(start=published.start - timedelta(days=days), end=published.end)
    what = "promises are news" if promised else "news is usually"
    said += f"; no date in the text; a default: {what} of that day or the two before"
    return _default(event.id, window, said, reference.score)


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


def _found(subject: str, interval: Interval, placed: Sequence[Placed]) -> Resolution:
    return Resolution(
        subject_id=subject,
        kind="interval",
        target=interval,
        basis="inferred" if any(found.inferred for found in placed) else "stated",
        score=min(found.score for found in placed),
        evidence="; ".join(found.evidence for found in placed),
    )


def _default(subject: str, interval: Interval, evidence: str, score: float) -> Resolution:
    return Resolution(
        subject_id=subject,
        kind="interval",
        target=interval,
        basis="publication_date",
        score=round(DEFAULT_SCORE * score, 4),
        evidence=evidence,
    )


def _nothing(subject: str, evidence: str) -> Resolution:
    return Resolution(
        subject_id=subject, kind="interval", target=None, basis="none", score=0.0, evidence=evidence
    )
