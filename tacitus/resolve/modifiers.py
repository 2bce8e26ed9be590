"""Adjectives that change what an agent noun says: "rebel army", "masked men", "foreign powers".

Enters: the parts of a noun phrase. Leaves: a sector, or whether the phrase is anybody's.
"""

from __future__ import annotations

from tacitus.resolve.phrases import Phrase

# An agent noun that only says the bearer's place in a body takes the sector of the body:
# "Hamas spokesman" is REB, "director of the intelligence service" SPY.
RELATIVE_AGENTS = frozenset(
    "leader official spokesman spokeswoman spokesperson member chief head chairman chairwoman "
    "chair chairperson commander representative delegation delegate team leadership secretary "
    "president deputy figure candidate founder envoy operative side aide adviser advisor "
    "fighter director force militant partner general mission board governor terrorist "
    "coordinator office committee group council staff community unit boss panel camp body "
    "network circle wing cell section duo trio intern".split()
)
_REBEL = frozenset(
    "rebel rebels guerrilla guerrillas insurgent insurgents jihadist jihadists terrorist "
    "terrorists separatist separatists islamist subversive".split()
)
_AGAINST = frozenset("anti counter pro".split())
_ARMED = frozenset("armed masked hooded gun rifle toting machete heavily".split())
_UNKNOWN = frozenset("unidentified unknown unnamed".split())
_PEOPLE = frozenset(
    "man men individual individuals person persons people youth youths subject subjects "
    "element elements stranger strangers attackers".split()
)
# States and others in general, which are of no one country unless the phrase says of which.
_ANYBODY = frozenset(
    "countries nations states governments powers allies partners neighbors neighbours backers "
    "friends foreigners sides world west diplomats".split()
)
# Heads of phrases that name nobody. What they say has somebody's country only where that is told.
_NOBODY = frozenset(
    "poll polls survey surveys record records report reports document documents bill bills "
    "law laws legislation lawsuit lawsuits suit complaint order orders ruling rulings "
    "decision study studies account accounts statement statements initiative proposal plan "
    "agreement deal treaty resolution email emails letter letters memo video videos footage "
    "data figures statistics results evidence analysis article articles story stories book "
    "film painting photo photos tweet tweets post posts ad ads advertisement measure measures "
    "policy policies attack attacks bomb bombs explosion blast crash fire war conflict "
    "violence protest protests election elections vote quarters charges allegations "
    "indictment transcript filing filings research information rumors rumours trade economy "
    "market markets weapons".split()
)


def modified_sector(phrase: Phrase, sector: str | None) -> str | None:
    """The sector of the agent noun with what the words before it make of it.

    "guerrilla commandos" are REB and not MIL, "masked youths" UAF, "unknown individuals" UNK.
    """
    if phrase.agent is None:
        return sector
    start, last = phrase.agent
    noun = phrase.words[last - 1].folded
    before = phrase.words[:start]
    for i, word in enumerate(before):
        if word.folded in _REBEL and sector in ("MIL", "COP", "GOV", "SOC", None):
            if not (word.glued and i and before[i - 1].folded in _AGAINST):
                return "REB"
    if noun in _PEOPLE and sector in ("CVL", None):
        if any(word.folded in _ARMED for word in before):
            return "UAF"
        if any(word.folded in _UNKNOWN for word in before):
            return "UNK"
    return sector


def of_no_country(phrase: Phrase) -> bool:
    """True for "other countries" and "foreign companies", not for "foreign minister"."""
    if phrase.words[phrase.head - 1].folded in _ANYBODY:
        return True
    if phrase.agent is None or not phrase.foreign:
        return False
    return all(word.folded != "foreign" for word in phrase.words[slice(*phrase.agent)])


def names_nobody(phrase: Phrase) -> bool:
    """True for "a new poll", "the lawsuit": a thing, which is no actor."""
    head = phrase.words[phrase.head - 1]
    return phrase.agent is None and head.surface.islower() and head.folded in _NOBODY


def is_relative(noun: str) -> bool:
    """True for an agent noun that takes the sector of its body: "spokesmen", "deputy chief"."""
    last = noun.rsplit(" ", 1)[-1]
    singular = last[:-3] + "y" if last.endswith("ies") else last.removesuffix("s")
    return not RELATIVE_AGENTS.isdisjoint((last, singular, last.removesuffix("es")))
