"""The day that a text without a publication date was written on, as far as the text tells.

Enters: a document, its segmentation and timexes. Leaves: a `Reference`, an interval as narrow as
its evidence (a day, a few days, a year) with a score and the words that it stands on; None where
nothing tells, or where two witnesses disagree. A year that a text names by the way says little: of
the documents of the set `events` (train, 2026-11-24) the latest one is that of publication in 28%.
What counts is a dateline or a line that is only a date, "today (July 8, 2021)", a date with its
weekday, and a year of copyright. Left out: the time between a date told as past and one told as to
come, which was wrong in five of five documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tacitus.records import Document, Interval, Segmentation, Span, Timex
from tacitus.resolve.timex_neighbours import show
from tacitus.timex_grammar import Phrase, interval_of, read_phrase, tense_near, value_of

HEAD, FOOT = 6, 3  # paragraphs at the top and the bottom in which a line may date the text
LINE = re.compile(
    r"(?:first\s+)?(?:published|posted|updated|last\s+updated|modified|issued|released?|dated?|on|at|"
    r"by|the|gmt|utc|am|pm|[\d:.,|()\[\]/–—-]|\s)*",
    re.IGNORECASE,
)
OPENS = re.compile(r"\s*[-–—:|]\s")  # "27 September 2013 - Voters ..."
COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b)\s*(?:©\s*)?((?:19|20)\d\d)\b", re.IGNORECASE)
MONTH = timedelta(days=31)
WEEK = timedelta(days=6)  # how long after a day that is named with its weekday a text may appear
YEARS_ON = 2  # years after the last year named in which a weekday may settle the year
MARGIN = 0.15  # two witnesses that disagree must differ by so much
SLACK = timedelta(days=7)  # by which two witnesses may differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What relative dates are reckoned from."""

    interval: Interval  # the text was published on one of these days
    score: float  # 1.0 where the publication date is given
    evidence: str  # "" where it is given

    def note(self) -> str:
        """What a reader must know where the date was inferred."""
        return f"publication date not given; taken as {show(self.interval)} from {self.evidence}"


@dataclass(frozen=True, slots=True)
class _Dated:
    """A timex with what it says by itself."""

    span: Span
    phrase: Phrase
    words: str
    days: Interval | None  # without any reference
    future: bool


def reference_date(
    document: Document, segmentation: Segmentation, timexes: Iterable[Timex]
) -> Reference | None:
    """When the document was published: its given date, else what its text tells, else None.

    Example: "today (July 8, 2021)" gives 2021-07-08; "Copyright 2019" alone the year 2019.
    """
    if document.published is not None:
        day = Interval(start=document.published, end=document.published)
        return Reference(interval=day, score=1.0, evidence="")
    dated = tuple(_read(document.text, timexes))
    lines = tuple(_headings(document.text, segmentation, dated))
    witnesses = [
        *(reference for _, reference in lines),
        *_deictic(dated),
        *_copyright(document.text, segmentation),
        *_weekdays(dated),
    ]
    told = [found for found in dated if all(found is not line for line, _ in lines)]
    return _agreed([w for w in witnesses if not _contradicted(w, told)])


def _read(text: str, timexes: Iterable[Timex]) -> Iterator[_Dated]:
    for timex in timexes:
        words = " ".join(timex.span.of(text).split())
        phrase = read_phrase(words)
        if phrase is None or phrase.kind not in ("day", "iso", "slashdate", "month", "year"):
            continue
        future = tense_near(text, timex.span.start, timex.span.end) == "future"
        yield _Dated(timex.span, phrase, words, interval_of(timex.value), future)


def _is_day(dated: _Dated) -> bool:
    return dated.days is not None and dated.days.start == dated.days.end


