"""Event gold (the `events` set and the authored corpus) -> samples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tokenizers import Tokenizer

from tacitus.encode.pairs import ROLES
from training.corpora.samples import (
    IGNORE,
    EventGold,
    Range,
    Record,
    Sample,
    make_sample,
    mark_bio,
)

Labels = Mapping[str, Sequence[str]]
_FIELDS = {"actor": "actors", "recipient": "recipients", "speaker": "speaker", "place": "place"}
_STOP = {
    "the",
    "and",
    "government",
    "minister",
    "president",
    "group",
    "people",
    "delegation",
    "for",
}
YIELD = {"CONCEDE", "RETREAT"}  # one root in PLV


def event_samples(
    records: Iterable[Record], tokenizer: Tokenizer, labels: Labels, roots: Sequence[str]
) -> list[Sample]:
    """A sample for each record, with the labels of all event heads."""
    return [_sample(record, tokenizer, labels, roots) for record in records]


def _sample(record: Record, tokenizer: Tokenizer, labels: Labels, roots: Sequence[str]) -> Sample:
    sample = make_sample(tokenizer, record["doc_id"], record["text"])
    anchors = sample.new_labels("anchors")
    mark_bio(sample, anchors, [(a[0], a[1], 1) for e in record["events"] for a in _anchors(e)])
    parts = [
        p["span"] for e in record["events"] for r in ROLES for p in _parties(e, r) if p["span"]
    ]
    mark_bio(sample, sample.new_labels("participants"), [(start, end, 1) for start, end in parts])
    for head in ("event_types", "modes", "certainty", "polarity", "time_status", "historical"):
        sample.new_labels(head, IGNORE)
    contexts = sample.new_labels("contexts", IGNORE)
    contexts = contexts[:, None].repeat(len(labels["contexts"]), axis=1)
    sample.labels["contexts"] = contexts
    sample.events = []
    for event in record["events"]:
        _mark_event(event, sample, labels)
        gold = _gold(event, sample, labels)
        if gold is not None:
            sample.events.append(gold)
            sample.dyads += _dyads(event["type"], gold, sample, roots)
    return sample


def _anchors(event: Record) -> list[list[int]]:
    return [event["anchor"], *event.get("also", [])]


def _parties(event: Record, role: str) -> list[Record]:
    value = event.get(_FIELDS[role])
    if not value:
        return []
    return value if isinstance(value, list) else [value]


def _mark_event(event: Record, sample: Sample, labels: Labels) -> None:
    mode = f"{event['type']}/{event['mode']}" if event["mode"] else "none"
    values: dict[str, Any] = {
        "event_types": labels["event_types"].index(event["type"]),
        "modes": labels["modes"].index(mode),
        "certainty": labels["certainty"].index(event["certainty"]),
        "polarity": labels["polarity"].index(event["polarity"]),
        "time_status": labels["time_status"].index(event["time_status"]),
        "historical": int(event["historical"]),
    }
    for anchor in _anchors(event):
        tokens = sample.tokens_of(*anchor)
        if tokens is None:
            continue
        for head, value in values.items():
            sample.labels[head][tokens[0] : tokens[1]] = value
        row = [int(c in event["contexts"]) for c in labels["contexts"]]
        sample.labels["contexts"][tokens[0] : tokens[1]] = row


def _gold(event: Record, sample: Sample, labels: Labels) -> EventGold | None:
    anchors = [t for a in _anchors(event) if (t := sample.tokens_of(*a))]
    if not anchors:
        return None
    arguments: dict[str, list[Range]] = {}
    names: dict[str, set[str]] = {}
    for role in ROLES:
        parties = _parties(event, role)
        spans = [sample.tokens_of(*p["span"]) for p in parties if p["span"]]
        arguments[role] = [span for span in spans if span]
        words = " ".join(
            p["name"] + " " + (sample.text[slice(*p["span"])] if p["span"] else "") for p in parties
        )
        names[role] = name_words(words)
    return EventGold(
        anchors=anchors,
        event_type=labels["event_types"].index(event["type"]),
        arguments=arguments,
        names=names,
    )


def name_words(text: str) -> set[str]:
    """The words by which two mentions may name one entity."""
    return set(re.findall(r"[a-z]{3,}", text.lower())) - _STOP


def _dyads(
    event_type: str, gold: EventGold, sample: Sample, roots: Sequence[str]
) -> list[tuple[Range, Range, int]]:
    root = roots.index("YIELD" if event_type in YIELD else event_type)
    at = sample.sentence_of[gold.anchors[0][0]]
    near = {
        role: [m for m in gold.arguments[role] if sample.sentence_of[m[0]] == at]
        for role in ("actor", "recipient")
    }
    return [(a, r, root) for a in near["actor"][:2] for r in near["recipient"][:2] if a != r]
