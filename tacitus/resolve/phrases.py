"""A noun phrase taken apart: its head noun, the names in it, how they hang together.

Enters: the words of one mention. Leaves: a `Phrase`. "the Iranian foreign ministry spokesman" has
agent "spokesman" (GOV) and the name IRN before it; "Turkish-backed rebels" has agent "rebels" (REB)
and a name that is no part of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tacitus.resolve.knowledge import Knowledge, Match
from tacitus.resolve.names import Word

Bond: TypeAlias = Literal["part", "place", "beneficiary", "foreign"]
_OPENERS = frozenset(
    "the a an hh hrh some many several all both these those this that its their his her our "
    "my your any each every few most other another at least about around nearly almost more "
    "than over up to as dozens scores hundreds thousands tens millions number group groups of "
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
    "percent hundred thousand million half part majority handful couple".split()
)
_PREPOSITIONS = frozenset(
    "of in from for at on to by against with near under over during after before into inside "
    "outside across around about between among towards toward within without including like "
    "based led backed known".split()
)
_RELATIVE = frozenset("who whom whose which that where when while as".split())
# "US-backed rebels" are not American; "London-based group" is only placed there.
_FOREIGN = frozenset(
    "backed led allied aligned supported funded trained armed made held occupied controlled "
    "hosted brokered sponsored imposed friendly linked inspired owned style educated "
    "appointed mediated born".split()
)
_AGAINST = frozenset("pro anti counter non ex un".split())
_PLACED = frozenset(("based",))
_NO_ONES = frozenset(
    "international foreign global world multilateral regional neighbouring".split()
)
_FORMER = frozenset("former ex onetime outgoing deposed ousted erstwhile late retired".split())
_GIVEN_NAMES = frozenset(("christian", "dean"))
_MERE = frozenset(("CVL",))  # before another noun it only says of whom: "public entities"
_BRACKETS = re.compile(r"\([^()]*\)")
_BREAK = re.compile(r"[,;:(\[\n—–]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A known name inside a phrase and how it belongs to the head."""

    match: Match
    bond: Bond


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One noun phrase. Indices point into `words`."""

    words: tuple[Word, ...]
    core: int  # first word after articles, numbers and quantifiers
    head: int  # end of the head noun phrase
    end: int  # end of the phrase without relative clauses and appositions
    pieces: tuple[Piece, ...]
    agent: (
        tuple[int, int] | None
    )  # words of the agent noun that heads the phrase or titles the name
    sector: str | None  # of that agent noun
    counted: bool  # a number or quantifier opens it
    former: bool
    opposition: bool
    foreign: bool  # "international", "foreign": of no one country


def read_phrase(words: Sequence[Word], text: str, knowledge: Knowledge, *, person: bool) -> Phrase:
    """The parts of a noun phrase; `person`: the head may be a name with a title before it."""
    words = tuple(words)
    end = _end(words, text)
    core = _core(words, end)
    matches = knowledge.find(words[:end])
    head = _head(words, core, end, matches)
    agent, sector, head = _agent(words, (core, head, end), matches, knowledge, person=person)
    return Phrase(
        words=words,
        core=core,
        head=head,
        end=end,
        pieces=tuple(Piece(match, _bond(words, match, head)) for match in matches),
        agent=agent,
        sector=sector,
        counted=any(
            w.folded[0].isdigit() or w.folded in _OPENERS - {"the", "a"} for w in words[:core]
        ),
        former=any(word.folded in _FORMER for word in words[core:head]),
        foreign=any(word.folded in _NO_ONES for word in words[core:head]),
        opposition=any(word.folded == "opposition" for word in words[core:head]),
    )


def _end(words: Sequence[Word], text: str) -> int:
    for i in range(1, len(words)):
        gap = _BRACKETS.sub(" ", text[words[i - 1].end : words[i].start])
        if _BREAK.search(gap) or (words[i].surface.islower() and words[i].folded in _RELATIVE):
            return i
    return len(words)


def _core(words: Sequence[Word], end: int) -> int:
    at = 0
    while at < end - 1 and not words[at + 1].glued and _opens(words[at], first=at == 0):
        at += 1
    return at


def _opens(word: Word, *, first: bool) -> bool:
    """True for an article, number or quantifier; a capital counts only at the start."""
    number = word.folded[0].isdigit()
    return number or (word.folded in _OPENERS and (word.surface.islower() or first))


def _head(words: Sequence[Word], core: int, end: int, matches: Sequence[Match]) -> int:
    inside = {i for match in matches for i in range(match.first + 1, match.last)}
    for i in range(core + 1, end):
        if i not in inside and words[i].surface.islower() and words[i].folded in _PREPOSITIONS:
            if not words[i].glued:
                return i
    return end


def _agent(
    words: Sequence[Word],
    bounds: tuple[int, int, int],
    matches: Sequence[Match],
    knowledge: Knowledge,
    *,
    person: bool,
) -> tuple[tuple[int, int] | None, str | None, int]:
    core, head, end = bounds
    # "ministry of defence": one noun that runs over the preposition.
    for last in range(min(end, head + 4), head, -1):
        found = knowledge.agent(words, last)
        if found and core <= found[0] < head:
            return (found[0], last), found[1] or None, last
    found = knowledge.agent(words, head)
    if found and found[0] >= core:
        named = person and ends_in_name(words, head) and found[0] > core
        if not named or _all_known(words, core, found[0], matches, knowledge):
            return (found[0], head), found[1] or None, head
    for last in range(head - 1, core, -1):
        found = knowledge.agent(words, last) or (knowledge.title(words, last) if person else None)
        if found and found[0] >= core and not _given_name(words, found[0], last):
            if person or found[1] not in _MERE:
                return (found[0], last), found[1] or None, head
    return None, None, head


def _given_name(words: Sequence[Word], first: int, last: int) -> bool:
    """True for an agent noun that is part of a name here: "Christian Pardo", "Man-kay"."""
    if last - first > 1 or not words[first].capital:
        return False
    glued = words[first].glued or (last < len(words) and words[last].glued)
    return glued or words[first].folded in _GIVEN_NAMES


def ends_in_name(words: Sequence[Word], last: int) -> bool:
    """True when the word before `last` is part of a name: "Macron", the "joo" of "Wan-joo"."""
    word = words[last - 1]
    return word.capital or (word.glued and last > 1 and words[last - 2].capital)


def _all_known(
    words: Sequence[Word], first: int, last: int, matches: Sequence[Match], knowledge: Knowledge
) -> bool:
    """True when no word before the agent noun can be a given name: "Texas Governor"."""
    inside = {i for match in matches for i in range(match.first, match.last)}
    return all(
        i in inside or not words[i].capital or knowledge.agent(words[i : i + 1], 1) is not None
        for i in range(first, last)
    )


def _bond(words: Sequence[Word], match: Match, head: int) -> Bond:
    after = words[match.last] if match.last < len(words) else None
    if after is not None and after.glued:
        if after.folded in _FOREIGN:
            return "foreign"
        if after.folded in _PLACED:
            return "place"
    if match.first and words[match.first].glued and words[match.first - 1].folded in _AGAINST:
        return "foreign"
    if match.first < head:
        return "part"
    for i in range(match.first - 1, head - 1, -1):
        if words[i].folded in ("of",):
            return "part"
        if words[i].folded in (
            "in",
            "from",
            "at",
            "near",
            "inside",
            "across",
            "based",
            "on",
            "within",
        ):
            return "place"
        if words[i].surface.islower() and words[i].folded in _PREPOSITIONS:
            return "beneficiary"
    return "part"
