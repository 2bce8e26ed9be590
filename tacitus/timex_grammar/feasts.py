"""Feasts and the months of other calendars: "Easter Monday", "Thanksgiving", "Ramadan", "Nowruz".

Enters: a `Phrase` of kind holiday or hijri, a reference date, a tense. Leaves: its TIMEX3 value, a
day or a range of days. Feasts that countries keep on different days ("Independence Day", "Labour
Day") are left out.

Months of the Hijri calendar follow the tabular (civil) calendar: 11 leap years in 30, odd months of
30 days. A month begins with a sighting, which falls up to a day before or after; `is_approximate`
says so, and `widened` adds the day on both sides. Nowruz is given as 21 March; the equinox in
Tehran falls on the 20th in some years.

Source: Easter by the Gregorian computus of Meeus (Astronomical Algorithms, 1991, chapter 8); the
tabular calendar as in Reingold and Dershowitz, Calendrical Calculations, chapter 7.
"""

from __future__ import annotations

from datetime import date, timedelta

from tacitus.records import Interval
from tacitus.timex_grammar.patterns import Phrase, step_of
from tacitus.timex_grammar.reckoning import Tense, add_days, at_grain, valid_day

HIJRI_EPOCH = date(622, 7, 19)  # 1 Muharram 1 in the proleptic Gregorian calendar
HIJRI_YEAR = 354.36667  # days
NOWRUZ = "03-21"


def holiday_value(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The day of a feast in the year named, or in the one that lies nearest."""
    feast = _feast(phrase)
    days = [day for year in _years(phrase, reference) if (day := _day_of(feast, year))]
    day = _chosen(days, phrase, reference, tense)
    if day is None:
        return None
    return at_grain(day, "W") if phrase.get("unit") == "W" else day.isoformat()


def hijri_value(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The days of a Hijri month as a range, or the day of a feast in it."""
    month, number = phrase.number("hijri") or phrase.number("hijrifeast"), 0
    if month is None:
        return None
    if month > 12:  # a feast: month and day in one number
        month, number = divmod(month, 100)
    starts = [
        day + timedelta(days=max(0, number - 1))
        for year in _hijri_years(phrase, reference)
        if (day := hijri_day(year, month, 1))
    ]
    start = _chosen(starts, phrase, reference, tense)
    if start is None:
        return None
    if number:
        return start.isoformat()
    last = start + timedelta(days=29 if month % 2 else 28)
    return f"{start.isoformat()}/{last.isoformat()}"


def is_approximate(phrase: Phrase) -> bool:
    """True for feasts and months whose day is known to a day or so only."""
    return phrase.kind == "hijri" or phrase.get("holiday") == NOWRUZ


def widened(phrase: Phrase, interval: Interval | None) -> Interval | None:
    """The days with one more on both sides where the phrase is approximate."""
    if interval is None or not is_approximate(phrase):
        return interval
    start, end = add_days(interval.start, -1), add_days(interval.end, 1)
    return Interval(start=start or interval.start, end=end or interval.end)


def easter(year: int) -> date:
    """The Sunday of Easter in the western churches.

    Example: `easter(2021)` is 4 April 2021.
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def hijri_day(year: int, month: int, day: int) -> date | None:
    """The day of the tabular Hijri calendar in ours; None before its first and beyond ours.

    Example: `hijri_day(1442, 9, 1)` is 13 April 2021.
    """
    if year < 1:
        return None
    months = 29 * (month - 1) + month // 2
    return add_days(HIJRI_EPOCH, (year - 1) * 354 + (3 + 11 * year) // 30 + months + day - 1)


def _feast(phrase: Phrase) -> str:
    """The feast as "MM-DD", "E+1" (days from Easter) or "N11-4-4" (month, weekday, which one)."""
    feast = str(phrase.get("holiday") or phrase.get("dayname") or phrase.get("holyday"))
    if phrase.has("newyear"):
        return "12-31" if phrase.has("eve") else "01-01"
    if phrase.has("eve"):
        return "12-24" if feast == "12-25" else "E-1"
    return "E+1" if phrase.number("weekday") == 1 else feast


def _day_of(feast: str, year: int) -> date | None:
    if feast[0] == "E":
        return add_days(easter(year), int(feast[1:]))
    if feast[0] == "N":
        month, weekday, which = (int(part) for part in feast[1:].split("-"))
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
    month, day = (int(part) for part in feast.split("-"))
    return valid_day(year, month, day)


def _years(phrase: Phrase, reference: date | None) -> list[int]:
    year = phrase.number("year")
    if year is not None:
        return [year]
    if reference is None:
        return []
    return [y for y in range(reference.year - 1, reference.year + 3) if 1 <= y <= 9998]


def _hijri_years(phrase: Phrase, reference: date | None) -> list[int]:
    year = phrase.number("year")
    if year is not None and year >= 1700:  # "Ramadan 2021"
        first = _hijri_year(date(year, 1, 1))
        inside = (first, first + 1)
        return [y for y in inside if _begins_in(phrase, y, year)][:1]
    if year is not None:
        return [year]
    return [] if reference is None else [_hijri_year(reference) + n for n in (-1, 0, 1)]


def _begins_in(phrase: Phrase, hijri: int, year: int) -> bool:
    month = phrase.number("hijri") or (phrase.number("hijrifeast") or 100) // 100
    day = hijri_day(hijri, month, 1)
    return day is not None and day.year == year


def _hijri_year(day: date) -> int:
    return int((day - HIJRI_EPOCH).days / HIJRI_YEAR) + 1


def _chosen(
    days: list[date], phrase: Phrase, reference: date | None, tense: Tense | None
) -> date | None:
    """The last for "last" and the past, the next for "next" and the future, else the nearest."""
    if reference is None or len(days) < 2:
        return days[0] if days else None
    step = step_of(phrase)
    before = [day for day in days if day <= reference]
    after = [day for day in days if day >= reference]
    if step < 0 or (step == 0 and tense == "past" and not phrase.has("same")):
        return max(before, default=None)
    if step > 0 or (step == 0 and tense == "future"):
        return min(after, default=None)
    return min(days, key=lambda day: abs((day - reference).days))
