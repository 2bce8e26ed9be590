"""Fits when two reports tell of one happening, on news whose retold happenings are marked.

`python -m training.same_events --data ../shared/data` writes the part `same_events` of
`tacitus/data/relate.json`. It must run again when the encoder's weights change.

Enters: ECB+ train and MEANTIME train, the gold mentions told by the coder. Pairs are all those of a
topic. A ridge draws each weight to a prior mean: 0, but below it for other days and places
(`PRIOR`), of which ECB+, that has no dates, teaches nothing. Thresholds are those of the best CoNLL
F1 of five folds of ECB+ topics, within subtopics, each fold scored by weights of the other four.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.event_mentions import MentionedDocument, read_mentions
from benchmarks.gold import read_gold
from benchmarks.suites.same_events import conll_of, grouped, settle
from tacitus.pipeline import Coder
from tacitus.relate.pair_features import FEATURES, VECTOR_FEATURES, features_of
from tacitus.relate.pair_scores import PairWeights, probabilities
from tacitus.relate.reports import Told
from tacitus.relate.tables import tabulate
from tacitus.relate.words import stem_of, words_in

LOG = logging.getLogger("training")
OUT = Path("tacitus/data/relate.json")
COMMON, RARE = 0.008, 0.004  # shares of documents: stems rarer than the first count as the second
RIDGE, STEPS, FOLDS = 1.0, 30, 5
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
# Set by hand: two that are apart are seldom one happening, whatever else agrees.
PRIOR = {"days_stated_apart": -2.0, "days_apart": -2.0, "place_apart": -2.0, "country_apart": -0.7}
PRIOR_STRENGTH = 100.0  # examples that a prior mean weighs like
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examples:
    """Pairs of mentions of one topic."""

    features_pf: NDArray[np.float32]
    same_p: Array
    fold_p: NDArray[np.int64]  # -1: in no fold, always learned from


def main() -> None:
    """Read, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the gold sets")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    coder = Coder()
    sets = {
        name: list(read_mentions(coder, read_gold(arguments.data / name / "train.jsonl").records))
        for name in ("ecbplus", "meantime")
    }
    texts = [
        record.text
        for name in ("events", "polnear")
        for record in read_gold(arguments.data / name / "train.jsonl").records
    ]
    write_part(arguments.out, fit_all(sets["ecbplus"], sets["meantime"], rarities(texts)))


def rarities(texts: Sequence[str]) -> dict[str, float]:
    """The idf of the stems that stand in a share of `COMMON` of the texts at least."""
    counts = Counter(stem for text in texts for stem in {stem_of(w) for w in words_in(text)})
    least = COMMON * len(texts)
    return {
        stem: round(math.log(len(texts) / count), 2)
        for stem, count in sorted(counts.items())
        if count >= least
    }


def fit_all(
    ecb: Sequence[MentionedDocument],
    meantime: Sequence[MentionedDocument],
    rarity: Mapping[str, float],
) -> dict[str, Any]:
    """The part `same_events` of the file of weights."""
    rarest = round(-math.log(RARE), 2)
    topics = sorted({document.topic for document in ecb})
    folds = {topic: i % FOLDS for i, topic in enumerate(topics)}
    parts = [examples(documents, rarity, rarest, folds) for documents in (ecb, meantime)]
    every = Examples(
        features_pf=np.concatenate([p.features_pf for p in parts]),
        same_p=np.concatenate([p.same_p for p in parts]),
        fold_p=np.concatenate([p.fold_p for p in parts]),
    )
    out: dict[str, Any] = {"rarity": dict(rarity), "rarest": rarest}
    for name, names in (("plain", FEATURES), ("vectors", (*FEATURES, *VECTOR_FEATURES))):
        used = Examples(
            features_pf=every.features_pf[:, : len(names)],
            same_p=every.same_p,
            fold_p=every.fold_p,
        )
        by_fold = {fold: fit(used, used.fold_p != fold, names) for fold in range(FOLDS)}
        threshold = _threshold(ecb, by_fold, folds, (rarity, rarest), vectors=name == "vectors")
        weights = fit(used, np.ones(len(used.same_p), dtype=bool), names)
        out[name] = {
            "bias": round(weights.bias, 4),
            "threshold": threshold,
            "weights": dict(zip(names, np.round(weights.weights_f, 4).tolist(), strict=True)),
        }
    return out


