"""The folder of a store: which format it has, and how an older one is brought to the present one.

DIR/tacitus.json                     {"format": 1, "created": "..."}
DIR/codings failures runs links reviews    Delta tables
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tacitus.errors import StoreError

FORMAT = 1  # raised when a table or the folder changes so that older stores need a step below
MARKER = "tacitus.json"
# From this format to the next one. A step may be cut off and run again, so it must not mind what
# it has already done; the new format is written when it is through.
MIGRATIONS: Mapping[int, Callable[[Path], None]] = {}


def write_marker(path: Path, version: int, created: str | None = None) -> None:
    """Write `tacitus.json`, whole or not at all."""
    body = {"format": version, "created": created or datetime.now(UTC).isoformat()}
    part = path / f"{MARKER}.{os.getpid()}"
    part.write_text(json.dumps(body) + "\n", encoding="utf-8")
    part.replace(path / MARKER)


def read_marker(path: Path) -> tuple[int, str]:
    """The format of the store and when it was created (ISO 8601, UTC).

    Raises:
        StoreError: the folder is no store, or its marker cannot be read.
    """
    marker = path / MARKER
    if not marker.is_file():
        raise StoreError(
            f"{path} is not a store: it has no {MARKER}; expected a folder that "
            "`tacitus ingest --store` or Store.create made"
        )
    try:
        body = json.loads(marker.read_text("utf-8"))
        return int(body["format"]), str(body["created"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f'{marker} cannot be read ({error}); expected {{"format": {FORMAT}, "created": ...}}: '
            "restore it from a copy"
        ) from error


def bring_up_to_date(path: Path) -> None:
    """Migrate the store at `path`, one format after the other, up to `FORMAT`.

    Raises:
        StoreError: the folder is no store, or a newer tacitus wrote it.
    """
    version, created = read_marker(path)
    if version > FORMAT:
        raise StoreError(
            f"{path} has store format {version}; this tacitus reads up to {FORMAT}: update tacitus"
        )
    while version < FORMAT:
        if version not in MIGRATIONS:
            raise StoreError(
                f"{path} has store format {version}; expected 1 to {FORMAT}: "
                f"restore {MARKER} from a copy"
            )
        MIGRATIONS[version](path)
        version += 1
        write_marker(path, version, created)
