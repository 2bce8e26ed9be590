"""Time expressions that other words of the text place.

Enters: a `Reading`, a timex with its neighbours and what the text before it has said. Leaves: a
`Placed`, or None where no neighbour has a say. Here are a time of the clock beside its day, "three
days after the attack of 3 May", "the quarter ended Sept. 30", "a year earlier" of a quarter, and
the end of a range that leaves its year to the other end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tacitus.records import Document, Interval, Timex
from tacitus.timex_grammar import (
    Phrase,
    Tense,
    compared_value,
    ended_period,
    interval_of,
    is_anchor,
    is_compared,
    is_due,
    is_over,
    latest_quarter,
    modifier_of,
    numbered,
    opens_anchor,
    opens_end,
    read_phrase,
    shifted,
    tense_beside,
    tense_near,
    value_of,
    widened,
    window_of,
)

RANGE = re.compile(r"\s*(?:to|until|till|through|and|or|[-–—])\s*(?:the\s+)?", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.;?!]\s|\n\s*\n")
COMPARISON = re.compile(
    r"\b(?:from|than|compared|versus|against|profits?|loss(?:es)?|earn(?:ed|ings)|income|revenues?|"
    r"sales|net|results)\b",
    re.IGNORECASE,
)
REACH = 110  # code points on each side in which a comparison is looked for
SINCE = re.compile(r"\bsince(?:\s+(?:at\s+least|the))?\s+$", re.IGNORECASE)
NEAR = 40  # code points between a time of the clock and its day, or "since" and its date
HALF_YEAR = 183  # days
MONTHLY = ("day", "month", "monthdays")  # kinds that may name a month without its year


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What a time expression means here."""

    value: str | None  # TIMEX3
    interval: Interval | None  # its days, both included
    score: float  # 0 where there are no days
    evidence: str
    anchor_id: str | None = None  # the timex that it is reckoned from, where its words name it
    since: bool = False  # "since May": what it dates goes on from there
    inferred: bool = False  # reckoned from a publication date that is not given


@dataclass(frozen=True, slots=True)
class Reading:
    """One timex with its neighbours and what the text before it has said."""

    document: Document
    timex: Timex
    words: str
    phrase: Phrase
    told: Tense | None  # by the event that it dates
    before: tuple[Timex, Placed] | None
    after: Timex | None
    previous: Interval | None  # the last date
    period: str | None  # the last quarter, half or month
    quarter: str | None  # the last quarter

    @property
    def tense(self) -> Tense | None:
        """Of a deadline or the verb before it, else of the event told, else of the clause."""
        span = self.timex.span
        if is_due(self.document.text, span.start):
            return "future"
        beside = tense_beside(self.document.text, span.start)
        return beside or self.told or tense_near(self.document.text, span.start, span.end)


def stated(value: str | None, interval: Interval, score: float, evidence: str) -> Placed:
    """A timex with days."""
    return Placed(value=value, interval=interval, score=score, evidence=evidence)


def nothing(evidence: str) -> Placed:
    """A timex without days, and why."""
    return Placed(value=None, interval=None, score=0.0, evidence=evidence)


def show(interval: Interval) -> str:
    """The days in words."""
    if interval.start == interval.end:
        return interval.start.isoformat()
    return f"{interval.start} to {interval.end}"


def days_of(phrase: Phrase, reference: date, tense: Tense | None) -> Interval | None:
    """The days that a phrase means, reckoned from a date."""
    window = window_of(phrase, reference)
    if window is not None:
        return window
    return widened(phrase, interval_of(value_of(phrase, reference, tense), modifier_of(phrase)))


def says_since(reading: Reading) -> bool:
    """True for "since May", "since the end of 2014"."""
    start = reading.timex.span.start
    return SINCE.search(reading.document.text[max(0, start - NEAR) : start]) is not None


def from_neighbours(reading: Reading) -> Placed | None:
    """Where the words around it place a time expression."""
    return _anchored(reading) or _ended(reading) or _compared(reading) or _borrowed(reading)


def clock(reading: Reading) -> Placed:
    """A time of the clock, on the day that stands beside it in its sentence."""
    text, span = reading.document.text, reading.timex.span
    published = reading.document.published
    value = value_of(reading.phrase, published, None)
    day: tuple[Interval, str] | None = None
    if reading.after is not None and _beside(text[span.end : reading.after.span.start]):
        words = " ".join(reading.after.span.of(text).split())
        following = read_phrase(words)
        if following is not None and following.kind == "day" and published is not None:
            tense = tense_near(text, reading.after.span.start, reading.after.span.end)
            interval = days_of(following, published, reading.told or tense)
            day = (interval, words) if interval else None
    if day is None and reading.before is not None:
        timex, placed = reading.before
        if placed.interval is not None and _beside(text[timex.span.end : span.start]):
            day = (placed.interval, " ".join(timex.span.of(text).split()))
    if day is None or day[0].start != day[0].end:
        said = f'"{reading.words}" is a time of day, and no day stands with it'
        return replace(nothing(said), value=value)
    interval, words = day
    value = value_of(reading.phrase, interval.start, None)
    return stated(value, interval, 0.8, f'"{reading.words}" on the day beside it, "{words}"')


