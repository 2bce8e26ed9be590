"""Events of other coders in a store: added once, kept beside ours.

Enters: rows of `tacitus.imports`, and failures. Leaves: commits of the tables `external_events` and
`external_mentions`. A line that is there already is not added again; a line whose id is there with
other content is a failure that says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeAlias

import duckdb

from tacitus.records import Failure
from tacitus.store.batches import new_failures
from tacitus.store.columns import Row
from tacitus.store.query import Found
from tacitus.store.runs import Counts, Run
from tacitus.store.store import Store

_BATCH = 10_000  # rows a commit
_External: TypeAlias = Mapping[str, Any]


def add_external(
    store: Store,
    outcomes: Iterable[_External | Failure],
    *,
    run: Run,
    on_commit: Callable[[Counts], None] | None = None,
) -> Counts:
    """Add what is not there yet; returns what became of the lines.

    Raises:
        StoreError: the tables cannot be written.
    """
    source, total = iter(outcomes), Counts()
    _record(store, run, total, None)
    try:
        while chunk := list(islice(source, _BATCH)):
            total += _add_chunk(store, chunk, run)
            if on_commit:
                on_commit(total)
    finally:
        _record(store, run, total, datetime.now(UTC))
    return total


def _add_chunk(store: Store, chunk: list[_External | Failure], run: Run) -> Counts:
    failures = [item for item in chunk if isinstance(item, Failure)]
    rows = [item for item in chunk if not isinstance(item, Failure)]
    events = [row for row in rows if "code" in row]
    mentions = [row for row in rows if "code" not in row]
    added = 0
    if events:
        clashes: list[Failure] = []
        added += store.lake.append("external_events", _new_events(store, events, run, clashes))
        failures += clashes
    if mentions:
        added += store.lake.append("external_mentions", _new_mentions(store, mentions, run))
    failed = len({(f.path, f.reason) for f in failures})
    if failures:
        store.lake.append("failures", new_failures(store.lake, failures, run))
    return Counts(added=added, known=len(chunk) - added - failed, failed=failed)


def _new_events(
    store: Store, events: list[_External], run: Run, clashes: list[Failure]
) -> Callable[[datetime], list[Row]]:
    """Makes the rows of events that are not there; fills `clashes` with those of a taken id."""

    def make(recorded_at: datetime) -> list[Row]:
        clashes.clear()
        seen = _known(store, "external_events", events)
        kept: list[Row] = []
        for row in events:
            known = seen.get(row["event_id"])
            if known is None:
                seen[row["event_id"]] = {row["digest"]}
                kept.append({**row, "run_id": run.id, "recorded_at": recorded_at})
            elif row["digest"] not in known:
                clashes.append(_clash(row))
        return kept

    return make


def _new_mentions(
    store: Store, mentions: list[_External], run: Run
) -> Callable[[datetime], list[Row]]:
    """Makes the rows of mentions that are not there; an event has any number of them."""

    def make(recorded_at: datetime) -> list[Row]:
        seen = _known(store, "external_mentions", mentions)
        kept: list[Row] = []
        for row in mentions:
            known = seen.setdefault(row["event_id"], set())
            if row["digest"] not in known:
                known.add(row["digest"])
                kept.append({**row, "run_id": run.id, "recorded_at": recorded_at})
        return kept

    return make


def _known(store: Store, table: str, rows: list[_External]) -> dict[str, set[str]]:
    """The digests that the table has, by event id, of those ids that `rows` have."""
    ids = list({row["event_id"] for row in rows})
    found: dict[str, set[str]] = {}
    for event_id, digest in store.lake.select(
        table, ["event_id", "digest"], "event_id in (select unnest($ids))", {"ids": ids}
    ):
        found.setdefault(event_id, set()).add(digest)
    return found


def _clash(row: _External) -> Failure:
    return Failure(
        path=f"{row['path']}:{row['line']}",
        stage="duplicate",
        reason=f"{row['event_id']} is there already with other content; expected one line an id",
    )


def _record(store: Store, run: Run, counts: Counts, finished: datetime | None) -> None:
    row: Row = {
        "run_id": run.id,
        "started": run.started,
        "finished": finished,
        "coder_version": run.coder_version,
        "arguments": json.dumps(dict(run.arguments), sort_keys=True, default=str),
        "added": counts.added,
        "known": counts.known,
        "failed": counts.failed,
    }
    store.lake.append("runs", lambda at: [{**row, "recorded_at": at}])


def find_external(connection: duckdb.DuckDBPyConnection, system: str) -> Found:
    """The imported events of a coder, by day."""
    query = (
        "select * exclude (raw, digest) from external_events where system = $system "
        "order by date_start, event_id"
    )
    return Found(connection=connection, query=query, parameters={"system": system})
