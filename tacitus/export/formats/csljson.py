"""The documents of the events as CSL-JSON, one item an article, for Zotero, Pandoc and others.

Source: Citation Style Language 1.0.2, csl-data.json.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.citations import ONLY_CITED, Citation, citations_of
from tacitus.export.formats.jsonl import json_line
from tacitus.export.formats.losses import LossCounter


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`: it cites the documents and says no event."""
    losses = LossCounter("csl-json")
    losses.changed(ONLY_CITED, 0)
    seen: set[str] = set()
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("[")
        for row in losses.seen(rows):
            for citation in citations_of([row], seen):
                stream.write(f"{',' if losses.written else ''}\n{json_line(_item(citation))}")
                losses.written += 1
            losses.changed(ONLY_CITED)
        stream.write("\n]\n")
    return losses.report()


def _item(citation: Citation) -> dict[str, Any]:
    day = citation.published
    item = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": citation.title,
        "container-title": citation.publisher,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": citation.url,
        "language": citation.language,
    }
    return {name: value for name, value in item.items() if value is not None}
