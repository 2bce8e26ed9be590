"""Which rows of a batch are new.

Enters: outcomes, and the tables as they are now. Leaves: functions that make the rows to add; the
lake calls them again when another process has added rows in between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from tacitus.coding import CodedDocument
from tacitus.records import Failure, Link
from tacitus.store.columns import Row
from tacitus.store.lake import Lake
from tacitus.store.rows import coding_row, link_row
from tacitus.store.runs import Run


class _Kept(NamedTuple):
    """What the table says of a document: of the row that counts now, and who coded it ever."""

    recorded_at: datetime
    coder_version: str
    content_digest: str
    coders: set[str]


def known_documents(lake: Lake, document_ids: list[str], coder_version: str) -> set[str]:
    """Those of the documents that `coder_version` has coded, whether or not that coding counts."""
    return _documents(lake, "codings", document_ids, coder_version)


def failed_documents(lake: Lake, document_ids: list[str], coder_version: str) -> set[str]:
    """Those of the documents that `coder_version` could not code."""
    return _documents(lake, "failures", document_ids, coder_version)


def _documents(lake: Lake, table: str, document_ids: list[str], coder_version: str) -> set[str]:
    found = lake.select(
        table,
        ("document_id",),
        "document_id in (select unnest($ids)) and coder_version = $coder",
        {"ids": document_ids, "coder": coder_version},
    )
    return {name for (name,) in found}


def new_codings(
    lake: Lake, codings: Sequence[CodedDocument], run: Run, *, replace: bool
) -> Callable[[datetime], list[Row]]:
    """Makes the rows of those codings that are not in the table; of twins the first counts."""
    rows: dict[str, dict[str, object]] = {}
    for coding in codings:
        if coding.document.id not in rows:
            rows[coding.document.id] = coding_row(coding)

    def make(recorded_at: datetime) -> list[Row]:
        kept = _kept(lake, list(rows))
        return [
            {
                **row,
                "run_id": run.id,
                "recorded_at": recorded_at,
                "replaces": kept[name].recorded_at if name in kept else None,
            }
            for name, row in rows.items()
            if name not in kept or _is_new(row, kept[name], replace)
        ]

    return make


def new_failures(
    lake: Lake, failures: Sequence[Failure], run: Run
) -> Callable[[datetime], list[Row]]:
    """Makes the rows of those failures that this coder has not met before."""
    offered = {(f.path, f.stage, f.reason): f for f in failures}

    def make(recorded_at: datetime) -> list[Row]:
        paths = [path for path, _, _ in offered]
        known = lake.select(
            "failures",
            ("path", "stage", "reason"),
            "path in (select unnest($ids)) and coder_version = $coder",
            {"ids": paths, "coder": run.coder_version},
        )
        return [
            {
                "document_id": offered[path, stage, reason].document_id,
                "path": path,
                "stage": stage,
                "reason": reason,
                "coder_version": run.coder_version,
                "run_id": run.id,
                "recorded_at": recorded_at,
            }
            for path, stage, reason in offered.keys() - set(known)
        ]

    return make


def new_links(lake: Lake, links: Sequence[Link], recorded_at: datetime) -> list[Row]:
    """The rows of those links that the table does not have, word for word."""
    known = set(
        lake.select(
            "links",
            ("left_id", "right_id", "relation", "score", "judge", "evidence"),
            "left_id in (select unnest($ids))",
            {"ids": [link.left_id for link in links]},
        )
    )
    rows = {tuple(link_row(link).values()): link_row(link) for link in links}
    return [{**row, "recorded_at": recorded_at} for key, row in rows.items() if key not in known]


def _is_new(row: Row, kept: _Kept, replace: bool) -> bool:
    if not replace:
        return row["coder_version"] not in kept.coders
    same = (kept.coder_version, kept.content_digest)
    return (row["coder_version"], row["content_digest"]) != same


def _kept(lake: Lake, document_ids: list[str]) -> dict[str, _Kept]:
    found = lake.select(
        "codings",
        ("document_id", "recorded_at", "coder_version", "content_digest"),
        "document_id in (select unnest($ids))",
        {"ids": document_ids},
    )
    kept: dict[str, _Kept] = {}
    for name, moment, version, digest in sorted(found, key=lambda row: row[1]):
        coders = {*kept[name].coders, version} if name in kept else {version}
        kept[name] = _Kept(_moment(moment), version, digest, coders)
    return kept


def _moment(microseconds: int) -> datetime:
    seconds, rest = divmod(microseconds, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
