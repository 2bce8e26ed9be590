"""Documents as Label Studio tasks with our events as predictions, to be corrected by people.

Offsets are code points, as Label Studio 1.5 and later counts them (label-studio pull request 1559).
`docs/exports.md` has the labelling configuration that fits.

Source: Label Studio, "Import pre-annotated data": `labels`, `choices` on a region, `relation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tacitus.export.events import ResolvedEvent
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.annotations import CANNOT, Region, annotate
from tacitus.export.formats.jsonl import json_line
from tacitus.export.formats.losses import LossCounter
from tacitus.export.formats.texts import documents_of
from tacitus.records import Coding


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`, a JSON array with one task a document."""
    losses = LossCounter("labelstudio", CANNOT)
    documents = documents_of(rows, options, losses)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("[")
        for coding, items in documents:
            stream.write(f"{',' if losses.written else ''}\n{json_line(_task(coding, items))}")
        stream.write("\n]\n")
    return losses.report()


def _task(coding: Coding, items: list[ResolvedEvent]) -> dict[str, Any]:
    document = coding.document
    published = document.published.isoformat() if document.published else None
    scores = [item["score"] for item in items]
    return {
        "data": {
            "text": document.text,
            "document_id": document.id,
            "title": document.title,
            "publisher": document.publisher,
            "published": published,
            "url": document.url,
        },
        "predictions": [
            {
                "model_version": coding.coder_version,
                "score": min(scores, default=None),  # the least sure first, where tasks are sorted
                "result": list(_results(coding, items)),
            }
        ],
    }


def _results(coding: Coding, items: list[ResolvedEvent]) -> Iterator[dict[str, Any]]:
    regions, arcs = annotate(coding, items)
    for region in regions:
        value = _value(coding, region)
        yield _result(region, "label", "labels", {**value, "labels": [region.label]})
        if region.code:
            yield _result(region, "code", "choices", {**value, "choices": [region.code]})
    for arc in arcs:
        yield {
            "type": "relation",
            "from_id": arc.head.key,
            "to_id": arc.child.key,
            "direction": "right",
            "labels": [arc.label],
        }


def _value(coding: Coding, region: Region) -> dict[str, Any]:
    text = coding.document.text[region.start : region.end]
    return {"start": region.start, "end": region.end, "text": text}


def _result(region: Region, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": region.key,
        "from_name": name,
        "to_name": "text",
        "type": kind,
        "value": value,
    }
    return found if region.score is None else {**found, "score": region.score}
