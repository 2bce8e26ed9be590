"""Words reduced to what is compared: stems, families of event words, and how rare a word is.

Enters: words and sentences. Leaves: stems, which are keys and not for show. `stem_of` joins the
forms of one word (planned, plans -> plan) and no more; `family_of` joins words that news uses for
one kind of happening (quake, earthquake), from `data/event_words.tsv`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_VOWEL = re.compile(r"[aeiouy]")
_SHORT = 3  # letters that a stem keeps at least
_MANY = 200_000  # words whose stems are kept: a store has more words than memory
# Words that carry no happening by themselves and stand everywhere.
STOP = frozenset(
    """a about above after again against all also although am among an and any are as at be because
    been before being below between both but by can could did do does doing down during each either
    even ever every few for from further get got had has have having he her here hers him his how
    i if in into is it its itself just may me might more most much must my no nor not now of off on
    once one only onto or other our out over own per rather s same shall she should since so some
    still such t than that the their theirs them then there these they this those though through
    thus to too under until up upon us very was we were what when where whether which while who
    whom whose why will with within without would yet you your 's 't""".split()
)


def words_in(text: str) -> list[str]:
    """The words and numbers of a text, as they are written, possessive endings off."""
    return [_without_ending(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=_MANY)
def stem_of(word: str) -> str:
    """The stem of a word in whatever case.

    Example:
        stem_of("planned") == stem_of("plans") == "plan"

    Source: step 1 of Porter 1980, "An algorithm for suffix stripping"; instead of restoring an
    ending ("accus" or "accuse"?), every word loses a final e and one of two equal letters.
    """
    low = word.lower()
    return _bare(_regular(_irregular().get(low, low)))


@lru_cache(maxsize=_MANY)
def family_of(stem: str) -> str:
    """The stem that stands for the family of event words that `stem` is in; else itself."""
    return _families().get(stem, stem)


def anchor_stems(anchor: str) -> tuple[str, ...]:
    """The stems of an anchor's words that carry meaning, in their order; all if none does."""
    words = words_in(anchor)
    told = [word for word in words if word.lower() not in STOP] or words
    return tuple(dict.fromkeys(stem_of(word) for word in told))


def _without_ending(word: str) -> str:
    return word[:-2] if word[-2:] in ("'s", "’s") else word


def _regular(word: str) -> str:
    """The word without a regular ending."""
    if len(word) <= _SHORT or not word.isalpha():
        return word
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 1 and _VOWEL.search(rest) and not word.endswith("eed"):
            return rest
    return word


def _bare(word: str) -> str:
    if len(word) > _SHORT and word.endswith("e"):
        word = word[:-1]
    if len(word) > _SHORT and word[-1] == word[-2] and word.isalpha():
        word = word[:-1]
    return word[:-1] + "i" if len(word) > _SHORT and word.endswith("y") else word


@cache
def _irregular() -> dict[str, str]:
    return {form: word for word, forms in _lines("irregular_forms.tsv") for form in forms}


@cache
def _families() -> dict[str, str]:
    return {
        stem_of(member): stem_of(word)
        for word, others in _lines("event_words.tsv")
        for member in (word, *others)
    }


def _lines(name: str) -> list[tuple[str, list[str]]]:
    """The first word and the others of each line of a data file."""
    text = (resources.files("tacitus") / "data" / name).read_text("utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    return [(first, rest.split()) for first, rest in rows[1:]]
