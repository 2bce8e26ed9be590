"""Whether an event happened, as the text tells it: certainty, polarity, time and a value -3..3.

Enters: events with their anchors, the encoder's four factuality heads, attributions. Leaves: the
events with those fields filled. The heads and the cues of `data/factuality_cues.tsv` add up as log
odds, so that a plain "did not" or "will" outweighs a wavering head. An attribution alone leaves an
event certain; only a hedge lowers it. Left out: whether what is told is true.

Source: the annotation guide of the events corpus; cue weights set on its train split (2026-11-24);
the -3..3 scale is that of UDS-IH2 (Rudinger, White & Van Durme 2018).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from tacitus.extract.hedges import find_hedges
from tacitus.extract.lexicons import load_table
from tacitus.records import (
    Attribution,
    Certainty,
    Document,
    Encoding,
    Event,
    Polarity,
    Segmentation,
    Span,
    TimeStatus,
)

# How often each value holds in the train split of the events corpus; stands in for a head that is
# absent or has no opinion.
_PRIORS: Mapping[str, Mapping[str, float]] = {
    "certainty": {"certain": 0.978, "probable": 0.013, "possible": 0.009},
    "polarity": {"pos": 0.99, "neg": 0.01},
    "time_status": {"past": 0.855, "ongoing": 0.09, "future": 0.046, "hypothetical": 0.009},
    "historical": {"no": 0.73, "yes": 0.27},
}
_CLAUSE = re.compile(r"[;:“”\"()–—]|,?\s(?:but|because|although|while|whereas|after|before)\s|\.\s")
_YEAR = re.compile(
    r"\b(?:in|since|from|of|during|by|on|until|between)\s+(?:\w+\s+)?(?:\d{1,2},?\s+)?"
    r"((?:18|19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"\b(?:in|since|on|of|last|until|from|by|\d)\s+(?:\d{1,2}\s+)?(?:early |late |mid-)?"
    r"(Jan(?:uary|\b)|Feb(?:ruary|\b)|March|April|May|June|July|Aug(?:ust|\b)|Sept?(?:ember|\b)|"
    r"Oct(?:ober|\b)|Nov(?:ember|\b)|Dec(?:ember|\b))"
)
_BEFORE, _AFTER = 90, 70  # code points looked at on either side
_RANGES: Mapping[Certainty, tuple[float, float]] = {
    "certain": (2.0, 3.0),
    "probable": (1.0, 2.0),
    "possible": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    where: str
    field: str
    value: str
    weight: float
    types: frozenset[str]
    excluded: bool  # the cue speaks for every type but these
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """The words around an anchor."""

    before: str  # same clause, ends at the anchor
    clause: str  # same sentence up to the anchor
    anchor: str
    after: str  # same sentence from the anchor on


def judge_factuality(
    document: Document,
    segmentation: Segmentation,
    encoding: Encoding,
    events: Sequence[Event],
    attributions: Sequence[Attribution],
) -> tuple[Event, ...]:
    """The same events with certainty, polarity, time status, historical and factuality filled."""
    hedged = [a for a in attributions if a.hedge is not None]
    return tuple(_judge(document, segmentation, encoding, event, hedged) for event in events)


def _judge(
    document: Document,
    segmentation: Segmentation,
    encoding: Encoding,
    event: Event,
    hedged: Sequence[Attribution],
) -> Event:
    view = _view(document.text, segmentation, event.anchor)
    odds = {name: _head_odds(encoding, event.anchor, name) for name in _PRIORS}
    for cue in _cues():
        speaks = (event.event_type in cue.types) != cue.excluded
        if speaks and cue.pattern.search(_part(view, cue.where)):
            odds[cue.field][cue.value] += cue.weight
    for certainty in _hedges_over(document.text, event, hedged):
        odds["certainty"][certainty] += 6.0
    if _long_ago(document, view):
        odds["historical"]["yes"] += 4.0
    best = {name: max(values, key=values.__getitem__) for name, values in odds.items()}
    certainty = cast(Certainty, best["certainty"])
    polarity = cast(Polarity, best["polarity"])
    time_status = cast(TimeStatus, best["time_status"])
    return replace(
        event,
        certainty=certainty,
        polarity=polarity,
        time_status=time_status,
        historical=best["historical"] == "yes" and time_status in ("past", "ongoing"),
        factuality=_factuality(encoding, event.anchor, certainty, polarity, time_status),
    )


def _view(text: str, segmentation: Segmentation, anchor: Span) -> _View:
    start, end = max(0, anchor.start - 3 * _BEFORE), min(len(text), anchor.end + _AFTER)
    if segmentation.sentences:
        sentence = segmentation.sentences[segmentation.sentence_at(anchor.start)]
        start, end = (
            max(start, min(sentence.start, anchor.start)),
            min(end, max(sentence.end, anchor.end)),
        )
    clause = text[start : anchor.start].replace("\n", " ")
    cuts = [match.end() for match in _CLAUSE.finditer(clause)]
    near = clause[cuts[-1] :] if cuts else clause
    return _View(
        before=near[-_BEFORE:],
        clause=near,
        anchor=anchor.of(text),
        after=text[anchor.end : end].replace("\n", " "),
    )


def _part(view: _View, where: str) -> str:
    if where == "before_ing":
        return view.before if view.anchor.split(" ")[0].endswith("ing") else ""
    parts = {
        "before": view.before,
        "anchor": view.anchor,
        "after": view.after,
        "clause": view.clause,
    }
    return parts[where]


@cache
def _cues() -> tuple[_Cue, ...]:
    return tuple(
        _Cue(
            where=row["where"],
            field=row["field"],
            value=row["value"],
            weight=float(row["weight"]),
            types=frozenset(row["types"].removeprefix("!").split()),
            excluded=row["types"].startswith("!") or not row["types"],
            pattern=re.compile(row["pattern"], re.IGNORECASE),
        )
        for row in load_table("factuality_cues.tsv")
    )


def _head_odds(encoding: Encoding, anchor: Span, name: str) -> dict[str, float]:
    """The log probability of each value at the anchor; the corpus frequencies without a head."""
    priors = _PRIORS[name]
    tokens = encoding.tokens_of(anchor)
    if name in encoding.scores and tokens.stop > tokens.start:
        means = encoding.scores[name][tokens].mean(axis=0).tolist()
        given = dict(zip(encoding.labels[name], means, strict=True))
        if max(given.values()) - min(given.values()) > 0.05:
            return {value: math.log(max(given.get(value, 0.0), 1e-4)) for value in priors}
    return {value: math.log(p) for value, p in priors.items()}


def _hedges_over(text: str, event: Event, hedged: Sequence[Attribution]) -> list[Certainty]:
    """What the hedges of the attributions around the event leave of its certainty."""
    found: list[Certainty] = []
    for attribution in hedged:
        inside = any(span.overlaps(event.anchor) for span in attribution.content)
        if inside and attribution.hedge:
            hedges = find_hedges(attribution.hedge, Span(start=0, end=len(attribution.hedge)))
            found.extend(hedge.certainty for hedge in hedges)
    return found[:1]


def _long_ago(document: Document, view: _View) -> bool:
    """True when the clause names a year before that of publication, or a month long past."""
    if document.published is None:
        return False
    near = (view.clause, view.after[:50].split(";")[0])
    years = [int(year) for part in near for year in _YEAR.findall(part)]
    if years:
        return max(years) < document.published.year
    months = [
        _MONTHS.index(month[:3].lower()) + 1 for part in near for month in _MONTH.findall(part)
    ]
    return bool(months) and all(2 <= (document.published.month - m) % 12 <= 10 for m in months)


def _factuality(
    encoding: Encoding,
    anchor: Span,
    certainty: Certainty,
    polarity: Polarity,
    time_status: TimeStatus,
) -> float:
    """The head's value, moved into the range that the other fields allow."""
    low, high = _RANGES[certainty]
    if time_status == "future":
        low, high = max(0.0, low - 2.0), max(1.0, high - 1.0)
    elif time_status == "hypothetical":
        low, high = -1.0, 1.0
    tokens = encoding.tokens_of(anchor)
    value = high
    if "factuality" in encoding.scores and tokens.stop > tokens.start:
        value = float(encoding.scores["factuality"][tokens, 0].mean())
        value = abs(value) if polarity == "neg" and time_status != "hypothetical" else value
    value = min(high, max(low, value))
    return -value if polarity == "neg" else value
