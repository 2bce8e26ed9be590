"""What is in a store, whether it is sound, and how it is kept small.

Enters: a lake. Leaves: numbers, faults in words. Nothing here changes what a query finds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from glob import escape
from pathlib import Path

import duckdb
from deltalake import DeltaTable

from tacitus.errors import StoreError
from tacitus.store.columns import TABLES
from tacitus.store.lake import Lake
from tacitus.store.layout import read_marker
from tacitus.store.rows import content_digest

_SHORTEST = timedelta(hours=1)
_ROWS = 2048  # fetched at a time
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


def find_faults(lake: Lake) -> list[str]:
    """Every way in which the store is not what it should be, in words; empty when it is sound.

    Looks for missing, shortened and unreadable files, for rows that break the rules of
    supersession, and compares each coding with its digest, its text and the ids of its events.
    """
    from tacitus.store.views import files_of, open_views

    faults: list[str] = []
    for name in TABLES:
        try:
            faults += _file_faults(lake.path / name, lake.table(name))
        except StoreError as error:
            faults.append(str(error))
    if faults:  # what cannot be read cannot be compared
        return faults
    with open_views(files_of(lake)) as connection:
        for words, rule in _RULES.items():
            faults += _listed(
                [words.format(f"document {row[0]}") for row in _all(connection, rule)]
            )
        faults += _listed(list(_content_faults(connection)))
    return faults


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


def _file_faults(folder: Path, table: DeltaTable) -> Iterator[str]:
    """Faults of the files that the log names; reading a file through finds damaged pages."""
    actions = table.get_add_actions(flatten=True)
    sizes = dict(zip(actions["path"].to_pylist(), actions["size_bytes"].to_pylist(), strict=True))
    with duckdb.connect(":memory:") as connection:
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
    found = connection.execute(
        "select document_id, content_digest, text, coding, "
        "list_transform(events, lambda event: event.id) from codings_rows"
    )
    while rows := found.fetchmany(_ROWS):
        for document_id, digest, text, coding, event_ids in rows:
            if fault := _content_fault(digest, text, coding, event_ids):
                yield f"document {document_id}: {fault}"


def _content_fault(digest: str, text: str, coding: str, event_ids: list[str]) -> str | None:
    try:
        body = json.loads(coding)
        own = [event["id"] for event in body["events"]]
        same_text = body["document"]["text"].encode("utf-8", "replace").decode("utf-8") == text
    except (ValueError, KeyError, TypeError) as error:
        return f"its JSON cannot be read ({error!r})"
    if content_digest(coding) != digest:
        return f"its coding does not have the digest {digest}"
    if own != (event_ids or []):
        return f"its row has the events {event_ids}; its coding {own}"
    return None if same_text else "its row has another text than its coding"


def _all(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def _listed(faults: list[str]) -> list[str]:
    rest = len(faults) - _SHOWN
    return faults if rest <= 0 else [*faults[:_SHOWN], f"... and {rest} more of these"]
