"""Which of the places that bear a name is meant.

Enters: mentions and the gazetteer. Leaves: for each mention the candidate that its size, the other
places of the document and the countries of its actors speak for together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tacitus.records import Mention
from tacitus.resolve.gazetteer import Candidate, Gazetteer

# Weights of the score; swept on the train split of LGL (local news), 2026-11-24.
COUNTRY_SHARE, DIVISION_SHARE, STATED_AFTER, MAIN_NAME = 0.6, 0.5, 1.5, 0.12
_WIDE = {"country": 1.3, "region": 1.15}
_DIVISION_PRIOR = 0.62
_KIND = (
    r"(?:city|town|village|province|governorate|district|region|state|county|municipality|area|prefecture|"
    r"department|oblast|camp|refugee camp|neighbou?rhood|suburb|port|capital|island|valley|border|airport|"
    r"international airport|province's|metropolitan area|division|upazila|sub-county|township|parish)"
)
_SIDE = (
    r"(?:north|south|east|west|central|northern|southern|eastern|western|northeast(?:ern)?|northwest(?:ern)?|"
    r"southeast(?:ern)?|southwest(?:ern)?|north-east(?:ern)?|north-west(?:ern)?|south-east(?:ern)?|"
    r"south-west(?:ern)?|downtown|greater|rural|occupied|mainland|upstate|nearby|neighbou?ring)"
)
_BEFORE = re.compile(
    rf"^(?:the\s+)?(?:.*?\b{_KIND}\s+of\s+|{_SIDE}\s+|{_KIND}\s+(?=[A-Z]))", re.IGNORECASE
)
_AFTER = re.compile(rf"\s+{_KIND}$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_NEXT = re.compile(r"\s*,\s+(?:the\s+)?([A-Z][\w.'’-]*(?:\s+(?:of\s+|and\s+)?[A-Z][\w.'’-]*){0,3})")
_DATELINE = re.compile(r"^[\W\d]*([^\W\d_][\w.'’ -]*?)\s*(?:[,(/:—–]|--| - |-$|$)")
# What newspapers shorten the American states to; postal codes are the gazetteer's own.
_STATES = {
    "ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "colo": "CO", "conn": "CT", "del": "DE", "fla": "FL",
    "ga": "GA", "ill": "IL", "ind": "IN", "kan": "KS", "ky": "KY", "la": "LA", "md": "MD", "mass": "MA",
    "mich": "MI", "minn": "MN", "miss": "MS", "mo": "MO", "mont": "MT", "neb": "NE", "nev": "NV", "okla": "OK",
    "ore": "OR", "pa": "PA", "tenn": "TN", "tex": "TX", "va": "VA", "vt": "VT", "wash": "WA", "wis": "WI",
    "wyo": "WY",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention with the places that its name may mean, and what stands after it."""

    mention: Mention
    name: str
    candidates: tuple[Candidate, ...]
    within: tuple[Candidate, ...]  # "Paris, Texas": the readings of Texas


def read_toponym(
    mention: Mention, text: str, gazetteer: Gazetteer, *, dateline: bool = False
) -> Toponym:
    """The candidates for a mention's name."""
    name = " ".join(mention.span.of(text).split())
    end = mention.span.end
    if dateline:
        match = _DATELINE.match(name)
        name = match.group(1) if match else name
        end = mention.span.start + mention.span.of(text).find(name) + len(name)
    within: tuple[Candidate, ...] = ()
    inner, comma, outer = name.partition(", ")
    if comma and not gazetteer.lookup(name):
        name, within = inner, _wider(outer, gazetteer)
    elif after := _NEXT.match(text, end):
        within = _wider(after.group(1), gazetteer)
    for variant in _variants(name):
        if variant and (candidates := gazetteer.lookup(variant)):
            return Toponym(mention, variant, candidates, within)
    return Toponym(mention, name, _abbreviated(name, gazetteer), within)


def _variants(name: str) -> list[str]:
    bare = _POSSESSIVE.sub("", name)
    return [
        bare,
        _AFTER.sub("", bare),
        _BEFORE.sub("", bare),
        _AFTER.sub("", _BEFORE.sub("", bare)),
    ]


