"""Lengths and repetitions: "three months" is P3M, "every Monday" is XXXX-WXX-1.

Enters: a `Phrase`. Leaves: its TIMEX3 value. Neither needs a reference date.
"""

from __future__ import annotations

from tacitus.timex_grammar.patterns import Phrase
from tacitus.timex_grammar.words import Word


def quantity(phrase: Phrase) -> float | None:
    """The number that a phrase counts, the first of a range; None for "several", bare plurals."""
    total: float | None = None
    for at, word in enumerate(phrase.words):
        classes = word.classes
        if "pair" in classes:
            return 2
        if "vague" in classes:
            return None
        if total is not None and ("or" in classes or "to" in classes):
            break
        if total is not None and ("halfword" in classes or _is_half(phrase.words[at : at + 3])):
            return total + 0.5
        if "num" in classes or "cardinal" in classes:
            number = int(classes["num"] if "num" in classes else classes["cardinal"])
            if total is not None and not (total >= 20 and total % 10 == 0 and number < 10):
                break  # the second number of "two-three weeks"
            total = (total or 0) + number
        elif "hundred" in classes or "dozen" in classes:
            total = (total or 1) * int(classes["hundred" if "hundred" in classes else "dozen"])
        elif total is None and "article" in classes:
            total = 1
    return total


def _is_half(words: tuple[Word, ...]) -> bool:
    """True for the second part of "5 1/2"."""
    return "".join(word.text for word in words) == "1/2"


def unit_of(phrase: Phrase) -> str | None:
    """The unit that a phrase counts: D, W, M, Y, 10Y, 3M, TH ..."""
    for word in reversed(phrase.words):
        for name in ("units", "unit", "hours", "hour", "quarter"):
            if name in word.classes:
                return str(word.classes[name])
    return None


def duration_value(phrase: Phrase) -> str | None:
    """The TIMEX3 duration of a phrase, such as "P3M", "PT24H" or "PXY"."""
    unit = unit_of(phrase)
    if unit is None:
        return None
    count = quantity(phrase)
    plural = any(name in ("units", "hours") for w in phrase.words for name in w.classes)
    if count is None and not plural and not phrase.has("vague"):
        count = 1
    if count is not None and count % 1 and unit == "Y":
        count, unit = count * 12, "M"
    return duration(count, unit)


def duration(count: float | None, unit: str) -> str:
    """A TIMEX3 duration; an unknown count is X."""
    if unit == "TH" and count is not None and count % 1:
        return f"PT{int(count)}H{round(count % 1 * 60)}M"
    if unit.startswith("T"):
        return f"PT{'X' if count is None else f'{count:g}'}{unit[1:]}"
    factor, letter = int(unit[:-1] or 1), unit[-1]
    return f"P{'X' if count is None else f'{count * factor:g}'}{letter}"


def set_value(phrase: Phrase) -> str | None:
    """The TIMEX3 value of something that repeats."""
    adverb = phrase.get("adverb")
    if adverb is not None:
        return str(adverb)
    day = phrase.number("weekdays") or phrase.number("weekday")
    part = phrase.get("parts") or phrase.get("part")
    if day is not None:
        return f"XXXX-WXX-{day}" + (f"T{part}" if part else "")
    if phrase.has("weekends") or phrase.has("weekend"):
        return "XXXX-WXX-WE"
    if phrase.has("month"):
        return f"XXXX-{phrase.number('month'):02d}"
    if phrase.has("season"):
        return f"XXXX-{phrase.get('season')}"
    if part is not None:
        return f"XXXX-XX-XXT{part}"
    unit = unit_of(phrase)
    if unit is None:
        return None
    if phrase.kind in ("times", "rate"):
        return duration(1, unit)
    count = phrase.number("ordinal") or quantity(phrase)
    return duration(2 if phrase.has("other") else count or 1, unit)
