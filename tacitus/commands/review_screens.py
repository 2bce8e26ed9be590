"""What a judge sees, and what becomes of the answers: questions of a store on the terminal.

Enters: a store, what may be asked, answers. Leaves: text on stdout, rows of `reviews` and `links`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import IO

from rich.text import Text

from tacitus.codebook import load_codebook
from tacitus.coding import CodedDocument
from tacitus.export.events import ResolvedEvent, events_resolved
from tacitus.export.frame import sentence_of
from tacitus.export.marks import Mark, marks_of
from tacitus.export.phrases import actors_phrase, code_phrase, date_phrase, place_phrase
from tacitus.export.table import shown
from tacitus.export.why import sentence_text
from tacitus.records import Entity, Link, Mention, Span
from tacitus.review.golden import Decided
from tacitus.review.questions import Question, in_order
from tacitus.review.sittings import Answer, Choice, Sitting
from tacitus.store import Store
from tacitus.store.judgements import (
    Askable,
    Judgement,
    add_judged_link,
    add_judgements,
    read_judgements,
)
from tacitus.terminal import console_for, print_lines

_ASKS = {
    "same-event": "Do both tell of the same event?",
    "code": "Is this the right code",
    "actor": "Is this who acted",
}
_NEAR = 400  # code points around the anchor in which other actors are looked for


class Screens:
    """The questions of one sitting: shown, and their answers kept at once."""

    def __init__(self, *, store: Store, judge: str, rows: Sequence[Askable]) -> None:
        self.store, self.judge = store, judge
        self.console = console_for(sys.stdout)
        self._rows = {(row.kind, row.subject): row for row in rows}
        self._codings: dict[str, CodedDocument] = {}

    def questions(self, judged: set[str]) -> list[Question]:
        """The questions in order, without those whose ids were judged."""
        return in_order(
            Question(
                kind=row.kind,  # type: ignore[arg-type]  # the keys of the store's queries
                subject=row.subject,
                asked=row.asked,
                probability=row.probability,
                hangs_on_it=row.hangs_on_it,
            )
            for row in self._rows.values()
            if _judgement(row, "yes", self.judge).id not in judged
        )

    def show(self, sitting: Sitting) -> None:
        """Print the open question, or after a no what may be right, or that there is no more."""
        question = sitting.open
        if question is None:
            self._line(shown("That was the last one.  z undo, any other key ends", "bold"))
            return
        if sitting.menu is not None:
            self._show_menu(sitting)
            return
        row = self._rows[question.kind, question.subject]
        head = f"{sitting.at + 1} of {len(sitting.questions)} · {sitting.answered} answered · "
        head += f"p {question.probability:.2f} · {question.hangs_on_it} hang on it"
        self._line(Text())
        self._line(shown(head, "dim"))
        for event_id in question.subject.split(" "):
            self._show_event(event_id, question)
        ask = _ASKS[question.kind]
        if question.kind == "same-event":
            self._line(shown(row.evidence or "", "dim"))
        else:
            ask += f": {question.asked}?"
        self._line(Text.assemble(shown(ask, "bold"), "  y n u · s skip, z undo, q quit"))

    def choices(self, question: Question) -> list[Choice]:
        """What may be right instead."""
        if question.kind == "same-event":
            return []
        coding, item = self._event(question.subject)
        if question.kind == "code":
            return _codes(coding, item)
        return _actors(coding, item)

    def keep(self, answer: Answer) -> None:
        """Append what was answered, for a pair as a link too."""
        row = self._rows[answer.question.kind, answer.question.subject]
        add_judgements(self.store, [_judgement(row, answer.verdict, self.judge, answer.correction)])
        if answer.question.kind == "same-event" and answer.verdict != "unsure":
            self._keep_link(row, answer.verdict)

    def _keep_link(self, row: Askable, verdict: str) -> None:
        """A judge's link; what is taken back gives way to the link that was there."""
        left, right = row.subject.split(" ")
        undone = verdict == "undone"
        score = row.probability if undone else float(verdict == "yes")
        says = f"{self.judge} took a judgement back" if undone else f"{self.judge} says {verdict}"
        link = Link(
            left_id=left,
            right_id=right,
            relation="same_event",
            score=score,
            judge=(row.link_judge or "model") if undone else self.judge,
            evidence=f"{says}; {row.evidence}" if row.evidence else says,
        )
        add_judged_link(self.store, link)

    def _show_menu(self, sitting: Sitting) -> None:
        assert sitting.menu is not None
        self._line(shown("What is right?  n not known, z back", "bold"))
        for key, choice in sitting.menu.items():
            self._line(shown(f"  {key}  {choice.label}"))

    def _show_event(self, event_id: str, question: Question) -> None:
        coding, item = self._event(event_id)
        document = coding.document
        facts = [document.publisher, str(document.published or ""), document.title]
        self._line(shown(" · ".join(filter(None, facts)), "dim"))
        marks = marks_of(coding, item)
        span = _told(coding, marks) if question.kind == "actor" else _sentence(coding, item)
        self._line(sentence_text(coding, span, marks, self.console.is_terminal))
        facts = [code_phrase(item), actors_phrase(item["actors"])]
        facts += [f"→ {actors_phrase(item['recipients'])}" if item["recipients"] else ""]
        facts += [date_phrase(item), place_phrase(item)]
        self._line(shown("  " + " · ".join(filter(None, facts)), "dim"))

    def _event(self, event_id: str) -> tuple[CodedDocument, ResolvedEvent]:
        document_id, _, name = event_id.partition("#")
        if document_id not in self._codings:
            self._codings[document_id] = self.store.coding(document_id)
        coding = self._codings[document_id]
        return coding, next(item for item in events_resolved(coding) if item["id"] == name)

    def _line(self, text: Text) -> None:
        print_lines(self.console, text)


