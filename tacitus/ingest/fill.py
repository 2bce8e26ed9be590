"""Documents into a store: leave out what is known or not worth coding, code the rest, link copies.

Enters: documents and failures as reading gives them, a coder, a store. Leaves: rows in the store
and a tally. What is left out on purpose is a failure of the stage "gate" or "duplicate": nothing is
lost without a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol, TypeAlias

from tacitus.coding import CodedDocument
from tacitus.ingest.copies_index import CopiesIndex
from tacitus.ingest.gate import load_gate
from tacitus.records import Document, Failure, Link
from tacitus.store import Counts, Run, Store

BATCH = 200  # outcomes a commit: some 60 ms, and at most so many documents are coded in vain
_AHEAD = 256  # documents whose ids are looked up together
Item: TypeAlias = Document | Failure
Coded: TypeAlias = CodedDocument | Failure
_NOT_NEWS = (
    "title and lead do not read like political or social news; use --all to code it all the same"
)


class CodesMany(Protocol):
    """What ingest needs of `tacitus.pipeline.Coder`."""

    version: str

    def code_many(self, documents: Iterable[Item], *, workers: int = 1) -> Iterator[Coded]:
        """Codings in the order of the documents; failures are passed on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the user chooses of a run."""

    workers: int = 1
    everything: bool = False  # no gate
    skip_duplicates: bool = False
    batch: int = BATCH
    arguments: Mapping[str, object] = field(default_factory=dict)  # kept with the run


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the inputs so far; a document is counted once."""

    coded: int = 0
    events: int = 0
    known: int = 0  # in the store already, under this coder
    not_news: int = 0
    duplicates: int = 0  # skipped
    other_language: int = 0
    failed: int = 0
    links: int = 0  # between copies
    saved: int = 0  # outcomes that are committed

    @property
    def skipped(self) -> int:
        """Documents left out on purpose."""
        return self.not_news + self.duplicates + self.other_language

    @property
    def done(self) -> int:
        """Everything that was looked at."""
        return self.coded + self.known + self.skipped + self.failed

    def count(self, outcome: Coded) -> None:
        """Take in one outcome."""
        if not isinstance(outcome, Failure):
            self.coded += 1
            self.events += len(outcome.events)
            return
        names = {"gate": "not_news", "duplicate": "duplicates", "language": "other_language"}
        name = names.get(outcome.stage, "failed")
        setattr(self, name, getattr(self, name) + 1)


@dataclass(slots=True, kw_only=True)
class Hooks:
    """What the caller of a run is told, and how it ends one."""

    on_outcome: Callable[[Coded], None] = lambda _: None
    on_change: Callable[[Tally], None] = lambda _: None
    stopping: Callable[[], bool] = lambda: False  # True: finish what is under way, then return


def fill_store(
    store: Store,
    items: Iterable[Item],
    coder: CodesMany,
    *,
    choices: Choices | None = None,
    hooks: Hooks | None = None,
) -> Tally:
    """Code what the store lacks and add it; what came before a stop or an error is added.

    The links between copies are the same whatever the order of the documents.

    Raises:
        StoreError: the store cannot be written.
    """
    filling = _Filling(store, coder, choices or Choices(), hooks or Hooks())
    return filling.run(items)


class _Filling:
    """One run."""

    def __init__(self, store: Store, coder: CodesMany, choices: Choices, hooks: Hooks) -> None:
        self.store, self.coder, self.choices, self.hooks = store, coder, choices, hooks
        self.tally = Tally()
        self.index = CopiesIndex(store.path)
        self.links: list[Link] = []  # wait until both ends are in the store
        self.coded: list[str] = []  # handed to the store, not yet committed

    def run(self, items: Iterable[Item]) -> Tally:
        run = Run(coder_version=self.coder.version, arguments=self.choices.arguments)
        with closing(self.index):
            self._catch_up()
            outcomes = self._counted(
                self.coder.code_many(self._wanted(items), workers=self.choices.workers)
            )
            batch = self.choices.batch
            self.store.add(outcomes, run=run, batch=batch, on_commit=self._committed)
            self.index.drop_waiting()
        return self.tally

    def _catch_up(self) -> None:
        rows = self.store.relation("documents").project("document_id").fetchall()
        links = self.index.catch_up([row[0] for row in rows], self._load)
        self.tally.links += self.store.add_links(links) if links else 0

    def _load(self, document_ids: list[str]) -> Iterator[Document]:
        with closing(self.store.connect()) as connection:
            rows = connection.execute(
                "select document_id, text, title, published from documents "
                "where document_id in (select unnest(?::varchar[]))",
                [document_ids],
            ).fetchall()
        for name, text, title, published in rows:
            yield Document(id=name, text=text, title=title, published=published)

    def _wanted(self, items: Iterable[Item]) -> Iterator[Item]:
        """What is to be coded, and failures for what is not."""
        source = iter(items)
        while not self.hooks.stopping():
            chunk = list(islice(self._until_stopped(source), _AHEAD))
            if not chunk:
                return
            ids = [item.id for item in chunk if isinstance(item, Document)]
            known = self.store.known(ids, self.coder.version)
            for item in chunk:
                if self.hooks.stopping():
                    return
                if isinstance(item, Failure):
                    yield item
                elif item.id in known or self.index.is_waiting(item.id):
                    self.tally.known += 1
                    self.hooks.on_change(self.tally)
                else:
                    yield self._judged(item)

    def _until_stopped(self, source: Iterator[Item]) -> Iterator[Item]:
        for item in source:
            yield item
            if self.hooks.stopping():
                return

    def _judged(self, document: Document) -> Item:
        """The document, or the failure that it is skipped as."""
        path = document.path or document.url or document.id
        if not self.choices.everything and not load_gate().passes(document):
            return Failure(path=path, stage="gate", reason=_NOT_NEWS)
        if not self.choices.skip_duplicates:
            self.links += self.index.add(document)
            return document
        links, _ = self.index.links_of(document)
        earlier = [link for link in links if link.left_id == document.id]
        if not earlier:
            self.links += self.index.add(document)
            return document
        self.links += earlier
        first = earlier[0]
        reason = f"same text as {first.right_id}: {first.evidence}; left out by --skip-duplicates"
        return Failure(path=path, stage="duplicate", reason=reason)

    def _counted(self, outcomes: Iterable[Coded]) -> Iterator[Coded]:
        for outcome in outcomes:
            self.tally.count(outcome)
            if not isinstance(outcome, Failure):
                self.coded.append(outcome.document.id)
            self.hooks.on_outcome(outcome)
            self.hooks.on_change(self.tally)
            yield outcome

    def _committed(self, counts: Counts) -> None:
        """Links before signatures: cut off in between, both are made again at the next start."""
        safe = set(self.coded)
        ready: list[Link] = []
        waiting: list[Link] = []
        for link in self.links:
            ends = (link.left_id, link.right_id)
            late = any(self.index.is_waiting(end) and end not in safe for end in ends)
            (waiting if late else ready).append(link)
        if ready:
            self.tally.links += self.store.add_links(ready)
        self.index.settle(safe)
        self.links, self.coded = waiting, []
        self.tally.saved = counts.added + counts.known + counts.failed
        self.hooks.on_change(self.tally)
