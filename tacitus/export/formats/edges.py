"""Who does what to whom as edges of a graph.

Enters: rows of the view `events`. Leaves: one edge for each actor and recipient of an event; where
an event has no recipient, one for each two of its actors, for those who meet or agree together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, TypeAlias

from tacitus.export.formats.cells import quad_of, score_of
from tacitus.export.formats.losses import EventRow

Attribute: TypeAlias = str | int | float | bool | None
ALONE = "names nobody, or one party and no other"
CANNOT = (
    *("speaker_identity", "cue", "more_quantities", "quantities", "offsets", "contexts"),
    *("party_basis", "place_claimants", "factuality", "historical", "coder_version"),
)
NODE_TYPES: Mapping[str, str] = {
    "label": "string",
    "entity_id": "string",
    "country": "string",
    "sectors": "string",
}
EDGE_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("event_id", "event_type", "mode", "relation"), "string"),
    **dict.fromkeys(("quad", "goldstein"), "double"),
    **dict.fromkeys(("date_start", "date_end", "date_basis", "place", "place_country"), "string"),
    **dict.fromkeys(("lat", "lon", "score"), "double"),
    **dict.fromkeys(("place_basis", "speaker", "certainty", "polarity", "time_status"), "string"),
    **dict.fromkeys(("disputed",), "boolean"),
    **dict.fromkeys(("disputes", "sentence", "title", "publisher", "url"), "string"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Somebody; without an id the same name and country are one node."""

    key: str
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One event between two parties."""

    key: str
    source: Node
    target: Node
    first: date | None
    last: date | None
    attributes: Mapping[str, Attribute]


def edges_of(row: EventRow) -> Iterator[Edge]:
    """The edges of an event; none when it has fewer than two parties."""
    actors, recipients = (
        [_node(party) for party in row[role] or ()] for role in ("actors", "recipients")
    )
    pairs = [(actor, recipient, "on") for actor in actors for recipient in recipients]
    if not recipients:
        pairs = [(left, right, "with") for left, right in combinations(actors, 2)]
    for number, (source, target, relation) in enumerate(pairs):
        yield Edge(
            key=f"{row['event_id']}/{number}",
            source=source,
            target=target,
            first=row["date_start"],
            last=row["date_end"],
            attributes={**_attributes(row), "relation": relation},
        )


def _node(party: Mapping[str, Any]) -> Node:
    key = party["entity_id"] or f"{party['name']}|{party['country'] or ''}"
    return Node(
        key=key,
        attributes={
            "label": party["name"],
            "entity_id": party["entity_id"],
            "country": party["country"],
            "sectors": " ".join(party["sectors"] or ()) or None,
        },
    )


def _attributes(row: EventRow) -> dict[str, Attribute]:
    found = {name: row.get(name) for name in EDGE_TYPES}
    found |= {"quad": quad_of(row), "goldstein": score_of(row)}
    return {name: str(v) if isinstance(v, date) else v for name, v in found.items()}
