"""Mentions as GDELT 2.0 has them: 16 columns divided by tabs, no header.

One mention an event, with the id that the file of events gives it.

Source: GDELT Event Database Format Codebook 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.cameo_events import coded_rows
from tacitus.export.formats.cells import number_of
from tacitus.export.formats.delimited import tab_lines
from tacitus.export.formats.gdelt_events import moment_cell
from tacitus.export.formats.losses import LossCounter
from tacitus.export.frame import Cell

_CANNOT = (
    *("speaker", "cue", "dispute", "certainty", "time_status", "historical", "contexts"),
    *("several_actors", "several_recipients", "entity_ids", "party_basis"),
    *("date_range", "date_basis", "place_claimants", "quantities"),
    *("mode", "sectors", "place", "sentence", "coder_version"),
)
_WEB, _CITED = 1, 2  # MentionType: a page on the web; a document known by its citation only


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the mentions file `path`."""
    losses = LossCounter("gdelt-mentions", _CANNOT)
    with tab_lines(path, raw=options.raw) as write_line:
        for coded in coded_rows(rows, losses, options):
            write_line(_cells(coded.row))
    return losses.report()


def _cells(row: EventRow) -> list[Cell]:
    address = row["url"]
    score = row["score"]
    return [
        number_of(row),
        moment_cell(row["recorded_at"]),
        moment_cell(row["recorded_at"]),
        _WEB if address else _CITED,
        (urlsplit(address).hostname if address else None) or row["publisher"],
        address or row["document_id"],
        *(None, None, None),  # sentence, offsets of the actors
        row["anchor_start"],
        1,  # found in the text as it is
        None if score is None else round(100 * score),
        None,  # length of the document
        None,  # tone
        None,  # not translated
        None,
    ]
