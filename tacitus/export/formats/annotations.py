"""The spans and relations of a document's events, for tools in which people annotate.

Enters: a coding and resolved events. Leaves: `Region` values, each stretch of text and label once,
and arcs from the words of an event to its parts. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tacitus.export.events import ResolvedEvent
from tacitus.export.formats.losses import ASPECTS
from tacitus.export.marks import Part, marks_of
from tacitus.records import Coding

# What spans, codes and arcs show, and aspects that are part of another one.
_SHOWN = (
    *("offsets", "sentence", "speaker", "cue", "mode", "several_actors", "several_recipients"),
    *("publisher", "url", "score", "coder_version"),
    *("disputed", "several_contexts", "more_quantities"),
)
CANNOT = tuple(name for name in ASPECTS if name not in _SHOWN)
EVENT = "EVENT"
_LABELS: dict[Part, str] = {
    "anchor": EVENT,
    "actor": "ACTOR",
    "recipient": "RECIPIENT",
    "speaker": "SPEAKER",
    "cue": "CUE",
    "hedge": "HEDGE",
    "place": "PLACE",
    "time": "TIME",
    "number": "NUMBER",
}
LABELS = tuple(_LABELS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of text with a label."""

    key: str  # of letters, digits and -
    start: int
    end: int
    label: str
    code: str | None  # of an event: its type and mode
    score: float | None  # of an event


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """From the words of an event to a part of it."""

    head: Region
    child: Region
    label: str


def annotate(
    coding: Coding, items: Iterable[ResolvedEvent]
) -> tuple[tuple[Region, ...], tuple[Arc, ...]]:
    """The regions in the order of the text, and the arcs."""
    regions: dict[tuple[int, int, str], Region] = {}
    arcs: dict[tuple[str, str], Arc] = {}
    for item in items:
        first, *rest = [
            _region(coding, item, part, span, regions) for part, span in _spans(coding, item)
        ]
        for child in rest:
            if child.label == EVENT:
                continue  # other words for the same happening
            arcs.setdefault((first.key, child.key), Arc(head=first, child=child, label=child.label))
    ordered = sorted(regions.values(), key=lambda region: (region.start, region.end, region.label))
    return tuple(ordered), tuple(arcs.values())


def _spans(coding: Coding, item: ResolvedEvent) -> list[tuple[Part, tuple[int, int]]]:
    return [(mark.part, (mark.span.start, mark.span.end)) for mark in marks_of(coding, item)]


def _region(
    coding: Coding,
    item: ResolvedEvent,
    part: Part,
    span: tuple[int, int],
    regions: dict[tuple[int, int, str], Region],
) -> Region:
    label = _LABELS[part]
    code = f"{item['type']}/{item['mode']}" if item["mode"] else item["type"]
    key = (*span, label)
    if key not in regions:
        regions[key] = Region(
            key=f"{label.lower()}-{span[0]}-{span[1]}",
            start=span[0],
            end=span[1],
            label=label,
            code=code if label == EVENT else None,
            score=item["score"] if label == EVENT else None,
        )
    return regions[key]
