"""Parts of years and the periods that companies and statistics report on.

Enters: a `Phrase` such as "the third quarter", "the first half of 2019", "the year-ago quarter", a
reference date, a tense; for `compared_value` also the period that the text spoke of last. Leaves: a
TIMEX3 value. Fiscal quarters keep the number that the text gives them, as only the company's own
calendar could tell their months.
"""

from __future__ import annotations

import re
from datetime import date

from tacitus.records import Interval
from tacitus.timex_grammar import reckoning
from tacitus.timex_grammar.patterns import Phrase, step_of
from tacitus.timex_grammar.reckoning import Tense
from tacitus.timex_grammar.spans import quantity, unit_of

PERIOD = re.compile(r"(\d{4})-(Q[1-4]|H[12]|\d\d)")  # what "a year earlier" keeps the grain of
ENDED = re.compile(r"\s*,?\s+(?:that\s+)?(?:end(?:ed|ing|s)|to)\s+(?:on\s+)?", re.IGNORECASE)
MONTHS = {"M": 1, "Q": 3, "Y": 12}


def part_of_year(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of a quarter or a half: "the third quarter", "the last half of 1989"."""
    number = phrase.number("num") if phrase.kind == "shortpart" else phrase.number("ordinal")
    half = phrase.kind == "half" or phrase.get("partletter") == 6
    letter, months = ("H", 6) if half else ("Q", 3)
    if number is None and phrase.kind == "half":
        number = 2  # "the last half of 1989"
    if number is None or number * months > 12:
        return None
    year = phrase.number("year")
    if year is None and reference is not None:
        year = reference.year
        if phrase.has("ago") or phrase.has("strictly"):
            year -= 1
        elif _says_year(phrase):
            year += step_of(_tail(phrase))
        elif tense != "future" and (number - 1) * months + 1 > reference.month:
            year -= 1  # the latest that has begun
    return None if year is None else f"{year:04d}-{letter}{number}"


def first_units(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of "the first nine months of 2019" or "the last two quarters of the year"."""
    year, count, unit = phrase.number("year"), quantity(phrase), _counted(phrase)
    if year is None and reference is not None:
        year = reference.year + step_of(_tail(phrase))
    if year is None or count is None or unit not in ("M", "Q"):
        return None
    months = int(count) * MONTHS[unit]
    if not 0 < months <= 12:
        return None
    first = 13 - months if phrase.has("past") else 1
    last = first + months - 1
    if months in (3, 6):
        return f"{year:04d}-{'Q' if months == 3 else 'H'}{last // months}"
    return f"{year:04d}-{first:02d}/{year:04d}-{last:02d}"


def year_end(phrase: Phrase, reference: date | None, tense: Tense | None) -> str | None:
    """The value of "year-end": December, of the year before in the past."""
    if reference is None:
        return None
    if tense is not None:
        return f"{reference.year - (tense == 'past'):04d}-12"
    return f"{reckoning.nearest_year(12, 31, reference, tense):04d}-12"


def is_compared(phrase: Phrase) -> bool:
    """True for words that mean the period that the text reports on, or that of a year before.

    Such are "the latest quarter", "the year-ago period", "the 2019 quarter", "a year earlier".
    """
    if phrase.kind in ("yearago", "yearperiod"):
        return True
    if phrase.kind == "theunit":
        return phrase.has("quarter") or phrase.has("period")
    if phrase.kind in ("ago", "earlier", "adjacent"):
        return unit_of(phrase) == "Y" and quantity(phrase) == 1 and not phrase.has("later")
    return False


def compared_value(phrase: Phrase, known: str) -> str | None:
    """The value of such words when the text spoke of the period `known` last.

    Example: after "2021-Q2", "a year earlier" is "2020-Q2"; so is "the 2020 quarter".
    """
    match = PERIOD.fullmatch(known)
    if match is None:
        return None
    year = int(match[1])
    if phrase.kind == "yearperiod":
        return f"{phrase.number('year'):04d}-{match[2]}"
    if phrase.kind == "theunit":
        return known
    return f"{year - 1:04d}-{match[2]}" if year > 1 else None


def grain_of(value: str | None) -> str | None:
    """Q, H or M for the value of a quarter, a half or a month; None for every other."""
    match = PERIOD.fullmatch(value or "")
    if match is None:
        return None
    return match[2][0] if match[2][0] in "QH" else "M"


def opens_end(between: str) -> bool:
    """True when the words between a period and a date say that it ended there (" ended ")."""
    return ENDED.fullmatch(between) is not None


def latest_quarter(reference: date, tense: Tense | None) -> str | None:
    """The quarter that "the quarter" means where none was named: the last complete one."""
    return reckoning.shift(reference, "Q", 0 if tense == "future" else -1)


def ended_period(phrase: Phrase, end: date) -> tuple[str | None, Interval] | None:
    """Value and days of "the quarter" or "the six months" that ended on the day `end`.

    The value of a quarter is that of the calendar quarter in which most of it lies. None for
    phrases of other lengths.
    """
    unit = unit_of(phrase) or ""
    if unit not in MONTHS:
        return None
    count = quantity(phrase) if phrase.kind == "duration" else 1
    after = reckoning.add_days(end, 1)  # from the 1st to the last of a month
    start = reckoning.add_months(after, -int((count or 1) * MONTHS[unit])) if after else None
    if start is None or start > end:
        return None
    middle = start + (end - start) / 2
    value = "P1Y" if unit == "Y" and count == 1 else None
    if unit == "Q" and count == 1:
        value = reckoning.at_grain(middle, "Q")
    return value, Interval(start=start, end=end)


def numbered(phrase: Phrase, end: date) -> str | None:
    """The value of a quarter that ended on the day `end`, by the number that the text gives it."""
    number = phrase.number("ordinal")
    if phrase.kind != "fiscalquarter" or number is None or not 1 <= number <= 4:
        return None
    return f"{end.year:04d}-Q{number}"


def _tail(phrase: Phrase) -> Phrase:
    """The words that name the year: those after "of", or all where there is no "of"."""
    words = phrase.words
    at = next((i for i, word in enumerate(words) if "of" in word.classes), -1)
    return Phrase(phrase.kind, words[at + 1 :])


def _says_year(phrase: Phrase) -> bool:
    return phrase.has("unit") or (phrase.has("past") and phrase.kind != "half")


def _counted(phrase: Phrase) -> str | None:
    for word in phrase.words:
        for name in ("units", "quarter"):
            if name in word.classes:
                return str(word.classes[name])
    return None
