"""TIMEX3 values as intervals of days.

Enters: a value such as "2014-SU" or "2021-W08", with the modifier of the words ("early"). Leaves:
an `Interval`, both days included; None for values that are no stretch of the calendar ("P3M",
"PAST_REF").
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from tacitus.records import Interval
from tacitus.timex_grammar.reckoning import SEASON_MONTH, add_months, last_day, valid_day

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
MONTH = re.compile(r"(\d{4})-(\d\d)")
WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
PART = re.compile(r"(\d{4})-([QH])([1-4])")
SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
YEARS = re.compile(r"\d{2,4}")


def interval_of(value: str | None, modifier: str | None = None) -> Interval | None:
    """The days of a TIMEX3 value; START, MID and END keep that third of anything above a day.

    Example: `interval_of("2014-05", "START")` is 1 to 10 May 2014.
    """
    if value is None:
        return None
    if "/" in value:
        left, _, right = value.partition("/")
        first, last = interval_of(left), interval_of(right)
        if first is None or last is None or last.end < first.start:
            return None
        whole = Interval(start=first.start, end=last.end)
    else:
        bounds = _bounds(value)
        if bounds is None:
            return None
        whole = Interval(start=bounds[0], end=bounds[1])
    return _part(whole, modifier)


def _part(whole: Interval, modifier: str | None) -> Interval:
    days = (whole.end - whole.start).days + 1
    third = max(1, round(days / 3))
    if modifier is None or days < 3:
        return whole
    if modifier == "START":
        return Interval(start=whole.start, end=whole.start + timedelta(days=third - 1))
    if modifier == "END":
        return Interval(start=whole.end - timedelta(days=third - 1), end=whole.end)
    return Interval(
        start=whole.start + timedelta(days=third), end=whole.end - timedelta(days=third)
    )


def _bounds(value: str) -> tuple[date, date] | None:
    if match := DAY.fullmatch(value):
        day = valid_day(int(match[1]), int(match[2]), int(match[3]))
        return (day, day) if day else None
    if match := MONTH.fullmatch(value):
        return _months(int(match[1]), int(match[2]), 1)
    if match := WEEK.fullmatch(value):
        return _week(int(match[1]), int(match[2]), weekend=bool(match[3]))
    if match := PART.fullmatch(value):
        length = 3 if match[2] == "Q" else 6
        return _months(int(match[1]), (int(match[3]) - 1) * length + 1, length)
    if match := SEASON.fullmatch(value):
        return _months(int(match[1]), SEASON_MONTH[match[2]], 3)
    if YEARS.fullmatch(value):
        width = 10 ** (4 - len(value))
        first = int(value) * width
        if first < 1:
            return None
        return date(first, 1, 1), date(first + width - 1, 12, 31)
    return None


def _months(year: int, month: int, length: int) -> tuple[date, date] | None:
    start = valid_day(year, month, 1)
    end = add_months(start, length - 1) if start else None
    if start is None or end is None:
        return None
    return start, end.replace(day=last_day(end.year, end.month))


def _week(year: int, week: int, *, weekend: bool) -> tuple[date, date] | None:
    try:
        monday, sunday = date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    except ValueError:
        return None
    return (sunday - timedelta(days=1) if weekend else monday), sunday
