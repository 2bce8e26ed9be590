"""Events as a spreadsheet: the columns of `tacitus read --format csv`, days as days.

Cells are text, numbers and days, never formulas or links. Text that would become a formula when the
sheet is saved as CSV gets an apostrophe in front, unless `raw`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from tacitus.errors import ExtraError
from tacitus.export.csv import safe_cell
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.csv import flat_event
from tacitus.export.formats.losses import LossCounter
from tacitus.export.formats.texts import writable
from tacitus.export.frame import COLUMNS

_CANNOT = ("speaker_identity", "disputed", "more_quantities")
# Source: Microsoft, "Excel specifications and limits".
_MOST_ROWS = 1_048_576
_LONGEST = 32_767  # characters of a cell
_FIRST_DAY = date(1900, 3, 1)  # before it, the day that 1900 did not have makes days ambiguous
_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the sheet `events` of the file `path`.

    Raises:
        ExtraError: xlsxwriter is not installed.
    """
    losses = LossCounter("xlsx", _CANNOT)
    losses.left_out("the sheet is full", 0)
    losses.changed("text longer than a cell holds", 0)
    book = _open(path)
    sheet = book.add_worksheet("events")
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, book.add_format({"bold": True}))
    for row in losses.seen(rows):
        if losses.written + 1 >= _MOST_ROWS:
            losses.left_out("the sheet is full")
            continue
        flat = flat_event(row)
        for column, name in enumerate(COLUMNS):
            cell = _cell(flat[name], raw=options.raw)
            if isinstance(cell, str) and len(cell) > _LONGEST:
                losses.changed("text longer than a cell holds")
                cell = cell[:_LONGEST]
            _put(sheet, (losses.written + 1, column), cell, day_format)
        losses.see(row)
    book.close()
    return losses.report()


def _open(path: Path) -> Any:  # noqa: ANN401 - xlsxwriter ships no types
    try:
        xlsxwriter: Any = import_module("xlsxwriter")
    except ImportError as error:
        raise ExtraError(
            "xlsxwriter is not installed; expected it for spreadsheets: "
            "pip install 'tacitus[xlsx]', or export csv"
        ) from error
    book = xlsxwriter.Workbook(str(path), _SETTINGS)
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same events give the same file
    return book


def _cell(value: object, *, raw: bool) -> str | int | float | bool | date | None:
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else value.isoformat()
    if isinstance(value, str):
        return writable(value) if raw else str(safe_cell(writable(value)))
    return value if isinstance(value, (bool, int, float)) else None


def _put(sheet: Any, place: tuple[int, int], cell: object, day_format: object) -> None:  # noqa: ANN401
    if isinstance(cell, date):
        sheet.write_datetime(*place, cell, day_format)
    elif isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(*place, cell)
    elif cell is not None:
        sheet.write_string(*place, cell)
