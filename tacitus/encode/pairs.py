"""Features of pairs of spans, and the small networks that score pairs from the encoder's vectors.

Enters: token ranges and vectors of one document. Leaves: probabilities in numpy. The training code
builds its inputs with the same feature functions, so that the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tacitus.records import Floats

ROLES = ("actor", "recipient", "speaker", "place")
_DISTANCES = (1, 2, 4, 7, 12, 25, 60)  # tokens; upper edges of the buckets
DISTANCE_FEATURES = 2 * (len(_DISTANCES) + 1)
SENTENCE_FEATURES = 7
ARGUMENT_FEATURES = DISTANCE_FEATURES + SENTENCE_FEATURES + 4
SAME_EVENT_FEATURES = DISTANCE_FEATURES + SENTENCE_FEATURES + 3
Range = tuple[int, int]


def distance_features(left: Range, right: Range) -> list[float]:
    """One-hot of the signed token distance from `left` to `right`, in growing buckets."""
    after = right[0] >= left[0]
    gap = right[0] - left[1] if after else left[0] - right[1]
    bucket = sum(gap >= edge for edge in _DISTANCES)
    out = [0.0] * DISTANCE_FEATURES
    out[bucket + (len(_DISTANCES) + 1) * after] = 1.0
    return out


def sentence_features(left: int, right: int) -> list[float]:
    """One-hot of how many sentences `right` lies after `left`, cut at three."""
    out = [0.0] * SENTENCE_FEATURES
    out[max(-3, min(3, right - left)) + 3] = 1.0
    return out


def argument_features(
    anchor: Range, mention: Range, sentence_of: Sequence[int], participant: float, *, between: int
) -> list[float]:
    """Features (ARGUMENT_FEATURES,) of a mention as an argument of the event at `anchor`.

    `participant` is the mean probability that the mention's tokens take part in any event;
    `between` counts the candidate mentions that lie between the two.
    """
    touching = mention[0] < anchor[1] and anchor[0] < mention[1]
    return [
        *distance_features(anchor, mention),
        *sentence_features(sentence_of[anchor[0]], sentence_of[mention[0]]),
        participant,
        float(touching),
        min(mention[1] - mention[0], 20) / 10,
        min(between, 8) / 4,
    ]


def gap_between(left: Range, right: Range) -> Range:
    """The tokens between two ranges; an empty range where they touch or overlap."""
    low, high = min(left[1], right[1]), max(left[0], right[0])
    return low, max(low, high)


def same_event_features(
    left: Range, right: Range, sentence_of: Sequence[int], words: tuple[str, str]
) -> list[float]:
    """Features (SAME_EVENT_FEATURES,) of two anchors as mentions of one happening."""
    one, two = (word.lower() for word in words)
    return [
        *distance_features(left, right),
        *sentence_features(sentence_of[left[0]], sentence_of[right[0]]),
        float(one == two),
        float(one[:5] == two[:5]),
        float(left[0] == 0 or sentence_of[left[0]] == 0),
    ]


Weights = Mapping[str, NDArray[np.float32]]
Indices = NDArray[np.int64]


def _gelu(values: Floats) -> Floats:
    # tanh form, as torch's GELU(approximate="tanh")
    inner = 0.7978845608 * (values + 0.044715 * values**3)
    out: Floats = (0.5 * values * (1.0 + np.tanh(inner))).astype(np.float32)
    return out


def _sigmoid(values: Floats) -> Floats:
    out: Floats = (1.0 / (1.0 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)
    return out


def _softmax(values: Floats) -> Floats:
    shifted = np.exp(values - values.max(axis=-1, keepdims=True))
    out: Floats = (shifted / shifted.sum(axis=-1, keepdims=True)).astype(np.float32)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Pairs to score: row i pairs `left_aw[first_n[i]]` with `right_mw[second_n[i]]`."""

    left_aw: Floats  # (left spans, width): mean vectors
    right_mw: Floats  # (right spans, width)
    first_n: Indices
    second_n: Indices
    features_nf: Floats


