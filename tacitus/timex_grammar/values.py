"""TIMEX3 values of phrases.

Enters: a `Phrase`, the reference date where there is one, and the tense of its sentence. Leaves:
the TIMEX3 value, or None when the phrase needs a date that is not known. Times of the clock keep
their day; what only a calendar of feasts or of a company could tell is left out.

Source: TIMEX3 (TimeML 1.2.1, section 2.2); bare names of days and months as HeidelTime reads news.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tacitus.timex_grammar import reckoning
from tacitus.timex_grammar.days import day_value, part_value, range_value, tonight_value, week_of
from tacitus.timex_grammar.feasts import hijri_value, holiday_value
from tacitus.timex_grammar.patterns import Phrase, step_of
from tacitus.timex_grammar.periods import first_units, part_of_year, year_end
from tacitus.timex_grammar.reckoning import Tense
from tacitus.timex_grammar.spans import duration_value, quantity, set_value

LONG = {"10Y": 10, "100Y": 100}
Reader = Callable[[Phrase, "date | None", "Tense | None"], "str | None"]


def value_of(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The TIMEX3 value of a phrase; None when it needs a reference date and has none."""
    return READERS[phrase.kind](phrase, reference, tense)


def _month(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    month = phrase.number("month")
    year = phrase.number("year")
    if month is None:
        return None
    if year is None and reference is not None:
        year = _year_of_month(phrase, month, reference, tense)
    return None if year is None else f"{year:04d}-{month:02d}"


def _year_of_month(phrase: Phrase, month: int, reference: date, tense: Tense | None) -> int:
    step = step_of(phrase)
    if phrase.has("unit"):  # "March last year"
        return reference.year + step
    if step < 0:
        return reference.year - (month >= reference.month)
    if step > 0:
        return reference.year + (month <= reference.month)
    if phrase.has("same"):
        return reference.year
    return reckoning.nearest_year(month, 1, reference.replace(day=1), tense)


def _month_range(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    months = [w.classes["month"] for w in phrase.words if "month" in w.classes]
    year = phrase.number("year")
    if year is None or len(months) != 2:
        return None
    first = year - (int(months[0]) > int(months[1]))
    return f"{first:04d}-{int(months[0]):02d}/{year:04d}-{int(months[1]):02d}"


def _years(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    first, last = str(phrase.words[0].classes["year"]), phrase.words[-1].text
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}/{last}" if first < last else None


def _decade(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    if phrase.has("decadeword"):
        return str(phrase.number("decadeword"))
    year, short = phrase.number("year"), phrase.number("twodigits")
    if year is None and short is not None:
        year = 1900 + short if short >= 30 else 2000 + short
    return None if year is None or year % 10 else f"{year // 10:03d}"


def _century(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    number = phrase.number("ordinal") or phrase.number("num")
    return f"{number - 1:02d}" if number and number <= 22 else None


def _season(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    season, year = phrase.get("season"), phrase.number("year")
    if year is not None:
        return f"{year:04d}-{season}"
    if reference is None:
        return None
    if phrase.has("unit"):  # "the summer of last year"
        return f"{reference.year + step_of(phrase):04d}-{season}"
    side = None if phrase.has("deixis") else tense  # "this summer" in March is the one to come
    return reckoning.season_value(str(season), reference, step_of(phrase), side)


def _distance(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of "two days ago", "a week later" and the like."""
    back = phrase.has("ago") or phrase.has("earlier")
    unit, count = _unit_of(phrase), quantity(phrase)
    if unit is None:
        return None
    if count is None:
        return "PAST_REF" if phrase.has("ago") else None
    if reference is None:
        return None
    if unit.startswith("T"):
        return reference.isoformat()
    if count % 1 and unit == "Y":
        unit, count = "M", count * 12
    if unit in LONG:  # "a decade ago" names a year, not one of the calendar's decades
        unit, count = "Y", count * LONG[unit]
    return reckoning.shift(reference, unit, int(-count if back else count))


def _unit_of(phrase: Phrase) -> str | None:
    for name in ("units", "unit", "hours", "hour", "quarter"):
        unit = phrase.get(name)
        if unit is not None:
            return str(unit)
    return None


def _year_ago(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    unit = _unit_of(phrase)
    return reckoning.shift(reference, unit, -1) if reference and unit else None


def _year(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    year = phrase.number("year")
    return None if year is None else f"{year:04d}"


def _relative(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    if reference is None:
        return None
    step = step_of(phrase)
    if phrase.has("weekend"):
        return _weekend(phrase, reference, tense)
    unit = _unit_of(phrase)
    return reckoning.shift(reference, unit, step) if unit else None


def _weekend(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    if reference is None:
        return None
    step = step_of(phrase)
    if step == 0 and tense != "future" and not phrase.has("same") and reference.isoweekday() < 6:
        step = -1
    week = reckoning.shift(reference, "W", step)
    return f"{week}-WE" if week else None


def _current(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    unit = _unit_of(phrase)
    return reckoning.at_grain(reference, unit) if reference and unit else None


def _spell(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    return duration_value(phrase)


def _recent(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    return "PAST_REF" if phrase.has("recent") else "FUTURE_REF"


def _ref(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    if phrase.has("past"):  # "in the past"
        return "PAST_REF"
    value = phrase.get("ref") or phrase.get("nowadj") or phrase.get("futureword")
    return "PRESENT_REF" if value is None else str(value)


def _set(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    return set_value(phrase)


READERS: Mapping[str, Reader] = {
    "iso": day_value,
    "slashdate": day_value,
    "nineeleven": day_value,
    "betweendays": range_value,
    "monthdays": range_value,
    "day": day_value,
    "weekof": week_of,
    "monthrange": _month_range,
    "month": _month,
    "part": part_value,
    "tonight": tonight_value,
    "clock": day_value,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "fiscalquarter": part_of_year,
    "firstunits": first_units,
    "half": part_of_year,
    "shortpart": part_of_year,
    "yearend": year_end,
    "season": _season,
    "ago": _distance,
    "fromnow": _distance,
    "earlier": _distance,
    "adjacent": _distance,
    "yearago": _year_ago,
    "fiscalyear": _year,
    "year": _year,
    "yearperiod": _year,
    "spell": _spell,
    "rel": _relative,
    "weekend": _weekend,
    "endof": _current,
    "recent": _recent,
    "setunit": _set,
    "times": _set,
    "rate": _set,
    "weekdays": _set,
    "setdays": _set,
    "duration": _spell,
    "bareunits": _spell,
    "unitlong": _spell,
    "theunit": _current,
    "adverb": _set,
    "future": _ref,
    "adjective": _ref,
    "ref": _ref,
    "holiday": holiday_value,
    "hijri": hijri_value,
}
