"""Named entities (`en_worldwide_newswire`) -> samples for the head `names`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tokenizers import Tokenizer

from training.corpora.samples import Record, Sample, make_sample, mark_bio


def name_samples(
    records: Iterable[Record], tokenizer: Tokenizer, labels: Mapping[str, Sequence[str]]
) -> list[Sample]:
    """A sample for each record, with BIO labels of its named entities."""
    out = []
    for record in records:
        sample = make_sample(tokenizer, record["doc_id"], record["text"])
        spans = [
            (e["start"], e["end"], labels["names"].index(f"B-{e['label']}"))
            for e in record["entities"]
            if f"B-{e['label']}" in labels["names"]
        ]
        mark_bio(sample, sample.new_labels("names"), spans)
        out.append(sample)
    return out
