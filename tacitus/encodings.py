"""What the encoder says of a document, in arrays. Used through `tacitus.records`, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tacitus.records import Span

Floats: TypeAlias = NDArray[np.float32]
Offsets: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Encoding:
    """What the encoder says of one document. Lives in memory only.

    `offsets_t` (tokens, 2) code points; `vectors_tw` (tokens, width);
    `scores[head]` (tokens, labels) probabilities, label names in `labels[head]`;
    `sentence_t` (tokens,) index into `Segmentation.sentences`; `context_w` (width,) document mean.
    """

    offsets_t: Offsets
    vectors_tw: Floats
    scores: dict[str, Floats]
    labels: dict[str, tuple[str, ...]]
    sentence_t: Offsets
    context_w: Floats

    def tokens_of(self, span: Span) -> slice:
        """The tokens that overlap `span`; empty slice when none does."""
        first = int(np.searchsorted(self.offsets_t[:, 1], span.start, side="right"))
        last = int(np.searchsorted(self.offsets_t[:, 0], span.end, side="left"))
        return slice(first, max(first, last))

    def mean_of(self, span: Span) -> Floats:
        """The mean vector (width,) of the tokens of `span`; zeros when it has none."""
        tokens = self.tokens_of(span)
        if tokens.start == tokens.stop:
            return np.zeros(self.vectors_tw.shape[1], dtype=np.float32)
        mean: Floats = self.vectors_tw[tokens].mean(axis=0)
        return mean


class PairScorer(Protocol):
    """What the encoder's pair heads answer; stages that pair spans are handed one."""

    def arguments(
        self,
        encoding: Encoding,
        anchors: Sequence[Span],
        mentions: Sequence[Span],
        pairs: Sequence[tuple[int, int]],
    ) -> Floats:
        """Probabilities (pairs, 4) that a mention is the actor, recipient, speaker, place."""
        ...

    def same_event(
        self,
        encoding: Encoding,
        text: str,
        anchors: Sequence[Span],
        pairs: Sequence[tuple[int, int]],
    ) -> Floats:
        """Probabilities (pairs,) that two anchors tell of one happening."""
        ...
