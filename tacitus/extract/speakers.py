"""Finds who reports an event: each mention that may speak against nobody, the article itself.

Enters: the pair head's chances of the role "speaker", the attributions of the document. Leaves:
the mention that speaks, or None. Weights are fitted on held-out documents
(`training/speakers.py`); `event_scores.py` does the same for whole events.

An actor may be its own reporter ("police said they had arrested him"). Tried and left out, for
they changed nothing: whether the event is a speech act, stands in quotation marks or in the lead,
how far off the mention is, and whether it is a person.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tacitus.extract.anchors import Cluster
from tacitus.extract.arguments import RoleScores
from tacitus.records import Attribution, Mention, Segmentation, Span

FEATURES = ("pair", "elsewhere", "inner", "beside", "pronoun")
_LEAST = 1e-3  # keeps the logits finite
_UNHEARD = 0.02  # a mention less likely than this whom no attribution names is not looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mention that may report the event whose main anchor stands at `anchor`."""

    anchor: Span
    mention: Mention
    features: Mapping[str, float]  # by the names in FEATURES


def find_candidates(  # noqa: PLR0913 - the witnesses and what they speak about
    cluster: Cluster,
    own: RoleScores,
    merged: RoleScores,
    attributions: Sequence[Attribution],
    mentions: Mapping[str, Mention],
    segmentation: Segmentation,
) -> list[Candidate]:
    """Who may report an event, one mention a chain.

    `own` are the chances at the main anchor, `merged` the best over all anchors. Features: "pair",
    the logit at the main anchor; "elsewhere", by how much another anchor's is greater; "inner", the
    source of the innermost attribution around the main anchor; "beside", the source of another one
    in its sentence; "pronoun".
    """
    anchor = cluster.anchors[0]
    inner = _innermost(anchor, attributions, mentions)
    beside = _beside(anchor, attributions, mentions, segmentation)
    heard = {chain: m for chain, (m, _) in {**merged["speaker"], **own["speaker"]}.items()}
    for mention in (*beside, *((inner,) if inner else ())):
        heard[_chain(mention)] = mention  # the words of the source itself stand for it
    named = {_chain(mention) for mention in beside}
    out = []
    for chain, mention in heard.items():
        pair, best = (_chance(scores, chain) for scores in (own, merged))
        told = inner is not None and chain == _chain(inner)
        if max(pair, best) < _UNHEARD and not told and chain not in named:
            continue
        features = {
            "pair": _logit(pair),
            "elsewhere": max(0.0, _logit(best) - _logit(pair)),
            "inner": float(told),
            "beside": float(chain in named and not told),
            "pronoun": float(mention.form == "pronoun"),
        }
        out.append(Candidate(anchor=anchor, mention=mention, features=features))
    return out


def speaker_chance(candidate: Candidate, weights: Mapping[str, float]) -> float:
    """Probability 0..1 that the candidate speaks rather than nobody.

    `weights` has one for each feature and a "bias". Without weights (a model that was never
    calibrated) it is the pair head's own.
    """
    if not weights:
        return _sigmoid(candidate.features["pair"])
    return _sigmoid(
        weights["bias"] + sum(weights[name] * candidate.features[name] for name in FEATURES)
    )


def find_speaker(
    candidates: Sequence[Candidate], score: Callable[[Candidate], float], threshold: float
) -> str | None:
    """The id of the likeliest mention to speak, None when it is below `threshold`."""
    chances = [(score(candidate), candidate.mention.id) for candidate in candidates]
    chance, speaker = max(chances, key=lambda item: item[0], default=(0.0, None))
    return speaker if chance >= threshold else None


def _innermost(
    anchor: Span, attributions: Sequence[Attribution], mentions: Mapping[str, Mention]
) -> Mention | None:
    """The source of the shortest content that holds the anchor, of those that have a source."""
    around = [
        (sum(part.end - part.start for part in attribution.content), index)
        for index, attribution in enumerate(attributions)
        if attribution.source_id in mentions
        and any(part.overlaps(anchor) for part in attribution.content)
    ]
    return mentions[attributions[min(around)[1]].source_id or ""] if around else None


def _beside(
    anchor: Span,
    attributions: Sequence[Attribution],
    mentions: Mapping[str, Mention],
    segmentation: Segmentation,
) -> list[Mention]:
    """The sources whose cue stands in the sentence of the anchor; not those that the anchor cues.

    "The agency seized the cargo, it added": the decoded content often ends too early.
    """
    at = segmentation.sentence_at(anchor.start)
    return [
        mentions[attribution.source_id]
        for attribution in attributions
        if attribution.source_id in mentions
        and attribution.source_id is not None
        and attribution.cue is not None
        and segmentation.sentence_at(attribution.cue.start) == at
        and not attribution.cue.overlaps(anchor)
    ]


def _chain(mention: Mention) -> str:
    return mention.chain or mention.id


def _chance(scores: RoleScores, chain: str) -> float:
    return scores["speaker"][chain][1] if chain in scores["speaker"] else 0.0


def _logit(probability: float) -> float:
    bounded = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
