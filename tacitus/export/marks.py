"""The words of a text that an event was read from, marked by the part they play in it.

Enters: a `Coding` and its resolved events. Leaves: `Mark` values, and `Run` values: the text cut
where marks begin and end, so that overlapping marks can be shown. No colours here: each format has
its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tacitus.export.events import Range, ResolvedEvent
from tacitus.export.frame import sentence_of
from tacitus.records import Coding, Span

Part: TypeAlias = Literal[
    "anchor", "cue", "hedge", "speaker", "actor", "recipient", "place", "time", "number"
]
# Shown first when several marks lie on the same words: the rarer part is the more telling one.
PARTS: tuple[Part, ...] = (
    *("anchor", "hedge", "cue", "speaker", "actor", "recipient", "place", "time", "number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A range of the text that plays `part` in the event `event_id`."""

    span: Span
    part: Part
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text under the same marks throughout; most telling part first."""

    text: str
    marks: tuple[Mark, ...]
    end: int


def marks_of(coding: Coding, item: ResolvedEvent) -> list[Mark]:
    """Every mark of one event."""
    found: list[tuple[Part, Range | None]] = [("anchor", item["anchor"])]
    found += [("anchor", span) for span in item["also"]]
    found += [("actor", actor["span"]) for actor in item["actors"]]
    found += [("recipient", recipient["span"]) for recipient in item["recipients"]]
    found += [("speaker", item["speaker"]["span"] if item["speaker"] else None)]
    found += [("cue", item["cue"]), ("hedge", _hedge_span(coding, item))]
    found += [("place", item["place"]["span"] if item["place"] else None)]
    found += [("number", quantity["span"]) for quantity in item["quantities"]]
    timexes = {timex.id: timex.span for timex in coding.timexes}
    spans = [timexes[i] for i in coding.event(item["id"]).timex_ids if i in timexes]
    found += [("time", [span.start, span.end]) for span in spans]
    return [
        Mark(span=Span(start=span[0], end=span[1]), part=part, event_id=item["id"])
        for part, span in found
        if span is not None
    ]


def runs_of(text: str, marks: Iterable[Mark], within: Span) -> Iterator[Run]:
    """The text of `within`, cut at the edges of the marks that overlap it."""
    inside = [mark for mark in marks if mark.span.overlaps(within)]
    edges = {within.start, within.end}
    for mark in inside:
        edges |= {max(mark.span.start, within.start), min(mark.span.end, within.end)}
    cuts = sorted(edges)
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = Span(start=start, end=end)
        over = [mark for mark in inside if mark.span.overlaps(piece)]
        over.sort(key=lambda mark: PARTS.index(mark.part))
        yield Run(text=piece.of(text), marks=tuple(over), end=end)


def _hedge_span(coding: Coding, item: ResolvedEvent) -> Range | None:
    """The words of the hedge: inside its cue where they stand there, else in the same sentence."""
    if not item["hedge"]:
        return None
    text, hedge = coding.document.text.casefold(), item["hedge"].casefold()
    if len(text) != len(coding.document.text):  # casefold moved the offsets
        text, hedge = coding.document.text, item["hedge"]
    sentence = sentence_of(coding, item["anchor"][0])
    for start, end in ([item["cue"]] if item["cue"] else []) + [[sentence.start, sentence.end]]:
        found = text.find(hedge, start, end)
        if found >= 0:
            return [found, found + len(hedge)]
    return None
