"""What a store holds of one day: the documents published then, their events, what was new.

Enters: a connection of `query_cache`, a day, and which region or actor is wanted. Leaves:
`DayRows`, plain rows. A document without a publication date is of no day, and is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tacitus.errors import StoreError
from tacitus.store.query import EventFilter, Found, find_events
from tacitus.store.query_cache import Connection
from tacitus.store.query_errors import query_errors
from tacitus.store.world_regions import countries_of_region

Row = Mapping[str, Any]
Sides = tuple[str, str]  # two countries in the order of their codes; twice the same: within one

_DOCUMENTS = """
select document_id, title, publisher, published, url, path, event_count
from documents where published = $day order by publisher nulls last, title, document_id
"""
# The text only of the documents that are quoted.
_TEXTS = """
select document_id, title, publisher, published, url, path, text,
    coding->'$.segmentation.sentences' as sentences, coding->'$.segmentation.dateline' as dateline
from documents where document_id in (select unnest($ids))
"""
_COUNTS = """
select
    count(*) filter (published is null) as undated,
    count(*) filter (published < $day) as earlier,
    max(published) filter (published < $day) as day_before
from documents
"""
_COPIES = """
select count(distinct left_id) from links
where relation = 'same_text' and left_id in (select unnest($ids))
"""
_DISPUTES = """
select left_id, right_id from links
where relation = 'disputes' and score > 0 -- 0: it no longer holds
  and (left_id in (select unnest($ids)) or right_id in (select unnest($ids)))
order by right_id, left_id
"""
_EVENTS = "select * from events where event_id in (select unnest($ids))"
# Every two countries that an earlier event brings together, with its type. A country stands with
# itself where an event names no other one.
_EARLIER = """
select distinct least(x, y), greatest(x, y), event_type
from (
    select event_type, named, unnest(named) as x from (
        select event_type, case
            when len(actor_countries || recipient_countries) > 0
            then list_distinct(actor_countries || recipient_countries)
            when place_country is not null then [place_country]
            else [] end as named
        from event_keys where published < $day)
), unnest(named) as others(y)
where x <> y or len(named) = 1
"""
_EARLIER_DISPUTES = """
select actors, recipients, place_country from event_keys
where published < $day and disputes is not null
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRows:
    """The rows of one day."""

    day: date
    documents: Sequence[Row]  # published on the day, whether they hold wanted events or not
    events: Sequence[Row]  # of those documents, that are wanted; as the view `events` has them
    others: Sequence[Row]  # events of other days that one of them disputes, or that dispute one
    disputes: Sequence[tuple[str, str]]  # event ids: the denial, the claim
    texts: Mapping[str, Row]  # documents with text, sentences, dateline: of all events above
    earlier: frozenset[tuple[str, str, str]]  # two countries and a type, of days before
    earlier_disputes: Sequence[Row]  # denials of days before: actors, recipients, place_country
    undated: int  # documents in the store without a publication date
    earlier_documents: int
    day_before: date | None  # the last day before with a document; None: there is none
    copies: int  # of the documents, those with the text of another one in the store


@query_errors()
def last_day(connection: Connection) -> date:
    """The last day on which a document of the store was published.

    Raises:
        StoreError: no document has a publication date.
    """
    found = _found(connection, "select max(published) from documents")
    day: date | None = next(iter(found.rows()))[0]
    if day is None:
        raise StoreError(
            "no document of the store has a publication date; expected some with one: "
            "a brief is of a day, so ingest with --published"
        )
    return day


@query_errors()
def day_rows(
    connection: Connection,
    day: date,
    *,
    regions: Sequence[str] = (),
    actors: Sequence[str] = (),
    min_score: float | None = None,
) -> DayRows:
    """The rows of `day`, of events that touch one of `regions` and in which one of `actors` is.

    A region is one of the world or a country: of the place, an actor or a recipient. An actor acts,
    is acted upon or says so, by name, id or country.

    Raises:
        StoreError: a region is not known.
    """
    documents = list(_found(connection, _DOCUMENTS, day=day).dicts())
    ids = [row["document_id"] for row in documents]
    countries = tuple(code for words in regions for code in countries_of_region(words))
    events = _wanted(connection, ids, countries, (tuple(actors), min_score))
    own = {row["event_id"] for row in events}
    disputes = [tuple(row) for row in _found(connection, _DISPUTES, ids=sorted(own)).rows()]
    outside = sorted({name for pair in disputes for name in pair} - own)
    others = list(_found(connection, _EVENTS, ids=outside).dicts()) if outside else []
    there = own | {row["event_id"] for row in others}
    counts = next(iter(_found(connection, _COUNTS, day=day).dicts()))
    return DayRows(
        day=day,
        documents=documents,
        events=events,
        others=others,
        disputes=[(left, right) for left, right in disputes if {left, right} <= there],
        texts=_texts(connection, [*events, *others]),
        earlier=frozenset(_found(connection, _EARLIER, day=day).rows()),
        earlier_disputes=list(_found(connection, _EARLIER_DISPUTES, day=day).dicts()),
        undated=counts["undated"],
        earlier_documents=counts["earlier"],
        day_before=counts["day_before"],
        copies=next(iter(_found(connection, _COPIES, ids=ids).rows()))[0],
    )


def _found(connection: Connection, query: str, **parameters: object) -> Found:
    return Found(connection=connection, query=query, parameters=parameters)


def _wanted(
    connection: Connection,
    ids: Sequence[str],
    countries: tuple[str, ...],
    asked: tuple[tuple[str, ...], float | None],
) -> list[Row]:
    """The events in the order of their texts, each once, whatever role a wanted actor has in it."""
    actors, min_score = asked
    fits = [
        EventFilter(country=countries, min_score=min_score, **{role: actors})  # type: ignore[arg-type]
        for role in (("actor", "recipient", "speaker") if actors else ("actor",))
    ]
    found: dict[str, Row] = {}
    for wanted in fits:
        for row in find_events(connection, wanted, document_ids=ids).dicts():
            found.setdefault(row["event_id"], row)
    places = {name: number for number, name in enumerate(ids)}
    return sorted(
        found.values(),
        key=lambda row: (places[row["document_id"]], row["anchor_start"], row["event_id"]),
    )


def _texts(connection: Connection, events: Iterable[Row]) -> dict[str, Row]:
    ids = sorted({row["document_id"] for row in events})
    found: dict[str, Row] = {}
    for row in _found(connection, _TEXTS, ids=ids).dicts():
        spans = {name: json.loads(row[name] or "null") for name in ("sentences", "dateline")}
        found[row["document_id"]] = {**row, **spans}
    return found