def examples(
    documents: Sequence[MentionedDocument],
    rarity: Mapping[str, float],
    rarest: float,
    folds: Mapping[str, int],
) -> Examples:
    """All pairs of gold mentions of each topic."""
    table = tabulate([told for d in documents for told in d.told], rarity, rarest)
    chains = [chain for d in documents for chain in d.chains]
    topics = [d.topic for d in documents for _ in d.told]
    members: dict[str, list[int]] = defaultdict(list)
    for i, topic in enumerate(topics):
        members[topic].append(i)
    pairs = np.array([p for rows in members.values() for p in combinations(rows, 2)], np.int32)
    return Examples(
        features_pf=features_of(table, pairs[:, 0], pairs[:, 1]),
        same_p=np.array([float(chains[i] == chains[j]) for i, j in pairs.tolist()]),
        fold_p=np.array([folds.get(topics[i], -1) for i in pairs[:, 0].tolist()], dtype=np.int64),
    )


def fit(examples: Examples, chosen_p: NDArray[np.bool_], names: Sequence[str]) -> PairWeights:
    """Logistic regression by Newton's method, its weights drawn to their prior means."""
    inputs = examples.features_pf[chosen_p].astype(np.float64)
    inputs = np.concatenate([np.ones((len(inputs), 1)), inputs], axis=1)
    right = examples.same_p[chosen_p]
    mean = np.array([0.0, *(PRIOR.get(name, 0.0) for name in names)])
    pull = np.array([0.0, *(PRIOR_STRENGTH if name in PRIOR else RIDGE for name in names)])
    weights = mean.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (chance - right) + pull * (weights - mean)
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs
        step = np.linalg.solve(curve + np.diag(pull + 1e-6), slope)
        weights -= step
        if np.abs(step).max() < 1e-5:
            break
    return PairWeights(bias=float(weights[0]), weights_f=weights[1:], threshold=0.5)


def _threshold(
    documents: Sequence[MentionedDocument],
    by_fold: Mapping[int, PairWeights],
    folds: Mapping[str, int],
    rarities: tuple[Mapping[str, float], float],
    *,
    vectors: bool,
) -> float:
    """The threshold of the best CoNLL F1 over all folds."""
    found: dict[float, list[list[str]]] = {threshold: [] for threshold in THRESHOLDS}
    gold: list[str] = []
    for fold, weights in by_fold.items():
        own = [d for d in documents if folds[d.topic] == fold]
        told = [t for d in own for t in d.told]
        scored = settle(
            told if vectors else _without_vectors(told),
            [d.subtopic for d in own for _ in d.told],
            lambda table, left, right, w=weights: probabilities(features_of(table, left, right), w),  # type: ignore[misc]
            rarities,
        )
        gold += [chain for d in own for chain in d.chains]
        for threshold, labels in found.items():
            labels.append([f"{fold} {g}" for g in grouped(len(told), scored, threshold)])
    scores = {
        threshold: conll_of(gold, [label for part in labels for label in part])["conll_f1"]
        for threshold, labels in found.items()
    }
    LOG.info("CoNLL F1 over folds, vectors %s: %s", vectors, scores)
    best: Callable[[float], float] = scores.__getitem__
    return max(scores, key=best)


def _without_vectors(told: Sequence[Told]) -> list[Told]:
    from dataclasses import replace

    return [replace(item, vector=None) for item in told]


def write_part(path: Path, part: Mapping[str, Any]) -> None:
    """Write the part `same_events` and keep what others have in the file."""
    whole = json.loads(path.read_text("utf-8")) if path.exists() else {}
    whole["same_events"] = part
    path.write_text(json.dumps(whole, indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
