"""Which of the places that bear a name is meant.

Enters: mentions and the gazetteer. Leaves: for each mention the candidate that its size, the other
places of the document and the countries of its actors speak for together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tacitus.records import Mention
from tacitus.resolve.gazetteer import Candidate, Gazetteer
from tacitus.resolve.names import split_words
from tacitus.resolve.towns import capital_runs, is_ordinary

# Weights of the score; swept on the train split of LGL (local news), 2026-11-24.
COUNTRY_SHARE, DIVISION_SHARE, STATED_AFTER, MAIN_NAME = 0.6, 0.8, 1.5, 0.25
ACTOR_VOTE, VOTE_SHARPNESS = 0.5, 2.0
LEAST_INSIDE = 20_000  # people of a town that is only named inside a longer phrase
_WIDE = {"country": 1.3, "region": 1.3}
_DIVISION_PRIOR = 0.9
_KINDS = (
    "city town village province governorate district region state county municipality area "
    "prefecture department oblast camp neighborhood neighbourhood suburb port capital island "
    "valley border airport division upazila sub-county township parish"
).split()
_KIND = rf"(?:refugee camp|international airport|metropolitan area|{'|'.join(_KINDS)})"
_SIDES = "north south east west northeast northwest southeast southwest north-east north-west"
_SIDE_WORDS = [
    *(f"{side}(?:ern)?" for side in (*_SIDES.split(), "south-east", "south-west")),
    *"central downtown greater rural occupied mainland upstate nearby neighbouring".split(),
]
_SIDE = rf"(?:{'|'.join(_SIDE_WORDS)})"
_BEFORE = re.compile(
    rf"^(?:the\s+)?(?:.*?\b{_KIND}\s+of\s+|{_SIDE}\s+|{_KIND}\s+(?=[A-Z]))", re.IGNORECASE
)
_AFTER = re.compile(rf"\s+{_KIND}$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_NEXT = re.compile(r"\s*,\s+(?:the\s+)?([A-Z][\w.'’-]*(?:\s+(?:of\s+|and\s+)?[A-Z][\w.'’-]*){0,3})")
_DATELINE = re.compile(r"^[\W\d]*([^\W\d_][\w.'’ -]*?)\s*(?:[,(/:—–]|--| - |-$|$)")
# What newspapers shorten the American states to; postal codes are the gazetteer's own.
_STATES = dict(
    pair.split(":")
    for pair in (
        "ala:AL ariz:AZ ark:AR calif:CA colo:CO conn:CT del:DE fla:FL ga:GA ill:IL ind:IN kan:KS "
        "ky:KY la:LA md:MD mass:MA mich:MI minn:MN miss:MS mo:MO mont:MT neb:NE nev:NV okla:OK "
        "ore:OR pa:PA tenn:TN tex:TX va:VA vt:VT wash:WA wis:WI wyo:WY "
        "wva:WV ny:NY nj:NJ nh:NH nm:NM nc:NC nd:ND sc:SC sd:SD ri:RI dc:DC"
    ).split()
)
# Shortened states where they stand, by form: "N.Y.", "W.Va.", or after a comma "Calif.".
_DOTTED = re.compile(r"([A-Z])\.\s?([A-Z][a-z]?)\.|(?<=, )(?:([A-Z][a-z]{1,4})\.|([A-Z]{2})\b)")


@dataclass(frozen=True, slots=True)
class State:
    """An American state that is written short."""

    code: str  # of ISO 3166-2, without the country
    end: int


def find_state(text: str, start: int) -> State | None:
    """The state whose short form begins there, or None: "N.Y.", "W. Va.", "Ore." after a comma."""
    match = _DOTTED.match(text, start)
    if match is None:
        return None
    letters = match[3] or match[4] or match[1] + match[2]
    code = match[4] if letters in _STATES.values() else _STATES.get(letters.lower())
    return State(code, match.end()) if code else None


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention with the places that its name may mean, and what stands after it."""

    mention: Mention
    name: str
    candidates: tuple[Candidate, ...]
    within: tuple[Candidate, ...]  # "Paris, Texas": the readings of Texas
    coarse: bool = False  # the name is of a place in which the mention's own lies


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
    if "." in name and (candidates := _abbreviated(name, gazetteer)):
        return Toponym(mention, name, candidates, within)
    for variant in _variants(name):
        named = any(letter.isupper() for letter in variant)
        if named and (candidates := gazetteer.lookup(variant)):
            return Toponym(mention, variant, candidates, within)
    if candidates := _abbreviated(name, gazetteer):
        return Toponym(mention, name, candidates, within)
    return _read_inside(mention, name, gazetteer)


def _read_inside(mention: Mention, name: str, gazetteer: Gazetteer) -> Toponym:
    """The place named inside a phrase: Brooklyn of "a park in Brooklyn", Preston of its court."""
    words = split_words(name)
    for first, last in capital_runs(words):
        run = words[first:last]
        if last - first == 1 and (is_ordinary(run[0]) or len(run[0].surface) < 4):
            continue
        candidates = tuple(
            candidate
            for candidate in gazetteer.lookup(" ".join(word.surface for word in run))
            if candidate.feature != "city"
            or (candidate.primary and candidate.population >= LEAST_INSIDE)
        )
        if candidates:
            inner = name[run[0].start : run[-1].end]
            return Toponym(mention, inner, candidates, (), coarse=True)
    return Toponym(mention, name, (), ())


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
    ballots = {toponym.name: _votes(toponym.candidates) for toponym in toponyms}
    total: Votes = {(code, ""): ACTOR_VOTE * weight for code, weight in countries.items()}
    for ballot in ballots.values():
        for key, vote in ballot.items():
            total[key] = total.get(key, 0.0) + vote
    chosen = {}
    for toponym in toponyms:
        share = _shares(total, ballots[toponym.name])
        scored = []
        for candidate in toponym.candidates:
            score = _prior(candidate)
            nowhere = 1.0 if candidate.country is None else 0.0  # seas and continents
            score += COUNTRY_SHARE * share.get((candidate.country, ""), nowhere)
            if candidate.admin1:
                score += DIVISION_SHARE * share.get((candidate.country, candidate.admin1), 0.0)
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


Votes: TypeAlias = dict[tuple[str | None, str], float]


def _votes(candidates: Sequence[Candidate]) -> Votes:
    """How one name votes, by country with division ""; and by country with each division."""
    votes: Votes = {}
    for candidate in candidates:
        weight = 10 ** (VOTE_SHARPNESS * _prior(candidate))
        for division in {"", candidate.admin1}:
            key = (candidate.country, division)
            votes[key] = max(weight, votes.get(key, 0.0))
    whole = sum(weight for (_, division), weight in votes.items() if not division) or 1.0
    return {key: weight / whole for key, weight in votes.items()}


def _shares(total: Votes, own: Votes) -> Votes:
    """The votes of the other names, against the most that any country has."""
    rest = {key: votes - own.get(key, 0.0) for key, votes in total.items()}
    most = max(max(rest.values(), default=0.0), 1.0)
    return {key: max(0.0, votes) / most for key, votes in rest.items()}


def _lies_in(candidate: Candidate, within: Sequence[Candidate]) -> bool:
    return any(
        candidate.country == wide.country
        and (wide.feature == "country" or not wide.admin1 or wide.admin1 == candidate.admin1)
        and candidate.feature in ("city", "admin1")
        for wide in within
    )
