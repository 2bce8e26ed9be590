"""Events as GeoJSON: one feature an event, every other column among its properties.

An event without coordinates has the geometry null, which the format allows.

Source: RFC 7946: positions are longitude, latitude in WGS 84; one FeatureCollection.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.jsonl import json_line
from tacitus.export.formats.losses import LossCounter

_ELSEWHERE = ("lat", "lon", "event_id")


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`: nothing."""
    losses = LossCounter("geojson")
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for row in losses.seen(rows):
            stream.write(f"{',' if losses.written else ''}\n{json_line(_feature(row))}")
            losses.see(row)
        stream.write("\n]}\n")
    return losses.report()


def _feature(row: EventRow) -> dict[str, object]:
    has_point = row["lat"] is not None and row["lon"] is not None
    return {
        "type": "Feature",
        "id": row["event_id"],
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        if has_point
        else None,
        "properties": {name: value for name, value in row.items() if name not in _ELSEWHERE},
    }
