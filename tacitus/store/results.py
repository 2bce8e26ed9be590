"""What `Store` is asked in Python: events, counts, panels, documents, SQL.

Enters: filters as a user writes them, a string or several for each. Leaves: results that give rows,
a DuckDB relation, Arrow, pandas or polars. The filters are those of `tacitus events`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tacitus.errors import StoreError

if TYPE_CHECKING:
    from tacitus.store.panels import Panel
    from tacitus.store.query import Found
    from tacitus.store.query_cache import Connection
    from tacitus.store.query_sql import SqlLimits, SqlRows
    from tacitus.store.query_values import EventFilter
    from tacitus.store.search import Hit

_DAYS = ("since", "until")
_OTHER_NAMES = {"type": "event_type"}  # as the command line has it


class Asked:
    """The questions that a store answers; `Store` is one.

    Every filter is a value or a list of values, one of which must fit: actor, recipient, country,
    sector, type, mode, quad, context, since, until, place, bbox, publisher, speaker, disputed,
    min_score. `text` is a search, as `search` takes it. `as_of` shows what was known on a day.
    """

    path: Path

    def events(
        self,
        *,
        text: str | None = None,
        limit: int | None = None,
        as_of: date | str | None = None,
        **filters: Any,  # noqa: ANN401 - as EventFilter has them
    ) -> Found:
        """The events that fit, the latest first.

        Example:
            store.events(country="Kenya", type="COERCE", since="2024-01-01").pandas()

        Raises:
            StoreError: a filter does not exist or has a value that is not known.
        """
        from tacitus.store.query import find_events

        connection, wanted, ids = self._asked(text, as_of, filters)
        return find_events(connection, wanted, limit=limit, document_ids=ids)

    def count(
        self,
        by: str | Iterable[str],
        *,
        text: str | None = None,
        limit: int | None = None,
        as_of: date | str | None = None,
        **filters: Any,  # noqa: ANN401 - as EventFilter has them
    ) -> Found:
        """How many events fit by the fields `by`, such as "type" or ["publisher", "month"].

        Raises:
            StoreError: a field or a filter does not exist, or has a value that is not known.
        """
        from tacitus.store.query import count_events

        groups = [by] if isinstance(by, str) else list(by)
        connection, wanted, ids = self._asked(text, as_of, filters)
        return count_events(connection, groups, wanted, limit=limit, document_ids=ids)

    def panel(  # noqa: PLR0913 - keyword only, as the command has them
        self,
        kind: str,
        *,
        codes: Sequence[str] = ("iso3",),
        countries: Sequence[str] = (),
        all_dyads: bool = False,
        text: str | None = None,
        as_of: date | str | None = None,
        **filters: Any,  # noqa: ANN401 - as EventFilter has them
    ) -> Panel:
        """How many events each unit has in each period: "dyad-month", "country-week" and so on.

        The rows are in `.found`; a cell of a unit that no document names is null, not 0.

        Raises:
            StoreError: there is no such panel, or a filter does not exist or is not known.
        """
        from tacitus.store.panels import make_panel

        connection, wanted, ids = self._asked(text, as_of, filters)
        return make_panel(
            connection,
            kind,
            wanted,
            codes=codes,
            countries=countries,
            all_dyads=all_dyads,
            document_ids=ids,
        )

    def search(self, query: str, *, limit: int = 20, as_of: date | str | None = None) -> list[Hit]:
        """The documents that a full-text query finds, the best first.

        Raises:
            StoreError: the query cannot be read.
        """
        from tacitus.store.search import search_documents

        return search_documents(self._opened(as_of), self.path, query, limit=limit)

    def sql(
        self, query: str, *, as_of: date | str | None = None, limits: SqlLimits | None = None
    ) -> SqlRows:
        """The rows of one SELECT over the views, read only, in a process that may be stopped.

        Raises:
            StoreError: the query is no SELECT, is wrong, or takes more than `limits`.
        """
        from tacitus.store.query_sql import run_sql

        return run_sql(self.path, query, as_of=_day("as_of", as_of), limits=limits)

    def _opened(self, as_of: date | str | None) -> Connection:
        from tacitus.store.query_cache import open_queries

        return open_queries(self.path, _day("as_of", as_of))

    def _asked(
        self, text: str | None, as_of: date | str | None, filters: dict[str, Any]
    ) -> tuple[Connection, EventFilter, list[str] | None]:
        from tacitus.store.search import matching_documents

        wanted = filter_of(filters)
        connection = self._opened(as_of)
        ids = None if text is None else matching_documents(connection, self.path, text)
        return connection, wanted, ids


def filter_of(given: dict[str, Any]) -> EventFilter:
    """The filter of what a user gave: single values as lists of one, days as dates.

    Raises:
        StoreError: there is no such filter, or a value is of another kind.
    """
    from tacitus.store.query_values import EventFilter, nearest, parse_box

    kinds = {field.name: field.default for field in dataclasses.fields(EventFilter)}
    values: dict[str, Any] = {}
    for asked, value in given.items():
        name = _OTHER_NAMES.get(asked, asked)
        if name not in kinds:
            known = [n for n in kinds if n not in _OTHER_NAMES.values()]
            raise StoreError(
                f'events have no filter "{asked}"; {nearest(asked, [*known, *_OTHER_NAMES])}'
            )
        if value is None:
            continue
        if name in _DAYS:
            values[name] = _day(name, value)
        elif name == "bbox":
            values[name] = parse_box(value) if isinstance(value, str) else tuple(value)
        elif kinds[name] == ():
            values[name] = _several(name, value, int if name == "quad" else str)
        else:
            values[name] = value
    return EventFilter(**values)


def _several(name: str, value: object, kind: type) -> tuple[Any, ...]:
    values = tuple(value) if isinstance(value, (list, tuple, set, frozenset)) else (value,)
    for one in values:
        if not isinstance(one, kind):
            raise StoreError(
                f"{name} is {one!r}; expected {'a number' if kind is int else 'text'} or a list"
            )
    return tuple(sorted(values)) if isinstance(value, (set, frozenset)) else values


def _day(name: str, value: date | str | None) -> date | None:
    """The day, or the moment, of an ISO date."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise StoreError(f'{name} "{value}" is not a day; expected YYYY-MM-DD') from error
