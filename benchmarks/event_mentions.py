"""Gold mentions of happenings with chains that run across documents, as the coder tells them.

Enters: gold records with `events` that have `trigger` and `chain`. Leaves: one `MentionedDocument`
each: its gold anchors told by the coder (`given_events`), and the events that the coder finds.
Annotation that stops before the end of a text (MEANTIME) cuts the gold and the found there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.coders import document_of, watched
from benchmarks.given_events import tell_coding, tell_given
from benchmarks.gold import GoldRecord
from benchmarks.scores import Range
from tacitus.pipeline import Coder
from tacitus.records import Span
from tacitus.relate.reports import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionedDocument:
    """The mentions of one document, gold and found."""

    id: str
    topic: str
    subtopic: str  # the reports of one seminal event; the topic where there is none
    length: int  # of its text
    spans: tuple[Range, ...]  # of gold anchors
    chains: tuple[str, ...]  # of each; a chain of its own where the gold has none
    told: tuple[Told, ...]  # at each gold anchor
    found_spans: tuple[tuple[Range, ...], ...]  # all anchors of each found event
    found: tuple[Told, ...]


def read_mentions(coder: Coder, records: Sequence[GoldRecord]) -> Iterator[MentionedDocument]:
    """The mentions of each record, in order."""
    for record in watched(records, len(records), "mentions"):
        yield _mentions(coder, record)


def _mentions(coder: Coder, record: GoldRecord) -> MentionedDocument:
    meta = record.fields.get("meta") or {}
    end = _annotated(record)
    gold = {
        tuple(event["trigger"]): event.get("chain") or f"{record.id} {event['trigger']}"
        for event in record.fields["events"]
        if event["trigger"][0] < event["trigger"][1] <= end
    }
    anchors = [Span(start=start, end=stop) for start, stop in gold]
    document = document_of(record)
    coding = coder.code(document)
    events = [
        (tuple((s.start, s.end) for s in (event.anchor, *event.also)), told)
        for event, told in zip(coding.events, tell_coding(coding), strict=True)
        if event.anchor.end <= end
    ]
    topic = str(meta.get("topic") or meta.get("corpus") or record.id)
    return MentionedDocument(
        id=record.id,
        topic=topic,
        subtopic=f"{topic} {meta.get('subtopic', '')}",
        length=len(record.text),
        spans=tuple((span.start, span.end) for span in anchors),
        chains=tuple(gold.values()),
        told=tuple(tell_given(coder, document, anchors)),
        found_spans=tuple(spans for spans, _ in events),
        found=tuple(told for _, told in events),
    )


def _annotated(record: GoldRecord) -> int:
    """Where the annotation ends."""
    meta = record.fields.get("meta") or {}
    sentences, last = meta.get("sentences"), meta.get("last_annotated_sentence")
    if sentences and last is not None and last < len(sentences):
        return int(sentences[last][1])
    return len(record.text)
