"""Why an event was coded so: its sentences with coloured spans, the evidence, the runner-up codes.

Enters: a `Coding` and an event id. Leaves: something rich can print. Without colours the spans are
bracketed with the part they play, so that a pipe or a log loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tacitus.export.events import ResolvedEvent, events_resolved, words_of
from tacitus.export.marks import PARTS, Mark, Part, marks_of, runs_of
from tacitus.export.phrases import (
    certainty_phrase,
    date_phrase,
    dispute_phrases,
    disputes_by_event,
    place_phrase,
    speaker_phrase,
)
from tacitus.export.table import ALERT, QUIET, code_text, shown, who_text
from tacitus.records import Coding, Entity, Event, Interval, Place, Resolution, Span

STYLES: dict[Part, str] = {
    "anchor": "bold white on red",
    "hedge": "white on magenta",
    "cue": "bright_magenta underline",
    "speaker": "bold bright_magenta",
    "actor": "bold bright_blue",
    "recipient": "bold bright_cyan",
    "place": "bright_green",
    "time": "bright_yellow",
    "number": "underline",
}


def why_of(coding: Coding, event_id: str, *, colours: bool = True) -> RenderableType:
    """All that stands behind one event.

    Raises:
        KeyError: the coding has no such event.
    """
    event = coding.event(event_id)
    item = next(item for item in events_resolved(coding) if item["id"] == event_id)
    parts: list[RenderableType] = [_summary(coding, item), Text()]
    marks = marks_of(coding, item)
    parts += [
        Padding(sentence_text(coding, span, marks, colours), (0, 0, 0, 2))
        for span in _told(coding, marks)
    ]
    if colours:
        parts += [Text(), Padding(_legend(marks), (0, 0, 0, 2))]
    for title, lines in (
        ("What the words stand for", list(_evidence(coding, event))),
        ("Codes considered", list(_codes(event))),
    ):
        parts += [Text(), shown(title, "bold"), *(Padding(line, (0, 0, 0, 2)) for line in lines)]
    return Group(*parts)


def _summary(coding: Coding, item: ResolvedEvent) -> Text:
    head = Text.assemble((f"{item['id']} ", QUIET), code_text(item))
    who = who_text(item)
    says = speaker_phrase(item, coding.document.publisher)
    place = place_phrase(item)
    facts = [date_phrase(item), place, f"says: {says}", certainty_phrase(item)]
    lines = [head, who, shown(" · ".join(filter(None, facts)))]
    disputed = disputes_by_event(coding).get(item["id"], [])
    lines += [shown(phrase, ALERT) for phrase in dispute_phrases(item, disputed)]
    return Text("\n").join(lines)


def _told(coding: Coding, marks: list[Mark]) -> list[Span]:
    """The sentences that hold a mark, in the order of the text."""
    whole = Span(start=0, end=len(coding.document.text))
    sentences = coding.segmentation.sentences or (whole,)
    told = [span for span in sentences if any(mark.span.overlaps(span) for mark in marks)]
    return told or [whole]


def sentence_text(coding: Coding, span: Span, marks: list[Mark], colours: bool) -> Text:
    """The words of `span` with their marks: in colours, else in brackets with their parts."""
    text = Text()
    for run in runs_of(coding.document.text, marks, span):
        words = run.text.replace("\r", " ").replace("\n", " ")
        if not run.marks:
            text.append_text(shown(words))
        elif colours:
            text.append_text(shown(words, STYLES[run.marks[0].part]))
        else:
            parts = "+".join(dict.fromkeys(mark.part for mark in run.marks))
            text.append_text(shown(f"[{words}]({parts})"))
    return text


def _legend(marks: list[Mark]) -> Text:
    seen = {mark.part for mark in marks}
    return Text("  ").join(shown(part, STYLES[part]) for part in PARTS if part in seen)


def _evidence(coding: Coding, event: Event) -> Iterator[Text]:
    """One line a resolution: what, its value, its basis, its evidence."""
    mentions = {mention.id: mention.span for mention in coding.mentions}
    timexes = {timex.id: timex.span for timex in coding.timexes}
    people = dict.fromkeys((*event.actor_ids, *event.recipient_ids, event.speaker_id or ""))
    wanted = [(i, "entity", mentions.get(i)) for i in people if i in mentions]
    wanted += [(i, "interval", timexes.get(i)) for i in event.timex_ids]
    wanted += [(i, "place", mentions.get(i)) for i in event.toponym_ids]
    wanted += [(event.id, "interval", None), (event.id, "place", None)]
    names = {"interval": "date of the event", "place": "place of the event"}
    found = {(r.subject_id, r.kind): r for r in coding.resolutions}
    for subject_id, kind, span in wanted:
        words = f"“{words_of(coding, span)}”" if span else names[kind]
        resolution = next((r for key, r in found.items() if key == (subject_id, kind)), None)
        yield _evidence_line(words, resolution)


def _evidence_line(words: str, resolution: Resolution | None) -> Text:
    if resolution is None:
        return Text.assemble(shown(words), (" = not looked up", QUIET))
    basis = "no basis" if resolution.basis == "none" else resolution.basis.replace("_", " ")
    return Text.assemble(
        shown(words),
        " = ",
        shown(_target_phrase(resolution), "bold"),
        shown(f" ({basis}, {resolution.score:.2f}): {resolution.evidence}", QUIET),
    )


def _target_phrase(resolution: Resolution) -> str:
    match resolution.target:
        case Entity() as entity:
            facts = [entity.entity_id, entity.country, *entity.sectors]
            known = " ".join(fact for fact in facts if fact)
            return f"{entity.name} [{known}]" if known else f"{entity.name} [this text only]"
        case Interval() as interval:
            return " to ".join(dict.fromkeys(map(str, (interval.start, interval.end))))
        case Place() as place:
            facts = [place.country, place.feature]
            facts += [f"{place.lat:.3f}, {place.lon:.3f}"] if place.lat and place.lon else []
            facts += [f"GeoNames {place.geonames_id}"] if place.geonames_id else []
            facts += [f"disputed: {', '.join(place.claimants)}"] if place.claimants else []
            return f"{place.name} [{' · '.join(fact for fact in facts if fact)}]"
        case None:
            return "nothing found"


def _codes(event: Event) -> Iterator[Text]:
    """The chosen code, then the runners-up, each with its probability and a bar."""
    chosen = f"{event.event_type}/{event.mode}" if event.mode else event.event_type
    rows = [(chosen, event.score, "bold")]
    rows += [
        (f"{code.event_type}/{code.mode}" if code.mode else code.event_type, code.score, "")
        for code in event.alternatives
    ]
    width = max(len(code) for code, _, _ in rows)
    for code, score, style in rows:
        bar = "█" * round(20 * min(max(score, 0.0), 1.0))
        yield Text.assemble(shown(f"{code:<{width}}  {score:.2f} ", style), (bar, QUIET))
