"""What a person is: from the role held on a date, and from how the text describes him or her."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tacitus.records import Mention, Relation
from tacitus.resolve.knowledge import Entry

if TYPE_CHECKING:
    from tacitus.resolve.readings import Reader, Reading

_APPOSITION = re.compile(r"\s*,\s+(?:who (?:is|was) )?(?P<body>[^,.;:()\n\"“”]{3,90})")
_BEFORE = re.compile(r"(?P<body>[^,.;:()\n\"“”]{3,90}?),?\s+$")
DESCRIPTION_SCORE = 0.8


def sectors_on(
    entry: Entry, day: date | None, stated: str | None, *, former: bool
) -> tuple[tuple[str, ...], str]:
    """The sectors of a person on a day, and why.

    The role that the words state wins over the data files' when the person ever held one of that
    sector; a person between or after roles is ELI.
    """
    if former:
        return ("ELI",), f"the text calls {entry.name} former"
    spells = entry.spells
    held = [
        s
        for s in spells
        if day is None or (s.start <= day.year and (s.end is None or day.year <= s.end))
    ]
    if held:
        spell = next((s for s in reversed(held) if s.sector == stated), held[-1])
        years = f"{spell.start}-{spell.end or ''}"
        sectors = (spell.sector,) if spell.sector else ()
        return sectors, f"{entry.name}, {spell.role} {years}"
    if stated:
        return (stated,), f"the text gives {entry.name} a role of sector {stated}"
    if day is not None and spells and day.year < spells[0].start:
        first = spells[0]
        return ((first.sector,) if first.sector else ()), f"{entry.name}, later {first.role}"
    return ("ELI",), f"{entry.name} held no listed office then"


def describe_person(
    reading: Reading,
    members: Sequence[Mention],
    relations: Sequence[Relation],
    readings: Mapping[str, Reading],
    reader: Reader,
) -> Reading:
    """The reading of a person filled in from relations, from appositions and from words before the name."""
    for text_reading in _descriptions(members, relations, readings, reader):
        if reading.country is None and text_reading.country is not None:
            reading = replace(
                reading, country=text_reading.country, basis="stated", score=DESCRIPTION_SCORE,
                evidence=(*reading.evidence, *text_reading.evidence),
            )  # fmt: skip
        if not reading.sectors and text_reading.sectors:
            reading = reading.with_sectors(text_reading.sectors, "; ".join(text_reading.evidence))
            reading = replace(reading, basis="stated", score=DESCRIPTION_SCORE)
        if reading.complete:
            break
    return reading


def _descriptions(
    members: Sequence[Mention],
    relations: Sequence[Relation],
    readings: Mapping[str, Reading],
    reader: Reader,
) -> list[Reading]:
    ids = {member.id for member in members}
    found: list[Reading] = []
    for relation in relations:
        if relation.person_id in ids:
            body = readings.get(relation.organisation_id or "")
            found += _from_relation(relation, body, reader)
    for member in members:
        if member.form == "name":
            found += _around(member, reader)
    return found


def _from_relation(relation: Relation, body: Reading | None, reader: Reader) -> list[Reading]:
    from tacitus.resolve.names import split_words

    words = split_words(relation.role)
    agent = reader.knowledge.agent(words, len(words))
    sectors: tuple[str, ...] = (agent[1],) if agent else ()
    if (
        body is not None
        and body.sectors
        and body.entry is not None
        and body.entry.kind != "country"
    ):
        sectors = body.sectors
    if relation.status == "former" and sectors:
        sectors = ("ELI", *sectors)
    from tacitus.resolve.readings import Reading

    of = f" of {body.name}" if body and body.name else ""
    return [
        Reading(
            name=relation.role,
            country=body.country if body else None,
            sectors=sectors,
            basis="stated",
            score=DESCRIPTION_SCORE,
            evidence=(f'{relation.status} role "{relation.role}"{of}',),
        )
    ]


def _around(member: Mention, reader: Reader) -> list[Reading]:
    text = reader.document.text
    found = []
    after = _APPOSITION.match(text, member.span.end)
    if after is not None:
        words = reader.words(after.start("body"), after.end("body"))
        if words and (words[0].surface.islower() or len(words) > 2):
            found.append(_described(words, after["body"], reader))
    line = text.rfind("\n", 0, member.span.start) + 1
    before = _BEFORE.search(text[max(line, member.span.start - 120) : member.span.start])
    if before is not None:
        offset = max(line, member.span.start - 120)
        words = reader.words(offset + before.start("body"), offset + before.end("body"))
        words = words[_start_of_title(words) :]
        if words:
            found.append(_described(words, " ".join(w.surface for w in words), reader))
    return [reading for reading in found if reading.sectors or reading.country]


def _described(words: Sequence[object], body: str, reader: Reader) -> Reading:
    reading = reader.read_words(words, person=False)  # type: ignore[arg-type]
    return replace(reading, evidence=(f'described as "{body.strip()}"', *reading.evidence))


def _start_of_title(words: Sequence[object]) -> int:
    """Where the title before a name starts: after the last verb-like or joining small word."""
    from tacitus.resolve.names import Word

    joining = frozenset(
        "and or but that said says told with by against to for when after as while met".split()
    )
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        assert isinstance(word, Word)
        if word.folded in joining or word.folded.endswith("ed") or len(words) - i > 10:
            return i + 1
    return 0
