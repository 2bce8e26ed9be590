"""Events as an ICEWS file: 20 columns divided by tabs, with a header.

Source: the header of the ICEWS event data files of the Harvard Dataverse.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tacitus.codebook import load_codebook
from tacitus.country_codes import country_name
from tacitus.event_columns import ICEWS as COLUMNS
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.cameo_events import CodedRow, coded_rows
from tacitus.export.formats.cells import Party, first_party, number_of, score_of, whole
from tacitus.export.formats.delimited import tab_lines
from tacitus.export.formats.losses import LossCounter
from tacitus.export.frame import Cell

_CANNOT = (
    *("speaker", "cue", "dispute", "certainty", "time_status", "historical", "score"),
    *("contexts", "several_actors", "several_recipients", "entity_ids", "party_basis"),
    *("date_range", "date_basis", "place_basis", "place_claimants", "quantities"),
    *("offsets", "sentence", "url", "coder_version"),
)
_SCALE = "has PLOVER's score where the format has Goldstein's"
_TOWN = "has its place as a town, whatever kind of place it is"


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the ICEWS file `path`."""
    losses = LossCounter("icews", _CANNOT)
    with tab_lines(path, header=COLUMNS, raw=options.raw) as write_line:
        for coded in coded_rows(rows, losses, options):
            losses.changed(_SCALE)
            losses.changed(_TOWN, bool(coded.row["place"]))
            write_line(_cells(coded))
    return losses.report()


def _cells(coded: CodedRow) -> list[Cell]:
    row = coded.row
    return [
        number_of(row),
        coded.day.isoformat(),
        *_party_cells(first_party(row, "actors")),
        _words(row),
        coded.code.code,
        whole(score_of(row)),
        *_party_cells(first_party(row, "recipients")),
        row["document_id"],
        None,  # number of the sentence
        row["publisher"],
        row["place"],
        *(None, None),  # district, province
        country_name(row["place_country"]),
        row["lat"],
        row["lon"],
    ]


def _party_cells(party: Party) -> list[Cell]:
    """Name, sectors in words as ICEWS has them, name of the country."""
    words = load_codebook().sectors
    sectors = ",".join(words.get(code, code).replace(",", " and") for code in party["sectors"])
    return [party["name"], sectors, country_name(party["country"])]


def _words(row: EventRow) -> str:
    """ICEWS gives the title of its code here; ours are the PLOVER codes that it comes from."""
    return f"{row['event_type']}/{row['mode']}" if row["mode"] else str(row["event_type"])
