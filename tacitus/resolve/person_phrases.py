"""Listed persons inside a phrase: whose people it tells of, and names that are longer than theirs.

Enters: a phrase taken apart, the known names in it. Leaves: a person's entry, or whether a name
belongs to the one whom the phrase is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tacitus.resolve.knowledge import Alias, Entry, Knowledge
from tacitus.resolve.modifiers import is_relative
from tacitus.resolve.names import Word
from tacitus.resolve.phrases import Phrase, Piece, ends_in_name
from tacitus.resolve.roles import sectors_on


def find_principal(
    phrase: Phrase, named: Sequence[tuple[Piece, Alias]], day: date | None, *, person: bool
) -> Entry | None:
    """The listed person whose people a phrase tells of, with the sectors of the day.

    "Obama aides" and "Merkel's office" are what Obama and Merkel are.
    """
    if phrase.agent is None or (person and ends_in_name(phrase.words, phrase.head)):
        return None
    noun = " ".join(word.folded for word in phrase.words[slice(*phrase.agent)])
    for piece, alias in named:
        if alias.entry.spells and piece.match.last == phrase.agent[0] and is_relative(noun):
            sectors, _ = sectors_on(alias.entry, day, None, former=False)
            return replace(alias.entry, sectors=sectors)
    return None


def is_longer_name(words: Sequence[Word], first: int, knowledge: Knowledge) -> bool:
    """True where the word before is a given name too: the Patrick Leahy of "Otto Patrick Leahy"."""
    before = words[first - 1]
    if not before.capital or before.possessive or "." in before.surface:
        return False
    known = before.folded in knowledge.names or words[first].glued
    titled = knowledge.agent([before], 1) or knowledge.title([before], 1)
    gap = words[first].start - before.end
    return gap == 1 and not known and titled is None and len(before.folded) > 1


def before_name(piece: Piece, phrase: Phrase) -> bool:
    """True for a name before a person's: "Iran's", "Texas" of a governor, "Israeli"."""
    if phrase.agent is not None and phrase.agent[1] <= phrase.head:
        return piece.match.last <= phrase.agent[1] or piece.match.first >= phrase.head
    if piece.match.first >= phrase.head:
        return True
    demonym = any(alias.kind == "demonym" for alias in piece.match.aliases)
    return piece.match.first <= phrase.core and (
        demonym or phrase.words[piece.match.last - 1].possessive
    )
