"""Events as JSON-LD in the terms of schema.org: a Claim for each event, and who makes it.

An account of an event is a `Claim` of its speaker, or of the outlet, that appears in a
`NewsArticle` and is `about` what happened: an `Event` that is an `Action` too, with agent and
object. It is no `ClaimReview`: nothing here says whether a claim is true. All terms are of
schema.org; `@vocab` names it, so that reading the file asks the network for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from tacitus.codebook import load_codebook
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.jsonl import json_line
from tacitus.export.formats.losses import LossCounter

Node: TypeAlias = dict[str, Any]
_CANNOT = (
    *("speaker_identity", "cue", "dispute", "certainty", "historical", "score", "factuality"),
    *("sectors", "party_basis", "date_basis", "place_basis", "place_claimants"),
    *("quantities", "offsets", "coder_version"),
)
_COUNTRIES = "actors and recipients without their countries"
_CONTEXT = {"@vocab": "https://schema.org/"}


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`."""
    losses = LossCounter("jsonld", _CANNOT)
    losses.changed(_COUNTRIES, 0)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f'{{"@context": {json_line(_CONTEXT)}, "@graph": [')
        for row in losses.seen(rows, unreal=options.unreal):
            stream.write(f"{',' if losses.written else ''}\n{json_line(_claim(row))}")
            losses.see(row)
            parties = [*(row["actors"] or ()), *(row["recipients"] or ())]
            losses.changed(_COUNTRIES, any(party["country"] for party in parties))
        stream.write("\n]}\n")
    return losses.report()


def _claim(row: EventRow) -> Node:
    speaker = row["speaker"] if row["speaker"] != "unnamed" else None
    return _node(
        "Claim",
        **{"@id": _id(row["event_id"])},
        text=row["sentence"],
        author=_outlet(row) if speaker is None else _node("Thing", name=speaker),
        datePublished=row["published"],
        appearance=_article(row),
        about=_event(row),
    )


def _article(row: EventRow) -> Node:
    url = row["url"] or ""
    return _node(
        "NewsArticle",
        **{"@id": _id(row["document_id"])},
        headline=row["title"],
        url=url if url.lower().startswith(("http://", "https://")) else None,
        publisher=_outlet(row),
        datePublished=row["published"],
        inLanguage=row["language"],
    )


def _outlet(row: EventRow) -> Node:
    name = row["publisher"]
    return _node("Organization", **{"@id": _id(name, "outlet")}, name=name) if name else {}


def _event(row: EventRow) -> Node:
    kind = load_codebook().event_types.get(row["event_type"])
    code = f"{row['event_type']}/{row['mode']}" if row["mode"] else row["event_type"]
    status = {"future": "PotentialActionStatus", "ongoing": "ActiveActionStatus"}
    return _node(
        "Event",
        "Action",
        **{"@id": _id(row["event_id"], "what")},
        name=code,
        description=kind.gloss if kind else None,
        keywords=list(row["contexts"] or ()),
        startDate=row["date_start"],
        endDate=row["date_end"],
        actionStatus=status.get(row["time_status"]),
        location=_place(row),
        agent=[_party(party) for party in row["actors"] or ()],
        object=[_party(party) for party in row["recipients"] or ()],
    )


def _party(party: Mapping[str, Any]) -> Node:
    """A thing: the rows do not tell persons from bodies, nor has a thing a country."""
    known = {"@id": _id(party["entity_id"], "entity")} if party["entity_id"] else {}
    return _node("Thing", **known, name=party["name"])


def _place(row: EventRow) -> Node:
    has_point = row["lat"] is not None and row["lon"] is not None
    point = {"latitude": row["lat"], "longitude": row["lon"]} if has_point else {}
    return _node(
        "Place",
        name=row["place"],
        address=_node("PostalAddress", addressCountry=row["place_country"]),
        geo=_node("GeoCoordinates", **point),
        sameAs=f"https://sws.geonames.org/{row['geonames_id']}/" if row["geonames_id"] else None,
    )


def _node(*types: str, **properties: object) -> Node:
    """A node; of what is unknown nothing is said, and a node that says nothing is empty."""
    said = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in properties.items()
        if value not in (None, [], {}, "")
    }
    return {"@type": types[0] if len(types) == 1 else list(types), **said} if said else {}


def _id(name: str, part: str = "") -> str:
    """A URN of our own; ids may hold what an IRI may not."""
    return f"urn:tacitus:{quote(name, safe='', errors='replace')}{f':{part}' if part else ''}"