def keys_of(stream: IO[str]) -> Iterator[str]:
    """One key after the other: at once from a terminal, from other streams each character."""
    if stream.isatty():
        import click

        while True:
            yield click.getchar()[:1].lower()
    for line in stream:
        yield from (key.lower() for key in line if not key.isspace())


def decided_of(store: Store, *, with_text: bool) -> list[Decided]:
    """What counts of every question that was judged, with the sentence where it is wanted."""
    connection = store.connect()
    judges: dict[tuple[object, ...], list[str]] = {}
    newest: dict[tuple[object, ...], Judgement] = {}
    for one, _ in read_judgements(connection):
        if one.verdict in ("yes", "no"):
            about = (one.kind, one.document_id or one.subject, one.anchor_start, one.anchor_end)
            key: tuple[object, ...] = (*about, one.asked, one.verdict, one.correction)
            judges.setdefault(key, []).append(one.judge)
            newest.pop(key, None)
            newest[key] = one
    best: dict[tuple[object, ...], tuple[object, ...]] = {}
    for key in newest:  # the one judged last comes last: of as many it counts
        if key[:5] not in best or len(judges[key]) >= len(judges[best[key[:5]]]):
            best[key[:5]] = key
    return [_decided(store, newest[key], judges[key], with_text) for key in best.values()]


def _decided(store: Store, one: Judgement, judges: list[str], with_text: bool) -> Decided:
    given = (one.kind, one.subject, one.asked, one.verdict, one.correction)
    kind, subject, asked, verdict, correction = given
    anchor, url, text, begins = None, None, None, 0
    if one.document_id is not None and one.anchor_start is not None:
        anchor = Span(start=one.anchor_start, end=one.anchor_end or one.anchor_start)
        coding = store.coding(one.document_id)
        sentence = sentence_of(coding, anchor.start)
        url, begins = coding.document.url, sentence.start
        text = sentence.of(coding.document.text) if with_text else None
    return Decided(
        kind=kind,
        subject=subject,
        asked=asked,
        verdict=verdict,
        correction=correction,
        judges=tuple(judges),
        document_id=one.document_id,
        anchor=anchor,
        url=url,
        text=text,
        text_start=begins,
    )


def _judgement(row: Askable, verdict: str, judge: str, correction: str | None = None) -> Judgement:
    return Judgement(
        kind=row.kind,
        subject=row.subject,
        asked=row.asked,
        verdict=verdict,
        judge=judge,
        correction=correction,
        document_id=row.document_id,
        anchor_start=row.anchor_start,
        anchor_end=row.anchor_end,
    )


def _codes(coding: CodedDocument, item: ResolvedEvent) -> list[Choice]:
    """No event, the runners-up, then all types with their modes."""
    found = [Choice(label="no event of any type", value="none")]
    for code in coding.event(item["id"]).alternatives:
        name = f"{code.event_type}/{code.mode}" if code.mode else code.event_type
        found.append(Choice(label=f"{name}  {code.score:.2f}", value=name))
    types = load_codebook().event_types.values()
    more = []
    for kind in types:
        modes = [Choice(label=f"{kind.code}/{m}", value=f"{kind.code}/{m}") for m in kind.modes]
        plain = Choice(label=kind.code, value=kind.code)
        more.append(Choice(label=kind.code, more=(plain, *modes)) if modes else plain)
    return [*found, Choice(label="another code", more=tuple(more))]


def _actors(coding: CodedDocument, item: ResolvedEvent) -> list[Choice]:
    """Nobody, then those named near the anchor, the nearest first."""
    start = item["anchor"][0]
    given = {tuple(actor["span"]) for actor in item["actors"]}
    near = [m for m in coding.mentions if abs(m.span.start - start) <= _NEAR]
    near.sort(key=lambda m: (abs(m.span.start - start), m.span.start))
    found = {
        m.span.of(coding.document.text): _actor_json(coding, m)
        for m in reversed(near)
        if (m.span.start, m.span.end) not in given
    }
    names = {actor["name"] for actor in item["actors"]}  # elsewhere the same: no correction
    choices = [
        Choice(label=" ".join(words.split()), value=value)
        for words, value in reversed(found.items())
        if json.loads(value)[0]["name"] not in names
    ]
    return [Choice(label="the text names nobody", value="[]"), *choices]


def _actor_json(coding: CodedDocument, mention: Mention) -> str:
    found = coding.resolution(mention.id, "entity")
    entity = found.target if found and isinstance(found.target, Entity) else None
    entity = entity or Entity(name=mention.span.of(coding.document.text))
    actor = {
        "name": entity.name,
        "entity_id": entity.entity_id,
        "country": entity.country,
        "cow": entity.cow,
        "gw": entity.gw,
        "sectors": list(entity.sectors),
        "basis": "reviewed",
        "span": [mention.span.start, mention.span.end],
    }
    return json.dumps([actor], ensure_ascii=False)


def _sentence(coding: CodedDocument, item: ResolvedEvent) -> Span:
    return sentence_of(coding, item["anchor"][0])


def _told(coding: CodedDocument, marks: Sequence[Mark]) -> Span:
    """From the sentence of the first actor or anchor to that of the last."""
    spans = [
        sentence_of(coding, mark.span.start) for mark in marks if mark.part in ("anchor", "actor")
    ]
    return Span(start=min(s.start for s in spans), end=max(s.end for s in spans))
