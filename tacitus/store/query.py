"""Events of a store by filters, and counts of them.

Enters: a connection of `query_cache` and an `EventFilter`. Leaves: a `Found`, which gives a DuckDB
relation, Arrow, pandas or polars. Every value that a user gives is a bound parameter; the text of a
query is put together from the constants of this module only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from tacitus.errors import ExtraError
from tacitus.store.query_errors import query_errors
from tacitus.store.query_values import EventFilter as EventFilter
from tacitus.store.query_values import check_filter, check_groups
from tacitus.store.result_tables import SHOWN, table_of

# One condition a filter; a filter that is not given adds nothing. Of several values one must hold.
_CONDITIONS: Mapping[str, str] = {
    "actor": "(list_has_any(actor_countries, $actor_countries) or "
    "len(list_filter($actor, lambda words: contains(actor_keys, words))) > 0)",
    "recipient": "(list_has_any(recipient_countries, $recipient_countries) or "
    "len(list_filter($recipient, lambda words: contains(recipient_keys, words))) > 0)",
    "country": "(list_has_any(actor_countries, $country) or "
    "list_has_any(recipient_countries, $country) or list_contains($country, place_country))",
    "sector": "list_has_any(party_sectors, $sector)",
    "event_type": "list_contains($event_type, event_type)",
    "mode": "list_contains($mode, mode)",
    "context": "list_has_any(contexts, $context)",
    "since": "date_end >= $since",
    "until": "date_start <= $until",
    "place": "(list_contains($place_countries, place_country) or "
    "len(list_filter($place, lambda words: contains(place_keys, words))) > 0)",
    "publisher": "len(list_filter($publisher, lambda words: contains(publisher_keys, words))) > 0",
    "speaker": "(list_contains($speaker_countries, speaker_country) or "
    "len(list_filter($speaker, lambda words: contains(speaker_keys, words))) > 0)",
    "disputed": "(disputed or disputes is not null) = $disputed",
    "min_score": "score >= $min_score",
    "document_ids": "document_id in (select unnest($document_ids))",
}
_BOX = "lat between $south and $north and lon between $west and $east"
_BOX_OVER_180 = "lat between $south and $north and (lon >= $west or lon <= $east)"
_FOLDED = ("actor", "recipient", "place", "publisher", "speaker")
_NOT_SHOWN = (
    *("actor_keys", "recipient_keys", "actor_countries", "recipient_countries"),
    *("party_sectors", "speaker_keys", "place_keys", "publisher_keys"),
)
_BATCH = 1000  # rows fetched at a time
# Up to so many events are looked for first and read then: what decides is in a few columns, and
# most of the time would go into the others, of rows that are not among the first.
_FEW = 1000
_ORDER = "order by date_start desc nulls last, event_id"

# What --group-by takes: each as an expression that gives one value an event, or several by unnest.
GROUPS: Mapping[str, str] = {
    "type": "event_type",
    "mode": "mode",
    "context": "unnest(contexts)",
    "actor": "unnest(list_distinct(list_transform(actors, lambda party: party.name)))",
    "recipient": "unnest(list_distinct(list_transform(recipients, lambda party: party.name)))",
    "actor-country": "unnest(list_distinct(actor_countries))",
    "recipient-country": "unnest(list_distinct(recipient_countries))",
    "sector": "unnest(party_sectors)",
    "place": "place",
    "country": "place_country",
    "publisher": "publisher",
    "speaker": "speaker",
    "certainty": "certainty",
    "language": "language",
    "day": "date_start",
    "week": "cast(date_trunc('week', date_start) as date)",
    "month": "strftime(date_start, '%Y-%m')",
    "year": "year(date_start)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a query found, not yet read: each method runs it.

    All but `relation` raise StoreError when it needs too much memory or a file cannot be read.
    """

    connection: duckdb.DuckDBPyConnection
    query: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def relation(self) -> duckdb.DuckDBPyRelation:
        """The DuckDB relation, for more of DuckDB's own methods."""
        return self.connection.sql(self.query, params=dict(self.parameters))

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        with query_errors():
            return list(self.relation().columns)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows, a batch in memory at a time. Read them all before the next query."""
        with query_errors():
            cursor = self.connection.execute(self.query, dict(self.parameters))
            while rows := cursor.fetchmany(_BATCH):
                yield from rows

    def dicts(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts by column."""
        columns = self.columns
        for row in self.rows():
            yield dict(zip(columns, row, strict=True))

    def arrow(self) -> Any:  # noqa: ANN401 - arro3 ships no types
        """An `arro3.core.Table`, which anything that reads the Arrow C stream takes."""
        from arro3.core import Table

        with query_errors():
            return Table.from_arrow(self.relation())

    def pandas(self) -> Any:  # noqa: ANN401 - pandas may not be there
        """A `pandas.DataFrame`.

        Raises:
            ExtraError: pandas is not installed.
        """
        _need("pandas")
        with query_errors():
            return self.relation().df()

    def polars(self) -> Any:  # noqa: ANN401 - polars may not be there
        """A `polars.DataFrame`.

        Raises:
            ExtraError: polars is not installed.
        """
        return _need("polars").DataFrame(self.arrow())

    def __repr__(self) -> str:
        return "Found(unread: .rows() .dicts() .relation() .arrow() .pandas() .polars())"

    def _repr_html_(self) -> str:
        """The first rows as a table, for notebooks."""
        with query_errors():
            relation = self.relation()
            ((count,),) = relation.aggregate("count(*)").fetchall()
            return table_of(relation.columns, relation.limit(SHOWN).fetchall(), count)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FoundInParts(Found):
    """Rows that are made a part at a time, for all of them may not fit in memory."""

    name: str  # of the parameter
    parts: Sequence[Sequence[str]]  # its values in the order of the rows

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows of one part after another."""
        for part in self.parts:
            values = {**self.parameters, self.name: list(part)}
            yield from Found(connection=self.connection, query=self.query, parameters=values).rows()


@query_errors()
def find_events(
    connection: duckdb.DuckDBPyConnection,
    wanted: EventFilter | None = None,
    *,
    limit: int | None = None,
    document_ids: Sequence[str] | None = None,
) -> Found:
    """The events that fit `wanted`, all columns of the view `events`, newest first.

    `document_ids`: only of these documents, as a search for text gives them. With a small `limit`
    the events are looked for at once and only their rows are read later.

    Raises:
        StoreError: a value of the filter is not known, or two of them exclude each other.
    """
    where, parameters = conditions(connection, wanted, document_ids)
    if limit is not None and limit <= _FEW:
        where, parameters = _first_events(connection, where, parameters, limit)
    shown = f"select * exclude ({', '.join(_NOT_SHOWN)}) from event_keys where {where} {_ORDER}"
    query = shown + ("" if limit is None else " limit $limit")
    values = parameters if limit is None else parameters | {"limit": limit}
    return Found(connection=connection, query=query, parameters=values)


def _first_events(
    connection: duckdb.DuckDBPyConnection, where: str, parameters: dict[str, object], limit: int
) -> tuple[str, dict[str, object]]:
    """The condition that only the first `limit` events of `where` fit, and its parameters."""
    query = f"select event_id, date_start from event_keys where {where} {_ORDER} limit $limit"
    rows = connection.execute(query, parameters | {"limit": limit}).fetchall()
    days = [day for _, day in rows if day is not None]
    if not rows:
        return "false", {}
    # The days say nothing new; by them DuckDB knows which parts of the files it need not read.
    known = "date_start between $oldest and $newest" if days else "false"
    unknown = " or date_start is null" if len(days) < len(rows) else ""
    found: dict[str, object] = {"event_ids": [event_id for event_id, _ in rows]}
    found |= {"oldest": min(days), "newest": max(days)} if days else {}
    return f"event_id in (select unnest($event_ids)) and ({known}{unknown})", found


@query_errors()
def count_events(
    connection: duckdb.DuckDBPyConnection,
    groups: Iterable[str],
    wanted: EventFilter | None = None,
    *,
    limit: int | None = None,
    document_ids: Sequence[str] | None = None,
) -> Found:
    """How many events fit `wanted` by each combination of `groups`, the most frequent first.

    An event with two actors counts under each of them; the columns are the groups, `events`, and
    `documents`, the number of documents that tell of them.

    Raises:
        StoreError: a group or a value of the filter is not known.
    """
    names = check_groups(groups, GROUPS)
    where, parameters = conditions(connection, wanted, document_ids)
    items = ", ".join(f'{GROUPS[name]} as "{column_of(name)}"' for name in names)
    columns = ", ".join(f'"{column_of(name)}"' for name in names)
    query = (
        f"select {columns}, count(distinct event_id) as events, "
        "count(distinct document_id) as documents "
        f"from (select event_id, document_id, {items} from event_keys where {where}) "
        f"group by {columns} order by events desc, {columns}"
    )
    query += "" if limit is None else " limit $limit"
    values = parameters if limit is None else parameters | {"limit": limit}
    return Found(connection=connection, query=query, parameters=values)


def column_of(group: str) -> str:
    """The name of the column of a group."""
    return group.replace("-", "_")


def conditions(
    connection: duckdb.DuckDBPyConnection,
    wanted: EventFilter | None,
    document_ids: Sequence[str] | None = None,
) -> tuple[str, dict[str, object]]:
    """The condition on rows of `event_keys`, and its parameters.

    Raises:
        StoreError: a value of the filter is not known, or two of them exclude each other.
    """
    given = check_filter(wanted or EventFilter(), connection)
    values: dict[str, object] = {
        f.name: getattr(given, f.name)
        for f in dataclasses.fields(given)
        if f.name in _CONDITIONS and getattr(given, f.name) not in (None, ())
    }
    if document_ids is not None:
        values["document_ids"] = list(document_ids)
    parts = [_CONDITIONS[name] for name in values]
    parameters: dict[str, object] = {}
    for name, value in values.items():
        parameters[name] = list(value) if isinstance(value, tuple) else value
        if name in _FOLDED and isinstance(value, tuple):
            # Folded by the same macro as the names, so that both lose the same marks.
            query = "select list_transform($words, lambda words: folded(words))"
            parameters[name] = connection.sql(query, params={"words": list(value)}).fetchall()[0][0]
    parameters |= {
        f"{name}_countries": list(given.countries_of(name))
        for name in ("actor", "recipient", "place", "speaker")
        if name in values
    }
    if given.bbox is not None:
        west, south, east, north = given.bbox
        parts.append(_BOX if west <= east else _BOX_OVER_180)
        parameters |= {"west": west, "south": south, "east": east, "north": north}
    return " and ".join(parts) or "true", parameters


def _need(module: str) -> Any:  # noqa: ANN401 - a module
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        raise ExtraError(
            f"{module} is not installed; expected it for .{module}(): pip install {module}, "
            "or use .arrow() or .relation()"
        ) from error
