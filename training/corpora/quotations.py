"""Single sentences of `polnear` in the spacing and quotation marks of treebank text -> samples.

Published systems are trained and compared on such instances (CofeNet, COLING 2022), and corpora of
older newswire look like them: "``" opens a quotation, "''" closes it, and no context is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tokenizers import Tokenizer

from tacitus.records import Document
from tacitus.segment import split_document
from training.corpora.samples import Range, Record, Sample, make_sample, mark_bio

PARTS = ("source", "cue", "content")


def quotation_samples(
    records: Iterable[Record], tokenizer: Tokenizer, labels: Mapping[str, Sequence[str]]
) -> list[Sample]:
    """A sample for each sentence, or each run of sentences that a span holds together."""
    begins = {part: labels["attribution"].index(f"B-{part}") for part in PARTS}
    out = []
    for record in records:
        spans = [
            (start, end, begins[part])
            for attribution in record["attributions"]
            for part in PARTS
            for start, end in attribution.get(part) or []
        ]
        for start, end in _stretches(record["text"], [span[:2] for span in spans]):
            text, where = treebank_quotes(record["text"][start:end])
            sample = make_sample(tokenizer, f"{record['doc_id']}:{start}", text)
            own = [
                (where[s - start], where[e - start], begin)
                for s, e, begin in spans
                if start <= s and e <= end
            ]
            mark_bio(sample, sample.new_labels("attribution"), own)
            out.append(sample)
    return out


def _stretches(text: str, spans: Sequence[Range]) -> Iterator[Range]:
    held: Range | None = None
    for sentence in split_document(Document(text=text)).sentences:
        if held is not None and any(s < held[1] and sentence.start < e for s, e in spans):
            held = (held[0], sentence.end)
            continue
        if held is not None:
            yield held
        held = (sentence.start, sentence.end)
    if held is not None:
        yield held


def treebank_quotes(text: str) -> tuple[str, list[int]]:
    """The text with treebank quotation marks, and where each code point (and the end) went."""
    out = ""
    where: list[int] = []
    for index, mark in enumerate(text):
        where.append(len(out))
        before = text[index - 1] if index else " "
        if mark == "“" or (mark == '"' and (before.isspace() or before in "([—-")):
            out += "`` "
        elif mark in '"”':
            out += "''"
        else:
            out += mark
    return out, [*where, len(out)]
