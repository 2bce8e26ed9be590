"""Capitals given back to texts that have none, as wires and old corpora do.

Enters: the words of a text without a capital letter, its mentions, the known names. Leaves: the
words, those of names with the capitals that they would have. A text with one capital letter keeps
its own. Names that nobody lists and that no mention marks stay small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tacitus.records import Mention
from tacitus.resolve.knowledge import Alias, Knowledge
from tacitus.resolve.names import Word

# A single small word is a name only when it seldom is anything else: of these kinds.
_SINGLE = frozenset(("country", "people", "armed_group", "organisation", "region"))
# Words of the language that some country, people, region or group is called by.
_ORDINARY = frozenset(
    "ana strip cope inc reunion western let left solidarity us car it who is as an am pm un "
    "aid arms base force forces state states house group union resistance front alliance "
    "order fund bank court party general south north east west centre center bay gulf strait "
    "valley coast islands jungle border square green blue red white black may march august "
    "can par sun idea set ten not now mod has plan pact unity jihad cell".split()
)
_UNCASED_ACRONYMS = frozenset(("un", "eu", "uk", "uae", "ussr"))


def restore_capitals(
    words: Sequence[Word], text: str, mentions: Sequence[Mention], knowledge: Knowledge
) -> tuple[Word, ...]:
    """The words, in a text without capitals those of names with a capital; else unchanged."""
    if text != text.lower() or not any(letter.isalpha() for letter in text):
        return tuple(words)
    named = set(_listed(words, knowledge))
    for mention in mentions:
        if mention.form == "name":
            start, end = mention.span.start, mention.span.end
            named |= {i for i, word in enumerate(words) if start <= word.start < end}
    return tuple(_raised(word, knowledge) if i in named else word for i, word in enumerate(words))


def _listed(words: Sequence[Word], knowledge: Knowledge) -> Iterator[int]:
    raised = [_raised(word, knowledge) for word in words]
    for match in knowledge.find(raised):
        single = words[match.first] if match.size == 1 else None
        if single is None:
            if any(alias.entry.kind != "media" for alias in match.aliases):
                yield from range(match.first, match.last)
        elif any(_may_be_single(alias, single) for alias in match.aliases):
            yield match.first


def _may_be_single(alias: Alias, word: Word) -> bool:
    if "." in word.surface or (alias.cased and word.folded in _UNCASED_ACRONYMS):
        return True
    if word.folded in _ORDINARY:
        return False
    if alias.entry.kind in ("party", "agency"):
        return alias.cased and len(word.folded) > 2
    if alias.entry.kind == "person":
        return len(word.folded) > 5
    return alias.entry.kind in _SINGLE and (len(word.folded) > 2 or not alias.cased)


def _raised(word: Word, knowledge: Knowledge) -> Word:
    """The word with its first letter raised, all of them where it is a known acronym."""
    known = knowledge.names.get(word.folded, ())
    shout = bool(known) and all(alias.cased for alias in known)
    surface = word.surface.upper() if shout else word.surface[:1].upper() + word.surface[1:]
    return replace(word, surface=surface)