def _wider(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    found = gazetteer.lookup(name) or _abbreviated(name, gazetteer)
    return tuple(candidate for candidate in found if candidate.feature != "city")


def _abbreviated(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    letters = name.replace(".", "").strip()
    code = _STATES.get(letters.lower()) or (
        letters if len(letters) == 2 and letters.isupper() else None
    )
    if code is None:
        return ()
    return gazetteer.division("USA", code)


def choose_candidates(
    toponyms: Sequence[Toponym], countries: Mapping[str, float]
) -> dict[str, tuple[Candidate, float, str]]:
    """For each mention id the chosen candidate, a score 0..1 and the reason.

    Every name votes for the countries and divisions of its candidates in proportion to their size;
    a candidate gains by the share of its country and division.

    Source: the "one place, one region per discourse" heuristics of Leidner, Toponym Resolution in
    Text (2007), chapter 3, with votes in place of minimal spanning boxes.
    """
    country_share, division_share = _shares(toponyms, countries)
    chosen = {}
    for toponym in toponyms:
        scored = []
        for candidate in toponym.candidates:
            score = _prior(candidate)
            score += COUNTRY_SHARE * country_share.get(candidate.country or "", 0.0)
            score += DIVISION_SHARE * division_share.get((candidate.country, candidate.admin1), 0.0)
            score += STATED_AFTER * _lies_in(candidate, toponym.within)
            scored.append((score, candidate))
        if not scored:
            continue
        scored.sort(key=lambda pair: pair[0], reverse=True)
        best_score, best = scored[0]
        rivals = [
            score for score, c in scored[1:] if (c.country, c.admin1) != (best.country, best.admin1)
        ]
        margin = best_score - max(rivals, default=0.0)
        why = (
            f'"{toponym.name}" -> {best.name} ({best.feature}, {best.country or "no one country"})'
        )
        if rivals:
            why += f", chosen of {len(scored)} places of that name"
        chosen[toponym.mention.id] = (best, round(min(0.98, 0.55 + margin / 2), 3), why)
    return chosen


def _prior(candidate: Candidate) -> float:
    if candidate.feature in _WIDE:
        return _WIDE[candidate.feature]
    main = MAIN_NAME if candidate.primary else 0.0
    if candidate.feature == "admin1":
        return _DIVISION_PRIOR + main
    return math.log10(candidate.population + 100) / 8 + main


def _shares(
    toponyms: Sequence[Toponym], countries: Mapping[str, float]
) -> tuple[dict[str, float], dict[tuple[str | None, str], float]]:
    by_country: dict[str, float] = {code: 0.5 * weight for code, weight in countries.items()}
    by_division: dict[tuple[str | None, str], float] = {}
    for name, candidates in {toponym.name: toponym.candidates for toponym in toponyms}.items():
        best: dict[str, float] = {}
        divisions: dict[tuple[str | None, str], float] = {}
        for candidate in candidates:
            weight = 10 ** (3 * _prior(candidate))
            if candidate.country:
                best[candidate.country] = max(weight, best.get(candidate.country, 0.0))
            if candidate.admin1 and name:
                key = (candidate.country, candidate.admin1)
                divisions[key] = max(weight, divisions.get(key, 0.0))
        _add_share(by_country, best)
        _add_share(by_division, divisions)
    return _normalised(by_country), _normalised(by_division)


def _add_share(total: dict[Any, float], votes: Mapping[Any, float]) -> None:
    whole = sum(votes.values())
    for key, vote in votes.items():
        total[key] = total.get(key, 0.0) + vote / whole


def _normalised(votes: Mapping[Any, float]) -> dict[Any, float]:
    most = max(votes.values(), default=1.0) or 1.0
    return {key: vote / most for key, vote in votes.items()}


def _lies_in(candidate: Candidate, within: Sequence[Candidate]) -> bool:
    return any(
        candidate.country == wide.country
        and (wide.feature == "country" or not wide.admin1 or wide.admin1 == candidate.admin1)
        and candidate.feature in ("city", "admin1")
        for wide in within
    )
