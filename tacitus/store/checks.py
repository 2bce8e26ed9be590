"""Whether a store is sound: what is damaged, and what to do about it.

Enters: a lake. Leaves: faults in words, each with what was expected and what to do. Nothing is
changed. What can be made again (cache, index) is looked at too, for a query that reads it is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from glob import escape
from pathlib import Path
from typing import Any

import duckdb
from deltalake import DeltaTable

from tacitus.errors import StoreError
from tacitus.store.columns import TABLES
from tacitus.store.lake import Lake
from tacitus.store.query_cache import cache_faults
from tacitus.store.rows import content_digest
from tacitus.store.search import index_faults
from tacitus.store.views import QUIET, files_of, open_views

_ROWS = 200  # fetched at a time: a coding has up to some hundred kB
_SHOWN = 20  # faults of one kind that are listed

# Each gives the documents of the rows that break one rule.
_RULES = {
    "{} has two rows of the same moment; expected one": """
        select document_id from codings_rows group by document_id, recorded_at having count(*) > 1
        """,
    "{} has several rows that count; expected each but the first to replace another": """
        select document_id from codings group by document_id having count(*) > 1""",
    "{} has a row that replaces one that is not there": """
        select document_id from codings_rows where replaces is not null
        and (document_id, replaces) not in (select document_id, recorded_at from codings_rows)""",
    "{} has a row that replaces a later one": """
        select document_id from codings_rows where replaces >= recorded_at""",
    "{} was recorded in the future; was the clock wrong?": """
        select document_id from codings_rows where recorded_at > now() + interval 1 day""",
}


# Documents that a link names and no row has ever had.
_LOOSE_LINKS = """
select left_id, right_id, relation, name
from (select *, unnest([left_id, right_id]) as name from links_rows)
where split_part(name, '#', 1) not in (select document_id from codings_rows)
order by all"""
# What a row has as columns and its coding as JSON, under the same names.
_SAME = ("title", "publisher", "published", "url", "path", "language")
_SAME_IN_EVENTS = (
    *("event_type", "mode", "contexts", "certainty", "polarity", "time_status", "historical"),
    *("factuality", "score"),
)


def find_faults(lake: Lake) -> list[str]:
    """Every way in which the store is not what it should be, in words; empty when it is sound.

    Looks for missing, shortened and unreadable files, for rows that break the rules of
    supersession, compares each row with its coding and each coding with its digest, looks for links
    to documents that are not there, and at the cache and the index of searches.
    """
    faults: list[str] = []
    for name in TABLES:
        try:
            faults += _file_faults(lake.path / name, lake.table(name))
        except StoreError as error:
            faults.append(str(error))
    if faults:  # what cannot be read cannot be compared
        return faults
    files = files_of(lake)
    with open_views(files) as connection:
        for words, rule in _RULES.items():
            faults += _listed(
                [words.format(f"document {row[0]}") for row in _all(connection, rule)]
            )
        faults += _listed(list(_content_faults(connection)))
        faults += _listed([_loose(*row) for row in _all(connection, _LOOSE_LINKS)])
        faults += index_faults(connection, lake.path)
    return faults + cache_faults(lake.path, files["codings"])


def _file_faults(folder: Path, table: DeltaTable) -> Iterator[str]:
    """Faults of the files that the log names; reading a file through finds damaged pages."""
    actions = table.get_add_actions(flatten=True)
    sizes = dict(zip(actions["path"].to_pylist(), actions["size_bytes"].to_pylist(), strict=True))
    with duckdb.connect(":memory:") as connection:
        connection.execute(QUIET)
        for name, size in sizes.items():
            file = folder / name
            if not file.is_file():
                yield f"{file} is missing, and {folder.name} lists it: restore it from a copy"
            elif file.stat().st_size != size:
                yield (
                    f"{file} has {file.stat().st_size} bytes; expected {size}: "
                    "restore it from a copy"
                )
            elif damage := _damage(connection, file):
                yield f"{file} cannot be read ({damage}): restore it from a copy"


def _damage(connection: duckdb.DuckDBPyConnection, file: Path) -> str | None:
    try:
        connection.execute(
            "select bit_xor(hash(r)) from read_parquet(?) r", [escape(str(file))]
        ).fetchall()
    except duckdb.Error as error:
        return str(error).split("\n", 1)[0]
    return None


def _content_faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    columns = ", ".join(_SAME)
    found = connection.execute(
        f"select document_id, content_digest, text, coding, events, {columns} from codings_rows"
    )
    while rows := found.fetchmany(_ROWS):
        for document_id, digest, text, coding, events, *values in rows:
            row = dict(zip(_SAME, values, strict=True))
            fault = _content_fault(coding, digest) or _row_fault(
                json.loads(coding), {**row, "text": text}, events or []
            )
            if fault:
                yield f"document {document_id}: {fault}: restore its file from a copy"


def _content_fault(coding: str, digest: str) -> str | None:
    try:
        if content_digest(coding) != digest:
            return f"its coding does not have the digest {digest}"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return f"its JSON cannot be read ({error!r})"
    return None


def _row_fault(
    coding: Mapping[str, Any], row: Mapping[str, object], events: Sequence[Mapping[str, Any]]
) -> str | None:
    """In what the columns of a row differ from its coding, which they are made of."""
    document, own = coding["document"], coding.get("events") or []
    for name, value in row.items():
        if _plain(value) != _plain(document.get(name)):
            if name == "text":
                return "its row has another text than its coding"
            return f"its row has the {name} {value}; its coding {document.get(name)}"
    names = [event["id"] for event in events]
    if names != [event["id"] for event in own]:
        return f"its row has the events {names}; its coding {[event['id'] for event in own]}"
    for event, original in zip(events, own, strict=True):
        for name in _SAME_IN_EVENTS:
            if name in original and _plain(event[name]) != _plain(original[name]):
                return (
                    f"its row has the {name} {event[name]} for {event['id']}; its coding "
                    f"{original[name]}"
                )
    return None


def _plain(value: object) -> object:
    """The value as JSON and the columns have it alike."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return list(value) if isinstance(value, (list, tuple)) else value


def _loose(left: object, right: object, relation: object, name: object) -> str:
    return (
        f"the link {relation} from {left} to {right} leads to a document that is not there, "
        f"{name}; expected one of the store: ingest it again"
    )


def _all(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def _listed(faults: list[str]) -> list[str]:
    rest = len(faults) - _SHOWN
    return faults if rest <= 0 else [*faults[:_SHOWN], f"... and {rest} more of these"]
