"""Events as FollowTheMoney entities, one JSON object a line, for Aleph and the ftm tools.

Each article is an `Article`, each event an `Event` with all its parties as `involved`, each party a
`LegalEntity`, for the rows do not tell persons from bodies. Who acts on whom is an `UnknownLink` a
pair. Ids are made of our own, so that the same export gives the same entities.

Source: followthemoney.tech, schemata Article, Event, LegalEntity, UnknownLink of version 4.11.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from tacitus.country_codes import country_codes
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.jsonl import json_line
from tacitus.export.formats.losses import LossCounter
from tacitus.export.formats.texts import writable

Entity: TypeAlias = dict[str, Any]
_CANNOT = (
    *("speaker_identity", "dispute", "factuality", "score", "offsets", "place_basis"),
    *("place_claimants", "party_basis", "date_basis", "coder_version", "sectors"),
)
_GEOGRAPHY = "its coordinates"
# Codes that are no country of FollowTheMoney, which has some of its own for what ISO lacks.
_OWN_CODES = {"KOS": "xk", "SUN": "suhh", "YUG": "yucs", "SCG": "csxx", "CSK": "cshh", "DDR": "dd"}


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`."""
    losses = LossCounter("ftm", _CANNOT)
    losses.changed(_GEOGRAPHY, 0)
    seen: set[str] = set()
    with path.open("w", encoding="utf-8", newline="") as stream:
        for row in losses.seen(rows, unreal=options.unreal):
            for entity in _entities(row):
                if entity["id"] not in seen:
                    seen.add(entity["id"])
                    stream.write(json_line(entity) + "\n")
            losses.see(row)
            losses.changed(_GEOGRAPHY, row["lat"] is not None)
    return losses.report()


def _entities(row: EventRow) -> Iterator[Entity]:
    article = _article(row)
    actors = [_party(party) for party in row["actors"] or ()]
    recipients = [_party(party) for party in row["recipients"] or ()]
    yield article
    yield from actors
    yield from recipients
    yield _event(row, article, [*actors, *recipients])
    for actor in actors:
        for recipient in recipients:
            yield _link(row, article, actor, recipient)


def _article(row: EventRow) -> Entity:
    title = row["title"] or row["url"] or row["path"] or row["document_id"]
    return _entity(
        "Article",
        ("article", row["document_id"]),
        fileName=[title],
        title=[title],
        publisher=[row["publisher"]],
        publishedAt=[row["published"]],
        sourceUrl=[_address(row)],
        language=[_language(row["language"])],
    )


def _party(party: Mapping[str, Any]) -> Entity:
    known = party["entity_id"] or f"{party['name']}|{party['country'] or ''}"
    return _entity(
        "LegalEntity", ("party", known), name=[party["name"]], country=[_country(party["country"])]
    )


def _event(row: EventRow, article: Entity, parties: list[Entity]) -> Entity:
    code = _code(row)
    names = [party["properties"]["name"][0] for party in parties]
    said = row["speaker"] or row["publisher"]
    notes = [f"says: {said}" if said else None, f"certainty: {row['certainty']}"]
    notes += [f"hedge: {row['hedge']}" if row["hedge"] else None]
    notes += [f"words of attribution: {row['cue']}" if row["cue"] else None]
    notes += [f"denied: {row['polarity'] == 'neg'}" if row["polarity"] == "neg" else None]
    notes += [f"time: {row['time_status']}" if row["time_status"] != "past" else None]
    notes += ["background" if row["historical"] else None]
    notes += [_number(quantity) for quantity in row["quantities"] or ()]
    return _entity(
        "Event",
        ("event", row["event_id"]),
        name=[f"{code}: {', '.join(dict.fromkeys(names))}" if names else code],
        involved=list(dict.fromkeys(party["id"] for party in parties)),
        keywords=[code, *(row["contexts"] or ())],
        notes=notes,
        location=[row["place"]],
        country=[_country(row["place_country"])],
        **_shared(row, article),
    )


def _link(row: EventRow, article: Entity, actor: Entity, recipient: Entity) -> Entity:
    return _entity(
        "UnknownLink",
        ("link", row["event_id"], actor["id"], recipient["id"]),
        subject=[actor["id"]],
        object=[recipient["id"]],
        role=[_code(row)],
        **_shared(row, article),
    )


def _shared(row: EventRow, article: Entity) -> dict[str, list[object]]:
    return {
        "startDate": [row["date_start"]],
        "endDate": [row["date_end"]],
        "summary": [row["sentence"]],
        "recordId": [row["event_id"]],
        "publisher": [row["publisher"]],
        "sourceUrl": [_address(row)],
        "proof": [article["id"]],
    }


def _entity(schema: str, key: tuple[str, ...], **properties: list[Any]) -> Entity:
    words = "\x1f".join(("tacitus", *key)).encode("utf-8", "replace")
    values = {
        name: [str(v) if isinstance(v, date) else writable(v) for v in found if v]
        for name, found in properties.items()
    }
    return {
        "id": hashlib.sha1(words, usedforsecurity=False).hexdigest(),
        "schema": schema,
        "properties": {name: found for name, found in values.items() if found},
    }


def _code(row: EventRow) -> str:
    return f"{row['event_type']}/{row['mode']}" if row["mode"] else str(row["event_type"])


def _number(quantity: Mapping[str, Any]) -> str:
    value = "some" if quantity["value"] is None else f"{quantity['value']:.15g}"
    parts = (quantity["modifier"].replace("_", " "), value, quantity["unit"])
    return f"{quantity['kind']}: {' '.join(filter(None, parts))}"


def _country(iso3: str | None) -> str | None:
    """The code of FollowTheMoney: ISO 3166-1 alpha-2 in small letters; None for bodies of none."""
    if iso3 in _OWN_CODES:
        return _OWN_CODES[iso3]
    found = country_codes().get(iso3 or "")
    return found.iso2.lower() if found and found.iso2 else None


def _language(code: str | None) -> str | None:
    """ISO 639-3, of the language that we read."""
    return {"en": "eng"}.get(code or "")


def _address(row: EventRow) -> str | None:
    url = row["url"] or ""
    return url if url.lower().startswith(("http://", "https://")) else None
