"""The mentions of one chain, read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tacitus.records import Mention
from tacitus.resolve.knowledge import Entry
from tacitus.resolve.names import fold_name
from tacitus.resolve.readings import Reading


def join_chain(members: Sequence[Mention], readings: Mapping[str, Reading]) -> Reading:
    """One reading for a chain: its known entry, most complete name, stated country and sectors."""
    if len(members) == 1:
        return readings[members[0].id]
    ranked = sorted(members, key=lambda m: _rank(m, readings[m.id]), reverse=True)
    joined = readings[ranked[0].id]
    if joined.entry is not None and _of_another(joined.entry, members, readings):
        joined = replace(joined, entry=None, sectors=())
    if joined.entry is None:
        joined = replace(joined, name=_fullest(members, readings) or joined.name)
    for member in ranked[1:]:
        other = readings[member.id]
        if joined.country is None and other.country is not None:
            joined = replace(
                joined, country=other.country, basis=other.basis, score=other.score,
                evidence=(*joined.evidence, *other.evidence),
            )  # fmt: skip
        if not joined.sectors and other.sectors:
            joined = joined.with_sectors(other.sectors, f"same chain: {'; '.join(other.evidence)}")
            if joined.basis == "none":
                joined = replace(joined, basis=other.basis, score=other.score)
    return joined


def _of_another(entry: Entry, members: Sequence[Mention], readings: Mapping[str, Reading]) -> bool:
    """True when the chain has a full name of the listed person's surname with another given one."""
    if entry.kind != "person":
        return False
    own = {word for name in (entry.name, *entry.aliases) for word in _words(name)}
    surname = _words(entry.name)[-1]
    for member in members:
        reading = readings[member.id]
        name = _words(reading.name)
        if member.form == "name" and reading.entry is None and len(name) == 2:
            if name[1] == surname and name[0] not in own and len(name[0]) > 2:
                return True
    return False


def _words(name: str) -> list[str]:
    return fold_name(name).split()


def _rank(mention: Mention, reading: Reading) -> tuple[bool, bool, bool, float, int]:
    return (
        reading.entry is not None,
        reading.country is not None and bool(reading.sectors),
        mention.form == "name",
        reading.score,
        -mention.span.start,
    )


def _fullest(members: Sequence[Mention], readings: Mapping[str, Reading]) -> str:
    named = [readings[m.id].name for m in members if m.form == "name"]
    named = [name for name in named if name]
    return max(
        named,
        key=lambda name: (name.count(" ") if name.count(" ") < 6 else 0, len(name)),
        default="",
    )
