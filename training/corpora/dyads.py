"""PLOVER roots of given actor-recipient pairs (`plv`) -> samples for the dyad head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer

from training.corpora.samples import Range, Record, Sample, make_sample


def dyad_samples(
    records: Iterable[Record], tokenizer: Tokenizer, roots: Sequence[str]
) -> list[Sample]:
    """A sample for each record whose pair is written; a side without a span is the whole text."""
    out = []
    for record in records:
        sample = make_sample(tokenizer, record["doc_id"], record["text"])
        relation = record["relation"]
        pair = [_side(relation[side], sample) for side in ("source", "target")]
        sample.dyads.append((pair[0], pair[1], roots.index(relation["root"])))
        out.append(sample)
    return out


def _side(span: Sequence[int] | dict[str, int] | None, sample: Sample) -> Range:
    if isinstance(span, dict):
        span = (span["start"], span["end"])
    tokens = sample.tokens_of(span[0], span[1]) if span else None
    return tokens or (0, len(sample.ids))
