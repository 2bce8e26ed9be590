"""Scores of chains of mentions: MUC, B³ and CEAF by entity.

Enters: the gold and the found chains of one document, each mention in one chain of its side at
most. Leaves: a tally; tallies of documents add up, so that a figure is over all links, mentions or
chains of a set. Mentions are what they are: one that only one side has counts against that side.

Source: Vilain et al. 1995 (MUC-6) for MUC; Bagga & Baldwin 1998 for B³; Luo 2005 (EMNLP) for CEAF
with φ4; Pradhan et al. 2014 (ACL) for what becomes of mentions that only one side has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    alike = [[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold]
    hit = sum(alike[i][j] for i, j in assigned(alike))
    return Tally(gold=len(gold), found=len(found), gold_hit=hit, found_hit=hit)


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
