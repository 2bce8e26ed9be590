"""Connections for queries, over a cache of what queries need.

Enters: the folder of a store. Leaves: a DuckDB connection with the store's views and two more,
`event_keys` and `document_countries`.

To unnest the events of a million documents takes seconds and a gigabyte, so their rows are kept
flat in `DIR/cache`, one Parquet file for each file of the table `codings`, the latest events first.
Files of a Delta table never change, so a cached file is never out of date; what supersedes what is
decided at the query.
The cache may be deleted at any time. Where it cannot be written, queries read the table itself.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from glob import escape  # DuckDB takes paths as patterns
from importlib import resources
from pathlib import Path
from typing import TypeAlias

import duckdb

from tacitus.store.lake import Lake
from tacitus.store.layout import bring_up_to_date
from tacitus.store.query_errors import query_errors
from tacitus.store.views import QUIET, files_of, open_views

Connection: TypeAlias = duckdb.DuckDBPyConnection

FOLDER = "cache"
_FORMAT = 2  # raised when query_views.sql or the view `events` gives other columns or rows
_REVIEWED = "create view reviewed_event_keys"  # over what is made only when a connection is opened
_OLD = 86_400  # seconds; a file in the cache that no table file needs is kept so long for readers
_PARTS = {"events": "event_keys", "documents": "document_countries"}
# In the order in which events are shown, and in groups so small that a query which wants the latest
# few skips most of them by their days.
_SORTED = {"events": "date_start desc nulls last, event_id", "documents": "published, document_id"}
_GROUP = 4096  # rows


@query_errors()
def open_queries(
    path: Path, as_of: date | None = None, *, with_rejected: bool = False
) -> Connection:
    """A connection with the views of the store in `path`, as known at the end of the day `as_of`.

    `event_keys` has what judges corrected, and events that they rejected only `with_rejected`.

    The first call after documents were added fills the cache for their files. A store of an older
    format is brought to the present one.

    Raises:
        StoreError: there is no store, a newer tacitus wrote it, or a file of it cannot be read.
    """
    bring_up_to_date(path)
    files = files_of(Lake(path))
    cached = _cached_files(path / FOLDER, files["codings"])
    connection = open_views(files, as_of)
    if cached is None:
        _run(connection, _statements(cached=False))
        connection.execute("alter view event_keys rename to coded_event_keys")
        _apply_decisions(connection, with_rejected=with_rejected)
        return connection
    for part, paths in cached.items():
        connection.execute(f"set variable cached_{part}_files = ?", [[*map(escape, paths)]])
    _run(connection, _statements(cached=True))
    columns = connection.execute("select * from events limit 0").description
    names = ", ".join(f'"{column[0]}"' for column in columns or ())
    for part, view in _PARTS.items():
        if part == "events":
            connection.execute("create view coded_event_keys as from cached_events")
        else:
            connection.execute(f"create or replace view {view} as from cached_{part}")
    connection.execute(f"create or replace view events as select {names} from cached_events")
    _apply_decisions(connection, with_rejected=with_rejected)
    return connection


def _apply_decisions(connection: Connection, *, with_rejected: bool) -> None:
    """Make `event_keys` of `coded_event_keys` and what judges decided.

    Without a judgement there is nothing to join, and conditions reach the files as they are.
    """
    if connection.execute("select 1 from decisions limit 1").fetchone() is None:
        connection.execute(
            "create or replace view event_keys as select *, 'coded' as code_basis, "
            "null::varchar as review from coded_event_keys"
        )
        return
    connection.execute("set variable with_rejected = ?", [with_rejected])
    connection.execute("create table decided as from event_decisions")
    (statement,) = (s for s in _all_statements() if s.startswith(_REVIEWED))
    connection.execute(statement)
    connection.execute("create or replace view event_keys as from reviewed_event_keys")


def cache_faults(path: Path, files: Iterable[str]) -> list[str]:
    """What is wrong with the cache of the store in `path`, whose codings lie in `files`."""
    faults = []
    with duckdb.connect(":memory:") as connection:
        connection.execute(QUIET)
        for file in files:
            parts = _names(path / FOLDER, file)
            if all(map(Path.is_file, parts.values())):
                fault = _cache_fault(connection, file, parts)
                faults += [f"{fault}: delete the folder {path / FOLDER}"] if fault else []
    return faults


def _cache_fault(connection: Connection, file: str, parts: dict[str, Path]) -> str | None:
    """Why the cache of one file of the table cannot be used; None when it can."""
    query = "select count(*), coalesce(sum(len(events)), 0)::bigint from read_parquet(?)"
    ((documents, events),) = connection.execute(query, [[escape(file)]]).fetchall()
    for part, expected in (("documents", documents), ("events", events)):
        try:
            ((rows, _),) = connection.execute(
                "select count(*), bit_xor(hash(r)) from read_parquet(?) r",
                [[escape(str(parts[part]))]],
            ).fetchall()
        except duckdb.Error as error:
            return f"{parts[part]} cannot be read ({str(error).splitlines()[0]})"
        if rows != expected:
            return f"{parts[part]} has {rows} {part}; expected {expected}"
    return None


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _cached_files(folder: Path, files: Iterable[str]) -> dict[str, list[str]] | None:
    """The cached files by part; None when there is nothing to cache or the cache cannot be used."""
    wanted = {file: _names(folder, file) for file in files}
    if not wanted:
        return None
    missing = [file for file, parts in wanted.items() if not all(map(Path.exists, parts.values()))]
    if missing:
        try:
            folder.mkdir(exist_ok=True)
            for file, fill in _fillers(missing):
                fill(wanted[file])
            _clear(folder, {path for parts in wanted.values() for path in parts.values()})
        except (OSError, duckdb.IOException):  # no right to write, or no room
            return None
    return {part: [str(paths[part]) for paths in wanted.values()] for part in _PARTS}


def _names(folder: Path, file: str) -> dict[str, Path]:
    digest = hashlib.sha256(Path(file).name.encode("utf-8")).hexdigest()[:24]
    return {part: folder / f"{digest}.{part}.{_FORMAT}.parquet" for part in _PARTS}


def _fillers(files: list[str]) -> Iterable[tuple[str, Callable[[dict[str, Path]], None]]]:
    """For each file of the table, a function that writes its parts of the cache."""
    connection = open_views({"codings": files[:1]})
    # Which rows count depends on the moment that a query asks for, so the cache has all of them.
    connection.execute("delete from superseded")
    _run(connection, _statements(cached=False))
    for file in files:
        connection.execute("set variable codings_files = ?", [[escape(file)]])
        yield file, lambda paths: _fill(connection, paths)
    connection.close()


def _fill(connection: Connection, paths: dict[str, Path]) -> None:
    """Write each part beside its place and move it there, so that readers see it whole."""
    for part, path in paths.items():
        partial = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            relation = connection.sql(f"from {_PARTS[part]} order by {_SORTED[part]}")
            relation.write_parquet(str(partial), compression="zstd", row_group_size=_GROUP)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _clear(folder: Path, wanted: set[Path]) -> None:
    """Delete what no file of the table needs any more."""
    for path in folder.iterdir():
        if path not in wanted and time.time() - path.stat().st_mtime > _OLD:
            path.unlink(missing_ok=True)


@cache
def _all_statements() -> tuple[str, ...]:
    text = (resources.files("tacitus.store") / "query_views.sql").read_text("utf-8")
    code = "\n".join(line for line in text.split("\n") if not line.startswith("--"))
    return tuple(part.strip() for part in code.split(";") if part.strip())


def _statements(*, cached: bool) -> list[str]:
    """The statements of `query_views.sql`; those over the cache only where there is one."""
    found = [s for s in _all_statements() if not s.startswith(_REVIEWED)]
    return [s for s in found if cached or not s.startswith("create view cached_")]
