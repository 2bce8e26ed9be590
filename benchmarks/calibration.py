"""How far scores are probabilities, and what a reader gains and loses with `--min-score`.

Enters: the score of each found event, and whether a gold event of its type stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BINS = 10
LEVELS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One found event."""

    event_type: str
    score: float  # probability that it is right
    right: bool


def calibration(judged: Sequence[Judged], gold: Mapping[str, int]) -> dict[str, Any]:
    """`ece`, the reliability table, and precision and recall by least score, by event type.

    `gold` counts the gold events of each type.
    """
    types = sorted(gold)
    return {
        "ece": round(expected_error(judged), 2),
        "reliability": reliability(judged),
        "curves": {
            name: _curve(
                [j for j in judged if name in (j.event_type, "all")],
                sum(gold.values()) if name == "all" else gold[name],
            )
            for name in ("all", *types)
        },
    }


def expected_error(judged: Sequence[Judged]) -> float:
    """The expected calibration error in points: mean |confidence - accuracy| over ten bins.

    Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, equation 3.
    """
    total = sum(row["found"] * abs(row["score"] - row["right"]) for row in reliability(judged))
    return float(total / max(1, len(judged)))


def reliability(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """For each tenth of the scale that holds events: their number, mean score and share right."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for item in judged:
        bins[min(BINS - 1, int(item.score * BINS))].append(item)
    return [
        {
            "found": len(items),
            "score": round(100 * sum(i.score for i in items) / len(items), 1),
            "right": round(100 * sum(i.right for i in items) / len(items), 1),
        }
        for items in bins
        if items
    ]


def _curve(judged: Sequence[Judged], gold: int) -> list[dict[str, float]]:
    out = []
    for level in LEVELS:
        kept = Counter(j.right for j in judged if j.score >= level)
        found = kept[True] + kept[False]
        out.append(
            {
                "min_score": level,
                "found": found,
                "precision": round(100 * kept[True] / max(1, found), 1),
                "recall": round(100 * kept[True] / max(1, gold), 1),
            }
        )
    return out
