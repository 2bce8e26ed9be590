"""How names are written, and when two spellings are one name.

Enters: the words of a mention. Leaves: folded tokens and yes or no. Left out: what a name stands
for in the world (the resolve stage's business).

Source: the sieve order of Raghunathan et al. 2010 (multi-pass sieve), cut to what news needs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from tacitus.extract.lexicons import load_role_heads, load_table, load_words

Tokens = tuple[str, ...]
PARTICLES = load_words("name_particles")
TITLES = load_words("titles")
_ARTICLES = frozenset(("al", "el", "as", "ad", "ar", "ash", "an", "at", "az", "ul"))
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_SMALL = load_words("small_words")
_COMPASS = load_words("compass")
_APPENDED = load_words("appended_to_names")
_WORD = re.compile(r"[^\W_]+(?:[.'’`][^\W_]+)*\.?|&")
_POSSESSIVE = re.compile(r"['’`]s?$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def fold(text: str) -> Tokens:
    """The tokens of `text`, lower-cased; no diacritics, points, possessives or Arabic articles.

    >>> fold("Karim al-Dabbagh’s")
    ('karim', 'dabbagh')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = [re.sub(r"[.'’`]", "", _POSSESSIVE.sub("", w)).casefold() for w in _WORD.findall(plain)]
    kept: list[str] = []
    for index, word in enumerate(words):
        hyphenated = re.search(rf"\b{re.escape(word)}-", plain, re.IGNORECASE) is not None
        article = (
            word in _ARTICLES and (hyphenated or word in ("al", "el")) and index + 1 < len(words)
        )
        if word and not article:
            kept.append(word)
    return tuple(kept)


def is_title(token: str) -> bool:
    """True for a folded word that goes before a name: a title or a role."""
    heads = load_role_heads()
    return token in TITLES or token in heads or f"{token}." in heads


def person_core(text: str) -> Tokens:
    """The folded name of a person without titles, roles and what stands before them.

    >>> person_core("Uzbek President Rustam Karimzoda")
    ('rustam', 'karimzoda')
    """
    head, *others = re.split(r"\s*[,(]", text)
    if others and all(is_title(t) or t in PARTICLES for t in fold(head)[-1:]):
        head = others[0]  # "the minister, X"
    head = re.split(r"['’]s\s+", head)[-1]
    words = head.split()
    first = len(words)
    while first and (words[first - 1][:1].isupper() or _joins(words[first - 1])):
        first -= 1
    tokens = [t for t in fold(" ".join(words[first:])) if t not in _SUFFIXES]
    last_title = max((i for i, token in enumerate(tokens[:-1]) if is_title(token)), default=-1)
    core = tokens[last_title + 1 :]
    if first > 1 and words[first - 1] in ("of", "for") and len(core) > 2:
        known = next((i for i, token in enumerate(core) if token in given_names()), None)
        core = core[known:] if known is not None else core[-2:]  # "Secretary of State X Y"
    before_head = load_words("role_adjuncts")
    only_title = bool(core) and is_title(core[-1])
    only_title = only_title and all(t in before_head or is_title(t) for t in core[:-1])
    return () if only_title else tuple(core)


def _joins(word: str) -> bool:
    lower = word.lower()
    return lower in PARTICLES or lower.split("-")[0] in _ARTICLES or not word[:1].isalpha()


def body_core(text: str) -> Tokens:
    """The folded name of a body or place, without article and bracketed acronym."""
    tokens = fold(re.split(r"\s*\(", text, maxsplit=1)[0])
    while tokens and tokens[0] in ("the", "a", "an"):
        tokens = tokens[1:]
    kept = tuple(t for t in tokens if t != "the")
    key = variant_keys().get(" ".join(kept), kept)
    return key[2:] if len(key) == 3 and key[0] in _STATES and key[1] == "of" else key


_STATES = ("state", "kingdom", "republic", "sultanate", "emirate", "commonwealth")


@cache
def variant_keys() -> Mapping[str, Tokens]:
    """Folded name -> the folded key of its group in `name_variants.tsv`."""
    keys: dict[str, Tokens] = {}
    for row in load_table("name_variants.tsv"):
        names = [fold(name) for name in row["variants"].split("|")]
        keys.update({" ".join(name): names[0] for name in names})
    return keys


