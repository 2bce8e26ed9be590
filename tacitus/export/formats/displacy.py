"""Texts with the words that events were read from, as displaCy draws them with `manual=True`.

Each object serves both styles. `ents` has no overlaps: where parts share words, the more telling
one stays. `spans` and `tokens`, for style "span", have all, each labelled with its event.

Source: spaCy 3, "displaCy visualizer: data structures"; ends of spans of tokens are exclusive.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tacitus.export.events import ResolvedEvent
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.jsonl import json_line
from tacitus.export.formats.losses import ASPECTS, LossCounter
from tacitus.export.formats.texts import documents_of, tokens_of
from tacitus.export.marks import PARTS, Mark, marks_of, runs_of
from tacitus.records import Coding, Span

# Each of these is part of another one that is named, or is shown.
_SHOWN = ("offsets", "sentence", "mode", "disputed", "several_contexts", "more_quantities")
_CANNOT = tuple(name for name in ASPECTS if name not in _SHOWN)


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`, a JSON array with one object a document."""
    losses = LossCounter("displacy", _CANNOT)
    documents = documents_of(rows, options, losses)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("[")
        for coding, items in documents:
            stream.write(f"{',' if losses.written else ''}\n{json_line(_document(coding, items))}")
        stream.write("\n]\n")
    return losses.report()


def _document(coding: Coding, items: list[ResolvedEvent]) -> dict[str, Any]:
    text = coding.document.text
    marks = [mark for item in items for mark in marks_of(coding, item)]
    codes = {item["id"]: _code(item) for item in items}
    cuts = [edge for mark in marks for edge in (mark.span.start, mark.span.end)]
    tokens = tokens_of(text, cuts)
    return {
        "title": coding.document.title,
        "text": text,
        "ents": _ents(text, marks),
        "tokens": [text[start:end] for start, end in tokens],
        "spans": [span for mark in marks for span in _span(mark, codes, tokens)],
    }


def _code(item: ResolvedEvent) -> str:
    return f"{item['type']}/{item['mode']}" if item["mode"] else item["type"]


def _ents(text: str, marks: list[Mark]) -> list[dict[str, Any]]:
    """The most telling part of each stretch of text; stretches of one part and words are joined."""
    whole = Span(start=0, end=len(text))
    found: list[dict[str, Any]] = []
    for run in runs_of(text, marks, whole):
        if not run.marks:
            continue
        part = min((mark.part for mark in run.marks), key=PARTS.index).upper()
        start = run.end - len(run.text)
        if found and found[-1]["end"] == start and found[-1]["label"] == part:
            found[-1]["end"] = run.end
        else:
            found.append({"start": start, "end": run.end, "label": part})
    return found


def _span(
    mark: Mark, codes: dict[str, str], tokens: list[tuple[int, int]]
) -> Iterable[dict[str, Any]]:
    first = bisect_left([start for start, _ in tokens], mark.span.start)
    last = bisect_right([end for _, end in tokens], mark.span.end)
    name = codes[mark.event_id] if mark.part == "anchor" else mark.part
    if first < last:
        yield {"start_token": first, "end_token": last, "label": f"{mark.event_id} {name}"}
