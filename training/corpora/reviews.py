"""Judged events of a store -> samples.

Enters: a store in which `tacitus review` was used. Leaves: a sample for each document with a
decision: labels at the judged anchors and actors, `IGNORE` everywhere else, for nobody has looked
there. Left out: which actor belongs to which event, since the loss of arguments ranks all mentions
of an event and knows no event that was judged in part; and pairs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from tacitus.export.events import events_resolved
from tacitus.store import Store
from training.corpora.samples import IGNORE, Range, Sample, make_sample

Labels = Mapping[str, Sequence[str]]
_DECISIONS = "select document_id, kind, anchor_start, anchor_end, asked, verdict, correction "
_DECISIONS += "from decisions order by all"


def review_samples(folder: Path, tokenizer: Tokenizer, labels: Labels) -> list[Sample]:
    """A sample for each document of the store that has a decision which teaches something.

    Raises:
        StoreError: `folder` is no store.
    """
    store = Store.open(folder)
    by_document: dict[str, list[tuple[Any, ...]]] = {}
    for name, *decision in store.connect().execute(_DECISIONS).fetchall():
        by_document.setdefault(name, []).append(tuple(decision))
    samples = [
        _sample(store, name, decisions, tokenizer, labels)
        for name, decisions in by_document.items()
    ]
    return [
        sample for sample in samples if any((v != IGNORE).any() for v in sample.labels.values())
    ]


def _sample(
    store: Store,
    document_id: str,
    decisions: Sequence[tuple[Any, ...]],
    tokenizer: Tokenizer,
    labels: Labels,
) -> Sample:
    coding = store.coding(document_id)
    sample = make_sample(tokenizer, document_id, coding.document.text)
    for head in ("anchors", "participants", "event_types", "modes"):
        sample.new_labels(head, IGNORE)
    spans = {
        (item["anchor"][0], item["anchor"][1]): [actor["span"] for actor in item["actors"]]
        for item in events_resolved(coding)
    }
    for kind, start, end, asked, verdict, correction in decisions:
        if kind == "code":
            code = asked if verdict == "yes" else correction
            tokens = sample.tokens_of(start, end)
            if code is not None and tokens is not None:
                _mark_code(sample, tokens, code, labels)
        else:
            given = spans.get((start, end), []) if verdict == "yes" else []
            for span in (*given, *_corrected(correction)):
                _mark(sample, "participants", sample.tokens_of(*span))
    return sample


def _mark_code(sample: Sample, tokens: Range, code: str, labels: Labels) -> None:
    if code == "none":
        sample.labels["anchors"][slice(*tokens)] = 0
        return
    event_type, _, mode = code.partition("/")
    name = code if mode else "none"
    if event_type not in labels["event_types"] or name not in labels["modes"]:
        return  # of a codebook of the user's own
    _mark(sample, "anchors", tokens)
    sample.labels["event_types"][slice(*tokens)] = labels["event_types"].index(event_type)
    sample.labels["modes"][slice(*tokens)] = labels["modes"].index(name)


def _mark(sample: Sample, head: str, tokens: Range | None) -> None:
    """B and I of a head of two labels, and nothing else."""
    if tokens is not None:
        sample.labels[head][slice(*tokens)] = 2
        sample.labels[head][tokens[0]] = 1


def _corrected(correction: str | None) -> Iterator[tuple[int, int]]:
    for actor in json.loads(correction) if correction else ():
        yield actor["span"][0], actor["span"][1]
