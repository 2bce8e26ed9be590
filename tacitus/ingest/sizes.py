"""How many documents inputs hold, as far as that can be told without reading them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_ONE = {".txt", ".html", ".htm", ".xhtml"}
_LINES = {".jsonl", ".ndjson"}
_MOST_BYTES = 4_000_000_000  # of lines to count: some seconds
_CHUNK = 1 << 20


def expected_documents(inputs: Iterable[str]) -> int | None:
    """The number of documents; None when an input is of a kind that must be read to tell."""
    total = 0
    for name in inputs:
        counted = _of_path(Path(name))
        if counted is None:
            return None
        total += counted
    return total


def _of_path(path: Path) -> int | None:
    try:
        if path.is_dir():
            files = (f for f in path.rglob("*") if f.is_file() and not f.name.startswith("."))
            return expected_documents(map(str, files))
        suffix = path.suffix.lower()
        if suffix in _LINES and path.stat().st_size <= _MOST_BYTES:
            return _lines_of(path)
        return 1 if suffix in _ONE and path.is_file() else None
    except (OSError, ValueError):  # unreadable, or no path at all: reading says so
        return None


def _lines_of(path: Path) -> int:
    lines, last = 0, b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            lines += chunk.count(b"\n")
            last = chunk
    return lines + (not last.endswith(b"\n"))
