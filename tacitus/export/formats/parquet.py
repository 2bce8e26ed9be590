"""Events as Parquet: every column of the view `events`, lists and structs as they are.

Written in groups of rows, so that any number streams through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.arrow_tables import ColumnType, Row, schema_of, table_of
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.losses import LossCounter

if TYPE_CHECKING:
    from arro3.core import RecordBatch

_PARTY: dict[str, ColumnType] = {
    "name": "text",
    "entity_id": "text",
    "country": "text",
    "cow": "int",
    "gw": "int",
    "sectors": ["text"],
    "basis": "text",
}
COLUMNS: dict[str, ColumnType] = {
    **dict.fromkeys(("event_id", "document_id", "event_type", "mode"), "text"),
    "contexts": ["text"],
    "actors": [_PARTY],
    "recipients": [_PARTY],
    "date_start": "day",
    "date_end": "day",
    **dict.fromkeys(("date_basis", "place", "place_country"), "text"),
    "lat": "float",
    "lon": "float",
    "geonames_id": "int",
    "place_claimants": ["text"],
    **dict.fromkeys(("place_basis", "speaker", "speaker_entity_id", "speaker_country"), "text"),
    **dict.fromkeys(("cue", "hedge", "certainty", "polarity", "time_status"), "text"),
    "historical": "bool",
    "factuality": "float",
    "score": "float",
    "disputes": "text",
    "disputed": "bool",
    **dict.fromkeys(("killed", "injured", "arrested", "displaced", "participants"), "float"),
    "money": "float",
    "quantities": [{"kind": "text", "value": "float", "unit": "text", "modifier": "text"}],
    "anchor": "text",
    "anchor_start": "int",
    "anchor_end": "int",
    **dict.fromkeys(("sentence", "title", "publisher"), "text"),
    "published": "day",
    **dict.fromkeys(("url", "path", "language", "coder_version", "run_id"), "text"),
    "recorded_at": "moment",
}
_GROUP = 4096  # rows


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the Parquet file `path`: nothing."""
    from arro3.core import RecordBatchReader
    from arro3.io import write_parquet

    losses = LossCounter("parquet")
    batches = RecordBatchReader.from_batches(schema_of(COLUMNS), _batches(losses, rows))
    write_parquet(batches, path, compression="zstd(3)", max_row_group_size=_GROUP)
    return losses.report()


def _batches(losses: LossCounter, rows: Iterable[EventRow]) -> Iterator[RecordBatch]:
    source = iter(losses.seen(rows))
    while chunk := list(islice(source, _GROUP)):
        for row in chunk:
            losses.see(row)
        plain: list[Row] = list(chunk)
        yield from table_of(plain, COLUMNS).to_batches()
