"""The unit of training: one document in tokens, with whatever labels its corpus has.

A head with no labels in a corpus is simply absent, so its loss is masked.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tacitus.encode.shapes import shape_ids
from tacitus.encode.windows import Window, sentences_of, split_windows
from tacitus.records import Document, Span
from tacitus.segment import split_document

IGNORE = -100
Range = tuple[int, int]
Record = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class EventGold:
    """One gold event in token ranges."""

    anchors: list[Range]  # the main one first
    event_type: int
    arguments: dict[str, list[Range]]  # role -> ranges
    # role -> name words of its arguments: their other mentions are unsure
    names: dict[str, set[str]]


@dataclass(slots=True, kw_only=True)
class Sample:
    """One document in tokens."""

    doc_id: str
    text: str
    ids: list[int]
    offsets: list[Range]
    shapes: list[int]
    sentence_of: list[int]
    windows: list[Window]
    starts: NDArray[np.int64]  # code points, a token each
    ends: NDArray[np.int64]
    labels: dict[str, NDArray[Any]] = field(default_factory=dict)
    events: list[EventGold] | None = None
    dyads: list[tuple[Range, Range, int]] = field(default_factory=list)

    def tokens_of(self, start: int, end: int) -> Range | None:
        """The tokens that overlap a span of code points; None when none does."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        return (first, last) if last > first else None

    def new_labels(self, head: str, fill: int = 0) -> NDArray[Any]:
        """An array (tokens,) of one label, registered under `head`."""
        self.labels[head] = np.full(len(self.ids), fill, dtype=np.int64)
        return self.labels[head]


@cache
def load_tokenizer(folder: Path) -> Tokenizer:
    """The base model's tokenizer, without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def make_sample(tokenizer: Tokenizer, doc_id: str, text: str) -> Sample:
    """A document in tokens, without labels."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    sentences: tuple[Span, ...] = split_document(Document(text=text)).sentences
    sentence_of = sentences_of(encoded.offsets, sentences)
    return Sample(
        doc_id=doc_id,
        text=text,
        ids=encoded.ids,
        offsets=encoded.offsets,
        shapes=shape_ids(text, encoded.offsets, sentence_of),
        sentence_of=sentence_of,
        windows=split_windows(sentence_of),
        starts=np.array([o[0] for o in encoded.offsets], dtype=np.int64),
        ends=np.array([o[1] for o in encoded.offsets], dtype=np.int64),
    )


def mark_bio(sample: Sample, labels: NDArray[Any], spans: list[tuple[int, int, int]]) -> None:
    """Write B/I label ids: each span is (start, end, id of its B label); I is the next id.

    Longer spans win where two overlap.
    """
    taken = np.zeros(len(labels), dtype=bool)
    for start, end, begin in sorted(spans, key=lambda s: s[0] - s[1]):
        tokens = sample.tokens_of(start, end)
        if tokens and not taken[tokens[0] : tokens[1]].any():
            taken[tokens[0] : tokens[1]] = True
            labels[tokens[0] : tokens[1]] = begin + 1
            labels[tokens[0]] = begin


def read_records(path: Path) -> list[Record]:
    """The records of a JSONL file. Lines end at LF only: texts hold U+2028."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def text_key(text: str) -> str:
    """A key that is equal for copies of one text whose spacing differs."""
    return re.sub(r"\W+", "", text.lower())[:160]


def held_out(doc_id: str) -> bool:
    """True for the tenth of the training documents on which thresholds are tuned."""
    return zlib.crc32(doc_id.encode()) % 10 == 0
