"""Scores of chains of mentions: MUC, B³ and CEAF by entity.

Enters: the gold and the found chains of one document, each mention in one chain of its side at
most. Leaves: a tally; tallies of documents add up, so that a figure is over all links, mentions or
chains of a set. Mentions are what they are: one that only one side has counts against that side.

Source: Vilain et al. 1995 (MUC-6) for MUC; Bagga & Baldwin 1998 for B³; Luo 2005 (EMNLP) for CEAF
with φ4; Pradhan et al. 2014 (ACL) for what becomes of mentions that only one side has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from benchmarks.assignments import assigned
from benchmarks.scores import Range, Tally

Chain: TypeAlias = frozenset[Range]


def muc_tally(gold: Sequence[Chain], found: Sequence[Chain]) -> Tally:
    """The tally of links: a chain of n mentions has n - 1, less one for each cut into parts."""
    return Tally(
        gold=sum(len(chain) - 1 for chain in gold),
        found=sum(len(chain) - 1 for chain in found),
        gold_hit=_links_kept(gold, found),
        found_hit=_links_kept(found, gold),
    )


def b3_tally(gold: Sequence[Chain], found: Sequence[Chain]) -> Tally:
    """The tally of mentions: each counts the share of its chain that the other side has with it."""
    return Tally(
        gold=sum(map(len, gold)),
        found=sum(map(len, found)),
        gold_hit=_shares_kept(gold, found),
        found_hit=_shares_kept(found, gold),
    )


def ceafe_tally(gold: Sequence[Chain], found: Sequence[Chain]) -> Tally:
    """The tally of chains, paired one to one: a pair counts twice its overlap over both sizes."""
    hit = sum(_likeness(*part) for part in _touching(gold, found))
    return Tally(gold=len(gold), found=len(found), gold_hit=hit, found_hit=hit)


def _likeness(gold: Sequence[Chain], found: Sequence[Chain]) -> float:
    """The likeness of the best pairing of chains one to one."""
    alike = [[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold]
    return sum(alike[i][j] for i, j in assigned(alike))


def _touching(
    gold: Sequence[Chain], found: Sequence[Chain]
) -> Iterator[tuple[list[Chain], list[Chain]]]:
    """The chains in parts that share no mention, so that a corpus is paired part by part.

    Chains of different parts have no likeness, so the best pairing is that of the parts.
    """
    others = (_chain_of(found), _chain_of(gold))
    seen: set[Chain] = set()
    for first in gold:
        sides: tuple[list[Chain], list[Chain]] = ([], [])
        waiting = [] if first in seen else [(first, 0)]
        while waiting:
            chain, side = waiting.pop()
            if chain not in sides[side]:
                sides[side].append(chain)
                of = others[side]
                waiting += [(of[mention], 1 - side) for mention in chain if mention in of]
        seen.update(sides[0])
        if sides[0]:
            yield sides


def _links_kept(chains: Sequence[Chain], others: Sequence[Chain]) -> int:
    of = _chain_of(others)
    kept = 0
    for chain in chains:
        # a mention that the other side lacks is a part by itself
        parts = {of.get(mention, mention) for mention in chain}
        kept += len(chain) - len(parts)
    return kept


def _shares_kept(chains: Sequence[Chain], others: Sequence[Chain]) -> float:
    of = _chain_of(others)
    nothing: Chain = frozenset()
    return sum(
        len(chain & of.get(mention, nothing)) / len(chain) for chain in chains for mention in chain
    )


def _chain_of(chains: Iterable[Chain]) -> Mapping[Range, Chain]:
    return {mention: chain for chain in chains for mention in chain}