def score_arguments(
    weights: Weights, pairs: Paired, vectors_tw: Floats, gaps_n2: Indices
) -> Floats:
    """Probabilities (pairs, ROLES) that each mention plays each role in the event beside it.

    `gaps_n2` has the range of the tokens between the two, whose mean the head reads too; an empty
    range counts as zeros.

    Source: the text between two spans tells their relation, as in SpERT (Eberts and Ulges, ECAI
    2020), here as a mean, which running sums make cheap for every pair.
    """
    between = _running_sums(vectors_tw @ weights["argument.middle.weight"].T)
    low, high = gaps_n2[:, 0], gaps_n2[:, 1]
    length = np.maximum(high - low, 1)[:, None]
    gap = ((between[np.maximum(high, low)] - between[low]) / length).astype(np.float32)
    return _sigmoid(_pair_logits(weights, "argument", pairs, gap))


def score_same_event(weights: Weights, pairs: Paired) -> Floats:
    """Probabilities (pairs,) that two anchors tell of one happening."""
    out: Floats = _sigmoid(_pair_logits(weights, "same_event", pairs, None))[:, 0]
    return out


def mean_vectors(values: Floats, ranges: Sequence[Range]) -> Floats:
    """The mean of the rows of each range (ranges, width); no range is empty."""
    sums = _running_sums(values)
    low = np.array([r[0] for r in ranges])
    high = np.array([r[1] for r in ranges])
    out: Floats = ((sums[high] - sums[low]) / (high - low)[:, None]).astype(np.float32)
    return out


def _running_sums(values: Floats) -> NDArray[np.float64]:
    first = np.zeros((1, values.shape[1]), dtype=np.float64)
    return np.concatenate([first, values.cumsum(0, dtype=np.float64)])


def _pair_logits(weights: Weights, name: str, pairs: Paired, gap: Floats | None) -> Floats:
    """The head's answer; what depends on one span alone is worked out once a span."""
    hidden = weights[f"{name}.hidden.weight"]
    rank, width = weights[f"{name}.left.weight"].shape
    of_left, of_right, of_product, of_features = np.split(
        hidden, (width, 2 * width, 2 * width + rank), axis=1
    )
    left = pairs.left_aw @ weights[f"{name}.left.weight"].T
    right = pairs.right_mw @ weights[f"{name}.right.weight"].T
    product = left[pairs.first_n] * right[pairs.second_n]
    states = (
        (pairs.left_aw @ of_left.T)[pairs.first_n]
        + (pairs.right_mw @ of_right.T)[pairs.second_n]
        + product @ of_product.T
        + pairs.features_nf @ of_features.T
        + weights[f"{name}.hidden.bias"]
    )
    if gap is not None:
        states = states + gap
    out: Floats = _gelu(states) @ weights[f"{name}.out.weight"].T + weights[f"{name}.out.bias"]
    return out


def score_dyad(
    weights: Weights, vectors_tw: Floats, actor_w: Floats, recipient_w: Floats
) -> Floats:
    """Probabilities (roots,) of what passes between a given actor and recipient.

    `vectors_tw` are the tokens to look at; the pair attends to the words that join it.
    """
    w = {
        key.removeprefix("dyad."): value
        for key, value in weights.items()
        if key.startswith("dyad.")
    }
    pair = np.concatenate([actor_w, recipient_w])
    query = w["query.weight"] @ pair + w["query.bias"]
    keys = vectors_tw @ w["key.weight"].T
    attention = _softmax(keys @ query / np.sqrt(np.float32(len(query))))
    pooled = attention @ vectors_tw
    joined = np.concatenate([pair, pooled, vectors_tw.mean(axis=0)])
    hidden = _gelu(w["hidden.weight"] @ joined + w["hidden.bias"])
    return _softmax(w["out.weight"] @ hidden + w["out.bias"])
