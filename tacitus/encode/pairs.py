"""Features of pairs of spans, and the small networks that score pairs from the encoder's vectors.

Enters: token ranges and vectors of one document. Leaves: probabilities in numpy. The training code
builds its inputs with the same feature functions, so that the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def score_arguments(
    weights: Weights, anchors_nw: Floats, mentions_nw: Floats, features_nf: Floats
) -> Floats:
    """Probabilities (pairs, ROLES) that each mention plays each role in the event beside it."""
    return _sigmoid(_pair_logits(weights, "argument", anchors_nw, mentions_nw, features_nf))


def score_same_event(
    weights: Weights, left_nw: Floats, right_nw: Floats, features_nf: Floats
) -> Floats:
    """Probabilities (pairs,) that two anchors tell of one happening."""
    out: Floats = _sigmoid(_pair_logits(weights, "same_event", left_nw, right_nw, features_nf))[
        :, 0
    ]
    return out


def _pair_logits(
    weights: Weights, name: str, left: Floats, right: Floats, features: Floats
) -> Floats:
    w = {
        key.removeprefix(f"{name}."): value
        for key, value in weights.items()
        if key.startswith(name)
    }
    product = (left @ w["left.weight"].T) * (right @ w["right.weight"].T)
    joined = np.concatenate([left, right, product, features], axis=1)
    hidden = _gelu(joined @ w["hidden.weight"].T + w["hidden.bias"])
    out: Floats = hidden @ w["out.weight"].T + w["out.bias"]
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
