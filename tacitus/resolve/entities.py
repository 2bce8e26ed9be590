"""Mentions to the actors of the world: country, PLOVER sectors and a canonical name.

Enters: mentions with their chains, relations, the knowledge. Leaves: one `Resolution` of kind
"entity" for every mention. An actor is composed of country, agent noun and role rather than looked
up whole. Nothing outside the document and the data files is consulted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tacitus.records import Document, Mention, Relation, Resolution, Segmentation
from tacitus.resolve.chains import join_chain
from tacitus.resolve.circumstances import CIRCUMSTANCE_SCORE, find_circumstance
from tacitus.resolve.descriptions import describe_person
from tacitus.resolve.knowledge import Knowledge
from tacitus.resolve.possessors import POSSESSOR_SCORE, find_possessor
from tacitus.resolve.reader import Reader
from tacitus.resolve.readings import Reading
from tacitus.resolve.roles import sectors_on
from tacitus.resolve.settings import Setting, find_setting
from tacitus.resolve.surnames import find_by_surname

SURNAME_SCORE = 0.7
STORY_SCORE = 0.5  # a country that is only the story's


def resolve_entities(
    document: Document,
    segmentation: Segmentation,
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
    knowledge: Knowledge,
) -> tuple[Resolution, ...]:
    """One resolution of kind "entity" per mention, in their order; a chain shares its entity.

    "Iranian foreign ministry spokesman" gives IRN, GOV, stated; "police" in a story from Accra
    gives GHA, COP with basis "inferred" or "dateline" and a lower score. A pronoun without a chain,
    or a phrase that is no actor we know a thing of, has target None and basis "none".
    """
    setting = find_setting(document, segmentation, mentions, knowledge)
    reader = Reader(document=document, setting=setting, knowledge=knowledge)
    readings = {mention.id: reader.read(mention) for mention in mentions}
    chains: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        chains[mention.chain or mention.id].append(mention)
    for members in chains.values():
        joined = join_chain(members, readings)
        if any(member.kind == "person" for member in members) and joined.entry is None:
            joined = _by_surname(joined, document, setting, knowledge)
            if not joined.complete:
                joined = describe_person(joined, members, relations, readings, reader)
            if not joined.sectors:
                joined = _by_circumstance(joined, members, document.text)
        joined = _by_possessor(joined, members, document.text, mentions, readings)
        joined = _place_in_story(joined, setting, members)
        for member in members:
            own = readings[member.id]
            readings[member.id] = own if own.differs(joined) else _own_role(member, own, joined)
    return tuple(
        reading.resolution(mention.id, knowledge.country(reading.country or ""))
        for mention, reading in ((m, readings[m.id]) for m in mentions)
    )


def _by_circumstance(reading: Reading, members: Sequence[Mention], text: str) -> Reading:
    """The reading of a person without a role, by what the text says befell him."""
    found = find_circumstance(members, text)
    if found is None:
        return reading
    reading = reading.with_sectors((found[0],), f"{found[1]} -> {found[0]}")
    if reading.basis == "none":
        return replace(reading, basis="inferred", score=CIRCUMSTANCE_SCORE)
    return reading


def _by_possessor(
    reading: Reading,
    members: Sequence[Mention],
    text: str,
    mentions: Sequence[Mention],
    readings: Mapping[str, Reading],
) -> Reading:
    """The reading of "his party" with the country of him who is meant."""
    if reading.country is not None or reading.stateless or len(members) > 1:
        return reading
    found = find_possessor(members[0], text, mentions, readings)
    if found is None:
        return reading
    return reading.with_country(found[0], "inferred", POSSESSOR_SCORE, found[1])


def _own_role(member: Mention, own: Reading, joined: Reading) -> Reading:
    """The reading of the chain; the words of an unlisted person's description give the sector."""
    if joined.entry is None and member.form == "nominal" and own.sectors:
        return replace(joined, sectors=own.sectors)
    return joined


def _by_surname(
    reading: Reading, document: Document, setting: Setting, knowledge: Knowledge
) -> Reading:
    """The reading of a lone surname that a listed person plainly bears."""
    found = find_by_surname(reading.name, document.published, setting, knowledge)
    if found is None:
        return reading
    entry, why = found
    stated = reading.sectors[0] if reading.sectors else None
    sectors, role = sectors_on(entry, document.published, stated, former=False)
    return replace(
        reading,
        name=entry.name,
        entry=entry,
        country=entry.country,
        sectors=sectors,
        basis="inferred",
        score=SURNAME_SCORE,
        evidence=(*reading.evidence, f'surname "{reading.name}": {why}', role),
    )


def _place_in_story(reading: Reading, setting: Setting, members: Sequence[Mention]) -> Reading:
    """The reading with the country of the story where the text gives none."""
    if reading.country is not None or reading.stateless or setting.country is None:
        return reading
    if not reading.name or all(member.form == "pronoun" for member in members):
        return reading
    return reading.with_country(
        setting.country, setting.basis, STORY_SCORE, f"no country in the phrase: {setting.evidence}"
    )
