"""Groups of happenings that are one, from the probabilities of pairs.

Enters: how many there are, pairs with probabilities, and a threshold. Leaves: groups of indices.
Average linkage: two groups become one while the mean probability over all pairs between them is
the largest that is left and reaches the threshold; a pair without a probability counts as 0. One
sure pair thus cannot chain two groups that disagree otherwise, which single linkage would.

Source: UPGMA (Sokal & Michener 1958), in the sparse form: a group keeps only the groups that it
shares a scored pair with, so the time grows with the pairs and not with the square of the events.
For coreference across documents: Cattan et al. 2021 (ACL Findings).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

APART = -1e6  # the score of two that a person judged to be apart: no mean outweighs it


def average_linkage(
    count: int, scores: Mapping[tuple[int, int], float], threshold: float
) -> list[list[int]]:
    """Groups of the indices 0 .. count - 1, each sorted, by first member.

    The same pairs give the same groups in any order: what is equally near is joined by index.
    """
    groups: dict[int, list[int]] = {i: [i] for i in range(count)}
    between: list[dict[int, float]] = [{} for _ in range(count)]
    for (i, j), score in scores.items():
        between[i][j] = between[j][i] = score
    heap = [(-s, min(p), max(p)) for p, s in scores.items() if s >= threshold]
    heapq.heapify(heap)
    while heap:
        mean, one, two = heapq.heappop(heap)
        if one not in groups or two not in groups or two not in between[one]:
            continue
        if -mean != _mean(one, two, groups, between):
            continue  # an older mean of the two; the newer one is in the heap too
        _join(one, two, groups, between)
        for other in between[one]:
            fresh = _mean(one, other, groups, between)
            if fresh >= threshold:
                heapq.heappush(heap, (-fresh, min(one, other), max(one, other)))
    return sorted(groups.values())


def _mean(
    one: int, two: int, groups: Mapping[int, list[int]], between: Sequence[Mapping[int, float]]
) -> float:
    return between[one][two] / (len(groups[one]) * len(groups[two]))


def _join(
    one: int, two: int, groups: dict[int, list[int]], between: Sequence[dict[int, float]]
) -> None:
    """Make `two` part of `one`."""
    del between[one][two], between[two][one]
    for other, total in between[two].items():
        del between[other][two]
        between[one][other] = between[other][one] = between[one].get(other, 0.0) + total
    between[two].clear()
    groups[one] = sorted(groups[one] + groups.pop(two))


def connected(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Groups of the indices 0 .. count - 1 that the pairs join, each sorted, by first member."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for one, two in pairs:
        low, high = sorted((root(one), root(two)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for i in range(count):
        groups.setdefault(root(i), []).append(i)
    return list(groups.values())
