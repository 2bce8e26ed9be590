"""Documents into a store: leave out what is known or not worth coding, code the rest, link copies.

Enters: documents and failures as reading gives them, a coder, a store. Leaves: rows in the store
and a tally. What is left out on purpose is a failure of the stage "gate" or "duplicate": nothing is
lost without a row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol, TypeAlias

from tacitus.ingest.copies_index import CopiesIndex
from tacitus.ingest.gate import load_gate
from tacitus.ingest.shards import Shard, stream
from tacitus.ingest.tally import Coded, Hooks, Item, Tally
from tacitus.records import Document, Failure, Link
from tacitus.store import Counts, Run, Store

__all__ = [
    "Choices",
    "Coded",
    "CodesMany",
    "Hooks",
    "Item",
    "Tally",
    "fill_shards",
    "fill_store",
    "link_copies",
]
BATCH = 200  # outcomes a commit: some 60 ms, and at most so many documents are coded in vain
_AHEAD = 250  # documents whose ids are looked up together
_Part: TypeAlias = tuple[Sequence[Coded], Mapping[str, int]]
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
    link_copies: bool = True
    retry_failed: bool = False  # code again what this coder could not code
    batch: int = BATCH
    arguments: Mapping[str, object] = field(default_factory=dict)  # kept with the run


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
    chosen = choices or Choices()
    shards = [stream(items, chosen.batch)]
    return fill_shards(store, shards, coder, choices=chosen, hooks=hooks)


def fill_shards(  # noqa: PLR0913 - what, with what, and who is told
    store: Store,
    shards: Iterable[Shard],
    coder: CodesMany,
    *,
    choices: Choices | None = None,
    hooks: Hooks | None = None,
    run: Run | None = None,
) -> Tally:
    """As `fill_store`, for shards: each commit marks which part of its shard it is.

    What is marked is passed over at the next run. With `run`, a run that somebody else began.

    Raises:
        StoreError: the store cannot be written.
    """
    filling = _Filling(store, coder, choices or Choices(), hooks or Hooks())
    return filling.run(shards, run)


def link_copies(store: Store) -> int:
    """Link the copies among the documents that no run has looked at yet; how many links are new.

    Raises:
        StoreError: the store cannot be written.
    """
    with closing(CopiesIndex(store.path)) as index:
        return _catch_up(store, index)


@dataclass(slots=True)
class _Open:
    """A part of a shard that is under way."""

    expected: int = 0  # outcomes
    marks: dict[str, int] | None = None  # None: more of it may come


class _Filling:
    """One run."""

    def __init__(self, store: Store, coder: CodesMany, choices: Choices, hooks: Hooks) -> None:
        self.store, self.coder, self.choices, self.hooks = store, coder, choices, hooks
        self.tally = Tally()
        self.index = CopiesIndex(store.path) if choices.link_copies else None
        self.links: list[Link] = []  # wait until both ends are in the store
        self.coding: set[str] = set()  # handed to the coder
        self.coded: set[str] = set()  # of the part that the store is adding
        self.open: deque[_Open] = deque()

    def run(self, shards: Iterable[Shard], run: Run | None) -> Tally:
        own = Run(coder_version=self.coder.version, arguments=self.choices.arguments)
        with closing(self.index) if self.index else nullcontext():
            if self.index:
                self.tally.links += _catch_up(self.store, self.index)
            outcomes = self._counted(
                self.coder.code_many(self._wanted(shards), workers=self.choices.workers)
            )
            self.store.add_parts(
                self._parts(outcomes), run=run or own, whole=run is None, on_commit=self._committed
            )
            if self.index:
                self.index.drop_waiting()
        return self.tally

    def _wanted(self, shards: Iterable[Shard]) -> Iterator[Item]:
        for shard in shards:
            if self.hooks.stopping():
                return
            yield from self._wanted_of(shard)

    def _wanted_of(self, shard: Shard) -> Iterator[Item]:
        """What is to be coded of a shard, and failures for what is not."""
        named = shard.name and not self.choices.retry_failed
        if named and (count := self.store.mark_of(shard.end)) is not None:
            self._pass_over(count)
            return
        done = (self.store.mark_of(shard.name) or 0) if named else 0
        source = self._until_stopped(iter(shard.items()))
        number = count = 0
        while True:
            number += 1
            part = _Open()
            self.open.append(part)
            left = shard.size
            while left and (chunk := list(islice(source, min(left, _AHEAD)))):
                left -= len(chunk)
                documents = sum(isinstance(item, Document) for item in chunk)
                count += documents
                if number <= done:
                    self._pass_over(documents)
                    continue
                for item in self._judged_all(chunk):
                    part.expected += 1
                    yield item
            if self.hooks.stopping():
                return
            marks = {shard.name: number} if shard.name and number > done else {}
            part.marks = marks | ({shard.end: count} if shard.name and left else {})
            if left:
                return

    def _judged_all(self, chunk: list[Item]) -> Iterator[Item]:
        ids = [item.id for item in chunk if isinstance(item, Document)]
        known = self.store.known(ids, self.coder.version)
        failed = (
            set() if self.choices.retry_failed else self.store.failed(ids, self.coder.version)
        ) - known
        for item in chunk:
            if self.hooks.stopping():
                return
            if isinstance(item, Failure):
                yield item
            elif item.id in known or item.id in self.coding:
                self._pass_over(1)
            elif item.id in failed:
                self.tally.failed_before += 1
                self.hooks.on_change(self.tally)
            else:
                judged = self._judged(item)
                if judged is item:
                    self.coding.add(item.id)
                yield judged

    def _pass_over(self, documents: int) -> None:
        self.tally.known += documents
        self.hooks.on_change(self.tally)

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
        if self.index is None:
            return document
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
            self.hooks.on_outcome(outcome)
            self.hooks.on_change(self.tally)
            yield outcome

    def _parts(self, outcomes: Iterable[Coded]) -> Iterator[_Part]:
        """The outcomes part by part; at an end or an error what there is of the last one."""
        ready: list[Coded] = []
        raised: BaseException | None = None
        try:
            for outcome in outcomes:
                ready.append(outcome)
                yield from self._complete(ready)
        except Exception as error:
            raised = error
        except KeyboardInterrupt as error:  # minutes of coding are not thrown away
            raised = error
        yield from self._complete(ready)
        if ready:
            yield self._part(ready, {})
        if raised is not None:
            raise raised

    def _complete(self, ready: list[Coded]) -> Iterator[_Part]:
        """The parts at the head of the queue that are complete; takes them out of `ready`."""
        while self.open and (part := self.open[0]).marks is not None:
            if len(ready) < part.expected:
                return
            self.open.popleft()
            outcomes = ready[: part.expected]
            del ready[: part.expected]
            if outcomes or part.marks:
                yield self._part(outcomes, part.marks)

    def _part(self, outcomes: Sequence[Coded], marks: Mapping[str, int]) -> _Part:
        self.coded = {o.document.id for o in outcomes if not isinstance(o, Failure)}
        return outcomes, marks

    def _committed(self, counts: Counts) -> None:
        """Links before signatures: cut off in between, both are made again at the next start."""
        safe = self.coded
        self.coding -= safe
        self.tally.saved = counts.added + counts.known + counts.failed
        if self.index:
            self._link(self.index, safe)
        self.hooks.on_change(self.tally)

    def _link(self, index: CopiesIndex, safe: set[str]) -> None:
        ready: list[Link] = []
        waiting: list[Link] = []
        for link in self.links:
            ends = (link.left_id, link.right_id)
            late = any(index.is_waiting(end) and end not in safe for end in ends)
            (waiting if late else ready).append(link)
        if ready:
            self.tally.links += self.store.add_links(ready)
        index.settle(safe)
        self.links = waiting


def _catch_up(store: Store, index: CopiesIndex) -> int:
    def load(document_ids: list[str]) -> Iterator[Document]:
        with closing(store.connect()) as connection:
            rows = connection.execute(
                "select document_id, text, title, published from documents "
                "where document_id in (select unnest(?::varchar[]))",
                [document_ids],
            ).fetchall()
        for name, text, title, published in rows:
            yield Document(id=name, text=text, title=title, published=published)

    rows = store.relation("documents").project("document_id").fetchall()
    links = index.catch_up([row[0] for row in rows], load)
    return store.add_links(links) if links else 0
