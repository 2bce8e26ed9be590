"""What is wrong with the data files: colliding names, unknown codes, impossible spells.

Enters: a `Knowledge`. Leaves: one line for each fault. A name that two entries of one kind and
country share is a fault; a name shared between countries is ambiguity, which context decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tacitus.resolve.knowledge import Entry, Knowledge, Spell

SUCCESSOR = "successor of"  # the lists give it the code of the state that it succeeds
# PLOVER's codes for actors that are no state's.
INTERNATIONAL = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))


def check_knowledge(knowledge: Knowledge, sectors: Iterable[str]) -> list[str]:
    """The faults of the data files, one line each; empty when there is none.

    `sectors`: the codes that the codebook has.
    """
    known = frozenset(sectors)
    faults = [*_collisions(knowledge)]
    for entry in knowledge.entries.values():
        faults += _codes(entry, knowledge, known)
        faults += _spells(entry)
    for lemma, sector in (*knowledge.agents.items(), *knowledge.titles.items()):
        if sector and sector not in known:
            faults.append(f'agent or title "{lemma}": sector {sector} is not in the codebook')
    faults += [*_ties(knowledge), *_numbers(knowledge)]
    return faults


def _ties(knowledge: Knowledge) -> Iterator[str]:
    ids = {id for _, id in knowledge.entries}
    for tie in {tie for ties in knowledge.ties.values() for tie in ties}:
        for end in (tie.subject, tie.object):
            if end not in ids:
                yield f"relation {tie}: there is no entry {end}"
        if tie.start and tie.end and tie.end < tie.start:
            yield f"relation {tie}: it ends before it began"


def _numbers(knowledge: Knowledge) -> Iterator[str]:
    """Numeric country codes that two countries of today share."""
    for name in ("cow", "gw"):
        first: dict[int, str] = {}
        for (kind, id), entry in knowledge.entries.items():
            number = getattr(entry, name)
            if kind == "country" and number is not None:
                other = first.setdefault(number, id)
                if other != id and not _succeeds(other, id, knowledge):
                    yield f"{name.upper()} code {number} stands for both {other} and {id}"


def _succeeds(one: str, other: str, knowledge: Knowledge) -> bool:
    return any(
        tie.relation == SUCCESSOR and {tie.subject, tie.object} == {one, other}
        for tie in knowledge.ties.get(one, ())
    )


def _collisions(knowledge: Knowledge) -> Iterator[str]:
    for key, aliases in knowledge.names.items():
        first: dict[tuple[str, str | None], Entry] = {}
        for alias in aliases:
            kind = (alias.entry.kind, alias.entry.country)
            other = first.setdefault(kind, alias.entry)
            if other.id != alias.entry.id:
                yield f'"{key}" names both {other.kind} {other.id} and {alias.entry.id}'


def _codes(entry: Entry, knowledge: Knowledge, sectors: frozenset[str]) -> Iterator[str]:
    where = f"{entry.kind} {entry.id}"
    country = entry.country
    if country and country not in INTERNATIONAL and knowledge.country(country) is None:
        yield f"{where}: country {country} is neither in countries.tsv nor an international code"
    for sector in entry.sectors:
        if sector not in sectors:
            yield f"{where}: sector {sector} is not in the codebook"
    if entry.point and not (abs(entry.point[0]) <= 90 and abs(entry.point[1]) <= 180):
        yield f"{where}: {entry.point} is no latitude and longitude"
    for spell in entry.spells:
        if spell.sector and spell.sector not in sectors:
            yield f"{where}: sector {spell.sector} of {spell.role} is not in the codebook"


def _spells(entry: Entry) -> Iterator[str]:
    if entry.kind == "person" and not entry.spells:
        yield f"person {entry.id}: no spell"
    before: Spell | None = None
    for spell in entry.spells:
        if spell.end is not None and spell.end < spell.start:
            yield f"person {entry.id}: {spell.role} ends in {spell.end}, before {spell.start}"
        if before is not None and spell.start < before.start:
            yield f"person {entry.id}: {spell.role} stands after {before.role} but began earlier"
        if before is not None and before.role == spell.role:
            if before.end is None or before.end > spell.start:
                yield (f"person {entry.id}: two spells as {spell.role} overlap, from {spell.start}")
        before = spell
