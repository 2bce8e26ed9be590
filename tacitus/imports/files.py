"""One file of events of another coder: which coder's it is, and its lines one after another.

Enters: a path. Leaves: rows and failures in the order of the file. Every line is one or the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tacitus.errors import ReadError
from tacitus.event_columns import ACLED, GDELT_EVENTS, GDELT_MENTIONS, ICEWS, POLECAT
from tacitus.imports import acled, gdelt, icews, polecat
from tacitus.imports.cells import CellError, Cells, Row
from tacitus.imports.lines import Line, comma_lines, tab_lines
from tacitus.records import Failure

_SHOWN = 60  # characters of a line in a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """How the files of one coder look."""

    name: str  # as it stands in the column `system`
    columns: Sequence[str]
    first: str  # the name of the first column, by which a header is known; "" when none has one
    needed: Sequence[str]  # columns without which it is another file; others may be absent
    row_of: Callable[[Cells], Row]
    lines: Callable[[Path], Iterator[Line]] = tab_lines
    is_mention: bool = False
    renamed: Mapping[str, str] | None = None
    spare: Sequence[str] = ()  # columns that some headers have beyond the cells of their lines


SYSTEMS: Mapping[str, System] = {
    "polecat": System(
        name="polecat",
        columns=POLECAT,
        first="Event ID",
        needed=("Event Date", "Event Type", "Actor Name", "Recipient Name"),
        row_of=polecat.event_of,
        renamed=polecat.RENAMED,
        spare=polecat.SPARE,
    ),
    "icews": System(
        name="icews",
        columns=ICEWS,
        first="Event ID",
        needed=("Event Date", "Source Name", "Target Name", "CAMEO Code"),
        row_of=icews.event_of,
    ),
    "gdelt-events": System(
        name="gdelt", columns=GDELT_EVENTS, first="", needed=(), row_of=gdelt.event_of
    ),
    "gdelt-mentions": System(
        name="gdelt",
        columns=GDELT_MENTIONS,
        first="",
        needed=(),
        row_of=gdelt.mention_of,
        is_mention=True,
    ),
    "acled": System(
        name="acled",
        columns=ACLED,
        first="event_id_cnty",
        needed=acled.NEEDED,
        row_of=acled.event_of,
        lines=comma_lines,
    ),
}


def known_system(name: str | None) -> str | None:
    """The name of a coder in lower case.

    Raises:
        ReadError: there is none of that name.
    """
    names = dict.fromkeys(kind.name for kind in SYSTEMS.values())
    if name is None or name.lower() in names:
        return name.lower() if name else None
    raise ReadError(f'system "{name}" is not known; expected one of {", ".join(names)}')


def system_of(path: Path) -> str:
    """The key of `SYSTEMS` that the first line of a file speaks for.

    Raises:
        ReadError: it speaks for none, or the file cannot be read.
    """
    _, cells = next(tab_lines(path), (0, []))
    names = {cell.strip().strip('"') for cell in "\t".join(cells).replace(",", "\t").split("\t")}
    names |= {part.strip('"') for name in names for part in name.split(";")}
    if "event_id_cnty" in names:
        return "acled"
    if {"Event ID", "CAMEO Code"} <= names:
        return "icews"
    if {"Event ID", "Event Type"} <= names:
        return "polecat"
    if len(cells) in (len(GDELT_EVENTS), len(GDELT_MENTIONS)) and cells[0].strip().isdigit():
        return "gdelt-events" if len(cells) == len(GDELT_EVENTS) else "gdelt-mentions"
    raise ReadError(
        f"{path} is no file of POLECAT, ICEWS, GDELT or ACLED; expected one of their headers, or "
        f"{len(GDELT_EVENTS)} or {len(GDELT_MENTIONS)} columns of tabs; it has {len(cells)}"
    )


def read_events_file(path: Path, system: str | None = None) -> Iterator[Row | Failure]:
    """A row for each line, or a failure; `system` is `polecat`, `icews`, `gdelt` or `acled`.

    Raises:
        ReadError: the file cannot be read, or is none of that system.
    """
    found = system_of(path)
    kind = SYSTEMS[found]
    if system not in (None, found, kind.name):
        raise ReadError(f"{path} is a file of {kind.name}; expected one of {system}")
    lines = kind.lines(path)
    first = next(lines, None)
    if first is None:
        return
    names, lines = _header(path, kind, first, lines)
    for line in lines:
        yield _outcome(path, kind, names, line)


def _header(
    path: Path, kind: System, first: Line, lines: Iterator[Line]
) -> tuple[list[str], Iterator[Line]]:
    """The names of the columns and the lines after them."""
    cells = [cell.strip().strip('"') for cell in first[1]]
    if not kind.first or kind.first not in cells:
        return list(kind.columns), chain([first], lines)
    while cells and not cells[-1]:
        cells.pop()
    names = [(kind.renamed or {}).get(name, name) for name in cells]
    missing = [name for name in (kind.first, *kind.needed) if name not in names]
    if missing:
        raise ReadError(f'{path} has no column "{missing[0]}"; expected a file of {kind.name}')
    return names, lines


def _outcome(path: Path, kind: System, names: list[str], line: Line) -> Row | Failure:
    number, cells = line
    try:
        named = _named(kind, names, cells)
        row = kind.row_of(dict.fromkeys(kind.columns, "") | named)
    except CellError as error:
        start = " ".join("\t".join(cells).split())[:_SHOWN]
        return Failure(path=f"{path}:{number}", stage="read", reason=f"{error} (line: {start})")
    text = json.dumps({name: cell for name, cell in named.items() if cell}, ensure_ascii=False)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    known = {"system": kind.name, "path": str(path), "line": number, "raw": text, "digest": digest}
    return {"event_id": f"{kind.name}:{row['system_id']}", **row, **known}


def _named(kind: System, names: list[str], cells: list[str]) -> dict[str, str]:
    """The cells by column, empty cells at the end of the line set aside.

    Raises:
        CellError: there are too many cells or too few.
    """
    filled = len(cells)
    while filled and not cells[filled - 1].strip():
        filled -= 1
    # Fewest first: a header with a spare name has lines that end in empty cells instead.
    for own in ([name for name in names if name not in kind.spare], names):
        if filled <= len(own) <= len(cells):
            return dict(zip(own, cells, strict=False))
    raise CellError(f"{len(cells)} columns; expected {len(names)}")
