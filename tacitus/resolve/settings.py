"""The country that a document is set in, and how often it names each country.

Enters: the document, its layout and the knowledge. Leaves: a `Setting`. It is what "the
government" or "police" is read against when the phrase names no country; whoever uses it says so
in `basis` and evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tacitus.records import Document, Segmentation, Span
from tacitus.resolve.knowledge import Alias, Knowledge, Match
from tacitus.resolve.names import Word, split_words

HEADLINE_WEIGHT, LEAD_WEIGHT, DATELINE_WEIGHT, PUBLISHER_WEIGHT = 3.0, 2.0, 4.0, 2.0
LEAD_LENGTH = 400  # code points of body that count as the lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a document is set."""

    country: str | None  # ISO3 of the country of the story
    basis: Literal["dateline", "inferred", "none"]
    evidence: str
    weights: Mapping[str, float]  # ISO3 -> how much the document speaks of it
    words: tuple[Word, ...]  # of the whole text
    matches: tuple[Match, ...]  # known names, indices into `words`

    def weight(self, country: str | None) -> float:
        """How much the document speaks of a country; 0 for None."""
        return self.weights.get(country, 0.0) if country else 0.0


def find_setting(document: Document, segmentation: Segmentation, knowledge: Knowledge) -> Setting:
    """The country of the story: of the dateline, else the one that the document speaks of most.

    Names in the headline and lead count more; a publisher in `media.tsv` adds its country.
    """
    words = tuple(split_words(document.text))
    matches = tuple(knowledge.find(words))
    weights = _weigh(document, segmentation, words, matches, knowledge)
    dateline = _dateline_country(segmentation, words, matches, knowledge)
    if dateline:
        weights[dateline] += DATELINE_WEIGHT
    publisher = _publisher_country(document, knowledge)
    if publisher:
        weights[publisher] += PUBLISHER_WEIGHT
    if not weights:
        return Setting(
            country=None, basis="none", evidence="the document names no country", weights={}, words=words,
            matches=matches,
        )  # fmt: skip
    country = max(weights, key=lambda code: weights[code])
    if country == dateline:
        basis: Literal["dateline", "inferred"] = "dateline"
        evidence = f"country of the dateline and the story, {country}"
    else:
        basis, evidence = "inferred", f"{country}, the country that the document speaks of most"
    return Setting(
        country=country,
        basis=basis,
        evidence=evidence,
        weights=weights,
        words=words,
        matches=matches,
    )


def _weigh(
    document: Document,
    segmentation: Segmentation,
    words: Sequence[Word],
    matches: Sequence[Match],
    knowledge: Knowledge,
) -> Counter[str]:
    headline = segmentation.headline or Span(start=0, end=0)
    weights: Counter[str] = Counter()
    for match in matches:
        countries = {alias.entry.country for alias in match.aliases}
        country = countries.pop() if len(countries) == 1 else None
        if country is None or knowledge.country(country) is None:
            continue
        start = words[match.first].start
        weight = 1.0 if any(a.entry.kind in ("country", "region") for a in match.aliases) else 0.6
        if start < headline.end:
            weight *= HEADLINE_WEIGHT
        elif start < headline.end + LEAD_LENGTH:
            weight *= LEAD_WEIGHT
        weights[country] += weight
    return weights


def _dateline_country(
    segmentation: Segmentation,
    words: Sequence[Word],
    matches: Sequence[Match],
    knowledge: Knowledge,
) -> str | None:
    if segmentation.dateline is None:
        return None
    for match in matches:
        span = Span(start=words[match.first].start, end=words[match.last - 1].end)
        if segmentation.dateline.contains(span):
            for alias in match.aliases:
                if alias.entry.kind in ("country", "region") and alias.entry.country:
                    return alias.entry.country
    return None


def _publisher_country(document: Document, knowledge: Knowledge) -> str | None:
    if not document.publisher:
        return None
    for match in knowledge.find(split_words(document.publisher)):
        for alias in match.aliases:
            if alias.entry.kind in ("media", "country") and knowledge.country(
                alias.entry.country or ""
            ):
                return alias.entry.country
    return None


def choose_alias(
    aliases: Sequence[Alias],
    setting: Setting,
    kinds: Sequence[str] = (),
    default_country: str | None = None,
) -> Alias:
    """The reading of a name that fits: kinds asked for, then the document's countries, then file order."""

    def rank(position: int) -> tuple[bool, float, int]:
        alias = aliases[position]
        weight = setting.weight(alias.entry.country)
        if alias.entry.country == default_country:
            weight += 0.5
        return (alias.entry.kind in kinds, weight, -position)

    return aliases[max(range(len(aliases)), key=rank)]
