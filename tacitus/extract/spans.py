"""Turns label probabilities of tokens into spans of code points, on whole words.

Enters: BIO probabilities (tokens, labels). Leaves: (Span, label, score), in text order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tacitus.records import Encoding, Span


def decode_bio(
    encoding: Encoding, head: str, text: str, *, threshold: float = 0.5, part: bool = True
) -> list[tuple[Span, str, float]]:
    """Spans of a BIO head: each run of tokens outside "O" with its best type.

    A token is outside "O" when P(O) < 1 - threshold. Runs are widened to whole words. With `part`
    a new span begins where B beats I, unless nothing stands between it and the token before
    ("al-Harith"). The score is the mean of 1 - P(O) over the run.
    """
    scores, labels = encoding.scores[head], encoding.labels[head]
    inside = 1 - scores[:, 0]
    begins = np.array([i for i, name in enumerate(labels) if name.startswith("B")])
    goes_on = np.array([i for i, name in enumerate(labels) if name.startswith("I")])
    kinds = [labels[i].partition("-")[2] for i in begins]
    begin_t = scores[:, begins]
    inside_t = scores[:, goes_on]
    out: list[tuple[Span, str, float]] = []
    fresh_t = begin_t.sum(axis=1) > inside_t.sum(axis=1)
    kind_t = (begin_t + inside_t).argmax(axis=1)
    starts = fresh_t if part else np.zeros_like(fresh_t)
    for low, high in _runs(encoding, text, inside > threshold, starts, kind_t):
        kind = int((begin_t[low:high] + inside_t[low:high]).sum(axis=0).argmax())
        span = Span(start=int(encoding.offsets_t[low, 0]), end=int(encoding.offsets_t[high - 1, 1]))
        out.append((span, kinds[kind], float(inside[low:high].mean())))
    return out


def _runs(
    encoding: Encoding,
    text: str,
    inside_t: NDArray[np.bool_],
    fresh_t: NDArray[np.bool_],
    kind_t: NDArray[np.int64],
) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    piece = _pieces(encoding, text)
    offsets, sentence = encoding.offsets_t, encoding.sentence_t
    for index in np.flatnonzero(inside_t).tolist():
        if runs and runs[-1][1] == index and sentence[index] == sentence[index - 1]:
            touches = bool(offsets[index, 0] == offsets[index - 1, 1])
            if touches or (not fresh_t[index] and kind_t[index] == kind_t[index - 1]):
                runs[-1] = (runs[-1][0], index + 1)
                continue
        runs.append((index, index + 1))
    return _whole_words(runs, piece)


def _pieces(encoding: Encoding, text: str) -> list[bool]:
    """True for tokens that continue the word of the token before."""
    offsets = encoding.offsets_t
    out = [False] * len(offsets)
    for index in range(1, len(offsets)):
        start = int(offsets[index, 0])
        if start == int(offsets[index - 1, 1]):
            out[index] = text[start - 1].isalnum() and text[start].isalnum()
    return out


def _whole_words(runs: Sequence[tuple[int, int]], piece: list[bool]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in runs:
        low, high = start, end
        while low > 0 and piece[low]:
            low -= 1
        while high < len(piece) and piece[high]:
            high += 1
        if out and out[-1][1] > low:
            out[-1] = (out[-1][0], max(high, out[-1][1]))
        else:
            out.append((low, high))
    return out
