"""Events as PLOVER interchange JSON: one array, one record a line.

The fields are those of the manual's chapter on data fields. What PLOVER has no field for stays out:
it names negation and hypotheticals as auxiliary modes and says that no project implements them.
Events of several actors keep all of them, for actor and recipient are lists there.

Source: PLOVER manual, draft 2.0, chapters "Data Fields" and 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tacitus.country_codes import country_name
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.cells import NO_DATE, Party, quad_of, score_of, whole
from tacitus.export.formats.jsonl import json_line
from tacitus.export.formats.losses import LossCounter

_CANNOT = (
    *("speaker", "cue", "dispute", "certainty", "time_status", "historical", "score"),
    *("party_basis", "date_basis", "place_basis", "place_claimants", "more_quantities"),
)
# PLOVER's name of a count -> ours. Those displaced, taking part or paid have no field.
_SIZES = {"dead": "killed", "injured": "injured", "arrested": "arrested"}


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the PLOVER file `path`."""
    losses = LossCounter("plover", _CANNOT)
    losses.left_out(NO_DATE, 0)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("[")
        for row in losses.seen(rows, unreal=options.unreal):
            if row["date_start"] is None:
                losses.left_out(NO_DATE)
                continue
            stream.write((",\n" if losses.written else "\n") + json_line(_record(row)))
            losses.see(row)
        stream.write("\n]\n" if losses.written else "]\n")
    return losses.report()


def _record(row: EventRow) -> dict[str, Any]:
    """The record without fields that have no value."""
    start, end = row["date_start"], row["date_end"]
    record = {
        "id": row["event_id"],
        "date": str(start),
        "enddate": str(end) if end != start else None,
        "actor": [_entity(party) for party in row["actors"] or ()],
        "recipient": [_entity(party) for party in row["recipients"] or ()],
        "event": [row["event_type"]],
        "mode": [row["mode"]] if row["mode"] else [],
        "context": list(row["contexts"] or ()),
        "quad_code": quad_of(row),
        "event_scale": whole(score_of(row)),
        "event_loc": _location(row),
        "event_text": [row["anchor"]] if row["anchor"] else [],
        "size": {name: whole(row[ours]) for name, ours in _SIZES.items() if row[ours] is not None},
        "text": row["sentence"],
        "text_info": _text_info(row),
        "cite_info": _citation(row),
        "coder": f"tacitus {row['coder_version'] or ''}".strip(),
        "coded_date": row["recorded_at"].date().isoformat() if row["recorded_at"] else None,
    }
    required = ("id", "date", "actor", "event")
    return {name: value for name, value in record.items() if value or name in required}


def _entity(party: Party) -> dict[str, Any]:
    sectors = list(party["sectors"] or ())
    entity = {
        "code": party["country"],
        "sector": sectors,
        "entity_text": party["name"],
        "identifier_id": party["entity_id"],
    }
    return {name: value for name, value in entity.items() if value}


def _location(row: EventRow) -> Mapping[str, Any]:
    location = {
        "resolved_place": row["place"],
        "geonameid": row["geonames_id"],
        "lat": row["lat"],
        "lon": row["lon"],
        "country": country_name(row["place_country"]) or None,
        "country_code": row["place_country"],
    }
    return {name: value for name, value in location.items() if value is not None}


def _text_info(row: EventRow) -> Mapping[str, Any]:
    """Where in the text the words of the event stand: code points, half-open."""
    if row["anchor_start"] is None:
        return {}
    return {"start": row["anchor_start"], "end": row["anchor_end"]}


def _citation(row: EventRow) -> Mapping[str, Any]:
    citation = {
        "url": row["url"],
        "title": row["title"],
        "language": row["language"],
        "publication": row["publisher"],
        "citation": str(row["published"]) if row["published"] else None,
    }
    return {name: value for name, value in citation.items() if value}
