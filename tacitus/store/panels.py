"""Balanced panels: how many events each country or pair of countries has in each period.

Enters: a connection of `query_cache`, and what to count. Leaves: a `Found` with one row a unit and
period, and how many events no cell has.

Which cell counts an event: the one of the period in which its first day lies, when its last day
lies there too; what only has "in 2023" is in no month. What did not happen, is expected or is only
supposed is in no cell. A cell without events is 0 when the store could have known: when a document
published in that period names the country, or names each country of the pair (one document or
two). Else it is null, NA in files: no document, so nothing is known.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

import duckdb

from tacitus.codebook import load_codebook
from tacitus.errors import StoreError
from tacitus.store.countries import CODE_LISTS, check_country, load_countries
from tacitus.store.panel_query import HAPPENED, IN_ONE, STEPS, panel_query
from tacitus.store.query import Found, FoundInParts, conditions
from tacitus.store.query_errors import query_errors
from tacitus.store.query_values import EventFilter, nearest

PanelKind: TypeAlias = Literal[
    "dyad-month", "dyad-week", "dyad-year", "country-month", "country-week", "country-year"
]
PANEL_KINDS: tuple[PanelKind, ...] = get_args(PanelKind)
_AT_ONCE = 1_000_000  # rows of a panel that are sorted together: some 200 MB
_LENGTHS = {"week": 7, "month": 30, "year": 365}  # days, about


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Events that fit the filter and are in no cell, each counted under the first reason."""

    no_date: int
    several_periods: int  # its days do not lie in one period
    not_happened: int  # denied, expected or supposed
    outside: int  # before the first or after the last day of the panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel, not yet read, with what it leaves out."""

    found: Found
    first: date
    last: date
    left_out: LeftOut


@query_errors()
def make_panel(  # noqa: PLR0913 - one argument an option
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    wanted: EventFilter | None = None,
    *,
    codes: Sequence[str] = ("iso3",),
    countries: Iterable[str] = (),
    all_dyads: bool = False,
    document_ids: Sequence[str] | None = None,
) -> Panel:
    """The panel of `kind`, one of `PANEL_KINDS`, with the units named by `codes`.

    It runs from `wanted.since` to `wanted.until`, else from the first to the last day on which a
    document was published. Its units are `countries`, else every country that a document names. Of
    their pairs those that an event in the panel has, or all with `all_dyads`; directed: who acts,
    on whom. A country that is no state in the first list of `codes` has no rows.

    Raises:
        StoreError: the kind, a list of codes, a country or a value of the filter is not known; or
            there is no period, for no document has a date.
    """
    unit, period = _kind(kind)
    lists = _code_lists(codes)
    given = wanted or EventFilter()
    where, parameters = conditions(
        connection, dataclasses.replace(given, since=None, until=None), document_ids
    )
    first, last = _days(connection, given, period)
    main = _main_codes(lists[0])
    chosen = {main.get(code, code) for code in map(check_country, countries)}
    units = [c for c in load_countries().values() if main.get(c.iso3) == c.iso3]
    units = [country for country in units if not chosen or country.iso3 in chosen]
    merged = [code for code, other in main.items() if code != other]
    book = load_codebook().event_types
    parameters |= {"period": period, "first": first, "last": last}
    left_out = _left_out(connection, where, parameters)
    parameters |= {
        "step": STEPS[period],
        "iso3s": [country.iso3 for country in units],
        "cows": [country.cow for country in units],
        "gws": [country.gw for country in units],
        "types": list(book),
        "quads": [kind.quad for kind in book.values()],
        "chosen": bool(chosen),
    }
    if merged:
        parameters |= {"merged": merged, "into": [main[code] for code in merged]}
    query = panel_query(unit, period, lists, where, bool(merged))
    found = Found(connection=connection, query=query, parameters=parameters)
    if unit == "dyad":
        query_named = "select distinct unnest(countries) from document_countries"
        named = {main.get(code, code) for (code,) in connection.sql(query_named).fetchall()}
        if all_dyads and chosen:
            named |= chosen
        ordered = sorted(units, key=lambda country: getattr(country, lists[0]))
        actors = [country.iso3 for country in ordered if country.iso3 in named]
        size = max(
            1, _AT_ONCE // ((last - first).days // _LENGTHS[period] + 1) // max(1, len(actors))
        )
        found = FoundInParts(
            connection=connection,
            query=query,
            parameters={**parameters, "square": all_dyads, "actors": actors},
            name="actors",
            parts=[actors[i : i + size] for i in range(0, len(actors), size)],
        )
    return Panel(found=found, first=first, last=last, left_out=left_out)


def _kind(kind: str) -> tuple[str, str]:
    if kind not in PANEL_KINDS:
        raise StoreError(f'there is no panel "{kind}"; {nearest(kind, PANEL_KINDS)}')
    unit, _, period = kind.partition("-")
    return unit, period


def _code_lists(codes: Sequence[str]) -> list[str]:
    for name in codes:
        if name not in CODE_LISTS:
            raise StoreError(f'there is no list of country codes "{name}"; expected iso3, cow, gw')
    return list(dict.fromkeys(codes)) or ["iso3"]


def _left_out(
    connection: duckdb.DuckDBPyConnection, where: str, parameters: Mapping[str, object]
) -> LeftOut:
    query = f"""select
        count(*) filter (where date_start is null),
        count(*) filter (where not {IN_ONE}),
        count(*) filter (where {IN_ONE} and not ({HAPPENED})),
        count(*) filter (where {IN_ONE} and {HAPPENED}
            and date_start not between $first and $last)
        from event_keys where {where}"""
    ((no_date, several, not_happened, outside),) = connection.sql(
        query, params=dict(parameters)
    ).fetchall()
    return LeftOut(
        no_date=no_date, several_periods=several, not_happened=not_happened, outside=outside
    )


def _main_codes(name: str) -> dict[str, str]:
    """ISO3 code -> that of the first country with the same number; none for those without one."""
    first: dict[object, str] = {}
    main: dict[str, str] = {}
    for country in load_countries().values():
        number = getattr(country, name)
        if number is not None:
            main[country.iso3] = first.setdefault(number, country.iso3)
    return main


def _days(
    connection: duckdb.DuckDBPyConnection, wanted: EventFilter, period: str
) -> tuple[date, date]:
    """The first and the last day: as given, else whole periods around all days of publication.

    Raises:
        StoreError: no document has a day of publication.
    """
    query = """select date_trunc($period, min(published))::date,
        (date_trunc($period, max(published)) + $step::interval - interval 1 day)::date
        from document_countries"""
    ((first, last),) = connection.sql(
        query, params={"period": period, "step": STEPS[period]}
    ).fetchall()
    first, last = wanted.since or first, wanted.until or last
    if first is None or last is None:
        raise StoreError(
            "no document of the store has a day of publication, so there is no period to count "
            "in; expected --since and --until"
        )
    if first > last:
        raise StoreError(
            f"the panel would run from {first} to {last}; expected the earlier day first: "
            "the store's documents are of other days, so give both --since and --until"
        )
    return first, last
