"""Questions about what was coded, and which of them to ask first.

Enters: what was coded with its probability, and how much hangs on it. Leaves: `Question`s in order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["same-event", "code", "actor"]
KINDS: tuple[Kind, ...] = ("same-event", "code", "actor")
THRESHOLD = 0.5  # of a probability: there a yes and a no are equally likely


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that a judge is asked."""

    kind: Kind
    subject: str  # an event; two with a blank between them for a pair
    asked: str  # the answer that tacitus gives
    probability: float  # that the answer is right
    hangs_on_it: int  # events or documents that a change of the answer touches, at least 1

    @property
    def priority(self) -> float:
        """Uncertainty x impact; see `uncertainty` and `impact`."""
        return uncertainty(self.probability) * impact(self.hangs_on_it)


def uncertainty(probability: float, threshold: float = THRESHOLD) -> float:
    """1 at the threshold, falling in a line to 0 at the end that is farther from it."""
    return 1 - abs(probability - threshold) / max(threshold, 1 - threshold)


def impact(hangs_on_it: int) -> float:
    """1 for one, 2 for two, 3 for four: doubling counts one more.

    By the plain number a state that acts in a thousand events would be asked about a thousand times
    before anything else.
    """
    return 1 + math.log2(max(1, hangs_on_it))


def in_order(questions: Iterable[Question]) -> list[Question]:
    """The questions, that of highest priority first; of as high ones by kind and subject."""
    return sorted(questions, key=lambda q: (-q.priority, KINDS.index(q.kind), q.subject))
