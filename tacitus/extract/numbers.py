"""Numbers as news writes them: "14", "3,000", "two dozen", "1.5 million", "between 10 and 20".

Enters: text. Leaves: numbers with their value, modifier and place. Left out: dates, ages, times,
shares and measures, which look like numbers but count nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from tacitus.extract.lexicons import load_table
from tacitus.records import Span

Modifier: TypeAlias = Literal["exact", "at_least", "at_most", "about"]
_MODIFIERS: Mapping[str, Modifier] = {
    "at least": "at_least",
    "more than": "at_least",
    "over": "at_least",
    "no fewer than": "at_least",
    "upwards of": "at_least",
    "a minimum of": "at_least",
    "up to": "at_most",
    "as many as": "at_most",
    "as much as": "at_most",
    "at most": "at_most",
    "no more than": "at_most",
    "fewer than": "at_most",
    "less than": "at_most",
    "under": "at_most",
    "about": "about",
    "around": "about",
    "some": "about",
    "nearly": "about",
    "almost": "about",
    "roughly": "about",
    "approximately": "about",
    "an estimated": "about",
    "maybe": "about",
    "close to": "about",
}
_MEASURES = (
    r"years?\b|yrs?\b|months?\b|weeks?\b|days?\b|hours?\b|minutes?\b|seconds?\b|per\s?cent|%|times\b",
    r"km|kilomet|met(?:er|re)s?\b|miles?\b|feet\b|tons?\b|tonnes?\b|kilograms?\b|kg\b|[ap]\.?m\b",
    r"o'clock|th\b|st\b|nd\b|rd\b|dollars|euros|pounds|seats\b|points\b|-?year-old|[-–/]\d",
)
_NO_COUNT = re.compile(rf"\s*[-–—]?\s*(?:{'|'.join(_MEASURES)})", re.IGNORECASE)
_DATE_BEFORE = re.compile(
    r"(?:\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?|[$€£¥₹:/#]|\bno\.?|\barticle|\bsection|"
    r"\bresolution)\s*$",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(
    r"\s+(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number in the text."""

    value: float | None  # None: said but not a number ("dozens")
    modifier: Modifier
    span: Span  # with the modifier


def find_numbers(text: str, region: Span) -> Iterator[Number]:
    """The numbers in `region` that may count people or things, in order."""
    for match in _pattern().finditer(text, region.start, region.end):
        written = match["number"]
        after = text[match.end() : match.end() + 20]
        before = text[max(0, match.start() - 14) : match.start()]
        if written.lower() == "one" and after.startswith(" of "):
            continue
        if _NO_COUNT.match(after) or _DATE_BEFORE.search(before) or _MONTH_AFTER.match(after):
            continue
        value = read_number(written)
        year = re.fullmatch(r"(?:1[89]|20)\d\d", written) and not match["modifier"]
        if year and not re.match(r"\s+[a-z]{4,}", after):
            continue
        modifier = "at_least" if match["upper"] else modifier_of(match["modifier"])
        yield Number(
            value=value, modifier=modifier, span=Span(start=match.start(), end=match.end())
        )


def modifier_of(words: str | None) -> Modifier:
    """What the words before a number make of it; exact when there are none."""
    return _MODIFIERS.get(re.sub(r"\s+", " ", words or "").lower(), "exact")


def read_number(written: str) -> float | None:
    """The value of a number in figures or words; None for "dozens" and the like.

    >>> read_number("two dozen")
    24.0
    """
    if re.match(r"several|a few|many", written, re.IGNORECASE):
        return None
    total, current, seen = 0.0, 0.0, False
    for token in re.findall(r"\d[\d,.]*\d|\d|[a-z]+", written.lower()):
        if token[0].isdigit():
            current, seen = current + _figures(token), True
            continue
        value, role = _words().get(token, (None, "skip"))
        if role == "vague":
            return None
        if role == "unit" and value is not None:
            current, seen = current + value, True
        elif role == "scale" and value is not None:
            current, seen = (current or 1.0) * value, True
            if value >= 1000:
                total, current = total + current, 0.0
    return total + current if seen else None


def _figures(token: str) -> float:
    plain = token.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain) and "," not in token:
        plain = plain.replace(".", "")  # "1.000 persons", as much of Europe writes it
    return float(plain) if plain.count(".") <= 1 else 0.0


@cache
def _words() -> Mapping[str, tuple[float | None, str]]:
    return {
        row["word"]: (float(row["value"]) if row["value"] else None, row["role"])
        for row in load_table("number_words.tsv")
    }


@cache
def _pattern() -> re.Pattern[str]:
    words = _words()
    units = "|".join(w for w, (_, role) in words.items() if role == "unit")
    scales = "|".join(w for w, (_, role) in words.items() if role == "scale" and len(w) > 2)
    vague = "|".join(w for w, (_, role) in words.items() if role == "vague")
    figure = r"\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?"
    spelled = (
        rf"(?:(?:a|{units})[\s-]+)?(?:(?:{scales})(?:\s+(?:and\s+)?(?:{units})(?:-(?:{units}))?)?)"
    )
    simple = rf"(?:{units})(?:-(?:{units}))?"
    some = rf"(?:several|a few|many)\s+(?:{scales})s?"
    vague = rf"(?:(?:tens|hundreds) of )?(?:{vague})"
    number = rf"(?:{figure})(?:\s+(?:{scales}))?|{vague}|{some}|{spelled}|{simple}"
    modifiers = "|".join(m.replace(" ", r"\s+") for m in sorted(_MODIFIERS, key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?P<modifier>{modifiers})\s+)?(?:between\s+)?(?P<number>{number})"
        rf"(?P<upper>\s*(?:-|–|to|and)\s*(?:{figure})(?=\s+[a-z]))?\b",
        re.IGNORECASE,
    )
