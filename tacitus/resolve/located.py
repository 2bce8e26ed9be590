"""Places that were found for mentions, compared with each other.

Enters: places with the words that name them. Leaves: the narrowest of several, or a point for a
place that the gazetteer lacks, from the town that is named next to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tacitus.records import Basis, Document, Mention, Place

CLOSE = 0.3  # degrees between a town and its parts
_GENERAL = ("country", "region", "admin1", "county", "city")  # from the wide to the narrow
_TOWNS = ("city", "county")


@dataclass(frozen=True, slots=True)
class Located:
    """A mention with the place found for it."""

    mention: Mention
    place: Place
    score: float
    evidence: str
    basis: Basis = "stated"
    people: int = 0  # who live there; 0 where nobody counted


def narrowest(stated: Sequence[Located]) -> Located:
    """The narrowest place; of a town and a part of it named together, the part."""
    best = max(stated, key=lambda one: (_fineness(one.place), one.score))
    parts = [
        one
        for one in stated
        if 0 < one.people < best.people
        and one.place.feature == best.place.feature
        and _close(one.place, best.place)
    ]
    return min(parts, key=lambda one: one.people, default=best)


def near_town(
    mention: Mention, document: Document, guess: Located | None, located: Sequence[Located]
) -> Located | None:
    """A named place that the gazetteer lacks, at the point of the town that stands next to it.

    `guess` is what else is known of it. None where no town is named in a country that the document
    speaks much of, where that town lies in another country than the place is known to, or for words
    without a name ("the village").
    """
    words = mention.span.of(document.text)
    countries = Counter(one.place.country for one in located if one.basis == "stated")
    most = max(countries.values(), default=0)
    towns = [
        one
        for one in located
        if one.place.feature in _TOWNS
        and one.basis == "stated"
        and 2 * countries[one.place.country] >= most
    ]
    if not towns or mention.form != "name" or not any(letter.isupper() for letter in words):
        return None
    at = mention.span.start
    town = min(towns, key=lambda one: abs(one.mention.span.start - at))
    country = guess.place.country if guess is not None else None
    if country not in (None, town.place.country) or (guess and guess.place.lat is not None):
        return None
    place = replace(town.place, name=" ".join(words.split()), geonames_id=None, feature=None)
    why = f"not in the gazetteer; its point is that of {town.place.name}, named next to it"
    return Located(mention, place, town.score * 0.5, why, "inferred")


def _fineness(place: Place) -> int:
    """How narrow a place is; one without a point comes last."""
    return _GENERAL.index(place.feature) if place.feature in _GENERAL else -1


def _close(left: Place, right: Place) -> bool:
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return False
    return abs(left.lat - right.lat) < CLOSE and abs(left.lon - right.lon) < CLOSE
