"""How probable it is that a coded event is right: one logistic score over what the heads say.

Enters: a cluster of anchors and its arguments. Leaves: a probability. The weights are fitted on
held-out documents (`training/calibrate.py`) against "a gold event of this type is there".
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from tacitus.extract.anchors import Cluster
from tacitus.extract.arguments import Arguments

FEATURES = ("anchor", "type", "actor", "recipient", "mentions", "lead")
_LEAST = 1e-4  # keeps the logits finite


def event_features(cluster: Cluster, roles: Arguments, *, sentence: int) -> dict[str, float]:
    """What the score looks at, by name; probabilities as logits.

    `sentence` is the index of the sentence of the main anchor: leads tell the news.
    """
    return {
        "anchor": _logit(cluster.scores[0]),
        "type": _logit(float(cluster.types_k.max())),
        "actor": _logit(roles.best_actor),
        "recipient": _logit(roles.best_recipient),
        "mentions": math.log(len(cluster.anchors)),
        "lead": float(sentence <= 1),
    }


def event_score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Probability 0..1; `weights` has one for each feature and a "bias".

    Without weights (a model that was never calibrated) the anchor's and the type's probabilities
    are multiplied.
    """
    if not weights:
        return _sigmoid(features["anchor"]) * _sigmoid(features["type"])
    return _sigmoid(weights["bias"] + sum(weights[f] * features[f] for f in FEATURES))


def _logit(probability: float) -> float:
    bounded = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
