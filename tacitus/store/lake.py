"""The Delta tables of a store: append rows once, list the files that hold the rows now.

Enters: rows. Leaves: commits in the tables' logs. A commit is there whole or not at all; readers
go on with the files that they listed and are never blocked.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
}
_TICK = timedelta(microseconds=1)


class Lake:
    """The tables of the store in the folder `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened: dict[str, DeltaTable] = {}

    def create(self) -> None:
        """Make every table that is not there yet."""
        for name, columns in TABLES.items():
            DeltaTable.create(
                str(self.path / name),
                schema=DeltaSchema.from_arrow(schema_of(columns)),
                mode="ignore",
                configuration={"delta.dataSkippingStatsColumns": _STATISTICS[name]},
            )

    def table(self, name: str) -> DeltaTable:
        """The table as it is now.

        Raises:
            StoreError: there is none, or its log cannot be read.
        """
        try:
            if name in self._opened:
                self._opened[name].update_incremental()
            else:
                self._opened[name] = DeltaTable(str(self.path / name))
        except (TableNotFoundError, DeltaError, OSError) as error:
            raise StoreError(
                f"table {name} of {self.path} cannot be opened ({error}); expected a Delta table: "
                "restore the folder from a copy"
            ) from error
        return self._opened[name]

    def files(self, name: str) -> list[str]:
        """The paths of the Parquet files that hold the table's rows now."""
        # Not file_uris(): it escapes the folder's name as in a URL.
        names = self.table(name).get_add_actions(flatten=True)["path"].to_pylist()
        return [str(self.path / name / file) for file in names]

    def versions(self) -> dict[str, int]:
        """The version of each table: it changes with every commit."""
        return {name: self.table(name).version() for name in TABLES}

    def append(self, name: str, make_rows: Callable[[datetime], Sequence[Row]]) -> int:
        """Add the rows that `make_rows` returns, in one commit; returns how many.

        `make_rows` is given the moment of recording, which is later than that of every row there,
        and is called again when another process has added rows in between.

        Raises:
            StoreError: other writers came first too many times, or the table cannot be written.
        """
        pause = _PAUSE
        for _ in range(_TRIES):
            table = self.table(name)
            rows = make_rows(_next_moment(table))
            if not rows or self._commit(table, name, rows):
                return len(rows)
            time.sleep(pause * random.random())
            pause = min(2 * pause, _LONGEST)
        raise StoreError(
            f"table {name} of {self.path} was changed by others at each of {_TRIES} tries; "
            "expected a moment of rest: write with fewer processes or larger batches"
        )

    def _commit(self, table: DeltaTable, name: str, rows: Sequence[Row]) -> bool:
        """False when another writer came first: then nothing was added."""
        number = (table.transaction_version(WRITER) or 0) + 1
        try:
            write_deltalake(
                table,
                table_of(rows, TABLES[name]),
                mode="append",
                writer_properties=_writer(name),
                commit_properties=CommitProperties(app_transactions=[Transaction(WRITER, number)]),
            )
        except CommitFailedError:
            self._opened.pop(name)
            return False
        except (DeltaError, OSError) as error:
            self._opened.pop(name)
            raise StoreError(
                f"table {name} of {self.path} cannot be written ({error}); expected a folder with "
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
