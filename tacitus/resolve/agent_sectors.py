"""The sectors that a noun phrase tells: of its agent noun, the body behind it, its name's words.

Enters: a phrase taken apart and the known body in it. Leaves: PLOVER sectors with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.resolve.knowledge import Entry, Knowledge
from tacitus.resolve.modifiers import is_relative, modified_sector
from tacitus.resolve.name_words import sector_of_name
from tacitus.resolve.phrases import Phrase, read_phrase

AGENT_SCORE, NAME_WORD_SCORE = 0.6, 0.5
_FORMER_OF = frozenset(("GOV", "LEG", "JUD", "MIL", "COP"))
_OF = frozenset(("of", "from", "at", "for", "with", "in"))
_REACH = 3  # words before a relative agent noun among which its body may stand
# Banks of a country by name that are companies: "Bank of China" is not China's central bank.
_COMPANIES = frozenset(("america", "china", "ireland", "scotland"))


@dataclass(frozen=True, slots=True)
class Told:
    """Sectors, primary first, and why."""

    sectors: tuple[str, ...]
    why: str
    score: float
    agent: bool  # an agent noun tells them


def find_sectors(
    phrase: Phrase, body: Entry | None, text: str, knowledge: Knowledge, *, person: bool
) -> Told | None:
    """The sectors that a phrase tells, or None; `body` is the known body that it names."""
    if phrase.agent is None or phrase.agent[1] < phrase.head:
        named = _of_name(phrase, person=person)
        if phrase.agent is None and body is not None and body.sectors:
            return Told(body.sectors, f"{body.name} -> {body.sectors[0]}", 0.0, agent=False)
        if phrase.agent is None or named is not None:
            return named
    noun = " ".join(word.folded for word in phrase.words[slice(*phrase.agent)])
    sector, why = _of_agent(phrase, noun, body, text, knowledge)
    sector = modified_sector(phrase, sector)
    if not sector:
        return _of_name(phrase, person=person)
    sectors: tuple[str, ...] = (sector,)
    if phrase.former and sector in _FORMER_OF:
        sectors = ("ELI", sector)
    elif phrase.opposition and sector != "OPP":
        sectors = (sector, "OPP")
    return Told(sectors, f"{why} -> {sectors[0]}", AGENT_SCORE, agent=True)


def _of_agent(
    phrase: Phrase, noun: str, body: Entry | None, text: str, knowledge: Knowledge
) -> tuple[str | None, str]:
    why = f'agent "{noun}"'
    if is_relative(noun):
        if body is not None and body.kind == "party":
            if (inner := _inner_sector(phrase, text, knowledge)) and inner[0] == "LEG":
                return "LEG", f'{why} of "{inner[1]}"'
        if body is not None and body.sectors:
            return body.sectors[0], f"{why} of {body.name}"
        plain = " " not in noun or phrase.sector in (None, "GOV")  # not "separatist fighter"
        if plain and (inner := _inner_sector(phrase, text, knowledge)):
            return inner[0], f'{why} of "{inner[1]}"'
    armed = body is not None and (body.kind == "armed_group" or "MIL" in body.sectors)
    if body is not None and armed and phrase.sector in ("MIL", "COP"):
        return body.sectors[0], f"{why} of {body.name}"  # "IRGC officers" are soldiers
    if noun == "bank" and _of_a_state(phrase):
        return "GOV", f"{why} of a country"
    return phrase.sector, why


def _of_a_state(phrase: Phrase) -> bool:
    """True for "Bank of Ghana"."""
    assert phrase.agent is not None
    last = phrase.agent[1]
    if last + 1 >= len(phrase.words) or phrase.words[last].folded != "of":
        return False
    return any(
        piece.match.first == last + 1
        and any(alias.entry.kind == "country" for alias in piece.match.aliases)
        and phrase.words[last + 1].folded not in _COMPANIES
        for piece in phrase.pieces
    )


def _of_name(phrase: Phrase, *, person: bool) -> Told | None:
    """The sector of an unknown body whose name has a telling word: "Lake Motors"."""
    if person and not phrase.pieces:
        return None
    told = sector_of_name(phrase.words[phrase.core : phrase.head])
    if told is None:
        return None
    return Told((told[1],), f'"{told[0]}" in the name -> {told[1]}', NAME_WORD_SCORE, agent=False)


def _inner_sector(phrase: Phrase, text: str, knowledge: Knowledge) -> tuple[str, str] | None:
    """The sector of the body that a relative agent belongs to: before it, or after "of"."""
    assert phrase.agent is not None
    start, last = phrase.agent
    words = phrase.words
    for end in range(start, max(phrase.core, start - _REACH), -1):
        before = knowledge.agent(words[phrase.core : end], end - phrase.core)
        if before and before[1] not in ("", "CVL"):
            noun = words[phrase.core + before[0] : end]
            return before[1], " ".join(word.surface for word in noun)
    rest = words[last + 1 : phrase.end]
    if last < phrase.end and words[last].folded in _OF and rest:
        inner = read_phrase(rest, text, knowledge, person=False)
        if inner.agent and inner.sector:
            noun = inner.words[slice(*inner.agent)]
            return inner.sector, " ".join(word.surface for word in noun)
    return None
