"""Whom or what a name may stand for, each with why, without a document.

Enters: a name, a day, the knowledge. Leaves: `NameCandidate`s, the likelier first. In a document
`entities` decides between them by what else the text names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tacitus.resolve.gazetteer import Candidate, Gazetteer
from tacitus.resolve.knowledge import Entry, Knowledge, Tie
from tacitus.resolve.names import fold_name, split_words
from tacitus.resolve.roles import sectors_on
from tacitus.resolve.surnames import one_edit

LEAST_MISSPELT = 5  # letters of a name that may be one letter away from a listed one
MOST_PLACES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCandidate:
    """One entry that a name may mean."""

    entry: Entry
    match: str  # how the name leads to it: 'name "Hamas"', "surname", "one letter from ..."
    sectors: tuple[str, ...]  # on the day asked for
    role: str  # of a person on that day, with years; "" for others
    ties: tuple[Tie, ...]


def find_candidates(name: str, day: date | None, knowledge: Knowledge) -> list[NameCandidate]:
    """The entries that bear `name`: as a name of theirs, as a surname, else one letter away.

    Persons who held a role on `day` come before those who did not; otherwise the order is that of
    the data files.
    """
    found: dict[tuple[str, str], NameCandidate] = {}
    steps = (_by_name(name, knowledge), _by_surname(name, knowledge))
    for entry, match in (pair for step in steps for pair in step):
        found.setdefault((entry.kind, entry.id), _candidate(entry, match, day, knowledge))
    if not found:
        for entry, match in _misspelt(name, knowledge):
            found.setdefault((entry.kind, entry.id), _candidate(entry, match, day, knowledge))
    return sorted(found.values(), key=lambda candidate: not _holds(candidate.entry, day))


def find_place_candidates(name: str, gazetteer: Gazetteer) -> list[Candidate]:
    """The places of that name, countries and regions first, then the more populous ones."""
    places = sorted(
        gazetteer.lookup(name), key=lambda place: (place.feature == "city", -place.population)
    )
    return places[:MOST_PLACES]


def _candidate(entry: Entry, match: str, day: date | None, knowledge: Knowledge) -> NameCandidate:
    sectors, role = entry.sectors, ""
    if entry.spells:
        sectors, role = sectors_on(entry, day, None, former=False)
    return NameCandidate(
        entry=entry,
        match=match,
        sectors=sectors,
        role=role,
        ties=tuple(knowledge.ties.get(entry.id, ())),
    )


def _by_name(name: str, knowledge: Knowledge) -> Iterator[tuple[Entry, str]]:
    for alias in knowledge.lookup(split_words(name)):
        yield alias.entry, f'{alias.kind} "{alias.text}"'


def _by_surname(name: str, knowledge: Knowledge) -> Iterator[tuple[Entry, str]]:
    for entry in knowledge.surnames.get(fold_name(name).removeprefix("al "), ()):
        yield entry, f"surname of {entry.name}"


def _misspelt(name: str, knowledge: Knowledge) -> Iterator[tuple[Entry, str]]:
    key = fold_name(name)
    if len(key) < LEAST_MISSPELT:
        return
    for known, aliases in knowledge.names.items():
        if one_edit(key, known):
            for alias in aliases:
                if not alias.cased:
                    yield alias.entry, f'one letter from the {alias.kind} "{alias.text}"'
    for known, bearers in knowledge.surnames.items():
        if one_edit(key, known):
            for entry in bearers:
                yield entry, f"one letter from the surname of {entry.name}"


def _holds(entry: Entry, day: date | None) -> bool:
    if not entry.spells or day is None:
        return True
    return any(s.start <= day.year and (s.end is None or day.year <= s.end) for s in entry.spells)
