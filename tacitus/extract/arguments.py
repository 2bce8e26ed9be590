"""Finds who takes part in an event and in which role: actors, recipients, speaker, places.

Enters: clusters of anchors, mentions with chains, the model's pair scores. Leaves: the mentions of
each role. A chain takes part once: its best mention stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tacitus.extract.anchors import Cluster
from tacitus.records import Encoding, Mention, PairScorer, Segmentation

NEAR = 4  # sentences between an anchor and a mention, as in training
ROLES = ("actor", "recipient", "speaker", "place")
Scored = tuple[Mention, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The mentions of each role with their probabilities, best first."""

    actors: tuple[Scored, ...] = ()
    recipients: tuple[Scored, ...] = ()
    speaker: Scored | None = None
    places: tuple[Scored, ...] = ()


def find_arguments(  # noqa: PLR0913 - what each chance of a role depends on
    segmentation: Segmentation,
    encoding: Encoding,
    scorer: PairScorer,
    clusters: Sequence[Cluster],
    mentions: Sequence[Mention],
    *,
    thresholds: Mapping[str, float],
    reported: Sequence[frozenset[str]] = (),
) -> list[Arguments]:
    """The arguments of each cluster, in their order.

    `reported` holds for each cluster the mentions that report it from outside: "X said Y did it"
    makes X a speaker, so its chance to be the actor is cut (`thresholds["reporter"]`), unless
    another mention of X ("he") stands nearer to the event.
    """
    anchors = [span for cluster in clusters for span in cluster.anchors[:3]]
    owner = [index for index, cluster in enumerate(clusters) for _ in cluster.anchors[:3]]
    at = [segmentation.sentence_at(span.start) for span in anchors]
    where = [segmentation.sentence_at(mention.span.start) for mention in mentions]
    pairs = [
        (a, m)
        for a in range(len(anchors))
        for m in range(len(mentions))
        if abs(where[m] - at[a]) <= NEAR
    ]
    scores = scorer.arguments(encoding, anchors, [m.span for m in mentions], pairs)
    best: list[dict[str, dict[str, Scored]]] = [{r: {} for r in ROLES} for _ in clusters]
    for (a, m), row in zip(pairs, scores.tolist(), strict=True):
        if reported and mentions[m].id in reported[owner[a]]:
            row[0] *= thresholds["reporter"]
        for role, score in zip(ROLES, row, strict=True):
            chain = mentions[m].chain or mentions[m].id
            before = best[owner[a]][role].get(chain)
            if before is None or score > before[1]:
                best[owner[a]][role][chain] = (mentions[m], score)
    return [_choose(roles, thresholds) for roles in best]


def _choose(best: dict[str, dict[str, Scored]], thresholds: Mapping[str, float]) -> Arguments:
    ranked = {role: sorted(best[role].values(), key=lambda item: -item[1]) for role in ROLES}
    further = thresholds["argument"]
    actors = _above(ranked["actor"], best["recipient"], thresholds["actor"], further)
    recipients = _above(ranked["recipient"], best["actor"], thresholds["recipient"], further)
    taken = {mention.chain for mention, _ in actors}
    speaker = next(
        (s for s in ranked["speaker"] if s[1] >= thresholds["speaker"] and s[0].chain not in taken),
        None,
    )
    places = [p for p in ranked["place"] if p[1] >= thresholds["place"]]
    return Arguments(
        actors=tuple(actors),
        recipients=tuple(recipients),
        speaker=speaker,
        places=tuple(places[:3]),
    )


def _above(
    ranked: list[Scored], other: dict[str, Scored], first: float, further: float
) -> list[Scored]:
    """Mentions that fit this role better than the opposite one, none nested in another.

    The best needs the probability `first`, each one more needs `further`: nearly every event has
    an actor, few have two.
    """
    out: list[Scored] = []
    for mention, score in ranked:
        if score < (further if out else first):
            break
        opposite = other.get(mention.chain or mention.id)
        if opposite is not None and opposite[1] > score:
            continue
        if any(mention.span.overlaps(kept.span) for kept, _ in out):
            continue
        out.append((mention, score))
    return out
