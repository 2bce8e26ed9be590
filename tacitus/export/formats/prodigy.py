"""Documents as Prodigy tasks with our events as spans and relations, one JSON object a line.

Prodigy's relations interface takes spans that do not overlap. Where two do, the words of the event
stay, then the longer span; what goes with the other is counted as lost. Spans and tokens are of
code points; `token_end` is the last token of the span, and relations name last tokens.

Source: prodi.gy/docs/api-interfaces, "spans" and "relations".
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tacitus.export.events import ResolvedEvent
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.annotations import CANNOT, EVENT, Region, annotate
from tacitus.export.formats.jsonl import json_line
from tacitus.export.formats.losses import LossCounter
from tacitus.export.formats.texts import Token, documents_of, tokens_of
from tacitus.records import Coding

_OVERLAP = "spans that overlap another one"


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`, one task a document."""
    losses = LossCounter("prodigy", CANNOT)
    losses.changed(_OVERLAP, 0)
    documents = documents_of(rows, options, losses)
    with path.open("w", encoding="utf-8", newline="") as stream:
        for coding, items in documents:
            task, overlapping = _task(coding, items)
            stream.write(json_line(task) + "\n")
            losses.changed(_OVERLAP, overlapping)
    return losses.report()


def _task(coding: Coding, items: list[ResolvedEvent]) -> tuple[dict[str, Any], int]:
    document = coding.document
    regions, arcs = annotate(coding, items)
    kept = _without_overlaps(regions)
    cuts = [edge for region in kept for edge in (region.start, region.end)]
    tokens = tokens_of(document.text, cuts)
    spans = {region.key: _span(region, tokens) for region in kept}
    task = {
        "text": document.text,
        "tokens": _tokens(document.text, tokens),
        "spans": list(spans.values()),
        "relations": [
            _relation(spans[arc.head.key], spans[arc.child.key], arc.label)
            for arc in arcs
            if arc.head.key in spans and arc.child.key in spans
        ],
        "meta": {
            "document_id": document.id,
            "title": document.title,
            "publisher": document.publisher,
            "coder": coding.coder_version,
        },
    }
    return task, len(regions) - len(kept)


def _without_overlaps(regions: Iterable[Region]) -> list[Region]:
    kept: list[Region] = []
    for region in sorted(regions, key=lambda r: (r.label != EVENT, r.start - r.end, r.start)):
        if all(region.end <= other.start or other.end <= region.start for other in kept):
            kept.append(region)
    return sorted(kept, key=lambda region: region.start)


def _tokens(text: str, tokens: list[Token]) -> list[dict[str, Any]]:
    return [
        {
            "text": text[start:end],
            "start": start,
            "end": end,
            "id": number,
            "ws": text[end : end + 1].isspace(),
        }
        for number, (start, end) in enumerate(tokens)
    ]


def _span(region: Region, tokens: list[Token]) -> dict[str, Any]:
    own = [
        i for i, (start, end) in enumerate(tokens) if region.start <= start and end <= region.end
    ]
    label = region.code or region.label
    return {
        "start": region.start,
        "end": region.end,
        "token_start": own[0],
        "token_end": own[-1],
        "label": label,
    }


def _relation(head: dict[str, Any], child: dict[str, Any], label: str) -> dict[str, Any]:
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": head,
        "child_span": child,
        "label": label,
    }
