"""Happenings that several reports tell of: blocking, scores, groups and links in one call.

Enters: happenings as told, and what people judged of pairs. Leaves: groups and `same_event` links.
Nothing is merged. The same happenings give the same links in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tacitus.records import Link
from tacitus.relate.blocking import find_candidates
from tacitus.relate.clusters import APART, average_linkage, connected
from tacitus.relate.explanations import explain
from tacitus.relate.pair_scores import EventScorer, load_scorer, score_pairs
from tacitus.relate.reports import Told
from tacitus.relate.tables import Table

Pair = tuple[int, int]
# Two groups are linked when they are likelier one than not. The tuned thresholds of the weights are
# lower: they serve F1 where all reports are of one happening, and link too much elsewhere.
LINKED = 0.5
LEAST = 0.05  # pairs less probable than this are as good as none: they count as 0 in a mean
CLOSED = 30  # groups up to this size have all their pairs scored before they are settled
KEPT = 3  # links of one happening that are kept beside those that hold its group together


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvents:
    """Groups of two or more happenings, and the links that hold them together."""

    groups: tuple[tuple[str, ...], ...]  # of event ids, sorted
    links: tuple[Link, ...]  # left_id < right_id, sorted


def find_same_events(
    told: Sequence[Told],
    *,
    judged: Mapping[tuple[str, str], bool] | None = None,
    scorer: EventScorer | None = None,
) -> SameEvents:
    """The groups of happenings that are one, and why.

    `judged` are pairs of event ids that a person has decided: True: one, False: two. Such a pair
    is together or apart whatever the scores say, unless people contradict each other.

    Raises:
        ModelError: the packaged weights are damaged.
    """
    scorer = scorer or load_scorer()
    ordered = sorted(told, key=lambda item: item.event_id)
    if len(ordered) < 2:
        return SameEvents(groups=(), links=())
    table = scorer.tabulate(ordered)
    index = {item.event_id: i for i, item in enumerate(ordered)}
    decided = _decided(judged or {}, index)
    scores = pair_chances(table, scorer)
    groups = [g for g in _groups(len(table.told), scores, decided) if len(g) > 1]
    links = [link for group in groups for link in _links(ordered, group, scores, decided)]
    return SameEvents(
        groups=tuple(tuple(ordered[i].event_id for i in group) for group in groups),
        links=tuple(sorted(links, key=lambda link: (link.left_id, link.right_id))),
    )


def pair_chances(table: Table, scorer: EventScorer) -> dict[Pair, float]:
    """Probabilities of all pairs worth having; where pairs hang together, of all among them."""
    weights = scorer.weights_for(table)
    found = find_candidates(table)
    chance_p = score_pairs(table, found.left_p, found.right_p, weights)
    kept = chance_p >= LEAST
    lefts, rights = found.left_p[kept].tolist(), found.right_p[kept].tolist()
    scores = dict(zip(zip(lefts, rights, strict=True), chance_p[kept].tolist(), strict=True))
    near = [pair for pair, score in scores.items() if score >= LINKED]
    missing = [
        pair
        for group in connected(len(table.told), near)
        if 2 < len(group) <= CLOSED
        for pair in combinations(group, 2)
        if pair not in scores
    ]
    if missing:
        pairs = np.array(missing, dtype=np.int32)
        more = score_pairs(table, pairs[:, 0], pairs[:, 1], weights).tolist()
        scores |= {p: s for p, s in zip(missing, more, strict=True) if s >= LEAST}
    return scores


def _decided(judged: Mapping[tuple[str, str], bool], index: Mapping[str, int]) -> dict[Pair, bool]:
    out = {}
    for (one, two), same in judged.items():
        if one in index and two in index and one != two:
            low, high = sorted((index[one], index[two]))
            out[low, high] = same
    return out


def _groups(
    count: int, scores: Mapping[Pair, float], decided: Mapping[Pair, bool]
) -> list[list[int]]:
    """Groups by average linkage; what people put together goes first, what they parted never."""
    together = connected(count, [pair for pair, same in decided.items() if same])
    if len(together) == count:
        weighed = {**scores, **{pair: APART for pair in decided}}
        return average_linkage(count, weighed, LINKED)
    of = {i: g for g, group in enumerate(together) for i in group}
    sums: dict[Pair, float] = {}
    for (i, j), score in scores.items():
        pair = (min(of[i], of[j]), max(of[i], of[j]))
        if pair[0] != pair[1]:
            size = len(together[pair[0]]) * len(together[pair[1]])
            sums[pair] = sums.get(pair, 0.0) + score / size
    for (i, j), same in decided.items():
        if not same and of[i] != of[j]:
            sums[min(of[i], of[j]), max(of[i], of[j])] = APART
    joined = average_linkage(len(together), sums, LINKED)
    return [sorted(i for g in groups for i in together[g]) for groups in joined]


def _links(
    told: Sequence[Told],
    group: Sequence[int],
    scores: Mapping[Pair, float],
    decided: Mapping[Pair, bool],
) -> list[Link]:
    """Links of one group: the surest that hold it together, and the surest of each member."""
    inside = [
        (1.0 if decided.get(pair) else scores.get(pair, 0.0), pair)
        for pair in combinations(group, 2)
        if pair in scores or decided.get(pair)
    ]
    inside.sort(key=lambda item: (-item[0], item[1]))
    part = {i: i for i in group}
    taken = dict.fromkeys(group, 0)
    links = []
    for score, (i, j) in inside:
        bridge = part[i] != part[j]
        if not bridge and min(taken[i], taken[j]) >= KEPT:
            continue
        if bridge:
            old, new = part[j], part[i]
            part = {member: new if of == old else of for member, of in part.items()}
        taken[i] += 1
        taken[j] += 1
        links.append(
            Link(
                left_id=told[i].event_id,
                right_id=told[j].event_id,
                relation="same_event",
                score=round(score, 4),
                judge="person" if (i, j) in decided else "model",
                evidence=explain(told[i], told[j]),
            )
        )
    return links
