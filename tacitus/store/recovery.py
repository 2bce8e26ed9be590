"""Commits that a loss of power cut off: how they are kept from happening, found and set aside.

Enters: the folder of a Delta table. Leaves: files on the disk; log entries set aside. A commit is a
data file and then an entry in the log. A kill leaves it there whole or not at all. A machine that
loses power may keep the entry and lose some of its bytes, or those of its data: never of a commit
that was acknowledged, for `flush_commit` comes before that. Such an entry is the last of its log.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

_LOG = "_delta_log"
_LOST = ".lost"  # put after the name of an entry that was set aside
_CHECKPOINT = "_last_checkpoint"
_PARQUET = b"PAR1"  # begins and ends a Parquet file


def flush_commit(folder: Path, version: int) -> None:
    """Have the disk write what the commit `version` of the table in `folder` made."""
    entry = _entry(folder, version)
    try:
        files = [folder / name for name, _ in _added(entry)]
    except (ValueError, KeyError, TypeError, OSError):  # as when another process cleaned up
        files = []
    for path in (*files, entry, folder, folder / _LOG):
        _flush(path)


def torn_commits(folder: Path) -> list[tuple[Path, str]]:
    """The entries at the end of a table's log that were cut off, the last first, with why."""
    log = folder / _LOG
    found: list[tuple[Path, str]] = []
    if not log.is_dir():
        return found
    for entry in sorted(log.glob("[0-9]*.json"), reverse=True):
        fault = _fault(folder, entry)
        if fault is None:
            break
        found.append((entry, fault))
    return [*found, *_torn_checkpoint(log)]


def torn_in(store: Path) -> list[str]:
    """What was cut off in the tables of the store in a folder, in words."""
    return [
        f"{log.parent.name}: {path.name} {fault}; the next `tacitus ingest` sets it aside and "
        "codes its documents again"
        for log in sorted(store.glob(f"*/{_LOG}"))
        for path, fault in torn_commits(log.parent)
    ]


def set_aside_all(store: Path) -> list[str]:
    """As `set_aside`, for every table of the store in a folder."""
    return [words for log in sorted(store.glob(f"*/{_LOG}")) for words in set_aside(log.parent)]


def set_aside(folder: Path) -> list[str]:
    """Set aside the entries that were cut off; what was, in words.

    The documents of such a commit are unknown again, so the next run codes them. Nothing is
    deleted: the entries lie beside the log as `*.lost`.
    """
    gone = []
    for path, fault in torn_commits(folder):
        path.replace(path.with_name(path.name + _LOST))
        gone.append(f"{folder.name}: {path.name} {fault}; it was set aside")
    return gone


def _fault(folder: Path, entry: Path) -> str | None:
    try:
        added = list(_added(entry))
    except (ValueError, KeyError, TypeError):
        return "was cut off while it was written"
    for name, size in added:
        file = folder / name
        have = file.stat().st_size if file.is_file() else -1
        if have != size:
            state = "is missing" if have < 0 else f"has {have} bytes and not {size}"
            return f"names {name}, which {state}"
        if not _is_parquet(file):
            return f"names {name}, whose end was lost"
    return None


def _added(entry: Path) -> Iterator[tuple[str, int]]:
    """Name and size in bytes of each file that a commit added.

    Raises:
        ValueError: the entry is not lines of JSON.
    """
    lines = entry.read_bytes().decode("utf-8").splitlines()
    if not lines:
        raise ValueError("the entry is empty")
    for line in lines:
        action = json.loads(line)
        if "add" in action:
            yield unquote(action["add"]["path"]), int(action["add"]["size"])


def _torn_checkpoint(log: Path) -> list[tuple[Path, str]]:
    """The last checkpoint and what points to it: without them the whole log is read."""
    pointer = log / _CHECKPOINT
    if not pointer.is_file():
        return []
    try:
        version = int(json.loads(pointer.read_bytes())["version"])
    except (ValueError, KeyError, TypeError):
        return [(pointer, "was cut off while it was written")]
    checkpoint = log / f"{version:020}.checkpoint.parquet"
    if not checkpoint.is_file() or _is_parquet(checkpoint):
        return []
    return [(checkpoint, "has lost its end"), (pointer, f"names {checkpoint.name}")]


def _is_parquet(file: Path) -> bool:
    with file.open("rb") as stream:
        first = stream.read(4)
        stream.seek(max(0, file.stat().st_size - 4))
        return first == stream.read(4) == _PARQUET


def _entry(folder: Path, version: int) -> Path:
    return folder / _LOG / f"{version:020}.json"


def _flush(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # gone, or a folder on Windows
        return
    try:
        os.fsync(handle)
    except OSError:
        return  # a file system that has no such thing
    finally:
        os.close(handle)
