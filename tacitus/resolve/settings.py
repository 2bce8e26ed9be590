"""The country that a document is set in, and how often it names each country.

Enters: the document, its layout and the knowledge. Leaves: a `Setting`. It is what "the
government" or "police" is read against when the phrase names no country; whoever uses it says so
in `basis` and evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tacitus.records import Document, Mention, Segmentation, Span
from tacitus.resolve.capitals import restore_capitals
from tacitus.resolve.country_signs import (
    find_country_signs,
    find_media_countries,
    find_surname_countries,
)
from tacitus.resolve.knowledge import Alias, Knowledge, Match
from tacitus.resolve.names import Word, split_words
from tacitus.resolve.towns import best_town, find_town

HEADLINE_WEIGHT, LEAD_WEIGHT, DATELINE_WEIGHT, PUBLISHER_WEIGHT = 3.0, 2.0, 4.0, 2.0
TOWN_WEIGHT, BODY_WEIGHT = 0.8, 0.6  # of a town's and a body's country, against 1 for a country
SIGN_WEIGHT, SURNAME_WEIGHT = 0.5, 0.3  # of money, local bodies; of a listed person's surname
DATELINE_LEAD = 0.5  # the dateline's country wins from this share of the most named one's weight
# Below these shares of all weights no country is the story's. Gold actors of `events` (train,
# 2026-11-24): of short texts 12 of 41 below were right, of long ones below MUCH_SHARE 7 of 28.
CLEAR_SHARE, MUCH_SHARE, MUCH = 0.55, 0.4, 8.0
LEAD_LENGTH = 400  # code points of body that count as the lead
# Kinds whose names are repeated from country to country: they need another sign of the country.
_LOCAL = frozenset(("party", "agency", "media"))
# Names that bodies of several countries share: they are those of a country that leads the text.
_SHARED = frozenset(
    ("Congress", "Gendarmerie", "Secret Service", "Security Service", "Border Patrol", "Senate")
    + ("Conservative", "Conservatives", "Justice Department", "Public Protector")
)
_AT = frozenset(("in", "at", "from", "near", "around", "outside"))
_DOMAIN = re.compile(r"^https?://[^/]*\.([a-z]{2})(?:[:/]|$)")
_DOMAINS = {"uk": "GBR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a document is set."""

    country: str | None  # ISO3 of the country of the story
    basis: Literal["dateline", "inferred", "none"]
    evidence: str
    weights: Mapping[str, float]  # ISO3 -> how much the document speaks of it
    named: frozenset[str]  # countries named by themselves, their regions, towns or leaders
    shown: frozenset[str]  # those, and countries of signs and bodies; none of surnames or papers
    words: tuple[Word, ...]  # of the whole text
    matches: tuple[Match, ...]  # known names, indices into `words`

    def weight(self, country: str | None) -> float:
        """How much the document speaks of a country; 0 for None."""
        return self.weights.get(country, 0.0) if country else 0.0

    def plausible(self, aliases: Sequence[Alias]) -> tuple[Alias, ...]:
        """The aliases without parties, agencies and media of countries that nothing else names."""
        return tuple(
            alias
            for alias in aliases
            if _plausible(alias, self.named)
            and (alias.text not in _SHARED or self._leads(alias.entry.country))
        )

    def _leads(self, country: str | None) -> bool:
        """True for a country that has more than half the weight of the one most spoken of."""
        most = max(self.weights.values(), default=0.0)
        return country is None or not most or 2 * self.weight(country) > most


def find_setting(
    document: Document,
    segmentation: Segmentation,
    mentions: Sequence[Mention],
    knowledge: Knowledge,
) -> Setting:
    """The country of the story: of the dateline, else the one that the document speaks of most.

    Names in the headline and lead count more; the publisher, and the address of the page where it
    ends in a country's letters, add their country.
    """
    words = restore_capitals(split_words(document.text), document.text, mentions, knowledge)
    matches = tuple(knowledge.find(words))
    weights: dict[str, float] = {}
    scale = _Scale(segmentation)
    for country, start in _strong(words, matches, knowledge):
        _add(weights, country, scale.at(start))
    dateline = _dateline_country(segmentation, words, matches, knowledge)
    home = _publisher_country(document, knowledge) or _domain_country(document, knowledge)
    _add(weights, dateline, DATELINE_WEIGHT)
    _add(weights, home, PUBLISHER_WEIGHT)
    lonely = not weights and not any(_bodies(words, matches, frozenset(), knowledge))
    marked = frozenset(m.span.start for m in mentions if m.kind in ("place", "facility"))
    for country, start in _towns(words, matches, None if lonely else marked, weights, knowledge):
        _add(weights, country, TOWN_WEIGHT * scale.at(start))
    for country, start in find_country_signs(words):
        _add(weights, country, SIGN_WEIGHT * scale.at(start))
    named = frozenset(weights)
    for country, start in _bodies(words, matches, named, knowledge):
        _add(weights, country, BODY_WEIGHT * scale.at(start))
    shown = frozenset(weights)
    if not weights:
        taken = {i for match in matches for i in range(match.first, match.last)}
        for country, start in find_surname_countries(words, taken, knowledge):
            _add(weights, country, SURNAME_WEIGHT * scale.at(start))
    if not weights:
        for country, start in find_media_countries(words, matches):
            _add(weights, country, SURNAME_WEIGHT * scale.at(start))
    story, basis, evidence = _choose(weights, dateline)
    return Setting(
        country=story,
        basis=basis,
        evidence=evidence,
        weights=weights,
        named=named,
        shown=shown,
        words=words,
        matches=matches,
    )


