"""The options of the commands that query a store, and the filter that they make together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.commands.options import parse_day

if TYPE_CHECKING:
    from tacitus.store.query_cache import Connection
    from tacitus.store.query_values import EventFilter


class RowFormat(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


StoreFolder = Annotated[
    Path, typer.Option("--store", metavar="DIR", help="The store.", show_default=False)
]
Form = Annotated[RowFormat, typer.Option("--format", help="How to write the rows.")]
AsOf = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="YYYY-MM-DD", help="As was known at the end of a day."),
]
Names = list[str] | None
Actor = Annotated[
    Names, typer.Option(metavar="NAME", help="Who acts: name, id or country; may be repeated.")
]
Recipient = Annotated[Names, typer.Option(metavar="NAME", help="On whom: name, id or country.")]
InCountry = Annotated[
    Names,
    typer.Option("--country", metavar="NAME", help="Country of an actor, recipient or the place."),
]
Sector = Annotated[Names, typer.Option(metavar="CODE", help="Sector of an actor or recipient.")]
Type = Annotated[Names, typer.Option("--type", metavar="CODE", help="Event type.")]
Mode = Annotated[Names, typer.Option(metavar="CODE", help="Mode of the event type.")]
Quad = Annotated[
    list[int] | None,
    typer.Option(
        metavar="N", help="1, 2 verbal, material cooperation; 3, 4 verbal, material conflict."
    ),
]
Context = Annotated[Names, typer.Option(metavar="CODE", help="Context of the event.")]
Since = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="YYYY-MM-DD", help="Happened on this day or later."),
]
Until = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="YYYY-MM-DD", help="Happened on this day or earlier."),
]
PlaceName = Annotated[
    Names, typer.Option("--place", metavar="NAME", help="Name of the place, or its country.")
]
BoundingBox = Annotated[
    str | None,
    typer.Option("--bbox", metavar="W,S,E,N", help="Place inside a box, in degrees."),
]
Outlet = Annotated[Names, typer.Option("--publisher", metavar="NAME", help="Outlet.")]
Speaker = Annotated[Names, typer.Option(metavar="NAME", help="Who says so: name, id or country.")]
Disputed = Annotated[
    bool | None,
    typer.Option("--disputed/--undisputed", help="Whether another account denies it, or it does."),
]
MinScore = Annotated[float | None, typer.Option(metavar="P", help="At least this probable.")]
Words = Annotated[
    str | None,
    typer.Option("--text", metavar="QUERY", help="In documents that `tacitus search` would find."),
]
Limit = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="At most so many rows.", show_default=False)
]


def filter_of(**given: object) -> EventFilter:
    """The filter of the options; of lists, what was given.

    Raises:
        StoreError: the bounding box cannot be read.
    """
    from tacitus.store.query_values import EventFilter, parse_box

    box = given.pop("bbox", None)
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    chosen = {name: value for name, value in values.items() if value is not None}
    if box is not None:
        chosen["bbox"] = parse_box(str(box))
    return EventFilter(**chosen)  # type: ignore[arg-type]


def open_store(path: Path, as_of: date | None, *, with_rejected: bool = False) -> Connection:
    """A connection for queries on a store that is there and in the present format.

    Raises:
        StoreError: the folder is no store, is damaged, or a newer tacitus wrote it.
    """
    from tacitus.store import Store
    from tacitus.store.query_cache import open_queries

    return open_queries(Store.open(path).path, as_of, with_rejected=with_rejected)


def documents_with(connection: Connection, path: Path, words: str | None) -> list[str] | None:
    """The documents that a search finds; None when nothing is searched for."""
    if words is None:
        return None
    from tacitus.store.search import matching_documents

    return matching_documents(connection, path, words)


def split_list(values: Iterable[str]) -> list[str]:
    """The values of options that may be repeated or hold several, divided by commas."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]
