"""Text of time expressions as words with classes.

Enters: any text. Leaves: one symbol a word, a character that stands for the set of classes that
`data/timex_words.tsv` or its digits give the word; and `Word` values where somebody asks for them.
The patterns of the grammar run over the short string of symbols, not over the characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

Value = str | int
Classes = Mapping[str, Value]

# am/pm is one word wherever its dots stand; everything else splits into letters, digits, marks.
# A run of digits of any length is one word, which keeps a megabyte of them linear.
WORD = re.compile(r"[ap]\.?m\b\.?(?=\W|$)|[^\W\d_]+|\d+|[^\w\s]", re.IGNORECASE)
MARKS = {
    ",": "comma",
    ".": "dot",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "/": "slash",
    ":": "colon",
    "'": "apos",
    "’": "apos",
    "‘": "apos",
    "(": "lpar",
    ")": "rpar",
}
OTHER = "\u00b7"  # the symbol of every word without a class
FIRST_SYMBOL = 0x100
NOTHING: tuple[Classes, str] = ({}, OTHER)
HALF_DAYS = frozenset({"am", "pm", "a.m.", "p.m.", "a.m", "p.m", "am.", "pm."})


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark with its classes; offsets are code points of the text it came from."""

    text: str
    start: int
    end: int
    classes: Classes


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The classes of words and the symbol of each set of classes."""

    words: Mapping[str, tuple[Classes, str]]  # by lower-case word
    capitalised: Mapping[str, tuple[Classes, str]]  # the same for a word written with a capital
    symbols: Mapping[frozenset[str], str]

    def symbols_of(self, name: str) -> str:
        """Every symbol whose set holds the class `name`; empty when no word has that class."""
        return "".join(symbol for names, symbol in self.symbols.items() if name in names)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of `data/timex_words.tsv`."""
    plain: dict[str, Classes] = {mark: {name: mark} for mark, name in MARKS.items()}
    plain |= _read("timex_words.tsv", capital=False)
    upper = {
        w: {**plain.get(w, {}), **c} for w, c in _read("timex_words.tsv", capital=True).items()
    }
    sets = {frozenset(classes) for classes in (*plain.values(), *upper.values(), {"ampm": "a"})}
    sets |= {frozenset(_number_classes(sample)) for sample in _number_samples()}
    symbols = {names: chr(FIRST_SYMBOL + i) for i, names in enumerate(sorted(sets, key=sorted))}
    return Lexicon(
        words={word: (classes, symbols[frozenset(classes)]) for word, classes in plain.items()},
        capitalised={
            word: (classes, symbols[frozenset(classes)]) for word, classes in upper.items()
        },
        symbols=symbols,
    )


def _read(name: str, *, capital: bool) -> dict[str, Classes]:
    table: dict[str, dict[str, Value]] = {}
    text = (resources.files("tacitus") / "data" / name).read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        word_class, value, words = line.split("\t")
        for word in words.split():
            if word[0].isupper() == capital:
                entry = table.setdefault(word.lower(), {})
                entry.setdefault(word_class, int(value) if value.lstrip("-").isdigit() else value)
    return dict(table)


def read_symbols(text: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """The symbols of the words of `text[start:end]`, and where in `text` each word stands."""
    lexicon = load_lexicon()
    symbols, offsets = [], []
    for match in WORD.finditer(text, start, end):
        symbols.append(_classify(match[0], lexicon)[1])
        offsets.append(match.span())
    return "".join(symbols), offsets


def word_at(text: str, start: int, end: int) -> Word:
    """The word that stands at `text[start:end]`."""
    word = text[start:end]
    return Word(word, start, end, _classify(word, load_lexicon())[0])


def _classify(text: str, lexicon: Lexicon) -> tuple[Classes, str]:
    if text[0].isdecimal():
        classes: Classes = _number_classes(text) if len(text) <= 4 and text.isascii() else {}
        return (classes, lexicon.symbols[frozenset(classes)]) if classes else NOTHING
    low = text.lower()
    if text[0].isupper() and low in lexicon.capitalised:
        return lexicon.capitalised[low]
    if low in lexicon.words:
        return lexicon.words[low]
    if low in HALF_DAYS and text not in ("Am", "aM", "Pm", "pM"):
        return {"ampm": low[0]}, lexicon.symbols[frozenset({"ampm"})]
    return NOTHING


def _number_classes(text: str) -> dict[str, Value]:
    value = int(text)
    short = len(text) <= 2
    classes: dict[str, Value] = {"num": value}
    if len(text) == 4:
        classes["fourdigits"] = value
        if 1000 <= value < 2200:
            classes["year"] = value
    if short and 1 <= value <= 31:
        classes["day"] = value
    if short and 1 <= value <= 12:
        classes["monthnum"] = value
    if len(text) == 2:
        classes["twodigits"] = value
    if short and value <= 24:
        classes["clockhour"] = value
    return classes


def _number_samples() -> list[str]:
    one_or_two = [str(n) for n in range(100)] + [f"{n:02d}" for n in range(10)]
    return [*one_or_two, "100", "2014", "9999", "0999"]
