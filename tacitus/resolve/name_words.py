"""What the first or last word of a body's name tells of it: "Lake Motors", "Fundación Norte".

Enters: the words of a name. Leaves: the word and a PLOVER sector, or None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from tacitus.errors import GazetteerError
from tacitus.resolve.names import Word, fold_word

_PLACES = ("first", "last", "any")


@cache
def load_name_words() -> Mapping[tuple[str, str], str]:
    """(place, folded word) to PLOVER sector, from `data/name_words.tsv`; "any" is both places.

    Raises:
        GazetteerError: a line is malformed.
    """
    text = (resources.files("tacitus") / "data" / "name_words.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[tuple[str, str], str] = {}
    for cells in lines[1:]:
        if len(cells) != 3 or cells[1] not in _PLACES:
            raise GazetteerError(
                f"name_words.tsv, {cells}: expected a word, {', '.join(_PLACES)} and a sector"
            )
        word, place, sector = cells
        for where in ("first", "last") if place == "any" else (place,):
            found[where, fold_word(word)] = sector
    return found


def sector_of_name(words: Sequence[Word]) -> tuple[str, str] | None:
    """The word of a name of two or more capitalised words that tells its sector, and the sector."""
    if len(words) < 2 or not words[0].capital or not words[-1].capital:
        return None
    known = load_name_words()
    for place, word in (("last", words[-1]), ("first", words[0])):
        sector = known.get((place, word.folded))
        if sector is not None:
            return word.surface, sector
    return None
