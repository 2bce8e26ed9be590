"""Events as CSV with the columns of `tacitus read --format csv`, lists joined with "; "."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.delimited import comma_lines
from tacitus.export.formats.losses import LossCounter
from tacitus.export.frame import COLUMNS, QUANTITY_KINDS, Cell

_CANNOT = ("speaker_identity", "disputed", "more_quantities")
_PARTY_FIELDS = {
    "countries": "country",
    "cow": "cow",
    "gw": "gw",
    "ids": "entity_id",
    "bases": "basis",
}


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the CSV file `path`."""
    losses = LossCounter("csv", _CANNOT)
    with comma_lines(path, header=COLUMNS, raw=options.raw) as write_line:
        for row in losses.seen(rows):
            flat = flat_event(row)
            write_line([_cell(flat[column]) for column in COLUMNS])
            losses.see(row)
    return losses.report()


def flat_event(row: EventRow) -> dict[str, Any]:
    """A row of the view `events` with the columns of `tacitus read --format csv`."""
    flat: dict[str, Any] = {name: row.get(name) for name in COLUMNS}
    flat["contexts"] = _joined(row["contexts"])
    flat["place_claimants"] = _joined(row["place_claimants"])
    for role in ("actor", "recipient"):
        parties = row[f"{role}s"] or []
        flat[f"{role}s"] = _joined(party["name"] for party in parties)
        flat[f"{role}_sectors"] = _joined(" ".join(party["sectors"] or ()) for party in parties)
        for column, name in _PARTY_FIELDS.items():
            flat[f"{role}_{column}"] = _joined(party[name] for party in parties)
    flat |= {kind: row[kind] for kind in QUANTITY_KINDS}
    return flat


def _cell(value: object) -> Cell:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, bool, int, float)) else None


def _joined(values: Iterable[object] | None) -> str | None:
    """The values in one cell; positions stay aligned between the columns of one role."""
    cells = ["" if value is None else str(value) for value in values or ()]
    return "; ".join(cells) if any(cells) else None