def _headings(
    text: str, segmentation: Segmentation, dated: Sequence[_Dated]
) -> Iterator[tuple[_Dated, Reference]]:
    """A day or month in the dateline, on a line by itself at the top or bottom, or opening all."""
    paragraphs = segmentation.paragraphs
    edges = (*paragraphs[:HEAD], *paragraphs[HEAD:][-FOOT:])
    for found in dated:
        if found.days is None or found.days.end - found.days.start > MONTH:
            continue
        if segmentation.dateline is not None and segmentation.dateline.contains(found.span):
            yield found, _reference(found.days, 0.95, f"dateline “{found.words}”")
            continue
        for paragraph in edges:
            if not paragraph.contains(found.span):
                continue
            before = text[paragraph.start : found.span.start]
            after = text[found.span.end : paragraph.end]
            if LINE.fullmatch(before) and LINE.fullmatch(after):
                yield found, _reference(found.days, 0.9, f"line “{found.words}”")
            elif paragraph == paragraphs[0] and not before.strip() and OPENS.match(after):
                yield found, _reference(found.days, 0.9, f"“{found.words}” opens the text")


def _deictic(dated: Sequence[_Dated]) -> Iterator[Reference]:
    """Full dates that are said to be near: "today (8 July 2021)", "on Thursday, 8 July 2021"."""
    for found in dated:
        if not _is_day(found) or found.days is None or found.phrase.kind != "day":
            continue
        day = found.days.start
        first = found.words.split()[0].lower()
        if first in ("today", "tonight"):
            yield _reference(found.days, 0.9, f"“{found.words}”")
        elif found.phrase.has("weekday"):
            near = (day - WEEK, day) if found.future else (day, day + WEEK)
            yield _reference(Interval(start=near[0], end=near[1]), 0.7, f"“{found.words}”")


def _copyright(text: str, segmentation: Segmentation) -> Iterator[Reference]:
    for paragraph in (*segmentation.paragraphs[:1], *segmentation.paragraphs[-FOOT:]):
        match = COPYRIGHT.search(text, paragraph.start, paragraph.end)
        if match:
            year = int(match[1])
            days = Interval(start=date(year, 1, 1), end=date(year, 12, 31))
            yield _reference(days, 0.6, f"“{match[0]}”")


def _weekdays(dated: Sequence[_Dated]) -> Iterator[Reference]:
    """A day with its weekday in the one year, of those after the last year named, that fits."""
    named = [d.days.end.year for d in dated if d.days and not d.future]
    if not named:
        return
    for found in dated:
        phrase = found.phrase
        bare = found.days is None and phrase.kind == "day" and phrase.has("weekday")
        if not bare or not phrase.has("month"):
            continue
        days = [
            day
            for year in range(max(named), max(named) + YEARS_ON + 1)
            if (day := _day_in(phrase, year)) and day.isoweekday() == phrase.number("weekday")
        ]
        if len(days) == 1:
            near = (days[0] - WEEK, days[0]) if found.future else (days[0], days[0] + WEEK)
            said = f"“{found.words}” fits {days[0].year}, and {max(named)} is the last year named"
            yield _reference(Interval(start=near[0], end=near[1]), 0.6, said)


def _day_in(phrase: Phrase, year: int) -> date | None:
    middle = interval_of(value_of(phrase, date(year, 7, 1), None))
    return middle.start if middle and middle.start.year == year else None


def _contradicted(witness: Reference, dated: Sequence[_Dated]) -> bool:
    """True where the text tells as past what lies after its supposed publication."""
    return any(
        d.days is not None and not d.future and d.days.start > witness.interval.end + SLACK
        for d in dated
    )


def _agreed(witnesses: Sequence[Reference]) -> Reference | None:
    """The surest witness, the narrowest of equals; None where a near as sure one contradicts it."""
    ranked = sorted(witnesses, key=lambda w: (-w.score, w.interval.end - w.interval.start))
    if not ranked:
        return None
    best = ranked[0]
    rivals = [w for w in ranked if w.score > best.score - MARGIN]
    if any(not _meet(best.interval, w.interval) for w in rivals):
        return None
    return best


def _meet(left: Interval, right: Interval) -> bool:
    return left.start <= right.end + SLACK and right.start <= left.end + SLACK


def _reference(interval: Interval, score: float, said: str) -> Reference:
    return Reference(interval=interval, score=score, evidence=said)
