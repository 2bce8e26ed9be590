"""What a text says of a person beside the name: roles, appositions, the words before it.

Enters: a person's mentions, the relations of the document. Leaves: the reading, filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tacitus.records import Mention, Relation
from tacitus.resolve.names import Word, split_words
from tacitus.resolve.reader import Reader
from tacitus.resolve.readings import Reading

DESCRIPTION_SCORE = 0.8
_PART = r"[^,.;:()\n\"“”—–]{3,100}"
_APPOSITION = re.compile(rf"\s*(?:,|\()\s*(?:who (?:is|was) |is )?(?P<body>{_PART})")
_BEFORE = re.compile(rf"(?P<body>{_PART}),?\s+$")
_ORIGIN = re.compile(r",?\s+(?:\d{1,2},\s+)?(?:from|of)\s+(?P<place>(?:the )?\w+(?: [A-Z]\w+)?)")
_JOINING = frozenset(
    "and or but that said says told with by against to when after as while met is was were are be "
    "who whom which if then also including between under over than".split()
)
_TELLING = frozenset("said says told tells added wrote tweeted announced".split())
# What ends in one of these has its object elsewhere: "secretary of", "fans of".
_DANGLING = frozenset("of for in at from with by on to about against like and or the".split())
_OBJECTS = frozenset("him her them it his their its the a an by that on in at to for from".split())
_ARTICLES = frozenset(("a", "an", "the"))


def describe_person(
    reading: Reading,
    members: Sequence[Mention],
    relations: Sequence[Relation],
    readings: Mapping[str, Reading],
    reader: Reader,
) -> Reading:
    """The reading of a person with what relations, appositions and titles add to it.

    "Kamal Kharazi, the head of Iran's Strategic Council" makes him IRN, GOV.
    """
    for told in _descriptions(members, relations, readings, reader):
        if reading.country is None and told.country is not None:
            why = "; ".join(told.evidence)
            reading = reading.with_country(told.country, "stated", DESCRIPTION_SCORE, why)
        if not reading.sectors and told.sectors:
            reading = reading.with_sectors(told.sectors, "; ".join(told.evidence))
            reading = replace(reading, basis="stated", score=DESCRIPTION_SCORE)
        if reading.complete:
            break
    return reading


def _descriptions(
    members: Sequence[Mention],
    relations: Sequence[Relation],
    readings: Mapping[str, Reading],
    reader: Reader,
) -> Iterator[Reading]:
    ids = {member.id for member in members}
    for relation in relations:
        if relation.person_id in ids:
            yield _of_relation(relation, readings.get(relation.organisation_id or ""), reader)
    for member in members:
        if member.form == "name":
            yield from _around(member, reader)


def _of_relation(relation: Relation, body: Reading | None, reader: Reader) -> Reading:
    own = reader.read_words(split_words(relation.role))
    sectors = own.sectors
    if body is not None and body.sectors and (body.entry is None or body.entry.kind != "country"):
        sectors = body.sectors
    if relation.status == "former" and sectors and sectors[0] != "ELI":
        sectors = ("ELI", sectors[0])
    of = f" of {body.name}" if body and body.name else ""
    return Reading(
        name=relation.role,
        country=(body.country if body else None) or own.country,
        sectors=sectors,
        basis="stated",
        score=DESCRIPTION_SCORE,
        evidence=(f'{relation.status} role "{relation.role}"{of}',),
    )


def _around(member: Mention, reader: Reader) -> Iterator[Reading]:
    text = reader.document.text
    after = _APPOSITION.match(text, member.span.end)
    if after is not None:
        words = reader.words(*after.span("body"))
        if words and words[0].folded not in _JOINING:
            yield from _described(words, reader, trusted=words[0].folded in _ARTICLES)
    origin = _ORIGIN.match(text, member.span.end)
    if origin is not None:
        reading = reader.read_words(reader.words(*origin.span("place")))
        if reading.entry is not None and reading.entry.kind == "country":
            yield replace(reading, sectors=(), evidence=(f'named as "{origin[0].strip(" ,")}"',))
    start = max(text.rfind("\n", 0, member.span.start) + 1, member.span.start - 120)
    before = _BEFORE.search(text[start : member.span.start])
    if before is not None:
        words = reader.words(start + before.start("body"), start + before.end("body"))
        words = words[_start_of_title(words) :]
        if words:
            yield from _described(words, reader, trusted=False)


def _described(words: Sequence[Word], reader: Reader, *, trusted: bool) -> Iterator[Reading]:
    """The reading of a description; one without an agent noun only after an article."""
    words = _without_telling(words)
    if not words or (words[-1].folded in _DANGLING and not trusted) or _verbal(words):
        return
    reading = reader.read_words(words)
    body = " ".join(word.surface for word in words)
    if words[-1].folded == "old":  # an age
        return
    if reading.sectors and (reading.entry is None or trusted) or (trusted and reading.country):
        yield replace(reading, evidence=(f'described as "{body}"', *reading.evidence))


def _without_telling(words: Sequence[Word]) -> Sequence[Word]:
    """No words where one of them reports: "police said on Friday" describes nobody."""
    told = any(word.folded in _TELLING and word.surface.islower() for word in words)
    return () if told else words


def _verbal(words: Sequence[Word]) -> bool:
    """True for "calling him a killer", not for "disgraced businessman"."""
    verb = words[0].surface.islower() and words[0].folded.endswith(("ing", "ed"))
    return verb and len(words) > 1 and words[1].folded in _OBJECTS


def _start_of_title(words: Sequence[Word]) -> int:
    """Where the title before a name starts: after the last verb or joining word."""
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        small = word.surface.islower()
        if small and (word.folded in _JOINING or word.folded.endswith(("ed", "ing"))):
            return i + 1
        if len(words) - i > 10:
            return i + 1
    return 0
