"""Whose "his party", "her aides" and "its central bank" are.

Enters: a phrase that opens with a possessive pronoun, the mentions before it with what is known of
them. Leaves: the country of the nearest one that the pronoun can stand for. Only the country is
taken over: what the phrase is, its own head says. "Their" is left out: of the gold set `events`
(train, 2026-11) one of three was right with the nearest one, of the others seven of eight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tacitus.records import Mention
from tacitus.resolve.readings import INTERNATIONAL, Reading

POSSESSOR_SCORE = 0.6
_PERSONAL = frozenset(("his", "her"))
_POSSESSIVE = re.compile(r"\b(his|her|its)\s", re.IGNORECASE)
_REACH = 250  # code points back


def find_possessor(
    mention: Mention, text: str, mentions: Sequence[Mention], readings: Mapping[str, Reading]
) -> tuple[str, str] | None:
    """The country of whom the pronoun before the phrase stands for, and why; None when unknown."""
    pronoun = _pronoun(mention, text)
    if pronoun is None:
        return None
    for other in reversed(mentions):
        if other.span.end > mention.span.start:
            continue
        if mention.span.start - other.span.end > _REACH:
            return None
        person = other.kind == "person"
        if person == (pronoun in _PERSONAL) and (person or other.kind in ("organisation", "place")):
            reading = readings[other.id]
            if reading.country is None or reading.country in INTERNATIONAL:
                return None
            return reading.country, f'"{pronoun}" stands for {reading.name or other.id}'
    return None


def _pronoun(mention: Mention, text: str) -> str | None:
    """The possessive pronoun that opens the phrase or stands before it."""
    start = mention.span.start
    match = _POSSESSIVE.match(text, start) or _POSSESSIVE.match(text, max(0, start - 4))
    return match[1].lower() if match and match.end() <= mention.span.end else None
