"""Factuality of predicates (`fact_uds_ih2`) -> samples for the head `factuality`."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from tokenizers import Tokenizer

from training.corpora.samples import Record, Sample, make_sample


def factuality_samples(records: Iterable[Record], tokenizer: Tokenizer) -> list[Sample]:
    """A sample for each record; labels are -3..3 at predicates, NaN elsewhere."""
    out = []
    for record in records:
        sample = make_sample(tokenizer, record["doc_id"], record["text"])
        values = np.full(len(sample.ids), np.nan, dtype=np.float32)
        for event in record["events"]:
            tokens = sample.tokens_of(*event["trigger"][:2]) if event.get("trigger") else None
            if tokens and event.get("factuality") is not None:
                values[tokens[0] : tokens[1]] = event["factuality"]
        sample.labels["factuality"] = values
        out.append(sample)
    return out
