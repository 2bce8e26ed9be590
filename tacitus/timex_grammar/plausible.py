"""Whether a phrase that fits a pattern is a time expression where it stands.

Enters: a `Phrase` with its neighbours. Leaves: yes or no. Here are the words that only sometimes
speak of time: "May" and "march", four digits, "second", "the day".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tacitus.timex_grammar.patterns import Phrase
from tacitus.timex_grammar.words import Word

BEFORE_TIME = frozenset(
    "in of since until till by from to through throughout during before after between and for on "
    "around about late early mid last next this every each early-".split()
)
BEFORE_YEAR = frozenset(
    "in since until till by from through throughout during before after between around about circa "
    "fiscal year early late mid pre post the".split()
)
AFTER_YEAR = frozenset(
    "and or to when but while as after before until through for with where which that election "
    "elections war report budget season attack attacks coup agreement deal treaty revolution is "
    "was has had were would will by in on at".split()
)


# Before a year that describes a noun ("its 1990 invasion"). Elsewhere "1990 men" may be a number.
OWNERS = frozenset("a an the his her its their our this that s".split())
HOLY_WEEKDAYS = {"E-2": 5, "E-3": 4, "E-7": 7, "E-46": 3}
AGREEMENT = frozenset("agreement accord accords deal pact".split())


def is_plausible(phrase: Phrase) -> bool:
    """True when the phrase reads as a time expression between its neighbours."""
    check = CHECKS.get(phrase.kind)
    return _whole_numbers(phrase) and (check is None or check(phrase))


def _low(word: Word | None) -> str:
    return word.text.lower() if word else ""


def _touch(left: Word, right: Word) -> bool:
    return left.end == right.start


def _whole_numbers(phrase: Phrase) -> bool:
    """False when the phrase cuts a number in two ("March 3,000", "$2014", "1.2014")."""
    first, last, before, after = phrase.words[0], phrase.words[-1], phrase.before, phrase.after
    if before and "num" in first.classes and _touch(before, first):
        if before.text in "$€£¥#%+=" or (before.text in ".,/:" and before.text != "("):
            return False
    if after and "num" in last.classes and _touch(last, after):
        if after.text[0].isalnum() or after.text in "%°$€£_":
            return False
        more = phrase.beyond
        return not (after.text in ".," and more and more.text[0].isdigit() and _touch(after, more))
    return True


def _month(phrase: Phrase) -> bool:
    if (
        phrase.has("year")
        or phrase.has("unit")
        or len([w for w in phrase.words if w.text != "."]) > 1
    ):
        return True
    if phrase.words[0].text[:1].islower():
        return False
    doubt = phrase.get("doubtful")
    named = phrase.after is not None and phrase.after.text[:1].isupper()
    if doubt is None:
        return True
    if doubt == 2:  # also first names
        return not named
    if _low(phrase.before) in OWNERS:  # "her March speech", not "the March on Washington"
        after = _low(phrase.after)
        return after[:1].isalpha() and not named and after not in BEFORE_TIME
    return _low(phrase.before) in BEFORE_TIME and not named


def _year(phrase: Phrase) -> bool:
    if len(phrase.words) > 1:
        return not (phrase.words[0].text.lower() == "the" and _is_count(phrase.after))
    year, before, after = phrase.number("year") or 0, phrase.before, phrase.after
    if before and before.text in "-–" and _touch(before, phrase.words[0]):
        return before.text == "-" and 1900 <= year < 2100
    if _low(before) in BEFORE_YEAR:
        return True
    if not 1900 <= year < 2100:
        return False
    if before is not None and before.text.isdigit():
        return False
    if after is None or not after.text[0].islower() or _low(after) in AFTER_YEAR:
        return True
    return not _is_count(after) and (_low(before) in OWNERS or not _low(after).endswith("s"))


def _is_count(after: Word | None) -> bool:
    return after is not None and _low(after) in (
        "people",
        "men",
        "women",
        "troops",
        "soldiers",
        "votes",
    )


def _years(phrase: Phrase) -> bool:
    first, last = phrase.number("year") or 0, phrase.words[-1].text
    joined = all(_touch(a, b) for a, b in zip(phrase.words, phrase.words[1:], strict=False))
    short = int(last) if len(last) == 4 else first - first % 100 + int(last)
    return joined and 1000 <= first < short < 2200


def _joined(phrase: Phrase) -> bool:
    if not all(_touch(a, b) for a, b in zip(phrase.words, phrase.words[1:], strict=False)):
        return False
    numbers = [int(w.text) for w in phrase.words if "num" in w.classes]
    if phrase.kind == "iso":
        return 1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31
    if phrase.kind == "nineeleven":
        return phrase.words[0].text == "9" and phrase.words[-1].text == "11"
    lengths = [len(w.text) for w in phrase.words if "num" in w.classes]
    return (
        lengths[0] <= 2
        and lengths[1] <= 2
        and lengths[2] in (2, 4)
        and min(numbers[:2]) in range(1, 13)
    )


def _day(phrase: Phrase) -> bool:
    if phrase.has("of") and not phrase.has("suffix") and not phrase.has("unit"):
        index = next(i for i, w in enumerate(phrase.words) if "of" in w.classes)
        if index and "day" in phrase.words[index - 1].classes and not phrase.has("the"):
            return phrase.number("month") is not None and phrase.words[index - 1].text.isdigit()
    if phrase.has("wdabbr") and not phrase.has("month") and not phrase.has("part"):
        return False
    if phrase.number("month") is not None and not phrase.has("year"):
        return all(w.text[:1].isupper() for w in phrase.words if "month" in w.classes)
    return True


def _clock(phrase: Phrase) -> bool:
    if phrase.has("ampm") or phrase.has("noon") or phrase.has("oclock"):
        return not phrase.has("noon") or _low(phrase.before) not in ("high",)
    numbers = [w.text for w in phrase.words if "num" in w.classes]
    joined = all(_touch(a, b) for a, b in zip(phrase.words, phrase.words[1:3], strict=False))
    return joined and len(numbers[1]) == 2 and int(numbers[0]) < 24 and int(numbers[1]) < 60


def _decade(phrase: Phrase) -> bool:
    if phrase.has("decadeword"):
        return True
    if phrase.has("year") and (phrase.number("year") or 1) % 10:
        return False
    number = next(w for w in phrase.words if "year" in w.classes or "twodigits" in w.classes)
    return _touch(number, phrase.words[-1]) and int(number.text) % 10 == 0


def _season(phrase: Phrase) -> bool:
    return not (
        phrase.words[0].text.lower() == "the"
        and len(phrase.words) == 2
        and phrase.get("season") in ("FA", "SP")
    )


def _duration(phrase: Phrase) -> bool:
    """Ages ("a 6-year-old"), fractions ("three-quarters") and "a second" are no durations."""
    if phrase.has("old") or _low(phrase.after) == "old":
        return False
    if any("hour" in w.classes and "ordinal" in w.classes for w in phrase.words):
        return False
    if phrase.words[0].text.lower() == "the" and any("dash" in w.classes for w in phrase.words):
        return True
    return not (phrase.words[-1].text.lower() == "quarters" and phrase.has("dash"))


def _the_unit(phrase: Phrase) -> bool:
    return phrase.words[-1].text.lower() in ("year", "quarter", "week", "month", "period")


def _earlier(phrase: Phrase) -> bool:
    """A lone "a day before" is a date; "a day before the vote" is only a length."""
    if not any(w.text.lower() in ("before", "after") for w in phrase.words):
        return True
    return phrase.after is None or phrase.after.text in ".,;:)"


def _bare_units(phrase: Phrase) -> bool:
    return _low(phrase.before) in (
        "for",
        "in",
        "after",
        "within",
        "of",
        "over",
        "lasted",
        "took",
        "the",
    )


def _adverb(phrase: Phrase) -> bool:
    return phrase.words[0].text[0].islower()


def _feast(phrase: Phrase) -> bool:
    """Feasts, not "the Good Friday Agreement", "Easter Island", or a minister named Ramadan."""
    words = [word for word in phrase.words if word.text[0].isalpha()]
    if phrase.has("newyear") and any(w.text[0].islower() for w in words if "unit" in w.classes):
        return False
    feast, weekday = phrase.get("holyday"), phrase.number("weekday")
    if feast is not None and weekday != HOLY_WEEKDAYS[str(feast)]:
        return False
    after = phrase.after
    return _low(after) not in AGREEMENT and not (
        after is not None and after.text[0].isupper() and phrase.words[-1].text[0].isalpha()
    )


def _hijri(phrase: Phrase) -> bool:
    before = phrase.before
    alone = before is None or not before.text[0].isupper() or _low(before) in BEFORE_TIME
    return alone and _feast(phrase)


def _week_of(phrase: Phrase) -> bool:
    return phrase.get("unit") == "W"


def _year_end(phrase: Phrase) -> bool:
    return phrase.get("unit") == "Y"


def _short_part(phrase: Phrase) -> bool:
    """True for "Q3", "H1 2020"; without a year not a half ("H1 visa"), nor the name of a car."""
    letter, number = phrase.words[0], int(phrase.words[1].text)
    if (
        not _touch(letter, phrase.words[1])
        or not 1 <= number * int(letter.classes["partletter"]) <= 12
    ):
        return False
    if phrase.has("year"):
        return True
    named = phrase.before is not None and phrase.before.text[:1].isupper()
    return letter.text == "Q" and (not named or _low(phrase.before) in BEFORE_TIME)


def _half(phrase: Phrase) -> bool:
    return phrase.get("unit") in (None, "Y")


def _ref(phrase: Phrase) -> bool:
    if phrase.has("these"):
        return phrase.words[-1].text.lower() == "days"
    if phrase.has("past"):
        return _low(phrase.before) == "in" and not (
            phrase.after is not None and phrase.after.classes.keys() & {"num", "cardinal"}
        )
    return True


CHECKS: Mapping[str, Callable[[Phrase], bool]] = {
    "iso": _joined,
    "slashdate": _joined,
    "nineeleven": _joined,
    "years": _years,
    "day": _day,
    "month": _month,
    "year": _year,
    "clock": _clock,
    "decade": _decade,
    "season": _season,
    "duration": _duration,
    "theunit": _the_unit,
    "earlier": _earlier,
    "adjacent": _earlier,
    "bareunits": _bare_units,
    "adverb": _adverb,
    "holiday": _feast,
    "hijri": _hijri,
    "weekof": _week_of,
    "yearend": _year_end,
    "half": _half,
    "shortpart": _short_part,
    "firstunits": _half,
    "ref": _ref,
}
