"""Finds who takes part in an event and in which role: actors, recipients, speaker, places.

Enters: clusters of anchors, mentions with chains, the model's pair scores. Leaves: the mentions of
each role. A chain takes part once: its best mention stands for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tacitus.extract.anchors import Cluster
from tacitus.records import Encoding, Mention, PairScorer, Segmentation, Span

NEAR = 4  # sentences between an anchor and a mention, as in training
REACH = 60  # mentions on each side: a sentence may be endless
ROLES = ("actor", "recipient", "speaker", "place")
Scored = tuple[Mention, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The mentions of each role with their probabilities, best first."""

    actors: tuple[Scored, ...] = ()
    recipients: tuple[Scored, ...] = ()
    speaker: Scored | None = None
    places: tuple[Scored, ...] = ()
    best_actor: float = 0.0  # probability of the likeliest one, whether it was taken or not
    best_recipient: float = 0.0


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
    pairs = _near(segmentation, anchors, mentions)
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


def _near(
    segmentation: Segmentation, anchors: Sequence[Span], mentions: Sequence[Mention]
) -> list[tuple[int, int]]:
    """Index pairs (anchor, mention) that are worth a score; mentions are in text order."""
    starts = [mention.span.start for mention in mentions]
    where = [segmentation.sentence_at(start) for start in starts]
    pairs = []
    for a, anchor in enumerate(anchors):
        middle = bisect_left(starts, anchor.start)
        at = segmentation.sentence_at(anchor.start)
        around = range(max(0, middle - REACH), min(len(mentions), middle + REACH))
        pairs += [(a, m) for m in around if abs(where[m] - at) <= NEAR]
    return pairs


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
        best_actor=ranked["actor"][0][1] if ranked["actor"] else 0.0,
        best_recipient=ranked["recipient"][0][1] if ranked["recipient"] else 0.0,
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
