"""A coding in which persons who hold no public role have no names.

Enters: a `Coding`. Leaves: one of the same class and the same offsets: each letter and digit of a
masked name is a full block in the text, and the entity is called "masked person 1". A place that
bears a masked name keeps its country only. A person stays named who is in the entity data, holds a
role in an organisation, or belongs to a public sector. What is left out on purpose: a name that no
stage recognised as one cannot be masked.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import TypeVar

from tacitus.records import Coding, Entity, Mention, Place, Resolution

C = TypeVar("C", bound=Coding)
BLOCK = "█"
# PLOVER sectors whose members act for a state, a party or an armed group.
PUBLIC_SECTORS = frozenset(
    {"COP", "GOV", "JUD", "LEG", "MIL", "OPP", "PRM", "PTY", "REB", "SPY", "ELI"}
)
_PARTICLES = 3  # a part of a name this short ("al", "de", "bin") is not looked for by itself


def mask_private(coding: C) -> C:
    """The coding with private persons masked; the same value when it has none."""
    chains = _private_chains(coding)
    if not chains:
        return coding
    names = _names(coding, chains)
    text = _masked(coding.document.text, names)
    document = dataclasses.replace(
        coding.document,
        text=text,
        title=_masked(coding.document.title, names) if coding.document.title else None,
        url=_url(coding.document.url, names),
        id=coding.document.id,
    )
    resolutions = tuple(_resolution(r, chains, coding, names) for r in coding.resolutions)
    return dataclasses.replace(coding, document=document, resolutions=resolutions)


def _private_chains(coding: Coding) -> dict[str, str]:
    """Chain of each private person -> the name to show instead."""
    public = {relation.person_id for relation in coding.relations}
    persons: dict[str, list[Mention]] = {}
    for mention in coding.mentions:
        if mention.kind == "person":
            persons.setdefault(_chain(mention), []).append(mention)
    private = [
        chain
        for chain, mentions in persons.items()
        if any(mention.form == "name" for mention in mentions)
        and not any(mention.id in public or _holds_role(coding, mention) for mention in mentions)
    ]
    return {chain: f"masked person {i}" for i, chain in enumerate(private, start=1)}


def _chain(mention: Mention) -> str:
    return mention.chain if mention.chain is not None else mention.id


def _holds_role(coding: Coding, mention: Mention) -> bool:
    resolution = coding.resolution(mention.id, "entity")
    if resolution is None or not isinstance(resolution.target, Entity):
        return False
    entity = resolution.target
    return entity.entity_id is not None or not PUBLIC_SECTORS.isdisjoint(entity.sectors)


def _names(coding: Coding, chains: Iterable[str]) -> list[str]:
    """The names to mask, whole ones first, then their parts."""
    text = coding.document.text
    wanted = set(chains)
    mentions = [m for m in coding.mentions if m.form == "name" and _chain(m) in wanted]
    whole = {" ".join(m.span.of(text).split()) for m in mentions}
    parts = {part for name in whole for part in re.split(r"[\s.]+", name) if len(part) > _PARTICLES}
    return sorted(whole | parts, key=len, reverse=True)


def _masked(text: str, names: Iterable[str]) -> str:
    """The text with every whole-word occurrence of the names blocked out; its length stays."""
    for name in names:
        words = r"\s+".join(re.escape(word) for word in name.split())
        pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
        text = pattern.sub(lambda match: re.sub(r"\w", BLOCK, match[0]), text)
    return text


def _url(url: str | None, names: Iterable[str]) -> str | None:
    """None when the address spells one of the names out."""
    parts = [re.sub(r"\W+", "-", name).casefold() for name in names]
    return None if url and any(part in url.casefold() for part in parts) else url


def _resolution(
    resolution: Resolution, chains: dict[str, str], coding: Coding, names: list[str]
) -> Resolution:
    evidence = _masked(resolution.evidence, names)
    target = resolution.target
    if isinstance(target, Entity):
        mention = next((m for m in coding.mentions if m.id == resolution.subject_id), None)
        known = chains.get(_chain(mention)) if mention else None
        target = dataclasses.replace(target, name=known or target.name)
    elif isinstance(target, Place):
        target = _place(target, names)
    return dataclasses.replace(resolution, evidence=evidence, target=target)


def _place(place: Place, names: list[str]) -> Place:
    """A place taken from the name of a person, "Lima" of "Ana Lima": its point would tell it."""
    name = _masked(place.name, names)
    if name == place.name:
        return place
    return dataclasses.replace(place, name=name, lat=None, lon=None, geonames_id=None)
