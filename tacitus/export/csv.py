"""Attributed events as CSV, one event a row.

Enters: codings. Leaves: lines, the header first, so that any number of articles streams through.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from tacitus.export.frame import COLUMNS, Cell, events_frame
from tacitus.records import Coding

_SURROGATES = re.compile("[\ud800-\udfff]")  # cannot be written as UTF-8
# A cell that begins so runs as a formula when a spreadsheet opens the file, and news text is not
# ours: such cells get an apostrophe in front (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_csv(codings: Iterable[Coding]) -> Iterator[str]:
    """The header line, then one line an event."""
    yield _line(COLUMNS)
    for coding in codings:
        for row in events_frame(coding):
            yield _line([safe_cell(row[column]) for column in COLUMNS])


def safe_cell(cell: Cell) -> Cell:
    """The cell as text that UTF-8 can hold and that no spreadsheet runs as a formula."""
    if not isinstance(cell, str):
        return cell
    written = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", cell)
    return "'" + written if written.startswith(_FORMULA_STARTS) else written


def _line(cells: Iterable[Cell]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
