"""Turns label probabilities of tokens into spans of code points, on whole words.

Enters: BIO probabilities (tokens, labels). Leaves: (Span, label, score), in text order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tacitus.records import Encoding, Floats, Span


def decode_bio(
    encoding: Encoding, head: str, text: str, *, threshold: float = 0.5
) -> list[tuple[Span, str, float]]:
    """Spans of a BIO head: each run of tokens outside "O" with its best type.

    A token is outside "O" when P(O) < 1 - threshold. Runs are widened to whole words; a new span
    begins where B beats I. The score is the mean of 1 - P(O) over the run.
    """
    scores, labels = encoding.scores[head], encoding.labels[head]
    inside = 1 - scores[:, 0]
    begins = np.array([i for i, name in enumerate(labels) if name.startswith("B")])
    goes_on = np.array([i for i, name in enumerate(labels) if name.startswith("I")])
    kinds = [labels[i].partition("-")[2] for i in begins]
    begin_t = scores[:, begins]
    inside_t = scores[:, goes_on]
    out: list[tuple[Span, str, float]] = []
    for low, high in _runs(inside, begin_t, inside_t, threshold, encoding, text):
        kind = int((begin_t[low:high] + inside_t[low:high]).sum(axis=0).argmax())
        span = Span(start=int(encoding.offsets_t[low, 0]), end=int(encoding.offsets_t[high - 1, 1]))
        out.append((span, kinds[kind], float(inside[low:high].mean())))
    return out


def _runs(
    inside: Floats,
    begin_tk: Floats,
    inside_tk: Floats,
    threshold: float,
    encoding: Encoding,
    text: str,
) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    starts_piece = _pieces(encoding, text)
    sentence = encoding.sentence_t
    for index in np.flatnonzero(inside > threshold).tolist():
        joined = bool(runs) and runs[-1][1] == index and sentence[index] == sentence[index - 1]
        fresh = begin_tk[index].sum() > inside_tk[index].sum() and not starts_piece[index]
        if joined and not fresh:
            kind = int((begin_tk[index] + inside_tk[index]).argmax())
            before = int((begin_tk[index - 1] + inside_tk[index - 1]).argmax())
            if kind == before or starts_piece[index]:
                runs[-1] = (runs[-1][0], index + 1)
                continue
        runs.append((index, index + 1))
    return _whole_words(runs, starts_piece)


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
