"""What one mention says by itself of the actor that it stands for.

Enters: a mention, the words and known names of its document. Leaves: a `Reading`: name, country,
sectors, each with the reason. Chains, roles told elsewhere and the country of the story come after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tacitus.records import Basis, Document, Entity, Mention, Resolution
from tacitus.resolve.knowledge import Alias, Entry, Knowledge
from tacitus.resolve.names import Word, is_acronym
from tacitus.resolve.phrases import Phrase, Piece, read_phrase
from tacitus.resolve.roles import sectors_on
from tacitus.resolve.settings import Setting, choose_alias

# An agent noun that only says the bearer's place in a body takes the sector of the body:
# "Hamas spokesman" is REB, "Labour leader" PTY.
RELATIVE_AGENTS = frozenset(
    "leader official spokesman spokeswoman spokesperson member chief head chairman chairwoman chair commander "
    "representative delegation delegate team leadership secretary president deputy figure candidate supporter "
    "founder envoy operative side aide adviser advisor negotiator fighter director force militant partner state "
    "country power vice-president mission board governor terrorist".split()
)
PEOPLE = frozenset("people citizens nationals public population men women youth".split())
NAMED_KINDS = {
    "person": ("person",),
    "organisation": ("organisation", "agency", "party", "armed_group", "media"),
    "place": ("country", "region"),
    "nationality": ("country", "people"),
    "group": ("country", "people", "party", "armed_group"),
}
_OUTSIDE = frozenset(
    ("in", "at", "from", "near", "to", "outside", "around", "through", "via", "into")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known of an actor so far."""

    name: str = ""
    entry: Entry | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    basis: Basis = "none"
    score: float = 0.0
    evidence: tuple[str, ...] = ()
    stateless: bool = False  # the words say that it belongs to no one country
    former: bool = False

    @property
    def complete(self) -> bool:
        """True when country and sector are both known."""
        return self.country is not None and bool(self.sectors)

    def differs(self, other: Reading) -> bool:
        """True when both are known and are plainly two actors."""
        return (
            self.entry is not None
            and other.entry is not None
            and self.entry.id != other.entry.id
            and self.country != other.country
        )

    def with_country(self, country: str, basis: Basis, score: float, why: str) -> Reading:
        """The reading with a country that comes from elsewhere than the phrase."""
        weaker = self.basis if self.basis not in ("none", "stated") else basis
        return replace(
            self, country=country, basis=weaker, score=score, evidence=(*self.evidence, why)
        )

    def with_sectors(self, sectors: tuple[str, ...], why: str) -> Reading:
        """The reading with sectors that come from elsewhere."""
        return replace(self, sectors=sectors, evidence=(*self.evidence, why))

    def resolution(self, subject_id: str) -> Resolution:
        """The record of this reading."""
        found = bool(self.name) and (
            self.country is not None or bool(self.sectors) or self.entry is not None
        )
        target = Entity(
            name=self.name,
            entity_id=self.entry.id if self.entry else None,
            country=self.country,
            sectors=self.sectors,
        )
        return Resolution(
            subject_id=subject_id,
            kind="entity",
            target=target if found else None,
            basis=self.basis if found else "none",
            score=self.score if found else 0.0,
            evidence="; ".join(self.evidence)
            or "no known name, agent noun or country in the phrase",
        )


