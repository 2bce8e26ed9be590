"""Attributed events as flat rows: one event a row, one value a cell.

Enters: a `Coding`. Leaves: dicts that all have the same keys, in the order of `COLUMNS`, so that
they make a DataFrame or a CSV file. Lists are joined with "; ".
"""

from __future__ import annotations

from typing import TypeAlias

from tacitus.export.events import ActorItem, ResolvedEvent, events_resolved
from tacitus.records import Coding, Span

Cell: TypeAlias = str | int | float | bool | None
EventRow: TypeAlias = dict[str, Cell]

QUANTITY_KINDS = ("killed", "injured", "arrested", "displaced", "participants", "money")
COLUMNS = (
    *("document_id", "url", "path", "publisher", "published", "title", "language"),
    *("event_id", "event_type", "mode", "contexts"),
    *("actors", "actor_countries", "actor_cow", "actor_gw", "actor_sectors", "actor_ids"),
    *("actor_bases", "recipients", "recipient_countries", "recipient_cow", "recipient_gw"),
    *("recipient_sectors", "recipient_ids"),
    "recipient_bases",
    *("date_start", "date_end", "date_basis"),
    *("place", "place_country", "lat", "lon", "geonames_id", "place_claimants"),
    "place_basis",
    *("speaker", "cue", "hedge", "certainty", "polarity"),
    *("time_status", "historical", "factuality"),
    *QUANTITY_KINDS,
    *("disputes", "score", "anchor", "anchor_start", "anchor_end", "sentence", "coder_version"),
)


def events_frame(coding: Coding) -> list[EventRow]:
    """One row an event, with the columns of `COLUMNS`."""
    return [_row(coding, item) for item in events_resolved(coding)]


def sentence_of(coding: Coding, offset: int) -> Span:
    """The sentence that holds `offset`; the whole text when the document has no sentences."""
    sentences = coding.segmentation.sentences
    if not sentences:
        return Span(start=0, end=len(coding.document.text))
    return sentences[coding.segmentation.sentence_at(offset)]


def _row(coding: Coding, item: ResolvedEvent) -> EventRow:
    document = coding.document
    text = document.text
    row: EventRow = {
        "document_id": document.id,
        "url": document.url,
        "path": document.path,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "title": document.title,
        "language": document.language,
        "event_id": item["id"],
        "event_type": item["type"],
        "mode": item["mode"],
        "contexts": _joined(item["contexts"]),
        **_actor_cells("actor", item["actors"]),
        **_actor_cells("recipient", item["recipients"]),
        **_date_cells(item),
        **_place_cells(item),
        "speaker": item["speaker"]["name"] if item["speaker"] else None,
        "cue": _words(text, item["cue"]) if item["cue"] else None,
        "hedge": item["hedge"],
        "certainty": item["certainty"],
        "polarity": item["polarity"],
        "time_status": item["time_status"],
        "historical": item["historical"],
        "factuality": item["factuality"],
        **_quantity_cells(item),
        "disputes": item["disputes"],
        "score": item["score"],
        "anchor": _words(text, item["anchor"]),
        "anchor_start": item["anchor"][0],
        "anchor_end": item["anchor"][1],
        "sentence": " ".join(sentence_of(coding, item["anchor"][0]).of(text).split()),
        "coder_version": coding.coder_version,
    }
    return {column: row[column] for column in COLUMNS}


def _actor_cells(role: str, items: list[ActorItem]) -> EventRow:
    return {
        f"{role}s": _joined([item["name"] for item in items]),
        f"{role}_countries": _joined([item["country"] or "" for item in items]),
        f"{role}_cow": _joined([str(item["cow"] or "") for item in items]),
        f"{role}_gw": _joined([str(item["gw"] or "") for item in items]),
        f"{role}_sectors": _joined([" ".join(item["sectors"]) for item in items]),
        f"{role}_ids": _joined([item["entity_id"] or "" for item in items]),
        f"{role}_bases": _joined([item["basis"] for item in items]),
    }


def _date_cells(item: ResolvedEvent) -> EventRow:
    day = item["date"]
    return {
        "date_start": day["start"] if day else None,
        "date_end": day["end"] if day else None,
        "date_basis": day["basis"] if day else None,
    }


def _place_cells(item: ResolvedEvent) -> EventRow:
    place = item["place"]
    return {
        "place": place["name"] if place else None,
        "place_country": place["country"] if place else None,
        "lat": place["lat"] if place else None,
        "lon": place["lon"] if place else None,
        "geonames_id": place["geonames_id"] if place else None,
        "place_claimants": _joined(place["claimants"]) if place else None,
        "place_basis": place["basis"] if place else None,
    }


def _quantity_cells(item: ResolvedEvent) -> EventRow:
    """The first number of each kind; further ones stay in the JSON."""
    cells: EventRow = dict.fromkeys(QUANTITY_KINDS)
    for quantity in reversed(item["quantities"]):
        cells[quantity["kind"]] = quantity["value"]
    return cells


def _joined(values: list[str]) -> str | None:
    """The values in one cell; positions stay aligned between the columns of one role."""
    return "; ".join(values) if any(values) else None


def _words(text: str, span: list[int]) -> str:
    return " ".join(text[span[0] : span[1]].split())
