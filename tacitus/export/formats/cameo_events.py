"""Events that can stand in a file of a CAMEO coder: with a day and a code.

Enters: rows of the view `events`. Leaves: each with the day and the code; what has none is counted
as left out, what its code says less is counted as changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tacitus.cameo import CameoCode, cameo_code
from tacitus.export.formats import EventRow, ExportOptions
from tacitus.export.formats.cells import NO_DATE, day_of
from tacitus.export.formats.losses import LossCounter

_NO_CODE = "its type has no CAMEO code"
_BROADER = "has a CAMEO code broader than its PLOVER type and mode"


class CodedRow(NamedTuple):
    """An event with what such a file needs."""

    row: EventRow
    day: date
    code: CameoCode


def coded_rows(
    rows: Iterable[EventRow], losses: LossCounter, options: ExportOptions
) -> Iterator[CodedRow]:
    """The events to write, each counted by `losses`."""
    for why in (NO_DATE, _NO_CODE):
        losses.left_out(why, 0)
    for row in losses.seen(rows, unreal=options.unreal):
        day = day_of(row)
        code = cameo_code(row["event_type"], row["mode"], row["contexts"] or ())
        if day is None or code is None:
            losses.left_out(NO_DATE if day is None else _NO_CODE)
            continue
        losses.changed(_BROADER, code.broader)
        yield CodedRow(row, day, code)
        losses.see(row)
