"""What a text says in brackets behind a name: its letters, its country, its seat in Congress.

Enters: a text, its words, the knowledge. Leaves: the long form of each acronym that the text
defines, or the country that stands behind a name: "(CEC)", "(Germany)", "(R-Texas)". Acronyms that
no long form stands before are left to the knowledge files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tacitus.resolve.knowledge import Knowledge
from tacitus.resolve.names import Word, split_words

_ACRONYM = re.compile(r"\(\s*[“\"'‘]?([A-Z][A-Za-z&-]{1,9})[”\"'’]?\s*\)")
_BRACKET = re.compile(r"\s?\(([^()\n]{2,40})\)")
# "(D-Minn.)", "(R-Texas)", "(I-Vt.)": members of the United States Congress and legislatures.
_SEAT = re.compile(r"\s?\(\s*(?:Rep\.? ?|Dem\.? ?)?[DRI][-–, ] ?[A-Z][A-Za-z. ]{1,15}\)")
_SMALL = frozenset("of and the for in on to de la del des du y et e al".split())
_LONGEST = 12  # words of a long form
_CAPITALS = 2  # letters that an acronym has at least


@dataclass(frozen=True, slots=True)
class BehindName:
    """The country in brackets behind a name, with the sector of a seat in a legislature."""

    country: str
    sector: str | None
    why: str


def find_long_forms(text: str, words: Sequence[Word]) -> Mapping[str, tuple[int, int]]:
    """By acronym, the words (half-open) that the text gives as its long form.

    "the Lake Rescue Fund (LRF) said" gives LRF: Lake Rescue Fund. The first definition counts.
    """
    found: dict[str, tuple[int, int]] = {}
    last = 0
    for match in _ACRONYM.finditer(text):
        short = match[1]
        if sum(letter.isupper() for letter in short) < _CAPITALS or short in found:
            continue
        while last < len(words) and words[last].end <= match.start():
            last += 1
        first = _first_of(short, words, last, text)
        if first is None and last > 2 and words[last - 2].folded == "of":  # "Fund of Kenya (RF)"
            first = _first_of(short, words, last - 2, text)
        if first is not None:
            found[short] = first, last
    return found


def _first_of(short: str, words: Sequence[Word], last: int, text: str) -> int | None:
    """Where the name starts whose words before `last` begin with the letters of the acronym."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    at, left = last - 1, len(letters) - 1
    while at >= max(0, last - _LONGEST):
        word = words[at]
        if at < last - 1 and re.search(r"[,.;:()\n]", text[word.end : words[at + 1].start]):
            return None
        if word.folded[:1] == letters[left] and (left or word.capital):
            left -= 1
        elif word.capital or word.folded not in _SMALL:
            return None
        if left < 0:
            return at if at < last - 1 and word.capital else None
        at -= 1
    return None


def behind_name(text: str, end: int, knowledge: Knowledge) -> BehindName | None:
    """The country that a bracket behind a name gives, or None; `end`: where the name ends."""
    if seat := _SEAT.match(text, end):
        return BehindName("USA", "LEG", f'"{seat[0].strip()}" behind the name')
    match = _BRACKET.match(text, end)
    if match is None:
        return None
    aliases = knowledge.lookup(split_words(match[1]))
    countries = {
        a.entry.country for a in aliases if a.entry.kind == "country" and a.kind != "metonym"
    }
    country = countries.pop() if len(countries) == 1 else None
    return BehindName(country, None, f'"{match[1]}" behind the name') if country else None
