"""The Delta tables of a store: append rows once, list the files that hold the rows now.

Enters: rows. Leaves: commits in the tables' logs. A commit is there whole or not at all; readers
go on with the files that they listed and are never blocked.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import starmap
from pathlib import Path
from typing import Any

from deltalake import (
    BloomFilterProperties,
    ColumnProperties,
    CommitProperties,
    DeltaTable,
    Transaction,
    WriterProperties,
    write_deltalake,
)
from deltalake import Schema as DeltaSchema
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from tacitus.errors import StoreError
from tacitus.store.columns import TABLES, Row, schema_of, table_of
from tacitus.store.lookups import rows_of_files, rows_of_table
from tacitus.store.recovery import flush_commit
from tacitus.store.roots import Root, root_of

# All writers of a table count up this one transaction. Delta refuses a commit when another one
# with the same id came in between, so whoever lost looks again at what is there before it writes:
# two processes that add the same document give one row.
WRITER = "tacitus"
_TRIES = 200
_PAUSE = 0.02  # seconds, doubled up to _LONGEST; with jitter, so that writers do not stay in step
_LONGEST = 1.0
_STATISTICS = {
    "codings": "document_id,published,coder_version,run_id,recorded_at,replaces",
    "failures": "coder_version,run_id,recorded_at",
    "runs": "run_id,recorded_at",
    "links": "left_id,right_id,recorded_at",
    "reviews": "id,recorded_at",
    "external_events": "event_id,system,date_start,recorded_at",
    "external_mentions": "event_id,system,recorded_at",
}
# Tables that got columns while no store had a row of them: they are widened by the first row, and
# an older tacitus, which asks for the columns that it knows, reads them still.
_GREW = ("reviews",)
_TICK = timedelta(microseconds=1)


class Lake:
    """The tables of a store. `path` is its folder, or that of a store on S3 on this machine."""

    def __init__(self, root: Root | Path) -> None:
        self.root = root if isinstance(root, Root) else root_of(root)
        self.path = self.root.folder
        self._opened: dict[str, DeltaTable] = {}

    def create(self) -> None:
        """Make every table that is not there yet.

        Raises:
            StoreError: one cannot be made.
        """
        for name, columns in TABLES.items():
            try:
                DeltaTable.create(
                    self.root.table(name),
                    schema=DeltaSchema.from_arrow(schema_of(columns)),
                    mode="ignore",
                    storage_options=self.root.storage_options,
                    configuration={"delta.dataSkippingStatsColumns": _STATISTICS[name]},
                )
            except DeltaError as error:
                words = " ".join(str(error).split())[:300]
                raise StoreError(
                    f"{self.root.table(name)} cannot be made ({words}); expected a place that "
                    "may be written"
                ) from error

    def table(self, name: str) -> DeltaTable:
        """The table as it is now.

        Raises:
            StoreError: there is none, or its log cannot be read.
        """
        try:
            if name in self._opened:
                self._opened[name].update_incremental()
            else:
                self._opened[name] = DeltaTable(
                    self.root.table(name), storage_options=self.root.storage_options
                )
        except (TableNotFoundError, DeltaError, OSError) as error:
            raise StoreError(
                f"table {name} of {self.root} cannot be opened ({error}); expected a Delta table: "
                "restore the folder from a copy"
            ) from error
        return self._opened[name]

    def files(self, name: str) -> list[str]:
        """The paths of the Parquet files that hold the table's rows now, on this machine."""
        # Not file_uris(): it escapes the folder's name as in a URL.
        names = self.table(name).get_add_actions(flatten=True)["path"].to_pylist()
        return self.root.local_files(name, names)

    def select(
        self, name: str, columns: Sequence[str], condition: str, values: Mapping[str, object]
    ) -> list[tuple[Any, ...]]:
        """Some columns of the rows of a table that meet a condition over named `values` ($name).

        Moments come as microseconds since 1970. A list is used as `in (select unnest($name))`.
        """
        if self.root.url is None:
            return rows_of_files(self.files(name), columns, condition, values)
        return rows_of_table(self.table(name), columns, condition, values)

    def versions(self) -> dict[str, int]:
        """The version of each table: it changes with every commit."""
        return {name: self.table(name).version() for name in TABLES}

    def mark(self, name: str, mark: str) -> int | None:
        """The number that a commit of the table left under `mark`; None: there was none."""
        number: int | None = self.table(name).transaction_version(mark)
        return number

    def append(
        self,
        name: str,
        make_rows: Callable[[datetime], Sequence[Row]],
        marks: Mapping[str, int] | None = None,
    ) -> int:
        """Add the rows that `make_rows` returns, in one commit; returns how many.

        `marks` are left in that commit, also when there are no rows: numbers under names, such as
        which part of a shard it is.

        `make_rows` is given the moment of recording, which is later than that of every row there,
        and is called again when another process has added rows in between.

        Raises:
            StoreError: other writers came first too many times, or the table cannot be written.
        """
        pause = _PAUSE
        for _ in range(_TRIES):
            table = self.table(name)
            rows = make_rows(_next_moment(table))
            if not (rows or marks) or self._commit(table, name, rows, marks or {}):
                return len(rows)
            time.sleep(pause * random.random())
            pause = min(2 * pause, _LONGEST)
        raise StoreError(
            f"table {name} of {self.root} was changed by others at each of {_TRIES} tries; "
            "expected a moment of rest: write with fewer processes or larger batches"
        )

    def _commit(
        self, table: DeltaTable, name: str, rows: Sequence[Row], marks: Mapping[str, int]
    ) -> bool:
        """False when another writer came first: then nothing was added."""
        numbers = {WRITER: (table.transaction_version(WRITER) or 0) + 1, **marks}
        properties = CommitProperties(app_transactions=[*starmap(Transaction, numbers.items())])
        try:
            if rows:
                write_deltalake(
                    table,
                    table_of(rows, TABLES[name]),
                    mode="append",
                    schema_mode="merge" if name in _GREW else None,
                    writer_properties=_writer(name),
                    commit_properties=properties,
                )
            else:
                table.create_write_transaction(
                    [], mode="append", schema=table.schema(), commit_properties=properties
                )
            if self.root.url is None and name != "runs":  # to say who added is no acknowledgement
                flush_commit(self.path / name, table.version())
        except CommitFailedError:
            self._opened.pop(name)
            return False
        except (DeltaError, OSError) as error:
            self._opened.pop(name)
            raise StoreError(
                f"table {name} of {self.root} cannot be written ({error}); expected a folder with "
                "room that may be written: free the disk or change its rights, and run again"
            ) from error
        return True


def _next_moment(table: DeltaTable) -> datetime:
    """Now, or just after the newest row when the clock has gone back."""
    now = datetime.now(UTC)
    actions = table.get_add_actions(flatten=True)
    if "max.recorded_at" not in actions.schema.names:
        return now
    newest = max((m for m in actions["max.recorded_at"].to_pylist() if m is not None), default=now)
    return max(now, newest + _TICK) if newest is not now else now


def _writer(name: str) -> WriterProperties:
    """Compression, and for codings a filter by which a search for document ids skips files."""
    if name != "codings":
        return WriterProperties(compression="ZSTD", compression_level=3)
    bloom = BloomFilterProperties(set_bloom_filter_enabled=True, fpp=0.01, ndv=10_000)
    return WriterProperties(
        compression="ZSTD",
        compression_level=3,
        column_properties={"document_id": ColumnProperties(bloom_filter_properties=bloom)},
    )
