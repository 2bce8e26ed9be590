"""A coder that answers from a table: what the suites need, without a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from benchmarks.gold import GoldRecord
from tacitus.records import (
    Attribution,
    Code,
    Document,
    Entity,
    Failure,
    Mention,
    Resolution,
    Span,
    Timex,
)


@dataclass(frozen=True, kw_only=True)
class FakeCoded:
    """A coded document made by hand."""

    events: Sequence[Mapping[str, Any]] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    timexes: tuple[Timex, ...] = ()
    resolutions: tuple[Resolution, ...] = ()

    def events_resolved(self) -> list[dict[str, Any]]:
        return [dict(event) for event in self.events]


@dataclass(kw_only=True)
class FakeCoder:
    """Answers by text; a text that is not in the table has nothing in it."""

    coded: Mapping[str, FakeCoded] = field(default_factory=dict)
    dyads: Mapping[str, Sequence[Code]] = field(default_factory=dict)
    named: Mapping[str, Sequence[tuple[int, int, str]]] = field(default_factory=dict)
    fillers: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    values: Mapping[str, Sequence[float]] = field(default_factory=dict)
    phrases: Mapping[str, Entity] = field(default_factory=dict)
    failing: frozenset[str] = frozenset()
    seen: list[Document] = field(default_factory=list)
    dyads_seen: list[tuple[Span | None, Span | None]] = field(default_factory=list)
    spans_seen: list[Span] = field(default_factory=list)
    phrases_seen: list[tuple[str, str | None, date | None]] = field(default_factory=list)

    def code(self, document: Document) -> FakeCoded:
        self.seen.append(document)
        return self.coded.get(document.text, FakeCoded())

    def code_many(
        self, documents: Iterable[Document | Failure], *, workers: int = 1
    ) -> Iterable[FakeCoded | Failure]:
        for document in documents:
            if isinstance(document, Failure):
                yield document
            elif document.text in self.failing:
                yield Failure(path=document.path or "", stage="encode", reason="made to fail")
            else:
                yield self.code(document)

    def code_dyad(self, text: str, actor: Span | None, recipient: Span | None, /) -> Sequence[Code]:
        self.dyads_seen.append((actor, recipient))
        return self.dyads.get(text, ())

    def names(self, text: str) -> Sequence[tuple[int, int, str]]:
        return self.named.get(text, ())

    def factualities(self, text: str, spans: Sequence[Span], /) -> Sequence[float]:
        self.spans_seen.extend(spans)
        return self.values.get(text, [0.0] * len(spans))

    def attack_roles(self, text: str) -> Sequence[tuple[str, str]]:
        return self.fillers.get(text, ())

    def resolve_phrase(
        self, text: str, context: str | None = None, published: date | None = None, /
    ) -> Resolution:
        self.phrases_seen.append((text, context, published))
        return Resolution(
            subject_id="phrase", kind="entity", target=self.phrases.get(text), basis="stated",
            score=1.0, evidence="",
        )  # fmt: skip


def record(text: str, **fields: Any) -> GoldRecord:
    """A gold record with those annotations."""
    return GoldRecord(id="r", text=text, published=None, fields={"text": text, **fields})


def span_of(text: str, words: str) -> tuple[int, int]:
    """Where the words first stand in the text."""
    start = text.index(words)
    return start, start + len(words)
