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
from tacitus.resolve.names import fold_name, split_words
from tacitus.resolve.towns import capital_runs, is_ordinary

# Weights of the score; swept on two thirds of the train splits of LGL and GeoWebNews, 2026-11-24.
COUNTRY_SHARE, DIVISION_SHARE, STATED_AFTER, MAIN_NAME = 0.3, 1.5, 1.5, 0.25
ACTOR_VOTE, VOTE_SHARPNESS = 0.4, 3.0
LEAST_INSIDE = 20_000  # people of a town that is only named inside a longer phrase
_WIDE = {"country": 1.4, "region": 1.3}
_DIVISION_PRIOR, _DISTRICT_PRIOR, _COUNTY_PRIOR = 0.9, 0.65, 0.6
LARGE_DIVISION = 2e6  # rank of the states of federations
PEOPLE = 8.0  # powers of ten of people to one point of score
ROUNDS = 3
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
# "Love" of "Cooke, Grayson and Love counties"; "Butler" of "Butler Sheriff".
_COUNTIES = re.compile(
    r"(?:[A-Z]\w+(?: [A-Z]\w+)?,? (?:and )?){1,8}counties\b|(?:[A-Z]\w+ ){1,2}Sheriff"
)
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

    @property
    def key(self) -> str:
        """The name without case and possessive: one place throughout a document."""
        return fold_name(self.name)


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
    if _COUNTIES.match(text, mention.span.start) and (
        candidates := gazetteer.lookup(f"{name} County")
    ):
        return Toponym(mention, f"{name} County", candidates, within)
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

    A name is one place throughout a document: "Elgin, Illinois" once is Illinois wherever Elgin
    stands. Every name votes for the countries and divisions of its candidates by their scores; a
    candidate gains by the votes of the other names, in two rounds.

    Source: the "one sense per discourse" and "one region per discourse" heuristics of Leidner,
    Toponym Resolution in Text (2007), chapter 3, with votes in place of minimal spanning boxes.
    """
    named = {toponym.key: toponym for toponym in reversed(toponyms) if toponym.candidates}
    within: dict[str, list[Candidate]] = {}
    for toponym in toponyms:
        within.setdefault(toponym.key, []).extend(toponym.within)
    base = {
        key: [
            _prior(candidate) + STATED_AFTER * _lies_in(candidate, within[key])
            for candidate in toponym.candidates
        ]
        for key, toponym in named.items()
    }
    scores = base
    for _ in range(ROUNDS):
        ballots = {key: _votes(named[key].candidates, scores[key]) for key in named}
        total: Votes = {(code, ""): ACTOR_VOTE * weight for code, weight in countries.items()}
        for ballot in ballots.values():
            for vote_key, vote in ballot.items():
                total[vote_key] = total.get(vote_key, 0.0) + vote
        scores = {
            key: _in_company(toponym.candidates, base[key], _shares(total, ballots[key]))
            for key, toponym in named.items()
        }
    best = {key: _best(toponym, scores[key]) for key, toponym in named.items()}
    return {toponym.mention.id: best[toponym.key] for toponym in toponyms if toponym.candidates}


def _in_company(
    candidates: Sequence[Candidate], base: Sequence[float], share: Votes
) -> list[float]:
    """The scores of the candidates of one name, given the votes of the others."""
    scored = []
    for candidate, score in zip(candidates, base, strict=True):
        nowhere = 1.0 if candidate.country is None else 0.0  # seas and continents
        score += COUNTRY_SHARE * share.get((candidate.country, ""), nowhere)
        if candidate.area:
            score += DIVISION_SHARE * share.get((candidate.country, candidate.area), 0.0)
        scored.append(score)
    return scored


def _best(toponym: Toponym, scores: Sequence[float]) -> tuple[Candidate, float, str]:
    ordered = sorted(zip(scores, toponym.candidates, strict=True), key=lambda pair: -pair[0])
    best_score, best = ordered[0]
    rivals = [s for s, c in ordered[1:] if (c.country, c.area) != (best.country, best.area)]
    margin = best_score - max(rivals, default=0.0)
    why = f'"{toponym.name}" -> {best.name} ({best.feature}, {best.country or "no one country"})'
    if rivals:
        why += f", chosen of {len(ordered)} places of that name"
    return best, round(min(0.98, 0.55 + margin / 2), 3), why


def _prior(candidate: Candidate) -> float:
    if candidate.feature in _WIDE:
        return _WIDE[candidate.feature]
    main = MAIN_NAME if candidate.primary else 0.0
    if candidate.feature == "admin1":
        return (_DIVISION_PRIOR if candidate.rank >= LARGE_DIVISION else _DISTRICT_PRIOR) + main
    if candidate.feature == "county":
        return _COUNTY_PRIOR + main
    return math.log10(candidate.population + 100) / PEOPLE + main


Votes: TypeAlias = dict[tuple[str | None, str], float]


def _votes(candidates: Sequence[Candidate], scores: Sequence[float]) -> Votes:
    """How one name votes, by country with area ""; and by country with each area."""
    votes: Votes = {}
    for candidate, score in zip(candidates, scores, strict=True):
        weight = 10 ** (VOTE_SHARPNESS * score)
        for area in {"", candidate.area}:
            key = (candidate.country, area)
            votes[key] = max(weight, votes.get(key, 0.0))
    whole = sum(weight for (_, area), weight in votes.items() if not area) or 1.0
    return {key: weight / whole for key, weight in votes.items()}


def _shares(total: Votes, own: Votes) -> Votes:
    """The votes of the other names, against the most that any country has."""
    rest = {key: votes - own.get(key, 0.0) for key, votes in total.items()}
    most = max(max(rest.values(), default=0.0), 1.0)
    return {key: max(0.0, votes) / most for key, votes in rest.items()}


def _lies_in(candidate: Candidate, within: Sequence[Candidate]) -> bool:
    return any(
        candidate.country == wide.country
        and (wide.feature == "country" or not wide.area or wide.area == candidate.area)
        and candidate.feature in ("city", "admin1", "county")
        for wide in within
    )
