"""A user's own SQL over the views of a store, run in a process of its own.

Enters: the folder of a store and the text of a query, which is taken to be hostile. Leaves: rows as
JSON has them, or an error. `sql_child` says what keeps the query from doing harm; here it is killed
when it does not end by itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from tacitus.errors import StoreError
from tacitus.store.lake import Lake
from tacitus.store.result_tables import table_of
from tacitus.store.views import files_of

SECONDS = 30.0  # for one query
MEMORY = 1 << 30  # bytes beyond what the process takes by itself
_BYTES = 64 << 20  # of the answer
LONGEST = 100_000  # characters of a query
MEMORY_ERROR, TIME_ERROR = "memory", "time"  # what the child says when a limit was reached
# The child stops the query by itself after its seconds. What does not let itself be stopped, such
# as one huge value, is killed after these more, in which a child starts on a busy machine.
_START = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlLimits:
    """What a query may take."""

    seconds: float = SECONDS
    memory: int = MEMORY  # bytes
    rows: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlRows:
    """What a query gave."""

    columns: tuple[str, ...]
    types: tuple[str, ...]  # as DuckDB names them
    rows: tuple[tuple[Any, ...], ...] = field(
        repr=False
    )  # values as JSON has them; days and times as text
    more: bool  # rows were left out, for there were more than the limits let through

    def dicts(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts by column."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=False))

    def _repr_html_(self) -> str:
        """The first rows as a table, for notebooks."""
        return table_of(self.columns, self.rows, len(self.rows))


def run_sql(
    path: Path, query: str, *, as_of: date | None = None, limits: SqlLimits | None = None
) -> SqlRows:
    """The rows of one SELECT over the views of the store in `path`, as known at `as_of`.

    Raises:
        StoreError: the query is no SELECT, is wrong, or takes more time or memory than `limits`.
    """
    given = limits or SqlLimits()
    if len(query) > LONGEST:
        raise StoreError(f"the query has {len(query)} characters; expected up to {LONGEST}")
    asked = {
        "query": query.replace("\0", " "),
        "files": files_of(Lake(path)),
        "as_of": _moment(as_of),
        "rows": given.rows,
        "memory": given.memory,
        "bytes": _BYTES,
        "seconds": given.seconds,
    }
    answer = _ask(asked, given)
    if "error" in answer:
        known = {MEMORY_ERROR: _too_much_memory, TIME_ERROR: _too_long}
        message = str(answer["error"])
        raise StoreError(known[message](given) if message in known else f"SQL: {message}")
    return SqlRows(
        columns=tuple(answer["columns"]),
        types=tuple(answer["types"]),
        rows=tuple(map(tuple, answer["rows"])),
        more=answer["more"],
    )


def _ask(asked: dict[str, Any], limits: SqlLimits) -> dict[str, Any]:
    """What the child says; it is killed when it takes too long."""
    command = [sys.executable, "-P", "-m", "tacitus.store.sql_child"]
    package = str(Path(__file__).parents[2])
    # Nothing of our own environment but what an interpreter needs to start.
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"PYTHONPATH": package, "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                command,
                input=json.dumps(asked).encode("ascii"),
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=limits.seconds + _START,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise StoreError(_too_long(limits)) from error
        answer.seek(0)
        text = answer.read()
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError as error:
        if done.returncode == 0:
            raise StoreError("SQL: the answer is too large; expected fewer columns") from error
        raise StoreError(_too_much_memory(limits)) from error
    return found


def _too_long(limits: SqlLimits) -> str:
    return (
        f"SQL: the query takes longer than {limits.seconds:g} seconds and was stopped; "
        "expected a quicker one: narrow it down by date or type, or give it more time"
    )


def _too_much_memory(limits: SqlLimits) -> str:
    return (
        f"SQL: the query needs more than {limits.memory >> 20} MB of memory and was stopped; "
        "expected one with smaller values or fewer rows"
    )


def _moment(as_of: date | None) -> str | None:
    if as_of is None or isinstance(as_of, datetime):
        return as_of.isoformat() if as_of else None
    return datetime.combine(as_of, time.max, tzinfo=UTC).isoformat()
