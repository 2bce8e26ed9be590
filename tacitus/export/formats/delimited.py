"""Lines of cells, divided by tabs or commas, as the formats of the event coders have them.

A cell of a file of tabs holds neither tabs nor line breaks, because what reads these files splits
lines and knows no quotes; they become blanks. Text cells that a spreadsheet would run as a formula
get an apostrophe in front, unless `raw`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tacitus.export.csv import safe_cell
from tacitus.export.frame import Cell

NOBODY = "---"  # what PETRARCH writes for an actor without a code: no formula, it stays as it is
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_SURROGATES = re.compile("[\ud800-\udfff]")  # cannot be written as UTF-8


class WriteLine(Protocol):
    """Writes one line of cells."""

    def __call__(self, cells: Sequence[Cell], /) -> None:
        """Write the cells; None is an empty cell."""


@contextmanager
def tab_lines(path: Path, *, header: Sequence[str] = (), raw: bool = False) -> Iterator[WriteLine]:
    """A function that writes lines of a file of tabs; `header` is its first line, if any."""
    with path.open("w", encoding="utf-8", newline="") as stream:

        def write(cells: Sequence[Cell]) -> None:
            stream.write("\t".join(_flat(cell, raw) for cell in cells) + "\n")

        if header:
            stream.write("\t".join(header) + "\n")
        yield write


@contextmanager
def comma_lines(path: Path, *, header: Sequence[str], raw: bool = False) -> Iterator[WriteLine]:
    """A function that writes lines of a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)

        def write(cells: Sequence[Cell]) -> None:
            writer.writerow([_utf8(cell) if raw else safe_cell(cell) for cell in cells])

        yield write


def _flat(cell: Cell, raw: bool) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    written = _utf8(cell) if raw or cell == NOBODY else safe_cell(cell)
    return _BREAKS.sub(" ", str(written))


def _utf8(cell: Cell) -> Cell:
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", cell) if isinstance(cell, str) else cell
