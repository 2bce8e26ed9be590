"""Place names that no place mention covers: towns in names of bodies, demonyms, missed names.

Enters: a document with its mentions, the gazetteer. Leaves: `Mention`s of kind "place" for
capitalised names that the gazetteer knows and that their surroundings speak for as a place:
"Elgin" of "Elgin Police Department", "Peruvian" of "Peruvian troops". They stand beside the
mentions that hold them, which keep their kind: no party of an event changes. Left out: which of
the places of that name is meant (`toponyms`), names that the gazetteer lacks, and names outside
every mention, of which hardly any is a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tacitus.records import Document, Mention, Segmentation
from tacitus.resolve.gazetteer import Candidate, Gazetteer
from tacitus.resolve.names import Word, join_words, split_words
from tacitus.resolve.toponym_signs import KnownName, Surroundings, place_chance
from tacitus.resolve.toponyms import find_state

LONGEST = 4  # words of a name
LEAST_CHANCE = 0.45
_PLACED = ("place", "facility")
_SMALL = frozenset(
    "the a an in on at of for from to by with as i he she it we they you and but or if so all this "
    "that these those there here his her its their our my who what when where while after before "
    "mr mrs ms dr st no not new".split()
)
_LIST = re.compile(r",| and | or |/")


def add_toponyms(
    document: Document,
    segmentation: Segmentation,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
) -> tuple[Mention, ...]:
    """The mentions, and after them place names that none of kind "place" or "facility" covers.

    Names in an enumeration that was read as one place ("Elgin, Aurora and Joliet") are added too.
    The score of an added mention is the probability that it names a place.
    """
    surroundings = Surroundings.of(document, segmentation, mentions)
    added: list[Mention] = []
    for name in _known_names(document.text, mentions, gazetteer):
        if any(mention.kind in _PLACED for mention in name.cover):
            chance = 0.9 if _listed(name, document.text) else 0.0
        elif name.state:
            chance = 0.9
        else:
            chance = place_chance(name, surroundings)
        if chance >= LEAST_CHANCE:
            number = len(mentions) + len(added) + 1
            added.append(
                Mention(
                    id=f"m{number}",
                    span=name.span,
                    kind="place",
                    form="name",
                    score=round(chance, 4),
                )  # fmt: skip
            )
    return (*mentions, *added)


def _known_names(
    text: str, mentions: Iterable[Mention], gazetteer: Gazetteer
) -> Iterator[KnownName]:
    """The longest names that the gazetteer knows, inside mentions that are no pronouns."""
    words = split_words(text)
    cover = _covers(words, mentions)
    at = 0
    while at < len(words):
        size, state = 1, False
        candidates: tuple[Candidate, ...] = ()
        if at in cover and words[at].capital:
            size, candidates, state = _longest(words, at, text, gazetteer)
        if candidates:
            around = {m.id: m for i in range(at, at + size) for m in cover.get(i, ())}
            ordered = sorted(around.values(), key=lambda m: m.span.end - m.span.start)
            yield KnownName(words, at, at + size, candidates, tuple(ordered), state)
        at += size


def _covers(words: Sequence[Word], mentions: Iterable[Mention]) -> Mapping[int, list[Mention]]:
    """The mentions that hold each word, by its index."""
    starts = {word.start: index for index, word in enumerate(words)}
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.form == "pronoun":
            continue
        first = next(
            (starts[i] for i in range(mention.span.start, mention.span.end) if i in starts), None
        )
        while first is not None and first < len(words) and words[first].start < mention.span.end:
            found.setdefault(first, []).append(mention)
            first += 1
    return found


def _longest(
    words: Sequence[Word], at: int, text: str, gazetteer: Gazetteer
) -> tuple[int, tuple[Candidate, ...], bool]:
    end = at + 1
    while end < min(at + LONGEST, len(words)) and words[end].capital and _adjoin(words, end, text):
        end += 1
    for last in range(end, at, -1):
        if last - at == 1 and words[at].folded in _SMALL:
            continue
        if found := gazetteer.lookup_key(join_words(words[at:last])):
            return last - at, found, False
    if match := find_state(text, words[at].start):
        length = sum(words[at].start <= word.start < match.end for word in words[at : at + 3])
        return max(1, length), gazetteer.division("USA", match.code), True
    return 1, (), False


def _adjoin(words: Sequence[Word], index: int, text: str) -> bool:
    between = text[words[index - 1].end : words[index].start]
    return between in (" ", "-", ". ") and not words[index - 1].possessive


def _listed(name: KnownName, text: str) -> bool:
    """True for a name after another one in a place mention: "Ohio" of "Swanton, Ohio"."""
    start = min(m.span.start for m in name.cover if m.kind in _PLACED)
    return _LIST.search(text, start, name.span.start) is not None