@cache
def given_names() -> Mapping[str, str]:
    """Folded given name -> "m" or "f"."""
    return {"".join(fold(row["name"])): row["gender"] for row in load_table("given_names.tsv")}


def bracketed_acronym(text: str, end: int, inside: str) -> str | None:
    """The acronym given in brackets within a name or just after it: "Salt Union (SU)"."""
    match = re.search(r"\(([A-Z][A-Za-z&.-]{1,9})\)", inside) or re.match(
        r"\s*\(([A-Z][A-Z&.-]{1,9})\)", text[end : end + 16]
    )
    return "".join(fold(match[1])) if match else None


@lru_cache(maxsize=8192)
def initials(name: Tokens) -> frozenset[str]:
    """The acronyms that a folded name may go by, with and without its small words."""
    if len(name) < 2:
        return frozenset()
    return frozenset(("".join(t[0] for t in name if t not in _SMALL), "".join(t[0] for t in name)))


def within_one_edit(left: str, right: str) -> bool:
    """True when one letter added, dropped, changed or swapped makes one word the other.

    >>> within_one_edit("dabbag", "dabbagh")
    True
    """
    if abs(len(left) - len(right)) > 1:
        return False
    shorter, longer = sorted((left, right), key=len)
    at = next(
        (i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter)
    )
    if len(shorter) == len(longer):
        swapped = (
            shorter[at : at + 2] == longer[at : at + 2][::-1]
            and shorter[at + 2 :] == longer[at + 2 :]
        )
        return swapped or shorter[at + 1 :] == longer[at + 1 :]
    return shorter[at:] == longer[at + 1 :]


@lru_cache(maxsize=8192)
def same_person(later: Tokens, earlier: Tokens) -> int:
    """How surely two person names are one: 3 same, 2 family name, 1 given name only, 0 not."""
    if later == earlier:
        return 3
    shorter, longer = sorted((later, earlier), key=len)
    if longer[-len(shorter) :] == shorter:
        return 2
    if len(shorter) >= 2:
        same_ends = shorter[-1] == longer[-1] and _given_agree(shorter[0], longer[0])
        return (
            3 if same_ends or longer[: len(shorter)] == shorter or set(shorter) < set(longer) else 0
        )
    return 1 if len(longer) > 1 and shorter[0] in longer and len(shorter[0]) > 1 else 0


def _given_agree(left: str, right: str) -> bool:
    return left == right or (left[0] == right[0] and 1 in (len(left), len(right)))


def same_typo(later: Tokens, earlier: Tokens) -> bool:
    """True when a bare family name is one edit away from the end of another name."""
    if len(later) != 1 or not earlier or min(len(later[0]), len(earlier[-1])) < 5:
        return False
    return later[0][:2] == earlier[-1][:2] and within_one_edit(later[0], earlier[-1])


@lru_cache(maxsize=8192)
def same_body(later: Tokens, earlier: Tokens) -> int:
    """How surely two names of bodies are one: 3 same, 2 acronym, 1 one is the other cut short."""
    if later == earlier:
        return 3
    shorter, longer = sorted((later, earlier), key=len)
    if len(shorter) == 1 and len(shorter[0]) > 1 and shorter[0] in initials(longer):
        return 2
    if len(shorter) == len(longer) > 1:
        wrong = [(a, b) for a, b in zip(shorter, longer, strict=True) if a != b]
        return int(len(wrong) == 1 and len(wrong[0][0]) > 4 and within_one_edit(*wrong[0]))
    rest_before, rest_after = longer[: -len(shorter)], longer[len(shorter) :]
    if longer[: len(shorter)] == shorter:
        return 1 if set(rest_after) <= _APPENDED else 0
    if (
        longer[-len(shorter) :] == shorter
        and len(rest_before) <= 2
        and not _COMPASS & set(rest_before)
    ):
        return 1 if len(shorter) > 1 or not is_generic(shorter) else 0
    return 0


def is_generic(name: Sequence[str]) -> bool:
    """True for a name that is only a common noun, as "the Council"."""
    return len(name) == 1 and name[0] in _GENERIC


_GENERIC = _APPENDED | load_words("generic_bodies")
