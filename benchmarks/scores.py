"""Counting: span matches, F1, macro-F1. Every figure that leaves is a percentage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Range: TypeAlias = tuple[int, int]  # code points, half-open


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was there, what was found, and how much of each the other side confirms."""

    gold: int = 0
    found: int = 0
    gold_hit: float = 0  # gold items that something found matches
    found_hit: float = 0  # found items that something gold matches

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            gold=self.gold + other.gold,
            found=self.found + other.found,
            gold_hit=self.gold_hit + other.gold_hit,
            found_hit=self.found_hit + other.found_hit,
        )

    @property
    def precision(self) -> float:
        """The share of the found that is right; 0 when nothing was found."""
        return 100 * self.found_hit / max(1, self.found)

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 0 when there is none."""
        return 100 * self.gold_hit / max(1, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def overlap(left: Range, right: Range) -> bool:
    """True when the two ranges share at least one code point."""
    return left[0] < right[1] and right[0] < left[1]


def trimmed(span: Range, text: str) -> Range:
    """The span without the white space at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def exact_tally(gold: Iterable[Range], found: Iterable[Range]) -> Tally:
    """The tally of spans that must agree at both ends; a span given twice counts once."""
    wanted, given = set(gold), set(found)
    hit = len(wanted & given)
    return Tally(gold=len(wanted), found=len(given), gold_hit=hit, found_hit=hit)


def overlap_tally(gold: Iterable[Range], found: Iterable[Range]) -> Tally:
    """The tally of spans that must share a code point; one span may confirm several."""
    wanted, given = set(gold), set(found)
    return Tally(
        gold=len(wanted),
        found=len(given),
        gold_hit=sum(any(overlap(g, f) for f in given) for g in wanted),
        found_hit=sum(any(overlap(f, g) for g in wanted) for f in given),
    )


def paired(gold: Sequence[Range], found: Sequence[Range]) -> list[tuple[int, int]]:
    """Index pairs (gold, found) of overlapping spans, each index once, longest overlap first."""
    shared = [
        (min(g[1], f[1]) - max(g[0], f[0]), -i, -j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if overlap(g, f)
    ]
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, i, j in sorted(shared, reverse=True):
        if -i not in used_gold and -j not in used_found:
            used_gold.add(-i)
            used_found.add(-j)
            pairs.append((-i, -j))
    return pairs


def label_f1(answers: Sequence[tuple[str, str | None]]) -> dict[str, float]:
    """F1 of each label over (gold, answer) pairs; no answer is an answer to nothing."""
    gold = Counter(g for g, _ in answers)
    given = Counter(a for _, a in answers if a is not None)
    right = Counter(g for g, a in answers if g == a)
    return {
        label: 200 * right[label] / (gold[label] + given[label])
        for label in sorted(gold.keys() | given.keys())
    }


def macro_f1(answers: Sequence[tuple[str, str | None]]) -> float:
    """The mean F1 over the labels that occur in the gold or the answers; 0 for no pair."""
    scores = label_f1(answers)
    return sum(scores.values()) / len(scores) if scores else 0.0
