"""The patterns of time expressions over word classes.

Enters: a text. Leaves: `Phrase` values, the stretches of words that a pattern of
`data/timex_patterns.tsv` covers, leftmost first and never overlapping. Every repetition in a
pattern is bounded, so that the cost is linear in the number of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tacitus.timex_grammar.words import (
    OTHER,
    Lexicon,
    Value,
    Word,
    load_lexicon,
    read_symbols,
    word_at,
)

CLASSED = re.compile(f"[^{OTHER}]+")
ELEMENT = re.compile(r"[a-z]+|@[a-z]+|[()|?]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that read as one time expression of the given kind."""

    kind: str
    words: tuple[Word, ...]
    before: Word | None = None  # the word in front of it in the sentence
    after: Word | None = None
    beyond: Word | None = None  # the one behind `after`

    def get(self, name: str) -> Value | None:
        """The value of the first word of class `name`, or None."""
        for word in self.words:
            if name in word.classes:
                return word.classes[name]
        return None

    def number(self, name: str) -> int | None:
        """The value of the first word of class `name` as an int, or None."""
        value = self.get(name)
        return value if isinstance(value, int) else None

    def has(self, name: str) -> bool:
        """True when a word of the phrase has class `name`."""
        return any(name in word.classes for word in self.words)


@cache
def _grammar() -> re.Pattern[str]:
    lexicon = load_lexicon()
    macros: dict[str, str] = {}
    branches: list[str] = []
    text = (resources.files("tacitus") / "data" / "timex_patterns.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, pattern = line.split("\t")
            compiled = _compile(pattern, macros, lexicon)
            if name.startswith("@"):
                macros[name] = f"(?:{compiled})"
            else:
                branches.append(f"(?P<{name}>{compiled})")
    return re.compile("|".join(branches))


def _compile(pattern: str, macros: dict[str, str], lexicon: Lexicon) -> str:
    parts = []
    for element in ELEMENT.findall(pattern):
        if element == "(":
            parts.append("(?:")
        elif element in ")|?":
            parts.append(element)
        elif element.startswith("@"):
            parts.append(macros[element])
        else:
            symbols = lexicon.symbols_of(element)
            if not symbols:
                raise ValueError(f'pattern class "{element}" is in no line of timex_words.tsv')
            parts.append(f"[{symbols}]")
    return "".join(parts)


def find_phrases(text: str, start: int = 0, end: int | None = None) -> Iterator[Phrase]:
    """The phrases of `text[start:end]`, in order and apart; offsets are those of `text`."""
    line, offsets = read_symbols(text, start, len(text) if end is None else end)
    grammar = _grammar()

    def word(index: int) -> Word | None:
        return word_at(text, *offsets[index]) if 0 <= index < len(offsets) else None

    for run in CLASSED.finditer(line):  # most words have no class: the grammar never sees them
        for match in grammar.finditer(line, run.start(), run.end()):
            first, last = match.span()
            yield Phrase(
                kind=_kind(match),
                words=tuple(word_at(text, *offset) for offset in offsets[first:last]),
                before=word(first - 1),
                after=word(last),
                beyond=word(last + 1),
            )


def read_phrase(text: str) -> Phrase | None:
    """All of `text` as one phrase, or None when no pattern covers it."""
    line, offsets = read_symbols(text, 0, len(text))
    match = _grammar().fullmatch(line)
    if match is None:
        return None
    return Phrase(_kind(match), tuple(word_at(text, *offset) for offset in offsets))


def read_words(
    words: tuple[Word, ...], before: Word | None, after: Word | None, beyond: Word | None
) -> Phrase | None:
    """Words of a phrase as a phrase of their own between those neighbours, or None."""
    symbols = load_lexicon().symbols
    line = "".join(symbols.get(frozenset(word.classes), OTHER) for word in words)
    match = _grammar().fullmatch(line)
    return Phrase(_kind(match), words, before, after, beyond) if match else None


def _kind(match: re.Match[str]) -> str:
    """The kind of the pattern that matched; "spell_past" is one more pattern of kind "spell"."""
    return str(match.lastgroup).partition("_")[0]


def step_of(phrase: Phrase) -> int:
    """-1 for last, past, previous; 1 for next, following, coming; 0 for this, same or neither."""
    for word in phrase.words:
        if "back" in word.classes or "past" in word.classes:
            return -1
        if "forth" in word.classes or "coming" in word.classes:
            return 1
    return 0
