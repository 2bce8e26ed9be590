"""The probability that two happenings, as told, are one.

Enters: a `Table`, pairs of its rows and weights. Leaves: probabilities (pairs,). A logistic
regression over `pair_features`, fitted on news whose retold happenings are marked and set so that
of pairs with 0.7 some 70 in 100 are one (`training/same_events.py`). There are two sets of weights,
with and without the encoder's vectors: a store keeps none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tacitus.errors import ModelError
from tacitus.records import Floats
from tacitus.relate.pair_features import FEATURES, VECTOR_FEATURES, features_of
from tacitus.relate.reports import Told
from tacitus.relate.tables import Ints, Table, tabulate

Array = NDArray[np.float64]
PACKAGED = Path("relate.json")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairWeights:
    """One set of weights."""

    bias: float
    weights_f: Array  # (features,) in the order of FEATURES, then of VECTOR_FEATURES
    threshold: float  # mean probability at which two groups are one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventScorer:
    """What is learned about happenings told twice."""

    rarity: Mapping[str, float]  # idf of common stems
    rarest: float  # idf of all others
    plain: PairWeights
    vectors: PairWeights

    def weights_for(self, table: Table) -> PairWeights:
        """The weights that fit what `table` has."""
        return self.plain if table.vectors_nw is None else self.vectors

    def tabulate(self, told: Sequence[Told]) -> Table:
        """The table of `told`."""
        return tabulate(told, self.rarity, self.rarest)


def score_pairs(table: Table, left_n: Ints, right_n: Ints, weights: PairWeights) -> Floats:
    """Probabilities (pairs,) that the rows left and right of `table` are one happening."""
    return probabilities(features_of(table, left_n, right_n), weights)


def probabilities(features_pf: Floats, weights: PairWeights) -> Floats:
    """Probabilities (pairs,) of pairs with such features."""
    logits = features_pf @ weights.weights_f.astype(np.float32) + weights.bias
    out: Floats = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return out


@cache
def load_scorer(path: Path | None = None) -> EventScorer:
    """The weights of a file, else those of the package.

    Raises:
        ModelError: the file is absent, is no JSON, or its weights are for other features.
    """
    file = path or resources.files("tacitus") / "data" / str(PACKAGED)
    try:
        raw = json.loads(file.read_text("utf-8"))["same_events"]
        rarity, rarest = raw["rarity"], float(raw["rarest"])
        plain = _weights(raw["plain"], FEATURES)
        vectors = _weights(raw["vectors"], (*FEATURES, *VECTOR_FEATURES))
    except (OSError, json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{file} has no weights for same events ({error!r}); "
            "write it with `python -m training.same_events`"
        ) from error
    return EventScorer(rarity=rarity, rarest=rarest, plain=plain, vectors=vectors)


def _weights(raw: Mapping[str, object], names: Sequence[str]) -> PairWeights:
    weights = raw["weights"]
    if not isinstance(weights, dict) or set(weights) != set(names):
        raise ValueError(f"weights for {len(names)} features expected, those of pair_features.py")
    return PairWeights(
        bias=float(str(raw["bias"])),
        weights_f=np.array([float(weights[name]) for name in names]),
        threshold=float(str(raw["threshold"])),
    )
