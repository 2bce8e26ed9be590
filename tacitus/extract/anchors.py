"""Finds the words that tell of events and joins those that tell of one happening.

Enters: an encoding with the heads `anchors` and `event_types`. Leaves: clusters of anchors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tacitus.extract.spans import decode_bio
from tacitus.records import Document, Encoding, Floats, PairScorer, Span

# Anchors further apart than this many others are not compared: a document of a million
# characters must not need a billion comparisons.
REACH = 80
CANNOT = -100.0  # a pair score that no mean outweighs


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The anchors of one happening, the best first."""

    anchors: tuple[Span, ...]
    scores: tuple[float, ...]  # probability that each is an anchor
    types_k: Floats  # (event types,) probabilities


def find_anchors(
    document: Document, encoding: Encoding, *, threshold: float
) -> list[tuple[Span, float]]:
    """Anchors with their probability, in text order."""
    found = decode_bio(encoding, "anchors", document.text, threshold=threshold)
    return [(span, score) for span, _, score in found if span.of(document.text).strip()]


def join_anchors(  # noqa: PLR0913 - what the scores of pairs depend on
    document: Document,
    encoding: Encoding,
    scorer: PairScorer,
    anchors: list[tuple[Span, float]],
    *,
    threshold: float,
    weigh: Callable[[int, int], float],
) -> list[list[int]]:
    """Groups of indices of anchors that tell of one happening, by average linkage of pair scores.

    `weigh` gives for two anchors the factor of their score: below 1 when something else speaks
    against their telling of one happening.
    """
    spans = [span for span, _ in anchors]
    pairs = [(i, j) for i in range(len(spans)) for j in range(i + 1, min(len(spans), i + REACH))]
    scores = scorer.same_event(encoding, document.text, spans, pairs)
    weighed: dict[tuple[int, int], float] = {}
    for pair, score in zip(pairs, scores.tolist(), strict=True):
        factor = weigh(*pair)
        # both the words and the parties or days speak against it: no third anchor may join them
        weighed[pair] = CANNOT if factor < 1 and score < threshold else score * factor
    return _average_linkage(len(spans), weighed, threshold)


def _average_linkage(
    count: int, scores: dict[tuple[int, int], float], threshold: float
) -> list[list[int]]:
    """Groups of indices; pairs that were not scored count as 0."""
    groups: dict[int, list[int]] = {i: [i] for i in range(count)}
    group_of = list(range(count))
    # sums of the scores between two groups, kept up to date: adding them up anew for every link
    # took hours for a text of 200,000 characters
    between: list[dict[int, float]] = [{} for _ in range(count)]
    for (i, j), score in scores.items():
        between[i][j] = between[j][i] = score
    links = {pair: score for pair, score in scores.items() if score >= threshold}
    for (i, j), _ in sorted(links.items(), key=lambda item: -item[1]):
        left, right = group_of[i], group_of[j]
        if left == right:
            continue
        pairs = len(groups[left]) * len(groups[right])
        if between[left][right] / pairs < threshold:
            continue
        del between[left][right], between[right][left]
        for other, total in between[right].items():
            del between[other][right]
            between[left][other] = between[other][left] = between[left].get(other, 0.0) + total
        for member in groups[right]:
            group_of[member] = left
        groups[left] = sorted(groups[left] + groups.pop(right))
    return list(groups.values())


def make_cluster(encoding: Encoding, members: Sequence[tuple[Span, float]]) -> Cluster:
    """The cluster of some anchors; their types are averaged, surer anchors count more."""
    ranked = sorted(members, key=lambda item: -item[1])
    types = np.zeros(len(encoding.labels["event_types"]), dtype=np.float32)
    for span, score in members:
        types += score * encoding.scores["event_types"][encoding.tokens_of(span)].mean(axis=0)
    return Cluster(
        anchors=tuple(span for span, _ in ranked),
        scores=tuple(score for _, score in ranked),
        types_k=(types / types.sum()).astype(np.float32),
    )