def _beside(between: str) -> bool:
    return len(between) <= NEAR and SENTENCE_END.search(between + " ") is None


def _anchored(reading: Reading) -> Placed | None:
    """For "three days after the attack of 3 May": reckoned from the date that the words name."""
    after = reading.after
    if after is None or reading.phrase.kind != "duration":
        return None
    text = reading.document.text
    side = opens_anchor(text[reading.timex.span.end : after.span.start])
    words = " ".join(after.span.of(text).split())
    anchor = read_phrase(words)
    if side is None or anchor is None or not is_anchor(anchor):
        return None
    published = reading.document.published
    if published is None and interval_of(value_of(anchor, None, None)) is None:
        return None
    tense = tense_near(text, after.span.start, after.span.end)
    interval = interval_of(value_of(anchor, published, tense))
    value = shifted(reading.phrase, interval.end, side) if interval else None
    moved = interval_of(value)
    if moved is None or interval is None:
        return None
    relation = "after" if side > 0 else "before"
    said = f'"{reading.words}" {relation} {show(interval)}, named in the text'
    return replace(stated(value, moved, 0.7, said), anchor_id=after.id)


def _ended(reading: Reading) -> Placed | None:
    """For "the quarter ended Sept. 30", "the six months to 31 March": the months up to that day."""
    after, text = reading.after, reading.document.text
    phrase = reading.phrase
    if after is None or phrase.kind not in ("theunit", "duration", "fiscalquarter", "fiscalyear"):
        return None
    if not opens_end(text[reading.timex.span.end : after.span.start]):
        return None
    end = read_phrase(" ".join(after.span.of(text).split()))
    if end is None or end.kind not in MONTHLY:
        return None
    tense = tense_near(text, after.span.start, after.span.end)
    published = reading.document.published
    day = interval_of(value_of(end, published, tense))
    if day is not None and published is not None and day.start > published:
        if is_over(text, after.span.start) and published.year > 1:
            day = interval_of(value_of(end, published - timedelta(days=HALF_YEAR), None))
    found = ended_period(phrase, day.end) if day else None
    if found is None or day is None:
        return None
    value = numbered(phrase, day.end) or found[0] or value_of(phrase, published, tense)
    return stated(value, found[1], 0.8, f'"{reading.words}" up to {day.end}, named in the text')


def _compared(reading: Reading) -> Placed | None:
    """For "the quarter", "a year earlier": the period that the text spoke of last, or its like."""
    phrase = reading.phrase
    if not is_compared(phrase):
        return None
    named = phrase.has("quarter") or phrase.has("period")
    if not named and not _compares(reading):
        return None
    known = reading.quarter if phrase.has("quarter") else reading.period
    published = reading.document.published
    if known is None and phrase.has("quarter") and published is not None:
        known = latest_quarter(published, reading.tense if phrase.kind == "theunit" else None)
    if known is None:
        return None
    value = compared_value(phrase, known)
    interval = interval_of(value)
    if interval is None:
        return None
    said = f'"{reading.words}" reckoned from {known}, the period before it in the text'
    return stated(value, interval, 0.6 if named else 0.5, said)


def _compares(reading: Reading) -> bool:
    """True where the sentence sets figures of two periods side by side."""
    text, span = reading.document.text, reading.timex.span
    left = SENTENCE_END.split(text[max(0, span.start - REACH) : span.start])[-1]
    right = SENTENCE_END.split(text[span.end : span.end + REACH])[0]
    return COMPARISON.search(left + right) is not None


def _borrowed(reading: Reading) -> Placed | None:
    """One end of "March to June 2019" in the year of the other."""
    phrase, text = reading.phrase, reading.document.text
    if phrase.kind not in MONTHLY or not phrase.has("month") or _has_year(phrase):
        return None
    if reading.after is not None:
        other = read_phrase(" ".join(reading.after.span.of(text).split()))
        between = text[reading.timex.span.end : reading.after.span.start]
        if other is not None and RANGE.fullmatch(between) and _has_year(other):
            end = interval_of(value_of(other, reading.document.published, None))
            if end is not None and end.end.year > 1:
                return _in_year(reading, end.end - timedelta(days=HALF_YEAR), end)
    if reading.before is not None and reading.before[1].interval is not None:
        timex, placed = reading.before
        other = read_phrase(" ".join(timex.span.of(text).split()))
        between = text[timex.span.end : reading.timex.span.start]
        if other is not None and RANGE.fullmatch(between) and _has_year(other):
            start = reading.before[1].interval
            if start.start.year < date.max.year:
                return _in_year(reading, start.start + timedelta(days=HALF_YEAR), start)
    return None


def _in_year(reading: Reading, middle: date, end: Interval) -> Placed | None:
    value = value_of(reading.phrase, middle, None)
    interval = interval_of(value, modifier_of(reading.phrase))
    if interval is None:
        return None
    said = f'"{reading.words}" in the year of the other end, {show(end)}'
    return stated(value, interval, 0.9, said)


def _has_year(phrase: Phrase) -> bool:
    return phrase.has("year") or phrase.has("unit")
