"""How far two judges agree beyond chance.

Enters: the verdicts of judges by question. Leaves: Cohen's kappa with its interval for each pair.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

_Z = 1.959964  # of a two-sided interval of 95%
_TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two judges on the questions that both judged."""

    judges: tuple[str, str]
    questions: int
    agreed: float  # share
    kappa: float | None  # None: both gave one and the same verdict always, chance explains all
    low: float | None  # of an interval of 95%
    high: float | None


def agreements(verdicts: Mapping[str, Mapping[str, str]]) -> list[Agreement]:
    """The agreement of each pair of judges that share a question; judge -> question -> verdict."""
    found = []
    for one, other in combinations(sorted(verdicts), 2):
        shared = sorted(verdicts[one].keys() & verdicts[other].keys())
        if shared:
            pairs = [(verdicts[one][q], verdicts[other][q]) for q in shared]
            found.append(_agreement((one, other), pairs))
    return found


def _agreement(judges: tuple[str, str], pairs: Sequence[tuple[str, str]]) -> Agreement:
    count = len(pairs)
    agreed = sum(one == other for one, other in pairs) / count
    interval = cohen_kappa(pairs)
    kappa, low, high = interval if interval else (None, None, None)
    return Agreement(judges=judges, questions=count, agreed=agreed, kappa=kappa, low=low, high=high)


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> tuple[float, float, float] | None:
    """Kappa and the ends of its 95% interval; None where agreement by chance is certain.

    Where the judges agree on all, the large-sample error is 0 and says nothing; the lower end
    is then the kappa of the lowest share of agreement that n agreements in n leave possible
    (Clopper and Pearson 1934).

    Source: Cohen 1960; the error is that of Fleiss, Cohen and Everitt 1969 (Psychological Bulletin
    72:5), eq. 13.
    """
    count = len(pairs)
    cells = {cell: n / count for cell, n in Counter(pairs).items()}
    left = {k: n / count for k, n in Counter(one for one, _ in pairs).items()}
    right = {k: n / count for k, n in Counter(other for _, other in pairs).items()}
    chance = sum(share * right.get(name, 0.0) for name, share in left.items())
    agreed = sum(share for (one, other), share in cells.items() if one == other)
    if chance >= 1:
        return None
    kappa = (agreed - chance) / (1 - chance)
    if all(one == other for one, other in pairs):
        return kappa, (_TAIL ** (1 / count) - chance) / (1 - chance), 1.0
    spread = 0.0
    for (one, other), share in cells.items():
        if one == other:
            both = left[one] + right[one]
            spread += share * (1 - both * (1 - kappa)) ** 2
        else:
            both = right.get(one, 0.0) + left.get(other, 0.0)
            spread += share * both**2 * (1 - kappa) ** 2
    spread -= (kappa - chance * (1 - kappa)) ** 2
    error = math.sqrt(max(0.0, spread) / count) / (1 - chance)
    return kappa, max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error)
