"""What is in a store, and how it is kept small.

Enters: a lake. Leaves: numbers. Nothing here changes what a query finds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from tacitus.errors import StoreError
from tacitus.store.columns import TABLES
from tacitus.store.lake import Lake
from tacitus.store.layout import read_marker

_SHORTEST = timedelta(hours=1)
_ROWS = 2048  # fetched at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreInfo:
    """What is in a store."""

    path: str
    format: int
    created: str  # ISO 8601, UTC
    documents: int
    events: int
    superseded: int  # codings that a later one of the same document replaces
    failures: int
    links: int
    runs: int
    coders: dict[str, int]  # documents by the coder version that counts
    first_recorded: datetime | None  # UTC
    last_recorded: datetime | None
    files: int
    bytes: int  # of the files in use
    unused_bytes: int  # of files that `vacuum` will delete once they are old enough
    digest: str


def store_info(lake: Lake, connection: duckdb.DuckDBPyConnection) -> StoreInfo:
    """The numbers of a store, from its views."""
    version, created = read_marker(lake.root)
    ((documents, events, first, last),) = connection.execute(
        "select count(*), coalesce(sum(event_count), 0)::bigint, "
        "min(recorded_at), max(recorded_at) from documents"
    ).fetchall()
    coders = connection.execute(
        "select coder_version, count(*) from documents group by all order by 2 desc, 1"
    ).fetchall()
    counts = {
        name: connection.execute(f"select count(*) from {name}").fetchall()[0][0]
        for name in ("superseded", "failures", "links", "runs")
    }
    files = [Path(file) for name in TABLES for file in lake.files(name)]
    used = sum(file.stat().st_size for file in files)
    found = sum(f.stat().st_size for name in TABLES for f in (lake.path / name).glob("*.parquet"))
    return StoreInfo(
        path=str(lake.root),
        format=version,
        created=created,
        documents=documents,
        events=events,
        **counts,
        coders=dict(coders),
        first_recorded=first,
        last_recorded=last,
        files=len(files),
        bytes=used,
        unused_bytes=max(0, found - used),
        digest=digest_of(connection),
    )


def digest_of(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the sorted content digests of the codings that count, as hex."""
    digest = hashlib.sha256()
    found = connection.execute("select content_digest from codings order by content_digest")
    while rows := found.fetchmany(_ROWS):
        for (value,) in rows:
            digest.update(f"{value}\n".encode("ascii"))
    return digest.hexdigest()


def compact_tables(lake: Lake) -> int:
    """Put the small files of every table together; returns how many files went."""
    return sum(int(lake.table(name).optimize.compact()["numFilesRemoved"]) for name in TABLES)


def vacuum_tables(lake: Lake, older_than: timedelta) -> list[str]:
    """Delete the files that no table has used for `older_than`; returns their paths.

    Raises:
        StoreError: `older_than` is under an hour.
    """
    if older_than < _SHORTEST:
        raise StoreError(
            f"files unused for {older_than} may belong to a writer or reader at work; "
            f"expected {_SHORTEST} or more"
        )
    hours = -(-older_than // timedelta(hours=1))  # rounded up: deleting too little does no harm
    gone: list[str] = []
    for name in TABLES:
        deleted = lake.table(name).vacuum(
            retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=True
        )
        gone += [str(lake.path / name / file) for file in deleted]
    return gone
