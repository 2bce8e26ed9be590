"""The views of `views.sql` in a DuckDB connection, over the files that the tables have now.

Enters: a lake and the day up to which rows count. Leaves: a connection in memory that reads the
files and writes none. It keeps to the files that were current when it was opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import cache
from glob import escape  # DuckDB takes paths as patterns
from importlib import resources

import duckdb

from tacitus.store.columns import TABLES, table_of
from tacitus.store.lake import Lake

VIEWS = (
    *("documents", "events", "event_actors", "attributions", "entities", "places", "links"),
    *("failures", "runs", "reviews", "reviewed_events"),
    *("external_events", "external_mentions", "all_events"),
)
MEMORY = "512MB"  # of DuckDB; beyond it goes to a folder for temporary files
# DuckDB takes `python -m` for a terminal and draws a bar on stdout, in the midst of what we write.
QUIET = "set enable_progress_bar = false"
_ALWAYS = datetime(9999, 12, 31, tzinfo=UTC)


def open_views(
    files: Mapping[str, Sequence[str]], as_of: date | None = None, *, memory: str = MEMORY
) -> duckdb.DuckDBPyConnection:
    """A connection with the views over `files`, by the name of their table.

    `as_of` is a moment, or a day that counts to its end in UTC; None: all that is known.
    """
    connection = duckdb.connect(":memory:", config=_settings(memory))
    _bind(connection, files, as_of)
    for name, columns in TABLES.items():
        if not files.get(name):
            empty = table_of([], columns)  # noqa: F841  # DuckDB finds it by its name
            connection.execute(f"create table {name}_rows as from empty")
    for name, statement in _statements().items():
        if not name.endswith("_rows") or files.get(name.removesuffix("_rows")):
            connection.execute(statement)
    return connection


def another(
    connection: duckdb.DuckDBPyConnection,
    files: Mapping[str, Sequence[str]],
    as_of: date | None = None,
) -> duckdb.DuckDBPyConnection:
    """A second connection to the views of `connection`, opened with the same files and `as_of`.

    A connection runs one query at a time and holds it up until all its rows are fetched; this one
    is opened in well under a millisecond.
    """
    cursor = connection.cursor()
    _bind(cursor, files, as_of)
    return cursor


def _bind(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[str]], as_of: date | None
) -> None:
    # In a notebook without ipywidgets the bar is off, and DuckDB refuses to hear of it.
    with suppress(duckdb.InvalidInputException):
        connection.execute(QUIET)
    connection.execute("set timezone = 'UTC'")
    connection.execute("set variable as_of = ?::timestamptz", [_moment(as_of)])
    for name in TABLES:
        connection.execute(f"set variable {name}_files = ?", [[*map(escape, files.get(name, ()))]])


def files_of(lake: Lake) -> dict[str, list[str]]:
    """The current files of every table."""
    return {name: lake.files(name) for name in TABLES}


def _moment(as_of: date | None) -> datetime:
    if as_of is None:
        return _ALWAYS
    if isinstance(as_of, datetime):
        return as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)
    return datetime.combine(as_of, time.max, tzinfo=UTC)


def _settings(memory: str) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": memory,
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


@cache
def _statements() -> dict[str, str]:
    """The statements of `views.sql` in order, by the name of what they create."""
    text = (resources.files("tacitus.store") / "views.sql").read_text("utf-8")
    code = "\n".join(line for line in text.split("\n") if not line.startswith("--"))
    found = [statement.strip() for statement in code.split(";") if statement.strip()]
    return {statement.split(" as", 1)[0].split()[-1]: statement for statement in found}
