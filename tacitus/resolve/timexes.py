"""Time expressions placed in the calendar, each by its words and by what stands around it.

Enters: a document with its publication date (or none), its timexes, the tense that its events tell.
Leaves: one `Placed` for each timex: TIMEX3 value, days, and why. "A week later" is reckoned from
the date before it in the text, "March" of "March to June 2019" takes the year of the other end,
"the quarter" is the one that the text spoke of last. What cannot be placed has no days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from tacitus.records import Document, Event, Interval, Span, Timex
from tacitus.resolve.timex_neighbours import (
    HALF_YEAR,
    MONTHLY,
    Placed,
    Reading,
    clock,
    days_of,
    from_neighbours,
    nothing,
    says_since,
    show,
    stated,
)
from tacitus.timex_grammar import (
    Phrase,
    Tense,
    grain_of,
    interval_of,
    is_anaphoric,
    is_compared,
    is_due,
    is_over,
    modifier_of,
    read_phrase,
    tense_near,
    value_of,
    widened,
)

DATES = frozenset({"day", "month", "monthdays", "holiday"})  # kinds that name a day or month
SAME_YEAR = re.compile(r"\b(?:that|the same) year$", re.IGNORECASE)


def place_timexes(
    document: Document, timexes: tuple[Timex, ...], events: Iterable[Event]
) -> dict[str, Placed]:
    """Where each timex lies, by its id.

    Example: of a text published on 2021-03-04, a Thursday, "on Monday" is 2021-03-01 with the
    evidence "Monday before 2021-03-04 (published)".
    """
    told = _told(events, timexes)
    placed: dict[str, Placed] = {}
    previous: Interval | None = None
    passed: Interval | None = None  # "a day earlier" is not reckoned from "the vote next Tuesday"
    period = quarter = None
    for i, timex in enumerate(timexes):
        words = " ".join(timex.span.of(document.text).split())
        phrase = read_phrase(words)
        if phrase is None:
            placed[timex.id] = nothing(f'"{words}" is in no pattern of the grammar')
            continue
        before = (timexes[i - 1], placed[timexes[i - 1].id]) if i else None
        after = timexes[i + 1] if i + 1 < len(timexes) else None
        reading = Reading(
            document, timex, words, phrase, told.get(timex.id),
            before, after, passed if phrase.has("earlier") else previous, period, quarter,
        )  # fmt: skip
        here = replace(_place(reading), since=says_since(reading))
        placed[timex.id] = here
        if timex.type != "DURATION" and (here.interval is not None or phrase.kind in DATES):
            previous = here.interval  # None: "the next day" is that of a day that is not known
            passed = passed if _ahead(here, document.published) else here.interval
        if not is_compared(phrase):
            period = _period(phrase, here, period, document.published)
            if grain_of(here.value) == "Q" and not _ahead(here, document.published):
                quarter = here.value
    return placed


def _ahead(here: Placed, published: date | None) -> bool:
    """True for a forecast: figures are not set beside those of a period to come."""
    return published is not None and here.interval is not None and here.interval.start > published


def _period(phrase: Phrase, here: Placed, period: str | None, published: date | None) -> str | None:
    """The quarter, half or month that the text reports on after a timex; None after other spans."""
    if grain_of(here.value) is not None:
        return period if _ahead(here, published) else here.value
    return None if phrase.kind in ("duration", "firstunits", "fiscalyear", "spell") else period


def _told(events: Iterable[Event], timexes: Iterable[Timex]) -> dict[str, Tense]:
    """The tense in which each timex is told of, by the event nearest to it that it dates."""
    spans = {timex.id: timex.span for timex in timexes}
    nearest: dict[str, tuple[int, Tense]] = {}
    for event in events:
        tense: Tense = "future" if event.time_status == "future" else "past"
        for timex_id in event.timex_ids:
            if timex_id in spans:
                found = (_distance(event, spans[timex_id]), tense)
                nearest[timex_id] = min(nearest.get(timex_id, found), found)
    return {timex_id: tense for timex_id, (_, tense) in nearest.items()}


def _distance(event: Event, span: Span) -> int:
    """Code points between a timex and the closest words that tell the event."""
    tellings = (event.anchor, *event.also)
    return min(max(span.start - t.end, t.start - span.end, 0) for t in tellings)


def _place(reading: Reading) -> Placed:
    phrase = reading.phrase
    if phrase.kind == "clock":
        return clock(reading)
    around = from_neighbours(reading)
    if around is not None:
        return around
    if is_anaphoric(phrase) and not _coming(reading):
        chained = _chained(reading)
        if chained is not None:
            return chained
    return _fixed(reading) or _from_publication(reading)


def _coming(reading: Reading) -> bool:
    """True for "the next week" of what is still to come: counted from now, not from a date told."""
    return reading.words.lower().startswith("the next ") and reading.tense == "future"


def _chained(reading: Reading) -> Placed | None:
    """For "two days later": the days reckoned from the date before it in the text.

    None leaves it to the publication date, as far as that may stand in: "a year earlier" can be
    meant from the day of writing, "the next day" cannot.
    """
    phrase, words, previous = reading.phrase, reading.words, reading.previous
    interval = days_of(phrase, previous.end, "past") if previous else None
    if previous is not None and interval is not None:
        within = SAME_YEAR.search(words) is not None and interval.end.year == previous.end.year
        sharp = (
            not within
            and (interval.end - interval.start).days < (previous.end - previous.start).days
        )
        if not sharp:
            said = f'"{words}" reckoned from {show(previous)}, the date before it in the text'
            return stated(value_of(phrase, previous.end, "past"), interval, 0.6, said)
    if phrase.has("later") or phrase.has("forth"):
        return nothing(f'"{words}" is reckoned from a day that the text does not date')
    return None


def _fixed(reading: Reading) -> Placed | None:
    """A date that needs no other, or a value that is no stretch of the calendar."""
    phrase = reading.phrase
    value = value_of(phrase, None, None)
    fixed = widened(phrase, interval_of(value, modifier_of(phrase)))
    if fixed is not None:
        return stated(value, fixed, 0.95, f'"{reading.words}" names the date itself')
    if value is None or phrase.kind in ("spell", "recent"):
        return None
    return replace(nothing(f'"{reading.words}" is no stretch of the calendar'), value=value)


def _from_publication(reading: Reading) -> Placed:
    phrase, words, published = reading.phrase, reading.words, reading.document.published
    if published is None:
        said = f'"{words}" needs the publication date, which is unknown'
        return replace(nothing(said), value=value_of(phrase, None, None))
    value = value_of(phrase, published, reading.tense)
    interval = days_of(phrase, published, reading.tense)
    text, start = reading.document.text, reading.timex.span.start
    past = is_over(text, start) or (reading.told == "past" and not is_due(text, start))
    if past and interval is not None and interval.start > published:
        earlier = _earlier(reading)
        if earlier is not None:
            value, interval = earlier
    if interval is None:
        return replace(nothing(f'"{words}" cannot be placed from {published}'), value=value)
    score = 0.6 if is_anaphoric(phrase) else 0.85
    return stated(value, interval, score, _reason(words, phrase, published, interval))


def _earlier(reading: Reading) -> tuple[str | None, Interval] | None:
    """For a past event, the bare "February" of the year up to publication, not the one ahead."""
    published, phrase, span = reading.document.published, reading.phrase, reading.timex.span
    dated = phrase.kind == "holiday" or (phrase.kind in MONTHLY and phrase.has("month"))
    if published is None or not dated:
        return None
    if tense_near(reading.document.text, span.start, span.end) == "future":
        return None  # a promise made in the past may well name a day ahead
    middle = published - timedelta(days=min(HALF_YEAR, (published - date.min).days))
    interval = days_of(phrase, middle, None)
    if interval is None or interval.end > published:
        return None
    return value_of(phrase, middle, None), interval


def _reason(words: str, phrase: Phrase, published: date, interval: Interval) -> str:
    if phrase.kind == "day" and phrase.has("weekday") and not phrase.has("month"):
        side = "on" if interval.start == published else "before"
        side = "after" if interval.start > published else side
        return f"{words} {side} {published} (published)"
    return f'"{words}" reckoned from {published} (published)'
