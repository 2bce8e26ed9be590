"""Role fillers of attacks (`muc4`) -> samples for the head `roles`.

Gold gives the first place at which each string of an entity stands in the document. Further places
of the same string may or may not stand for the same entity, so that nothing is learnt from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tokenizers import Tokenizer

from training.corpora.samples import IGNORE, Record, Sample, make_sample, mark_bio


def attack_samples(
    records: Iterable[Record], tokenizer: Tokenizer, labels: Mapping[str, Sequence[str]]
) -> list[Sample]:
    """A sample for each record, with BIO labels of the role fillers; no filler is outside."""
    out = []
    for record in records:
        sample = make_sample(tokenizer, record["doc_id"], record["text"])
        spans = list(_fillers(record, labels["roles"]))
        own = sample.new_labels("roles")
        for start, end in _repeats(record["text"], spans):
            tokens = sample.tokens_of(start, end)
            if tokens:
                own[tokens[0] : tokens[1]] = IGNORE
        mark_bio(sample, own, spans)
        out.append(sample)
    return out


def _fillers(record: Record, labels: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    for event in record.get("events") or ():
        for filler in event.get("args") or ():
            if f"B-{filler['role']}" in labels:
                yield filler["start"], filler["end"], labels.index(f"B-{filler['role']}")


def _repeats(text: str, spans: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    for words in {text[start:end] for start, end, _ in spans if end > start}:
        for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            yield found.span()
