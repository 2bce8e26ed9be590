"""Cuts a document's tokens into windows of whole sentences that the encoder can read.

Enters: token offsets and the sentence of each token. Leaves: windows over token indices. A window
may begin with the sentence before it as context: such tokens are read but not answered for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.records import Span

# 254 + [CLS] + [SEP] = 256, the length the base model was tuned for; longer windows read slower
# (research: 13.2 articles/CPU-s by sentence, 11.1 packed to 256).
WINDOW = 254
CONTEXT = 48  # tokens of the sentence before; longer ones are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Tokens `context_start..end` are read, `start..end` are answered for."""

    context_start: int
    start: int
    end: int


def sentences_of(offsets: Sequence[tuple[int, int]], sentences: Sequence[Span]) -> list[int]:
    """The index of the sentence of each token (the last one that starts at or before it)."""
    out, at = [], 0
    for start, _ in offsets:
        while at + 1 < len(sentences) and sentences[at + 1].start <= start:
            at += 1
        out.append(at)
    return out


def split_windows(sentence_of: Sequence[int]) -> list[Window]:
    """Windows that cover every token once, each of whole sentences where these fit."""
    windows: list[Window] = []
    start = context = 0
    bounds = _sentence_bounds(sentence_of)
    end = 0
    for _, high in bounds:
        if end > start and high - context > WINDOW:
            windows.append(Window(context_start=context, start=start, end=end))
            context = _context(bounds, start, end)
            start = end
        while high - context > WINDOW:  # one sentence longer than a window
            cut = start + WINDOW - (start - context)
            windows.append(Window(context_start=context, start=start, end=cut))
            start = context = cut
        end = high
    if end > start:
        windows.append(Window(context_start=context, start=start, end=end))
    return windows


def _sentence_bounds(sentence_of: Sequence[int]) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    start = 0
    for index in range(1, len(sentence_of) + 1):
        if index == len(sentence_of) or sentence_of[index] != sentence_of[start]:
            bounds.append((start, index))
            start = index
    return bounds


def _context(bounds: list[tuple[int, int]], start: int, end: int) -> int:
    for low, high in bounds:
        if high == end and low >= start and high - low <= CONTEXT:
            return low
    return end
