"""A comparison in sentences, for the terminal and the page."""

from __future__ import annotations

from collections.abc import Iterator

from tacitus.compare import Comparison
from tacitus.compare.counts import Side


def facts_of(found: Comparison) -> Iterator[str]:
    """What a reader should know first, a sentence or two each."""
    for letter, side in (("A", found.left), ("B", found.right)):
        yield f"{letter}, {side.name}: {len(side.events):,} events{_left_out(side)}."
    if found.first is None:
        yield "There is no day that both have events on or around."
        return
    counts = [len(found.matches) + len(only) for only in (found.only_left, found.only_right)]
    yield (
        f"From {found.first} to {found.last}, which both cover: {counts[0]:,} in A, "
        f"{counts[1]:,} in B."
    )
    shares = [_share(len(found.matches), count) for count in counts]
    yield (f"{len(found.matches):,} are in both: {shares[0]} of A, {shares[1]} of B.")


def _left_out(side: Side) -> str:
    parts = [f"{count:,} {why}" for why, count in side.left_out.items() if count]
    return f"; left out: {', '.join(parts)}" if parts else ""


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"
