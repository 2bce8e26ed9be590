"""Coding again what a store has, with the present model and data; the old codings stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing

from tacitus.coding import CodedDocument
from tacitus.ingest.fill import Choices, CodesMany
from tacitus.ingest.tally import Coded, Hooks, Tally
from tacitus.records import Document, Failure
from tacitus.store import Counts, Run, Store

_PAGE = 200  # documents read from the store at a time


def recode_store(
    store: Store,
    coder: CodesMany,
    *,
    outdated: bool = False,
    choices: Choices | None = None,
    hooks: Hooks | None = None,
) -> tuple[str, Counts, Tally]:
    """Code every document of the store again: the run's id, what it added, what became of them.

    A coding that says the same as the one that counts adds no row. `outdated` leaves out documents
    that this version of the model has coded, also with other data or settings.

    Raises:
        StoreError: the store cannot be written.
    """
    chosen, told, tally = choices or Choices(), hooks or Hooks(), Tally()
    run = Run(coder_version=coder.version, arguments=chosen.arguments)

    def counted(outcomes: Iterable[Coded]) -> Iterator[Coded]:
        for outcome in outcomes:
            tally.count(outcome)
            told.on_outcome(outcome)
            told.on_change(tally)
            yield outcome

    documents = _documents(store, coder.version if outdated else None, told, tally)
    outcomes = counted(coder.code_many(documents, workers=chosen.workers))
    counts = store.add(outcomes, run=run, replace=True, batch=chosen.batch)
    return run.id, counts, tally


def _documents(
    store: Store, version: str | None, hooks: Hooks, tally: Tally
) -> Iterator[Document | Failure]:
    rows = store.relation("documents").project("document_id").order("document_id").fetchall()
    ids = [str(row[0]) for row in rows]
    for first in range(0, len(ids), _PAGE):
        page = ids[first : first + _PAGE]
        if version is not None:
            known = store.known(page, version)
            tally.known += len(known)
            page = [name for name in page if name not in known]
        with closing(store.connect()) as connection:
            found = connection.execute(
                "select coding from documents where document_id in (select unnest(?::varchar[])) "
                "order by document_id",
                [page],
            ).fetchall()
        for (text,) in found:
            if hooks.stopping():
                return
            yield CodedDocument.from_json(text).document
