"""Scores pairs of spans of one document with the model's pair heads (`PairScorer` in records)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from tacitus.encode.pairs import (
    ROLES,
    Indices,
    Paired,
    Range,
    Weights,
    argument_features,
    gap_between,
    mean_vectors,
    same_event_features,
    score_arguments,
    score_dyad,
    score_same_event,
)
from tacitus.records import Encoding, Floats, Span


class ModelPairScorer:
    """The pair heads of one model."""

    def __init__(self, weights: Weights) -> None:
        """Keep the weights, as `pairs.npz` has them."""
        self._weights = weights

    def arguments(
        self,
        encoding: Encoding,
        anchors: Sequence[Span],
        mentions: Sequence[Span],
        pairs: Sequence[tuple[int, int]],
    ) -> Floats:
        """Probabilities (pairs, len(ROLES)) for pairs of indices (anchor, mention)."""
        if not pairs:
            return np.zeros((0, len(ROLES)), dtype=np.float32)
        anchor_ranges = [_range(encoding, span) for span in anchors]
        mention_ranges = [_range(encoding, span) for span in mentions]
        sentence_of = encoding.sentence_t.tolist()
        chance = 1 - encoding.scores["participants"][:, 0]
        part = [float(chance[low:high].mean()) for low, high in mention_ranges]
        order = {r: i for i, r in enumerate(sorted(set(mention_ranges)))}
        starts = [r[0] for r in sorted(set(mention_ranges))]
        features = []
        for a, m in pairs:
            anchor, mention = anchor_ranges[a], mention_ranges[m]
            between = abs(order[mention] - bisect_left(starts, anchor[0]))
            features.append(
                argument_features(anchor, mention, sentence_of, part[m], between=between)
            )
        types = mean_vectors(encoding.scores["event_types"], anchor_ranges)
        first, second = _columns(pairs)
        gaps = [gap_between(anchor_ranges[a], mention_ranges[m]) for a, m in pairs]
        paired = Paired(
            left_aw=mean_vectors(encoding.vectors_tw, anchor_ranges),
            right_mw=mean_vectors(encoding.vectors_tw, mention_ranges),
            first_n=first,
            second_n=second,
            features_nf=np.concatenate(
                [np.array(features, dtype=np.float32), types[first]], axis=1
            ),
        )
        return score_arguments(self._weights, paired, encoding.vectors_tw, np.array(gaps))

    def same_event(
        self,
        encoding: Encoding,
        text: str,
        anchors: Sequence[Span],
        pairs: Sequence[tuple[int, int]],
    ) -> Floats:
        """Probabilities (pairs,) for pairs of indices of anchors, the earlier one first."""
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        ranges = [_range(encoding, span) for span in anchors]
        sentence_of = encoding.sentence_t.tolist()
        words = [span.of(text) for span in anchors]
        types = mean_vectors(encoding.scores["event_types"], ranges)
        vectors = mean_vectors(encoding.vectors_tw, ranges)
        first, second = _columns(pairs)
        features = np.array(
            [
                same_event_features(ranges[a], ranges[b], sentence_of, (words[a], words[b]))
                for a, b in pairs
            ],
            dtype=np.float32,
        )
        alike = (types[first] * types[second]).sum(axis=1, keepdims=True)
        paired = Paired(
            left_aw=vectors,
            right_mw=vectors,
            first_n=first,
            second_n=second,
            features_nf=np.concatenate([features, alike], axis=1),
        )
        return score_same_event(self._weights, paired)

    def dyad(self, encoding: Encoding, actor: Span | None, recipient: Span | None) -> Floats:
        """Probabilities (roots,) of what passes from actor to recipient; None = the whole text."""
        count = len(encoding.offsets_t)
        sides = [_range(encoding, s) if s is not None else (0, count) for s in (actor, recipient)]
        wanted = {int(encoding.sentence_t[side[0]]) for side in sides}
        inside = np.flatnonzero(np.isin(encoding.sentence_t, list(wanted)))
        vectors = mean_vectors(encoding.vectors_tw, sides)
        window = encoding.vectors_tw[inside[0] : inside[-1] + 1]
        return score_dyad(self._weights, window, vectors[0], vectors[1])


def _range(encoding: Encoding, span: Span) -> Range:
    tokens = encoding.tokens_of(span)
    if tokens.stop > tokens.start:
        return tokens.start, tokens.stop
    # a span that the tokenizer drops (a lone control character) borrows its neighbour's token
    at = min(tokens.start, max(0, len(encoding.offsets_t) - 1))
    return at, at + 1


def _columns(pairs: Sequence[tuple[int, int]]) -> tuple[Indices, Indices]:
    both = np.array(pairs, dtype=np.int64)
    return both[:, 0], both[:, 1]