class Reader:
    """Reads the mentions of one document."""

    def __init__(self, *, document: Document, setting: Setting, knowledge: Knowledge) -> None:
        """Hold what every mention of the document is read against."""
        self.document, self.setting, self.knowledge = document, setting, knowledge
        self._starts = [word.start for word in setting.words]

    def words(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that lie inside a range of code points."""
        from bisect import bisect_left

        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self.setting.words[first:last]

    def read(self, mention: Mention) -> Reading:
        """What the mention's own words say."""
        words = self.words(mention.span.start, mention.span.end)
        if mention.form == "pronoun" or not words:
            return Reading(evidence=("a pronoun names nobody by itself",) if words else ())
        return self.read_words(
            words, person=mention.kind == "person", kinds=NAMED_KINDS.get(mention.kind, ())
        )

    def read_words(
        self, words: Sequence[Word], *, person: bool, kinds: Sequence[str] = ()
    ) -> Reading:
        """What a run of words says as a noun phrase."""
        phrase = read_phrase(words, self.document.text, self.knowledge, person=person)
        whole = self.knowledge.lookup(words[phrase.core : phrase.end])
        if whole:
            return self._known(choose_alias(whole, self.setting, kinds), phrase)
        if person and phrase.agent and phrase.agent[1] < phrase.head:
            named = self.knowledge.lookup(words[phrase.agent[1] : phrase.head])
            persons = [alias for alias in named if alias.entry.kind == "person"]
            if persons:
                return self._known(choose_alias(persons, self.setting, ("person",)), phrase)
        return self._composed(phrase, person=person)

    def _known(self, alias: Alias, phrase: Phrase) -> Reading:
        """The reading of a phrase that is a known name as a whole."""
        entry = alias.entry
        if alias.kind == "demonym" or entry.kind == "people":
            return self._demonym(alias, phrase)
        reading = Reading(
            name=entry.name,
            entry=entry,
            country=entry.country,
            sectors=entry.sectors,
            basis="stated",
            score=0.95,
            evidence=(
                f'{alias.kind} "{alias.text}" -> {entry.name} ({entry.country or "no one country"})',
            ),
            stateless=entry.country is None,
        )
        if alias.kind == "capital" and self._is_city(phrase):
            city = self.document.text[
                phrase.words[phrase.core].start : phrase.words[phrase.end - 1].end
            ]
            return replace(reading, name=city, sectors=(), entry=None, score=0.8)
        if entry.spells:
            sectors, why = sectors_on(
                entry, self.document.published, phrase.sector, former=phrase.former
            )
            return reading.with_sectors(sectors, why)
        return reading

    def _demonym(self, alias: Alias, phrase: Phrase) -> Reading:
        entry, surface = alias.entry, phrase.words[phrase.end - 1].surface
        plural = surface.endswith(("s", "men")) and not surface.endswith("ss")
        people = phrase.counted or plural or entry.kind == "people"
        return Reading(
            name=surface if people else entry.name,
            entry=None if people and entry.kind == "country" else entry,
            country=entry.country,
            sectors=(entry.sectors if entry.kind == "people" else ("CVL",))
            if people
            else entry.sectors,
            basis="stated",
            score=0.9,
            evidence=(f'demonym "{alias.text}" -> {entry.country or "no one country"}',),
            stateless=False,
        )

    def _is_city(self, phrase: Phrase) -> bool:
        """True when a preposition before the phrase makes a capital a place, not a government."""
        before = self.words(max(0, phrase.words[0].start - 12), phrase.words[0].start)
        return bool(before) and before[-1].surface in _OUTSIDE

    def _composed(self, phrase: Phrase, *, person: bool) -> Reading:
        """Country x agent x role, from the parts of the phrase."""
        piece, alias = self._best_piece(phrase)
        reading = Reading(name=self._name(phrase, person=person), former=phrase.former)
        if alias is not None and alias.entry.country is not None:
            reading = replace(
                reading,
                country=alias.entry.country,
                basis="stated",
                score=0.9 if piece is not None and piece.bond == "part" else 0.8,
                evidence=(f'{alias.kind} "{alias.text}" in the phrase -> {alias.entry.country}',),
            )
        return self._with_agent(reading, phrase, alias)

    def _with_agent(self, reading: Reading, phrase: Phrase, alias: Alias | None) -> Reading:
        sector, body = phrase.sector, alias.entry if alias else None
        if body is not None and body.kind in ("country", "region"):
            body = None
        if phrase.agent is None:
            if body is None:
                return reading
            return reading.with_sectors(
                body.sectors, f"{body.name} -> {' '.join(body.sectors) or 'no sector'}"
            )
        noun = " ".join(word.folded for word in phrase.words[slice(*phrase.agent)])
        if body is not None and body.sectors and body.kind != "person" and _relative(noun):
            return reading.with_sectors(
                body.sectors, f'agent "{noun}" of {body.name} -> {body.sectors[0]}'
            )
        if sector is None:
            return reading
        sectors = (sector,)
        if phrase.former and sector in ("GOV", "LEG", "JUD", "MIL", "COP"):
            sectors = ("ELI", sector)
        elif phrase.opposition and sector != "OPP":
            sectors = (sector, "OPP")
        return replace(
            reading.with_sectors(sectors, f'agent "{noun}" -> {sectors[0]}'),
            basis="stated",
            score=max(reading.score, 0.6),
        )

    def _best_piece(self, phrase: Phrase) -> tuple[Piece | None, Alias | None]:
        """The known name in the phrase that says whose the head is: nearest before it, then after."""
        order = {"part": 0, "place": 1}
        usable = [piece for piece in phrase.pieces if piece.bond in order]
        if not usable:
            return None, None
        usable.sort(key=lambda piece: (order[piece.bond], piece.match.first >= phrase.head))
        with_country = []
        for piece in usable:
            alias = choose_alias(piece.match.aliases, self.setting)
            with_country.append((piece, alias))
        for piece, alias in with_country:
            if alias.entry.country is not None:
                return piece, alias
        return with_country[0]

    def _name(self, phrase: Phrase, *, person: bool) -> str:
        words = phrase.words
        first = phrase.core
        if (
            person
            and phrase.agent
            and phrase.agent[1] < phrase.head
            and words[phrase.agent[1]].capital
        ):
            first = phrase.agent[1]
        last = phrase.head if person and words[phrase.head - 1].capital else phrase.end
        return self.document.text[words[first].start : words[last - 1].end]


def _relative(noun: str) -> bool:
    last = noun.rsplit(" ", 1)[-1]
    return last in RELATIVE_AGENTS or last.removesuffix("s") in RELATIVE_AGENTS


def is_full_name(name: str) -> bool:
    """True for a name of two words or more, none of them a bare acronym."""
    return " " in name and not is_acronym(name)
