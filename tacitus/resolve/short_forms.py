"""Bodies that a bare noun is short for: "the Commission" after "the Election Commission of India".

Enters: the known names of a document. Leaves: by noun, the one body named in full that it heads.
"""

from __future__ import annotations

from collections.abc import Mapping

from tacitus.resolve.knowledge import Entry, Knowledge
from tacitus.resolve.readings import Reading
from tacitus.resolve.settings import Setting

SHORT_FORM_SCORE = 0.6
_BODIES = frozenset(("organisation", "agency", "party"))


def find_short_forms(setting: Setting, knowledge: Knowledge) -> Mapping[str, Entry]:
    """The bodies by the head noun of their names, without the nouns that two bodies share."""
    found: dict[str, dict[str, Entry]] = {}
    for match in setting.matches:
        words = [word.folded for word in setting.words[match.first : match.last]]
        last = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
        if match.size > 1 and last in knowledge.agents:
            for alias in setting.plausible(match.aliases):
                if alias.entry.kind in _BODIES:
                    found.setdefault(last, {})[alias.entry.id] = alias.entry
    return {noun: next(iter(bodies.values())) for noun, bodies in found.items() if len(bodies) == 1}


def read_short_form(noun: str, entry: Entry) -> Reading:
    """The reading of a bare noun as the body that it is short for."""
    return Reading(
        name=entry.name,
        entry=entry,
        country=entry.country,
        sectors=entry.sectors,
        basis="inferred",
        score=SHORT_FORM_SCORE,
        evidence=(f'"{noun}" is short for {entry.name}, the only such body that the text names',),
        stateless=entry.country is None,
    )