def choose_alias(aliases: Sequence[Alias], setting: Setting, kinds: Sequence[str] = ()) -> Alias:
    """The reading of a name that fits: kinds asked for, the document's countries, file order."""

    def rank(position: int) -> tuple[bool, float, int]:
        alias = aliases[position]
        return alias.entry.kind in kinds, setting.weight(alias.entry.country), -position

    return aliases[max(range(len(aliases)), key=rank)]


class _Scale:
    """How much a name counts by where it stands."""

    def __init__(self, segmentation: Segmentation) -> None:
        self._headline = segmentation.headline.end if segmentation.headline else 0

    def at(self, start: int) -> float:
        if start < self._headline:
            return HEADLINE_WEIGHT
        return LEAD_WEIGHT if start < self._headline + LEAD_LENGTH else 1.0


def _add(weights: dict[str, float], country: str | None, weight: float) -> None:
    if country is not None:
        weights[country] = weights.get(country, 0.0) + weight


def _choose(
    weights: Mapping[str, float], dateline: str | None
) -> tuple[str | None, Literal["dateline", "inferred", "none"], str]:
    if not weights:
        return None, "none", "the document names no country"
    country = max(weights, key=lambda code: weights[code])
    if dateline is None and not _stands_out(weights[country], sum(weights.values())):
        return None, "none", "the document speaks of several countries alike"
    if dateline and weights[dateline] >= DATELINE_LEAD * weights[country]:
        country = dateline
    if country == dateline:
        return country, "dateline", f"country of the dateline and of the story, {country}"
    return country, "inferred", f"{country}, the country that the document speaks of most"


def _stands_out(most: float, total: float) -> bool:
    return most >= CLEAR_SHARE * total or (most >= MUCH and most >= MUCH_SHARE * total)


def _country_of(match: Match, knowledge: Knowledge, kinds: frozenset[str]) -> str | None:
    """The one country of a match's entries of these kinds; None when they disagree."""
    countries = {a.entry.country for a in match.aliases if a.entry.kind in kinds}
    country = countries.pop() if len(countries) == 1 else None
    return country if country and knowledge.country(country) else None


_STRONG = frozenset(("country", "region", "person", "people"))
_BODIES = frozenset(("organisation", "agency", "party", "armed_group"))


def _strong(
    words: Sequence[Word], matches: Sequence[Match], knowledge: Knowledge
) -> Iterator[tuple[str, int]]:
    for match in matches:
        if country := _country_of(match, knowledge, _STRONG):
            yield country, words[match.first].start


def _bodies(
    words: Sequence[Word], matches: Sequence[Match], named: frozenset[str], knowledge: Knowledge
) -> Iterator[tuple[str, int]]:
    for match in matches:
        if any("BUS" in alias.entry.sectors for alias in match.aliases):
            continue  # companies are named abroad
        if all(_plausible(alias, named) for alias in match.aliases):
            if country := _country_of(match, knowledge, _BODIES):
                yield country, words[match.first].start


def _towns(
    words: Sequence[Word],
    matches: Sequence[Match],
    spots: frozenset[int] | None,
    weights: Mapping[str, float],
    knowledge: Knowledge,
) -> Iterator[tuple[str, int]]:
    """Towns after "in", "at" ... or at one of `spots`; None: any longer word may be one."""
    if knowledge.places is None:
        return
    taken = {i for match in matches for i in range(match.first, match.last)}
    for i in range(len(words)):
        if i in taken or not words[i].capital:
            continue
        placed = i > 0 and words[i - 1].surface in _AT
        if placed or (len(words[i].surface) > 4 if spots is None else words[i].start in spots):
            last = i + 1
            while last < min(i + 3, len(words)) and words[last].capital and last not in taken:
                last += 1
            town = find_town(words[i:last], knowledge, weights)
            if town is not None and town[0].startswith(words[i].surface):
                yield town[1], words[i].start


def _plausible(alias: Alias, named: frozenset[str]) -> bool:
    entry = alias.entry
    short = alias.cased
    if entry.kind not in _LOCAL and not (entry.kind == "armed_group" and short):
        return True
    if "BUS" in entry.sectors or (entry.kind == "media" and short):
        return True  # a company or agency that works everywhere
    # The American agencies' letters are known everywhere.
    if not named or entry.country in named or (entry.country == "USA" and short):
        return True
    return entry.country in _NO_STATE


_NO_STATE = frozenset(("IGO", "UNO", "EUR", "NGO", "IMG"))


def _dateline_country(
    segmentation: Segmentation,
    words: Sequence[Word],
    matches: Sequence[Match],
    knowledge: Knowledge,
) -> str | None:
    dateline = segmentation.dateline
    if dateline is None:
        return None
    for match in matches:
        span = Span(start=words[match.first].start, end=words[match.last - 1].end)
        if dateline.contains(span):
            if country := _country_of(match, knowledge, frozenset(("country", "region"))):
                return country
    inside = [word for word in words if dateline.start <= word.start < dateline.end]
    if knowledge.places is not None and inside:
        for last in range(min(3, len(inside)), 0, -1):
            name = " ".join(word.surface for word in inside[:last])
            if found := best_town(knowledge.places.lookup(name), {}):
                return found.country
    return None


def _publisher_country(document: Document, knowledge: Knowledge) -> str | None:
    if not document.publisher:
        return None
    for match in knowledge.find(split_words(document.publisher)):
        if country := _country_of(match, knowledge, frozenset(("media", "country"))):
            return country
    return None


def _domain_country(document: Document, knowledge: Knowledge) -> str | None:
    match = _DOMAIN.match(document.url or "")
    if match is None or knowledge.places is None:
        return None
    return _DOMAINS.get(match[1]) or knowledge.places.country_code(match[1])
