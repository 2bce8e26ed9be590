"""Events as a POLECAT file: 40 columns divided by tabs, with a header.

Fields that POLECAT takes from other sources than the event (Wikipedia ids, administrative areas,
people and places of the whole story) are empty.

Source: the header of the published weekly files; the codes are PLOVER's.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tacitus.country_codes import country_name
from tacitus.event_columns import POLECAT as COLUMNS
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.cells import (
    NO_DATE,
    Party,
    day_of,
    first_party,
    quad_of,
    score_of,
    whole,
)
from tacitus.export.formats.delimited import tab_lines
from tacitus.export.formats.losses import LossCounter
from tacitus.export.frame import Cell

QUADS = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}
_CANNOT = (
    *("speaker", "cue", "dispute", "certainty", "time_status", "historical", "score"),
    *("several_actors", "several_recipients", "entity_ids", "party_basis"),
    *("date_range", "date_basis", "place_basis", "place_claimants", "quantities"),
    *("offsets", "sentence", "url"),
)


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the POLECAT file `path`."""
    losses = LossCounter("polecat", _CANNOT)
    losses.left_out(NO_DATE, 0)
    with tab_lines(path, header=COLUMNS, raw=options.raw) as write_line:
        for row in losses.seen(rows, unreal=options.unreal):
            if day_of(row) is None:
                losses.left_out(NO_DATE)
                continue
            write_line(_cells(row))
            losses.see(row)
    return losses.report()


def _cells(row: EventRow) -> list[Cell]:
    quad = quad_of(row)
    published = row["published"]
    return [
        row["event_id"],
        str(day_of(row)),
        row["event_type"],
        row["mode"],
        whole(score_of(row)),
        QUADS[quad] if quad else None,
        ";".join(row["contexts"] or ()),
        *_party_cells(first_party(row, "actors")),
        *_party_cells(first_party(row, "recipients")),
        row["place"],
        *(None, None, None),  # city, district, province: the row does not say which it is
        country_name(row["place_country"]),
        row["lat"],
        row["lon"],
        row["geonames_id"],
        *(None, None),  # raw placename, feature type
        row["publisher"],
        published.isoformat() if published else None,
        *(None, None, None),  # people, organisations and places of the whole story
        row["language"],
        f"tacitus {row['coder_version']}" if row["coder_version"] else "tacitus",
    ]


def _party_cells(party: Party) -> list[Cell]:
    sectors = party["sectors"] or []
    return [
        party["name"],
        party["country"],
        party["cow"],
        sectors[0] if sectors else None,
        ";".join(sectors),
        *(None, None, None),  # title, raw name, Wikipedia id
    ]
