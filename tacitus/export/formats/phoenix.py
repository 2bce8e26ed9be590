"""Events as PETRARCH2 and the Phoenix data sets write them: lines of tabs without a header.

Date, source, target, code, issues, ids, address, outlet. Issues are our contexts, one mention each.
A sentence's number is not in the rows: the id is that of the document with the event's own.

Source: PETRARCH2, PETRwriter.write_events.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.cameo_actors import actor_code
from tacitus.export.formats.cameo_events import CodedRow, coded_rows
from tacitus.export.formats.cells import first_party
from tacitus.export.formats.delimited import NOBODY, tab_lines
from tacitus.export.formats.losses import LossCounter
from tacitus.export.frame import Cell

COLUMNS = ("date", "source", "target", "code", "issues", "ids", "url", "story_source")
_CANNOT = (
    *("speaker", "cue", "dispute", "certainty", "time_status", "historical", "score"),
    *("several_actors", "several_recipients", "entity_ids", "party_basis"),
    *("date_range", "date_basis", "place", "place_claimants", "quantities", "offsets"),
    *("sentence", "coder_version"),
)
_NO_ACTOR_CODE = "has an actor or recipient without a CAMEO code, written as ---"


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the Phoenix file `path`."""
    losses = LossCounter("phoenix", _CANNOT)
    with tab_lines(path, raw=options.raw) as write_line:
        for coded in coded_rows(rows, losses, options):
            write_line(_cells(coded, losses))
    return losses.report()


def _cells(coded: CodedRow, losses: LossCounter) -> list[Cell]:
    row = coded.row
    parties = [first_party(row, role) for role in ("actors", "recipients")]
    codes = [actor_code(party) or NOBODY for party in parties]
    named = [code for code, party in zip(codes, parties, strict=True) if party["name"]]
    losses.changed(_NO_ACTOR_CODE, NOBODY in named)
    return [
        coded.day.strftime("%Y%m%d"),
        *codes,
        coded.code.code,
        ";".join(f"{context.upper()},1" for context in row["contexts"] or ()),
        str(row["event_id"]).replace("#", "_"),
        row["url"],
        row["publisher"],
    ]
