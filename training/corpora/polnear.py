"""Attributions (`polnear`) -> samples for the head `attribution`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tokenizers import Tokenizer

from training.corpora.samples import Record, Sample, make_sample, mark_bio


def attribution_samples(
    records: Iterable[Record], tokenizer: Tokenizer, labels: Mapping[str, Sequence[str]]
) -> list[Sample]:
    """A sample for each record, with BIO labels of sources, cues and contents.

    Discontinuous parts are separate spans; which belongs to which is not the head's business.
    """
    out = []
    for record in records:
        sample = make_sample(tokenizer, record["doc_id"], record["text"])
        spans = [
            (start, end, labels["attribution"].index(f"B-{part}"))
            for attribution in record["attributions"]
            for part in ("source", "cue", "content")
            for start, end in attribution.get(part) or []
        ]
        mark_bio(sample, sample.new_labels("attribution"), spans)
        out.append(sample)
    return out
