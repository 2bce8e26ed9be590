"""The folder of a store: which format it has, and how an older one is brought to the present one.

DIR/tacitus.json                     {"format": 2, "created": "..."}
DIR/codings failures runs links reviews external_events external_mentions    Delta tables
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tacitus.errors import StoreError
from tacitus.store.columns import TABLES
from tacitus.store.roots import Root, root_of

FORMAT = 2  # raised when a table or the folder changes so that older stores need a step below
MARKER = "tacitus.json"


def _make_missing_tables(path: Path) -> None:
    from tacitus.store.lake import Lake

    Lake(path).create()


# From this format to the next one. A step may be cut off and run again, so it must not mind what
# it has already done; the new format is written when it is through.
MIGRATIONS: Mapping[int, Callable[[Path], None]] = {1: _make_missing_tables}


def write_marker(path: Root | Path, version: int, created: str | None = None) -> None:
    """Write `tacitus.json`, whole or not at all."""
    body = {"format": version, "created": created or datetime.now(UTC).isoformat()}
    _root(path).write(MARKER, f"{json.dumps(body)}\n".encode())


def is_store(root: Root) -> bool:
    """True when there is a store, sound or not.

    Raises:
        StoreError: the place cannot be reached.
    """
    return root.read(MARKER) is not None


def read_marker(path: Root | Path) -> tuple[int, str]:
    """The format of the store and when it was created (ISO 8601, UTC).

    Raises:
        StoreError: there is no store, or its marker cannot be read.
    """
    root = _root(path)
    body = root.read(MARKER)
    if body is None:
        raise StoreError(
            f"{root} is not a store: it has no {MARKER}; expected a folder that "
            "`tacitus ingest --store` or Store.create made"
        )
    try:
        found = json.loads(body.decode("utf-8"))
        return int(found["format"]), str(found["created"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f'{root.table(MARKER)} cannot be read ({error}); expected {{"format": {FORMAT}, '
            '"created": ...}: restore it from a copy'
        ) from error


def _root(path: Root | Path) -> Root:
    return path if isinstance(path, Root) else root_of(path)


def bring_up_to_date(root: Root | Path) -> None:
    """Migrate a store, one format after the other, up to `FORMAT`.

    Raises:
        StoreError: there is no store, or a newer tacitus wrote it.
    """
    path = _root(root)
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
        MIGRATIONS[version](path.folder)
        version += 1
        write_marker(path, version, created)


def check_free(folder: Path) -> None:
    """Accept a folder in which a store may be made.

    Raises:
        StoreError: something is in it, or it has a name that the tables cannot have.
    """
    if folder.exists() and (not folder.is_dir() or _is_used(folder)):
        raise StoreError(
            f"{folder} is not empty; expected a folder that is to be made: "
            + ("open it instead" if (folder / MARKER).exists() else "choose another name")
        )
    _check_name(folder)


def _is_used(folder: Path) -> bool:
    """True when there is more in the folder than a `Store.create` that was cut off leaves there."""
    names = {path.name for path in folder.iterdir()}
    return MARKER in names or any(
        name not in TABLES and not name.startswith(MARKER) for name in names
    )


def _check_name(folder: Path) -> None:
    """Refuse a name that deltalake 1.6 takes for another one or cannot open."""
    absolute = folder.absolute()
    wrong = re.search(r"[\[\]^|\\]|%[0-9A-Fa-f]{2}", "/".join(absolute.parts[1:]))
    if wrong:
        raise StoreError(
            f'{absolute} has "{wrong[0]}" in its name, which the tables cannot have; expected none '
            "of [ ] ^ | \\ and no % before two digits: choose another name"
        )
