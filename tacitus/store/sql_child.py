"""The process that runs a user's SQL, once, and may be killed at any time.

Reads from stdin: JSON {"query", "files": {table: [paths]}, "as_of", "rows", "memory",
"bytes", "seconds"}.
Writes to stdout: JSON {"columns", "types", "rows", "more"}, or {"error"}.

What keeps it harmless, each by itself: the query must be one SELECT whose every part is one
(DuckDB lets `with x as (copy ... to ...)` pass as a SELECT); no file but the store's own can be
opened; the configuration is locked; memory, time and the size of what is written are limited by
the system, for `repeat()` is not held by DuckDB's own memory limit.
"""

from __future__ import annotations

import json
import math
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb

from tacitus.store.views import open_views

# What the parts of a query may be; DuckDB has others for INSERT, UPDATE, DELETE and COPY.
_HARMLESS = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_LOCKS = (
    "set threads = 2",  # each takes address space
    "set temp_directory = ''",
    "set enable_external_access = false",
    "set python_enable_replacements = false",
    "set allow_community_extensions = false",
    "set allow_persistent_secrets = false",
    "set lock_configuration = true",
)
MEMORY, TIME = "memory", "time"  # the errors of limits that were reached
_EXPECTED = "expected one SELECT over the views of the store"
_BATCH = 200


class _Refused(Exception):
    """The query is not run; the message says why."""


def main() -> None:
    """Answer the one question."""
    asked = json.load(sys.stdin)
    try:
        _limit_resources(asked["memory"], asked["bytes"])
        reply = answer(asked)
    except MemoryError:
        reply = {"error": MEMORY}
    sys.stdout.write(json.dumps(reply))
    sys.stdout.flush()


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The rows, or why there are none; `MEMORY` or `TIME` when a limit was reached."""
    try:
        return _run(asked)
    except _Refused as error:
        return {"error": str(error)}
    except duckdb.OutOfMemoryException:
        return {"error": MEMORY}
    except duckdb.InterruptException:
        return {"error": TIME}
    except duckdb.PermissionException:
        return {"error": f"the query opens a file; {_EXPECTED}, which need no files"}
    except duckdb.Error as error:
        return {"error": _one_line(str(error))}


def _run(asked: dict[str, Any]) -> dict[str, Any]:
    as_of = datetime.fromisoformat(asked["as_of"]) if asked["as_of"] else None
    connection = open_views(asked["files"], as_of, memory=f"{asked['memory'] // 2 >> 20}MB")
    paths = [path for files in asked["files"].values() for path in files]
    connection.execute("set allowed_paths = ?", [paths])
    for statement in _LOCKS:
        connection.execute(statement)
    _check(connection, asked["query"])
    alarm = threading.Timer(asked["seconds"], connection.interrupt)
    alarm.daemon = True
    alarm.start()
    cursor = connection.execute(asked["query"])
    description = cursor.description or []
    rows: list[list[object]] = []
    size = 0
    for row in _rows(cursor):
        rows.append([_plain(value) for value in row])
        size += len(json.dumps(rows[-1]))
        if len(rows) > asked["rows"] or size > asked["bytes"] // 2:
            break
    more = len(rows) > asked["rows"] or size > asked["bytes"] // 2
    return {
        "columns": [str(column[0]) for column in description],
        "types": [str(column[1]) for column in description],
        "rows": rows[: asked["rows"]],
        "more": more,
    }


def _check(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Refuse what is not one SELECT through and through."""
    statements = connection.extract_statements(query)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        kinds = ", ".join(statement.type.name for statement in statements) or "nothing"
        raise _Refused(f"the query is {kinds}; {_EXPECTED}")
    ((text,),) = connection.execute("select json_serialize_sql(?)", [query]).fetchall()
    parsed = json.loads(text)
    if parsed["error"]:  # PIVOT, for one: what it does cannot be looked at
        raise _Refused(f"the query cannot be checked ({parsed['error_message']}); {_EXPECTED}")
    wrong = sorted(set(_nodes(parsed)) - _HARMLESS)
    if wrong:
        raise _Refused(f"the query holds a {wrong[0].removesuffix('_QUERY_NODE')}; {_EXPECTED}")


def _nodes(value: object) -> Iterator[str]:
    """The kinds of all parts of a parsed query."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            kind = item.get("type")
            if isinstance(kind, str) and kind.endswith("_NODE"):
                yield kind
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_BATCH):
        yield from rows


def _plain(value: object) -> object:
    """The value as JSON has it; what JSON lacks as DuckDB writes it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return str(value)


def _one_line(message: str) -> str:
    """The first paragraph of a message; DuckDB shows the query below it."""
    return " ".join(message.split("\n\nLINE ", 1)[0].split())


def _limit_resources(memory: int, size: int) -> None:
    """Limit memory beyond what is in use now, and the size of a file; on Unix only."""
    try:
        import resource
        import signal
    except ImportError:
        return
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        used = 1 << 30
    limits = {
        resource.RLIMIT_AS: used + memory,
        resource.RLIMIT_FSIZE: size,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if hard < 0 else min(limit, hard), hard))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


if __name__ == "__main__":
    main()
