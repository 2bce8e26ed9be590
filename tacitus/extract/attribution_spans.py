"""Spans out of per-token label probabilities, every one well formed.

Enters: one BIO head of an `Encoding`. Leaves: typed spans of the likeliest sequence of labels in
which no "I" stands without its "B". Left out: which spans belong together.

Source: Viterbi 1967, with the hard transition constraints usual for BIO tagging.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.records import Encoding, Span

_FLOOR = 1e-9  # probability below which a label counts as impossible, so that its log is finite


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TypedSpan:
    """A span with its label ("source", "cue" ...) and the mean probability of its tokens."""

    span: Span
    label: str
    score: float


def decode_spans(encoding: Encoding, head: str) -> tuple[TypedSpan, ...]:
    """The spans of the likeliest well-formed label sequence of `head`, in text order."""
    if head not in encoding.scores or not len(encoding.offsets_t):
        return ()
    labels = encoding.labels[head]
    rows: list[list[float]] = encoding.scores[head].tolist()
    path = _best_path(rows, labels)
    offsets: list[list[int]] = encoding.offsets_t.tolist()
    found: list[TypedSpan] = []
    token = 0
    while token < len(path):
        label = labels[path[token]]
        first, token = token, token + 1
        if label == "O":
            continue
        name = label[2:]
        while token < len(path) and labels[path[token]] == f"I-{name}":
            token += 1
        score = sum(rows[t][path[t]] for t in range(first, token)) / (token - first)
        span = Span(start=offsets[first][0], end=offsets[token - 1][1])
        if span.end > span.start:
            found.append(TypedSpan(span=span, label=name, score=score))
    return tuple(found)


def _best_path(rows: Sequence[Sequence[float]], labels: Sequence[str]) -> list[int]:
    """The label index of each token; an "I-x" may only follow "B-x" or "I-x"."""
    into: list[tuple[int, ...]] = []
    for label in labels:
        allowed = (f"B-{label[2:]}", label)
        into.append(
            tuple(
                i
                for i, before in enumerate(labels)
                if not label.startswith("I-") or before in allowed
            )
        )
    best = [
        -math.inf if label.startswith("I-") else _log(p)
        for label, p in zip(labels, rows[0], strict=True)
    ]
    back: list[list[int]] = []
    inside = [i for i, label in enumerate(labels) if label.startswith("I-")]
    for row in rows[1:]:
        top = max(range(len(best)), key=best.__getitem__)
        came = [top] * len(labels)
        for i in inside:
            came[i] = max(into[i], key=best.__getitem__)
        best = [best[came[i]] + _log(p) for i, p in enumerate(row)]
        back.append(came)
    at = max(range(len(best)), key=best.__getitem__)
    path = [at]
    for came in reversed(back):
        at = came[at]
        path.append(at)
    return path[::-1]


def _log(probability: float) -> float:
    return math.log(max(probability, _FLOOR))
