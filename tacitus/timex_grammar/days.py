"""Days and times of day: "Friday, Oct. 23", "03/04/2021", "late Monday night", "5-6 April".

Enters: a `Phrase` of one of those kinds, a reference date, a tense. Leaves: a TIMEX3 value of a day
or less, or of a range of days; the year alone for a date whose day and month could be swapped.
"""

from __future__ import annotations

from datetime import date

from tacitus.timex_grammar.patterns import Phrase, step_of
from tacitus.timex_grammar.reckoning import (
    Tense,
    add_days,
    at_grain,
    nearest_year,
    valid_day,
    weekday_near,
)
from tacitus.timex_grammar.words import Word


def day_value(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of a day, with its time where one is given."""
    clock, rest = _split_clock(phrase)
    if rest.kind == "slashdate":
        return _slash(rest)
    if rest.kind == "nineeleven":
        return "2001-09-11"
    if rest.kind == "clock":
        return f"{reference.isoformat()}T{clock}" if reference and clock else None
    day = _iso(rest) if rest.kind == "iso" else _day(rest, reference, tense)
    if day is None:
        return None
    part = rest.get("part")
    return day.isoformat() + (f"T{clock}" if clock else f"T{part}" if part else "")


def part_value(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of "this morning", "last night", "the next evening"."""
    if reference is None:
        return None
    step = step_of(phrase)
    if phrase.has("overnight") and tense != "future":
        step = -1  # of the news: in the night before it appeared
    day = add_days(reference, step)
    return f"{day.isoformat()}T{phrase.get('part')}" if day else None


def week_of(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of "the week of March 6"."""
    at = next(i for i, word in enumerate(phrase.words) if "of" in word.classes)
    day = _dated(Phrase("day", phrase.words[at + 1 :]), reference, tense)
    return at_grain(day, "W") if day else None


def tonight_value(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of "tonight"."""
    return f"{reference.isoformat()}TNI" if reference else None


def range_value(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of days from one to another, as "2016-04-05/2016-04-06"."""
    days = [w.classes["day"] for w in phrase.words if "day" in w.classes]
    months = [w.classes["month"] for w in phrase.words if "month" in w.classes]
    first = _dated(phrase, reference, tense)
    if first is None or len(days) < 2:
        return None
    last = valid_day(first.year, int(months[-1]), int(days[1]))
    return f"{first.isoformat()}/{last.isoformat()}" if last and last > first else None


def _split_clock(phrase: Phrase) -> tuple[str | None, Phrase]:
    """The time of the clock in a phrase as HH:MM, and the phrase without its words."""
    words = phrase.words
    marks = [
        i for i, w in enumerate(words) if w.classes.keys() & {"ampm", "colon", "noon", "oclock"}
    ]
    if not marks:
        return None, phrase
    noon = phrase.get("noon")
    first = (
        marks[0] if noon is not None else next(i for i, w in enumerate(words) if "num" in w.classes)
    )
    taken = {first, *marks, *(i + 1 for i in marks if "colon" in words[i].classes)}
    if noon is None and _has_minutes(words[first:]):
        taken |= {first + 1, first + 2}
    rest = tuple(w for i, w in enumerate(words) if i not in taken)
    return (
        str(noon) if noon is not None else _clock(phrase, words[first:]),
        Phrase(phrase.kind, rest, phrase.before, phrase.after),
    )


def _has_minutes(words: tuple[Word, ...]) -> bool:
    """True for 8:45 and 8.45."""
    return (
        len(words) > 2
        and bool(words[1].classes.keys() & {"colon", "dot"})
        and "num" in words[2].classes
    )


def _clock(phrase: Phrase, words: tuple[Word, ...]) -> str | None:
    hour, minute = int(words[0].text), 0
    if _has_minutes(words):
        minute = int(words[2].text)
    half = phrase.get("ampm")
    if half is not None and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _iso(phrase: Phrase) -> date | None:
    year, month, day = (int(w.text) for w in phrase.words if "num" in w.classes)
    return valid_day(year, month, day)


def _slash(phrase: Phrase) -> str | None:
    left, right, year = (int(w.text) for w in phrase.words if "num" in w.classes)
    if year < 100:
        year += 1900 if year >= 60 else 2000
    if left > 12 or right > 12 or left == right:
        day = valid_day(year, min(left, right), max(left, right))
        return day.isoformat() if day else None
    return f"{year:04d}"  # 03/04 is a day in March or in April: the year is all that is sure


def _day(phrase: Phrase, reference: date | None, tense: Tense | None) -> date | None:
    weekday = phrase.number("weekday") or phrase.number("wdabbr")
    if phrase.has("month"):
        return _dated(phrase, reference, tense)
    if reference is None:
        return None
    deictic = phrase.number("deictic")
    if deictic is not None:
        return add_days(reference, deictic)
    return None if weekday is None else _weekday(phrase, weekday, reference, tense)


def _weekday(phrase: Phrase, weekday: int, reference: date, tense: Tense | None) -> date | None:
    step = step_of(phrase)
    if step:
        neighbour = add_days(reference, step)
        side: Tense = "past" if step < 0 else "future"
        return weekday_near(weekday, neighbour, side) if neighbour else None
    if phrase.has("deixis") and tense is None:  # "this Saturday" is the one of the running week
        return add_days(reference, weekday - reference.isoweekday())
    return weekday_near(weekday, reference, tense)


def _dated(phrase: Phrase, reference: date | None, tense: Tense | None) -> date | None:
    """The day of the first month and day number of a phrase, in its year or in the likeliest."""
    month, number = phrase.number("month"), phrase.number("day") or phrase.number("ordinal")
    year = phrase.number("year")
    if month is None or number is None:
        return None
    if year is not None:
        return valid_day(year, month, number)
    if reference is None:
        return None
    if phrase.has("unit"):  # "April 22 last year"
        return valid_day(reference.year + step_of(phrase), month, number)
    weekday = phrase.number("weekday") or phrase.number("wdabbr")
    if weekday is not None:
        near = [valid_day(y, month, number) for y in range(reference.year - 3, reference.year + 2)]
        fitting = [day for day in near if day is not None and day.isoweekday() == weekday]
        if fitting:
            return min(fitting, key=lambda day: abs((day - reference).days))
    return valid_day(nearest_year(month, number, reference, tense), month, number)
