"""Words of names, folded so that spellings of one name meet.

Enters: text. Leaves: `Word`s with their offsets and a folded form without case, diacritics,
apostrophes, possessive 's or the spelling of the Arabic article (al-, el-, ad- ...). Word order
and spelling mistakes are left as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "'’‘ʻʿʾ`´"
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|[^\W\d_]&[^\W\d_](?!\w)|\d+(?:[.,]\d+)+|\w+(?:[{APOSTROPHES}]\w+)*(?:&\w+)?|[A-Za-z](?=\.)"
)
_ARTICLE = frozenset("al el ul il ad ed ud as es ash esh an ar er az ez at et".split())
# Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_POSSESSIVE = re.compile(f"[{APOSTROPHES}]s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    surface: str
    folded: str
    start: int  # code points
    end: int
    glued: bool  # a hyphen joins it to the word before
    possessive: bool

    @property
    def capital(self) -> bool:
        """True when it starts as a name does."""
        return self.surface[0].isupper()


@lru_cache(maxsize=20_000)
def fold_word(surface: str) -> str:
    """A word without case, marks, dots or apostrophes: "Türkiye" -> "turkiye", "U.S." -> "us"."""
    lowered = surface.lower()
    if not lowered.isascii():
        parts = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
        lowered = "".join(part for part in parts if not unicodedata.combining(part))
    return _APOSTROPHE.sub("", lowered).replace(".", "")


def split_words(text: str, offset: int = 0) -> list[Word]:
    """The words of `text` in order; `offset` is added to every position.

    "Izz ad-Din al-Qassam's" gives izz, al, din, al, qassam (the last one possessive).
    """
    words: list[Word] = []
    for match in _WORD.finditer(text):
        surface, start, end = match.group(), match.start(), match.end()
        tail = _POSSESSIVE.search(surface)
        possessive = tail is not None or (surface[-1] in "sS" and text[end : end + 1] in ("'", "’"))
        if tail is not None and tail.start() > 0:
            surface, end = surface[: tail.start()], start + tail.start()
        folded = fold_word(surface)
        if (
            folded in _ARTICLE
            and text[match.end() : match.end() + 1] in "-‐‑"
            and match.end() < len(text)
        ):
            folded = "al"
        glued = (
            start > 0 and text[start - 1] in "-‐‑" and bool(words) and words[-1].end >= start - 3
        )
        words.append(Word(surface, folded, start + offset, end + offset, glued, possessive))
    return words


def fold_name(name: str) -> str:
    """The key under which a name is stored: its folded words, divided by blanks."""
    return join_words(split_words(name))


def join_words(words: Sequence[Word]) -> str:
    """The key of a run of words."""
    return " ".join(word.folded for word in words)


def is_acronym(surface: str) -> bool:
    """True for US, U.K., IRGC, M23: short and without a small letter."""
    letters = surface.replace(".", "")
    return 1 < len(letters) <= 6 and letters.isupper() and " " not in letters
