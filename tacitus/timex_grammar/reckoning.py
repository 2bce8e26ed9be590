"""Arithmetic of days, weeks, months and seasons, written as TIMEX3 values.

Enters: a reference date, a unit (D, W, M, Q, 6M, Y, 10Y, 100Y) and a count. Leaves: the TIMEX3
value of that unit.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, TypeAlias

Tense: TypeAlias = Literal["past", "future"]
MONTHS_OF = {"M": 1, "Q": 3, "6M": 6, "Y": 12, "10Y": 120, "100Y": 1200}
AGAINST = (
    2.0  # a day on the side that the tense speaks against counts so many; TempEval-3 train, 2026-11
)
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the first month, northern hemisphere


def add_months(day: date, months: int) -> date | None:
    """The same day `months` later, the last of the month where it is shorter; None out of range."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def add_days(day: date, days: int) -> date | None:
    """The day `days` later; None where the calendar ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def last_day(year: int, month: int) -> int:
    """The number of days of a month."""
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else None
    return (following - timedelta(days=1)).day if following else 31


def valid_day(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, unit: str, count: int) -> str | None:
    """The unit that lies `count` units from `day`, as a TIMEX3 value of that grain.

    Example: `shift(date(2021, 3, 4), "W", -1)` is "2021-W08".
    """
    if unit == "D":
        moved = add_days(day, count)
    elif unit in ("W", "2W"):
        moved = add_days(day, count * (14 if unit == "2W" else 7))
    else:
        moved = add_months(day, count * MONTHS_OF[unit])
    return None if moved is None else at_grain(moved, unit)


def at_grain(day: date, unit: str) -> str:
    """The TIMEX3 value of the unit that holds `day`."""
    if unit in ("W", "2W"):
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    forms = {
        "D": day.isoformat(),
        "M": f"{day.year:04d}-{day.month:02d}",
        "Q": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "6M": f"{day.year:04d}-H{(day.month + 5) // 6}",
        "Y": f"{day.year:04d}",
        "10Y": f"{day.year // 10:03d}",
        "100Y": f"{day.year // 100:02d}",
    }
    return forms[unit]


def nearest_year(month: int, day: int, reference: date, tense: Tense | None) -> int:
    """The year of a month and day without one: the closest, the tense weighed in.

    Example: "May" in a past sentence of March 2020 is still May 2020, "October" is October 2019.
    """
    years = [
        y
        for y in (reference.year - 1, reference.year, reference.year + 1)
        if valid_day(y, month, day)
    ]
    if not years:
        return reference.year
    days = {y: (date(y, month, day) - reference).days for y in years}
    ahead = AGAINST if tense == "past" else 1.0
    behind = AGAINST if tense == "future" else 1.0
    return min(years, key=lambda y: days[y] * ahead if days[y] > 0 else -days[y] * behind)


def weekday_near(weekday: int, reference: date, tense: Tense | None) -> date | None:
    """The day of that name (1 Monday .. 7 Sunday): the latest until today, or the next one."""
    if tense == "future":
        return add_days(reference, (weekday - reference.isoweekday()) % 7)
    return add_days(reference, -((reference.isoweekday() - weekday) % 7))


def season_value(season: str, reference: date, step: int, tense: Tense | None) -> str:
    """The season that lies `step` (-1 last, 0 this, 1 next) from `reference`, such as "2020-SU"."""
    first = SEASON_MONTH[season]
    year = reference.year - (season == "WI" and reference.month < 3)  # named after its first month
    running = (reference.month - first) % 12 < 3
    over = not running and reference.month > first and season != "WI"
    if step < 0:
        year -= 0 if over else 1
    elif step > 0:
        year += 1 if over or running else 0
    elif tense == "past" and not running and not over:
        year -= 1
    return f"{year:04d}-{season}"
