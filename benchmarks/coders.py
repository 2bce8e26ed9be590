"""What the suites need of a coder, and the loop that feeds it gold documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from rich.console import Console
from rich.progress import track

from benchmarks.gold import GoldRecord
from tacitus.records import (
    Attribution,
    Code,
    Document,
    Failure,
    Mention,
    Resolution,
    Span,
    Timex,
)

T = TypeVar("T")


class Coded(Protocol):
    """The parts of a coded document that are scored."""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Who and what it talks about, with chains."""

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who says what."""

    @property
    def timexes(self) -> tuple[Timex, ...]:
        """The time expressions."""

    @property
    def events(self) -> Sequence[object]:
        """The events as records; a coder made by hand may give them in a form of its own."""

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        """What they stand for."""

    def events_resolved(self) -> Sequence[Mapping[str, Any]]:
        """The events, flattened as in the JSON export."""


class CoderLike(Protocol):
    """The parts of `tacitus.pipeline.Coder` that are scored; a test gives its own."""

    def code(self, document: Document) -> Coded:
        """The coding of one document."""

    def code_many(
        self, documents: Iterable[Document | Failure], *, workers: int = 1
    ) -> Iterable[Coded | Failure]:
        """The codings of many documents in their order; a `Failure` for one that has none."""

    def code_dyad(self, text: str, actor: Span | None, recipient: Span | None, /) -> Sequence[Code]:
        """What the actor does to the recipient, best reading first."""

    def names(self, text: str) -> Sequence[tuple[int, int, str]]:
        """The names in a text with their types."""

    def factualities(self, text: str, spans: Sequence[Span], /) -> Sequence[float]:
        """How surely what each span tells of happened, -3 to 3."""

    def attack_roles(self, text: str) -> Sequence[tuple[str, str]]:
        """The role fillers of attacks as (role, words), one an entity."""

    def resolve_phrase(
        self, text: str, context: str | None = None, published: date | None = None, /
    ) -> Resolution:
        """Who a phrase stands for, read in its context."""


OpenCoder: TypeAlias = Callable[[], CoderLike]


def open_coder(model: Path | None = None) -> CoderLike:
    """The coder that ships with tacitus, or one with the weights of another model folder."""
    from tacitus.pipeline import Coder

    return Coder(model=model)


def document_of(record: GoldRecord) -> Document:
    """The record as a document to code: its text and, where given, its date. Gold is English."""
    return Document(text=record.text, published=record.published, path=record.id, language="en")


def code_records(
    coder: CoderLike, records: Sequence[GoldRecord], label: str
) -> Iterator[tuple[GoldRecord, Coded | None]]:
    """Each record with its coding, in order; None where the coder gave a failure."""
    codings = coder.code_many([document_of(record) for record in records], workers=1)
    pairs = zip(records, codings, strict=True)
    for record, coded in watched(pairs, len(records), label):
        yield record, None if isinstance(coded, Failure) else coded


def watched(items: Iterable[T], total: int, label: str) -> Iterable[T]:
    """The items, with a progress bar on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        return items
    return track(items, total=total, description=label, console=Console(stderr=True))
