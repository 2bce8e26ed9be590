"""Encodings made by hand: one token a word, probability near 1 for the label that a span has."""

import re

import numpy as np

from tacitus.records import Encoding, Span

ATTRIBUTION = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def encode_spans(text: str, spans: list[tuple[Span, str]], labels=ATTRIBUTION, head="attribution"):
    """An encoding whose head gives every span its label, without doubt."""
    offsets = np.array([m.span() for m in _TOKEN.finditer(text)], dtype=np.int64).reshape(-1, 2)
    scores = np.full((len(offsets), len(labels)), 0.001, dtype=np.float32)
    scores[:, 0] = 0.9
    for span, label in spans:
        inside = [i for i, (s, e) in enumerate(offsets) if s >= span.start and e <= span.end]
        for position, token in enumerate(inside):
            scores[token, 0] = 0.001
            scores[token, labels.index(f"{'I' if position else 'B'}-{label}")] = 0.9
    return make_encoding(offsets, {head: scores}, {head: labels})


def make_encoding(offsets, scores, labels):
    """An encoding with these offsets and scores and empty vectors."""
    return Encoding(
        offsets_t=offsets,
        vectors_tw=np.zeros((len(offsets), 2), dtype=np.float32),
        scores=scores,
        labels=labels,
        sentence_t=np.zeros(len(offsets), dtype=np.int64),
        context_w=np.zeros(2, dtype=np.float32),
    )
