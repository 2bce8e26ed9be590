"""The store as users hold it: add codings, ask what is known, query the views.

Enters: codings and failures. Leaves: DuckDB relations, codings, counts. Rows are only ever added;
a later coding of a document supersedes the earlier one and both stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tacitus.coding import CodedDocument
from tacitus.errors import StoreError
from tacitus.records import Failure, Link
from tacitus.store.batches import (
    failed_documents,
    known_documents,
    new_codings,
    new_failures,
    new_links,
)
from tacitus.store.lake import Lake
from tacitus.store.layout import FORMAT, bring_up_to_date, check_free, is_store, write_marker
from tacitus.store.results import Asked
from tacitus.store.roots import Root, root_of
from tacitus.store.rows import coding_of
from tacitus.store.runs import Counts, Run
from tacitus.store.views import MEMORY, VIEWS, another, files_of, open_views

if TYPE_CHECKING:
    import duckdb

    from tacitus.store.maintenance import StoreInfo

    _Views = tuple[dict[str, int], dict[str, list[str]], duckdb.DuckDBPyConnection]

# Outcomes of one commit, and the marks that it leaves.
_Part: TypeAlias = tuple[Sequence[CodedDocument | Failure], Mapping[str, int]]
BATCH = 500  # documents a commit: a commit takes about 60 ms here, coding so many a minute
_KEPT = 4  # views kept open, one set for each `as_of`
_WEEK = timedelta(days=7)


class Store(Asked):
    """A folder with the codings of many documents. Open one in each thread that uses it.

    Example:
        store = Store.create("news.store")
        store.add(coder.code_many(documents), run=Run(coder_version=coder.version))
        store.events(type="PROTEST", country="Kenya").pandas()
    """

    def __init__(self, root: Root) -> None:
        self.root = root
        self.path = root.folder  # of a store on S3: what follows from it, on this machine
        self.lake = Lake(root)
        self._views: dict[date | None, _Views] = {}

    @staticmethod
    def create(path: str | Path, options: Mapping[str, str] | None = None) -> Store:
        """A new store in the folder `path`, which must be absent or empty.

        `path` may also be "s3://bucket/name", with `options` as object_store names them
        ("AWS_REGION", "AWS_ENDPOINT_URL" ...); what they lack comes from the environment.

        Raises:
            StoreError: something is there already, or the folder cannot be made, or has a name
                that the tables cannot have.
        """
        root = root_of(path, options)
        if root.url is not None and is_store(root):
            raise StoreError(f"{root} is a store; expected a name that is free: open it instead")
        if root.url is None:
            check_free(root.folder)
        try:
            root.folder.mkdir(parents=True, exist_ok=True)
            Lake(root).create()
            write_marker(root, FORMAT)  # last: a store that was cut off while made is none
        except OSError as error:
            raise StoreError(
                f"{root} cannot be made ({error.strerror or error}); expected a place that "
                "may be written"
            ) from error
        return Store(root)

    @staticmethod
    def open(path: str | Path, options: Mapping[str, str] | None = None) -> Store:
        """The store in the folder `path`, brought to the present format when it is older.

        `path` and `options` are as for `create`.

        Raises:
            StoreError: there is no store, it is damaged, or a newer tacitus wrote it.
        """
        root = root_of(path, options)
        bring_up_to_date(root)
        store = Store(root)
        store.lake.versions()
        return store

    def add(
        self,
        outcomes: Iterable[CodedDocument | Failure],
        *,
        run: Run,
        replace: bool = False,
        batch: int = BATCH,
        on_commit: Callable[[Counts], None] | None = None,
    ) -> Counts:
        """Add what is not there yet, `batch` outcomes a commit; returns what became of them.

        A coding is there when its document was coded by the same `coder_version`, whatever it
        says; with `replace`, only when the coding that counts now says the same. What comes from
        another coder supersedes. `on_commit` is told the sums so far, after they are safe: a kill
        later loses nothing of them. When `outcomes` raises, what came before is added first.

        Raises:
            StoreError: the tables cannot be written.
        """
        return self.add_parts(
            _parts(outcomes, batch), run=run, replace=replace, on_commit=on_commit
        )

    def add_parts(
        self,
        parts: Iterable[_Part],
        *,
        run: Run,
        replace: bool = False,
        whole: bool = True,
        on_commit: Callable[[Counts], None] | None = None,
    ) -> Counts:
        """As `add`, one commit a part; with each part the marks that its commit leaves.

        `mark_of` gives a mark back: it is there exactly when the rows of its part are. `whole`
        False: others add to the same run, and whoever began it says that it is finished.

        Raises:
            StoreError: the tables cannot be written.
        """
        total = Counts()
        if whole:
            self.begin(run)
        try:
            for outcomes, marks in parts:
                total += self._add_chunk(outcomes, run, replace, marks)
                if on_commit:
                    on_commit(total)
        finally:
            if whole or total != Counts():
                self.end(run, total, datetime.now(UTC) if whole else None)
        return total

    def begin(self, run: Run) -> None:
        """Say that a run began; `add` and `add_parts` do."""
        self.end(run, Counts(), None)

    def mark_of(self, name: str) -> int | None:
        """The number that a part which was added left under `name`; None: it was not added."""
        return self.lake.mark("codings", name)

    def add_links(self, links: Iterable[Link]) -> int:
        """Add links between documents or events that are not there yet; returns how many.

        Ends are document ids or event ids as the views give them (`DOCUMENT#e1`).

        Raises:
            StoreError: the table cannot be written.
        """
        offered = list(links)
        return self.lake.append("links", lambda at: new_links(self.lake, offered, at))

    def known(self, document_ids: Iterable[str], coder_version: str) -> set[str]:
        """Those of the ids that `coder_version` has coded: there is no need to code them again."""
        return known_documents(self.lake, list(document_ids), coder_version)

    def failed(self, document_ids: Iterable[str], coder_version: str) -> set[str]:
        """Those of the ids that `coder_version` could not code: there is no need to try again."""
        return failed_documents(self.lake, list(document_ids), coder_version)

    def relation(self, view: str, as_of: date | None = None) -> duckdb.DuckDBPyRelation:
        """A view as a DuckDB relation: filter it, or fetch it as Arrow, pandas or polars.

        `as_of` gives what was known then: a day, counted to its end in UTC, or a moment.

        Raises:
            StoreError: there is no such view.
        """
        if view not in VIEWS:
            raise StoreError(f'view "{view}" is not in a store; expected one of {", ".join(VIEWS)}')
        return self._connection(as_of).table(view)

    def connect(
        self, as_of: date | None = None, *, memory: str = MEMORY
    ) -> duckdb.DuckDBPyConnection:
        """A new connection with all views over the rows of now; close it when done."""
        return open_views(files_of(self.lake), as_of, memory=memory)

    def coding(self, document_id: str, as_of: date | None = None) -> CodedDocument:
        """The coding of a document that counts at `as_of`.

        Raises:
            StoreError: the document was not coded then.
        """
        found = self._connection(as_of).execute(
            "select coding from documents where document_id = ?", [document_id]
        )
        row = found.fetchone()
        if row is None:
            raise StoreError(
                f'document "{document_id}" has no coding in {self.root}; expected a document_id '
                "of the view documents"
            )
        return coding_of({"coding": row[0]})

    def digest(self, as_of: date | None = None) -> str:
        """SHA-256 of what the store says at `as_of`, whatever the order in which it was added."""
        from tacitus.store.maintenance import digest_of

        return digest_of(self._connection(as_of))

    def info(self) -> StoreInfo:
        """What is in the store, in numbers."""
        from tacitus.store.maintenance import store_info

        return store_info(self.lake, self._connection(None))

    def check(self) -> list[str]:
        """The faults of the store, one a line; none when it is sound. Reads everything."""
        from tacitus.store.checks import find_faults

        return find_faults(self.lake)

    def compact(self) -> int:
        """Put small files together, so that queries open fewer; returns how many went.

        The small files stay on the disk for readers that have listed them, until `vacuum`.
        """
        from tacitus.store.maintenance import compact_tables

        return compact_tables(self.lake)

    def vacuum(self, older_than: timedelta = _WEEK) -> list[str]:
        """Delete files that no table has used for so long; returns their paths.

        Raises:
            StoreError: `older_than` is under an hour: a writer or reader may be at work on them.
        """
        from tacitus.store.maintenance import vacuum_tables

        return vacuum_tables(self.lake, older_than)

    def _add_chunk(
        self,
        chunk: Sequence[CodedDocument | Failure],
        run: Run,
        replace: bool,
        marks: Mapping[str, int],
    ) -> Counts:
        """Failures first: the marks come with the codings and say that everything is there."""
        codings = [outcome for outcome in chunk if not isinstance(outcome, Failure)]
        failures = [outcome for outcome in chunk if isinstance(outcome, Failure)]
        added = failed = 0
        if failures:
            failed = self.lake.append("failures", new_failures(self.lake, failures, run))
        if codings or marks:
            make = new_codings(self.lake, codings, run, replace=replace)
            added = self.lake.append("codings", make, marks)
        return Counts(added=added, known=len(chunk) - added - failed, failed=failed)

    def end(self, run: Run, counts: Counts, finished: datetime | None) -> None:
        """Say what was added to a run since it was last said, and when it ended: None if not."""
        row = {
            "run_id": run.id,
            "started": run.started,
            "finished": finished,
            "coder_version": run.coder_version,
            "arguments": json.dumps(dict(run.arguments), sort_keys=True, default=str),
            "added": counts.added,
            "known": counts.known,
            "failed": counts.failed,
        }
        self.lake.append("runs", lambda at: [{**row, "recorded_at": at}])

    def _connection(self, as_of: date | None) -> duckdb.DuckDBPyConnection:
        """A new connection over the rows of now; views are kept until a table changes."""
        versions = self.lake.versions()
        kept = self._views.pop(as_of, None)
        if kept is None or kept[0] != versions:
            files = files_of(self.lake)
            kept = (versions, files, open_views(files, as_of))
        self._views[as_of] = kept
        while len(self._views) > _KEPT:
            self._views.pop(next(iter(self._views)))
        return another(kept[2], kept[1], as_of)


def _parts(outcomes: Iterable[CodedDocument | Failure], size: int) -> Iterator[_Part]:
    """Parts of at most `size`; what came before an error is a last one, then it is raised."""
    source = iter(outcomes)
    chunk: list[CodedDocument | Failure] = []
    raised: BaseException | None = None
    while True:
        try:
            chunk.extend(islice(source, size))
        except BaseException as error:  # an interrupt too: minutes of coding are not thrown away
            raised = error
        if chunk:
            yield chunk, {}
        if raised is not None:
            raise raised
        if len(chunk) < size:
            return
        chunk = []
