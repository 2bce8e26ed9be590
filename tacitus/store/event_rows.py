"""Events as plain dicts with the columns of the view `events`, for exports.

Enters: codings. Leaves: the rows that the view would give, without a store. `run_id` and
`recorded_at` are None, for only a store knows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tacitus.coding import CodedDocument
from tacitus.export.frame import QUANTITY_KINDS
from tacitus.store.rows import coding_row

_OF_PLACE = ("lat", "lon", "geonames_id")
_OF_DOCUMENT = ("title", "publisher", "published", "url", "path", "language", "coder_version")


def event_rows_of(codings: Iterable[CodedDocument]) -> Iterator[dict[str, Any]]:
    """One row an event, in the order of the codings and of their texts."""
    for coding in codings:
        document: Mapping[str, Any] = coding_row(coding)
        for event in document["events"]:
            yield _event_row(event, document)


def _event_row(event: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of `events` in views.sql, in their order."""
    name = document["document_id"]
    place = event["place"] or {}
    same = ("event_type", "mode", "contexts", "actors", "recipients")
    days = ("date_start", "date_end", "date_basis")
    said = ("speaker", "speaker_entity_id", "speaker_country", "cue", "hedge")
    truth = ("certainty", "polarity", "time_status", "historical", "factuality", "score")
    words = ("quantities", "anchor", "anchor_start", "anchor_end", "sentence")
    return {
        "event_id": f"{name}#{event['id']}",
        "document_id": name,
        **{column: event[column] for column in (*same, *days)},
        "place": place.get("name"),
        "place_country": place.get("country"),
        **{column: place.get(column) for column in _OF_PLACE},
        "place_claimants": place.get("claimants"),
        "place_basis": place.get("basis"),
        **{column: event[column] for column in (*said, *truth)},
        "disputes": f"{name}#{event['disputes']}" if event["disputes"] else None,
        "disputed": event["disputed"],
        **{kind: _first(event["quantities"], kind) for kind in QUANTITY_KINDS},
        **{column: event[column] for column in words},
        **{column: document[column] for column in _OF_DOCUMENT},
        "run_id": None,
        "recorded_at": None,
    }


def _first(quantities: Iterable[Mapping[str, Any]], kind: str) -> float | None:
    return next((q["value"] for q in quantities if q["kind"] == kind), None)
