"""What one mention says by itself of the actor that it stands for.

Enters: a mention, the words and known names of its document. Leaves: a `Reading`. Chains, roles
told elsewhere and the country of the story come after, in `entities`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tacitus.records import Document, Mention
from tacitus.resolve.agent_sectors import find_sectors
from tacitus.resolve.brackets import behind_name, find_long_forms
from tacitus.resolve.knowledge import Alias, Knowledge
from tacitus.resolve.modifiers import names_nobody, of_no_country
from tacitus.resolve.names import Word
from tacitus.resolve.person_phrases import before_name, find_principal, is_longer_name
from tacitus.resolve.phrases import Phrase, Piece, ends_in_name, read_phrase
from tacitus.resolve.readings import Reading
from tacitus.resolve.roles import sectors_on
from tacitus.resolve.settings import Setting, choose_alias
from tacitus.resolve.short_forms import find_short_forms, read_short_form
from tacitus.resolve.towns import find_town

NAMED_KINDS: Mapping[str, tuple[str, ...]] = {
    "person": ("person",),
    "organisation": ("organisation", "agency", "party", "armed_group", "media"),
    "place": ("country", "region"),
    "facility": ("country", "region"),
    "nationality": ("country", "people"),
    "group": ("country", "people", "party", "armed_group"),
}
_BODIES = frozenset(("organisation", "agency", "party", "media"))
_MEMBERED = _BODIES | {"armed_group", "people"}
_OUTSIDE = frozenset("in at from near to outside around through via into toward towards".split())
_BRACKETS = re.compile(r"\([^()]*\)")
_FORMER = re.compile(
    r"\b(?:[Ff]ormer|[Ee]x-|predecessor,?) ?(?:(?!and |or )[\w.'’-]+ ){0,6}(?<=\w )$"
    r"|\b(?:[Ff]ormer|[Ee]x-) ?(?:(?!and |or )[\w.'’-]+ ){0,5}[\w.'’-]+, $"
)


class Reader:
    """Reads the mentions of one document."""

    def __init__(self, *, document: Document, setting: Setting, knowledge: Knowledge) -> None:
        """Hold what every mention of the document is read against."""
        self.document, self.setting, self.knowledge = document, setting, knowledge
        self._short_forms = find_short_forms(setting, knowledge)
        self._starts = [word.start for word in setting.words]
        self._long_forms = find_long_forms(document.text, setting.words)

    def words(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that start inside a range of code points."""
        return self.setting.words[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def read(self, mention: Mention) -> Reading:
        """What the mention's own words say."""
        words = self.words(mention.span.start, mention.span.end)
        if mention.form == "pronoun" and not (len(words) == 1 and words[0].surface == "US"):
            return Reading(evidence=("a pronoun names nobody by itself",))
        if not words:
            return Reading()
        kinds = NAMED_KINDS.get(mention.kind, ()) if mention.form == "name" else ()
        outside = self._without_brackets(words)
        if (long_form := self._long_form(outside)) and (long_form.country or long_form.sectors):
            return long_form
        reading = self.read_words(outside, person=mention.kind == "person", kinds=kinds)
        if mention.form == "name" and reading.country is None:
            reading = self._with_bracket(reading, mention.span.end)
        return reading

    def _long_form(self, words: Sequence[Word]) -> Reading | None:
        """The reading of letters that the text spells out: "the LRF"."""
        last = words[-1]
        if len(words) > 2 or (len(words) == 2 and words[0].folded != "the"):
            return None
        span = self._long_forms.get(last.surface)
        if span is None:
            return None
        reading = self.read_words(self.setting.words[slice(*span)])
        why = f'the text spells "{last.surface}" out as "{reading.name}"'
        return replace(reading, evidence=(why, *reading.evidence))

    def _with_bracket(self, reading: Reading, end: int) -> Reading:
        """The reading with what a bracket behind the name says: "(Germany)", "(D-Ohio)"."""
        found = behind_name(self.document.text, end, self.knowledge)
        if found is None:
            return reading
        reading = reading.with_country(found.country, "stated", 0.85, found.why)
        if found.sector and not reading.sectors:
            reading = replace(reading, sectors=(found.sector,))
        return reading

    def _without_brackets(self, words: Sequence[Word]) -> Sequence[Word]:
        """The words without those in brackets behind others: "Lake Bank (LB)"."""
        start, end = words[0].start, words[-1].end
        inside = [m.span() for m in _BRACKETS.finditer(self.document.text, start, end + 1)]
        outside = [w for w in words if not any(a < w.start < b for a, b in inside)]
        return outside or words

    def read_words(
        self, words: Sequence[Word], *, person: bool = False, kinds: Sequence[str] = ()
    ) -> Reading:
        """What a run of words says as a noun phrase; `person`: it may be a title and a name."""
        phrase = read_phrase(words, self.document.text, self.knowledge, person=person)
        known = self._whole(phrase, kinds) or (self._named_person(phrase) if person else None)
        if known is not None:
            return self._known(known, phrase)
        if short := self._short_form(phrase):
            return short
        reading = self._composed(phrase, person=person)
        rest = words[phrase.end :]
        if rest and person and not reading.complete:
            reading = self._with_rest(reading, phrase, rest)
        return reading

    def _with_rest(self, reading: Reading, phrase: Phrase, rest: Sequence[Word]) -> Reading:
        """The reading of a name with its apposition: "Kim, the minister", "the minister, Kim"."""
        other = self.read_words(rest, person=True)
        if phrase.agent is not None and phrase.agent[1] == phrase.head and rest[0].capital:
            reading = replace(reading, name=other.name, entry=other.entry)
            if other.entry is not None and other.sectors:
                reading = replace(reading, sectors=other.sectors)
        if reading.country is None and other.country is not None:
            why = "; ".join(other.evidence)
            reading = reading.with_country(other.country, other.basis, other.score, why)
        if not reading.sectors and other.sectors:
            reading = reading.with_sectors(other.sectors, "; ".join(other.evidence))
            reading = replace(reading, basis=other.basis, score=max(reading.score, other.score))
        return reading

    def _whole(self, phrase: Phrase, kinds: Sequence[str]) -> Alias | None:
        """The entry that the phrase as a whole is the name of."""
        whole, cut = phrase.words[phrase.core :], phrase.words[phrase.core : phrase.end]
        found = self.setting.plausible(self.knowledge.lookup(whole) or self.knowledge.lookup(cut))
        if kinds == ("person",):
            found = tuple(alias for alias in found if alias.entry.kind not in _BODIES)
        return choose_alias(found, self.setting, kinds) if found else None

    def _short_form(self, phrase: Phrase) -> Reading | None:
        noun = phrase.words[phrase.core]
        entry = self._short_forms.get(noun.folded)
        if entry is None or phrase.end - phrase.core != 1 or phrase.counted:
            return None
        return read_short_form(noun.surface, entry)

    def _named_person(self, phrase: Phrase) -> Alias | None:
        """The known person whose name ends the head: "French President Emmanuel Macron"."""
        for piece in phrase.pieces:
            persons = [a for a in piece.match.aliases if a.entry.kind == "person"]
            if persons and piece.match.last == phrase.head:
                first = piece.match.first
                if first > phrase.core and is_longer_name(phrase.words, first, self.knowledge):
                    continue
                titled = first == phrase.core or phrase.agent is not None
                if titled or phrase.words[first - 1].surface.islower() or piece.match.size > 1:
                    return choose_alias(persons, self.setting, ("person",))
        return None

    def _known(self, alias: Alias, phrase: Phrase) -> Reading:
        entry = alias.entry
        if alias.kind == "demonym":
            return self._demonym(alias, phrase)
        why = f'{alias.kind} "{alias.text}" -> {entry.name} ({entry.country or "no one country"})'
        reading = Reading(
            name=entry.name,
            entry=entry,
            country=entry.country,
            sectors=entry.sectors,
            basis="stated",
            score=0.95,
            evidence=(why,),
            stateless=entry.country is None,
        )
        if alias.kind == "capital" and self._is_city(phrase):
            return replace(reading, name=self._text(phrase), sectors=(), entry=None, score=0.8)
        if entry.spells and alias.text.endswith("campaign"):
            return reading.with_sectors(("PTY",), f"the campaign of {entry.name}")
        if entry.spells:
            day, stated = self.document.published, phrase.sector
            former = phrase.former or self._former_before(phrase.words[0].start)
            return reading.with_sectors(*sectors_on(entry, day, stated, former=former))
        return reading

    def _former_before(self, start: int) -> bool:
        """True when the words before a name call its bearer former: "ex-president of Chad, "."""
        return _FORMER.search(self.document.text, max(0, start - 80), start) is not None

    def _demonym(self, alias: Alias, phrase: Phrase) -> Reading:
        entry, surface = alias.entry, phrase.words[phrase.end - 1].surface
        plural = surface.endswith(("s", "men")) and not surface.endswith("ss")
        people = phrase.counted or plural or entry.kind == "people"
        sectors = entry.sectors if entry.kind == "people" or not people else ("CVL",)
        return Reading(
            name=surface if people else entry.name,
            entry=None if people and entry.kind == "country" else entry,
            country=entry.country,
            sectors=sectors,
            basis="stated",
            score=0.9,
            evidence=(f'demonym "{alias.text}" -> {entry.country or "no one country"}',),
        )

    def _is_city(self, phrase: Phrase) -> bool:
        """True when a preposition before the phrase makes a capital a place, not a government."""
        start = phrase.words[0].start
        before = self.words(max(0, start - 12), start)
        return bool(before) and before[-1].surface in _OUTSIDE

    def _composed(self, phrase: Phrase, *, person: bool) -> Reading:
        """Country x agent x role, from the parts of the phrase."""
        named = self._named(phrase, person=person)
        piece, alias = next(((p, a) for p, a in named if a.entry.country is not None), (None, None))
        body = next((a.entry for _, a in named if a.entry.kind in _MEMBERED), None)
        body = body or find_principal(phrase, named, self.document.published, person=person)
        reading = Reading(name=self._name(phrase, person=person))
        country = alias.entry.country if alias else None
        if alias is not None and country is not None:
            score = 0.9 if piece is not None and piece.bond == "part" else 0.8
            why = f'{alias.kind} "{alias.text}" in the phrase -> {country}'
            reading = reading.with_country(country, "stated", score, why)
        elif town := self._town(phrase, person=person):
            why = f'place "{town[0]}" in the phrase -> {town[1]}'
            reading = reading.with_country(town[1], "stated", 0.75, why)
        elif names_nobody(phrase) or (not person and of_no_country(phrase)):
            reading = replace(reading, stateless=True)
        told = find_sectors(phrase, body, self.document.text, self.knowledge, person=person)
        if told is None:
            return reading
        reading = reading.with_sectors(told.sectors, told.why)
        basis = "stated" if told.agent else reading.basis
        return replace(reading, basis=basis, score=max(reading.score, told.score))

    def _named(self, phrase: Phrase, *, person: bool) -> list[tuple[Piece, Alias]]:
        """The known names in the phrase that say whose the head is: before it, then after."""
        order = {"part": 0, "place": 1}
        usable = [piece for piece in phrase.pieces if piece.bond in order]
        if person and ends_in_name(phrase.words, phrase.head):
            usable = [piece for piece in usable if before_name(piece, phrase)]
        usable.sort(key=lambda piece: (order[piece.bond], piece.match.first >= phrase.head))
        found = []
        for piece in usable:
            aliases = self.setting.plausible(piece.match.aliases)
            if aliases:
                found.append((piece, choose_alias(aliases, self.setting)))
        return found

    def _town(self, phrase: Phrase, *, person: bool) -> tuple[str, str] | None:
        if self.knowledge.places is None:
            return None
        last = phrase.end
        if person and ends_in_name(phrase.words, phrase.head):
            last = phrase.agent[0] if phrase.agent else phrase.core
        else:
            for i in range(phrase.head, phrase.end):
                if phrase.words[i].folded in ("to", "against", "for", "with", "by"):
                    last = i
                    break
        words = phrase.words[phrase.core : last]
        return find_town(words, self.knowledge, self.setting.weights)

    def _text(self, phrase: Phrase) -> str:
        words = phrase.words
        return self.document.text[words[phrase.core].start : words[phrase.end - 1].end]

    def _name(self, phrase: Phrase, *, person: bool) -> str:
        words = phrase.words
        first, last = phrase.core, phrase.end
        nominal = phrase.agent is not None and phrase.agent[1] >= phrase.head
        if person and ends_in_name(words, phrase.head) and not nominal:
            last = phrase.head
            if phrase.agent and phrase.agent[1] < phrase.head and words[phrase.agent[1]].capital:
                first = phrase.agent[1]
        return " ".join(self.document.text[words[first].start : words[last - 1].end].split())
