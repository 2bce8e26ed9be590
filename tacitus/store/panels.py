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
from tacitus.store.query import Found, FoundInParts, conditions
from tacitus.store.query_errors import query_errors
from tacitus.store.query_values import EventFilter, nearest

PanelKind: TypeAlias = Literal[
    "dyad-month", "dyad-week", "dyad-year", "country-month", "country-week", "country-year"
]
PANEL_KINDS: tuple[PanelKind, ...] = get_args(PanelKind)
_LABELS: Mapping[str, str] = {
    "week": "period",  # its Monday
    "month": "strftime(period, '%Y-%m')",
    "year": "year(period)",
}
_HAPPENED = "polarity = 'pos' and time_status in ('past', 'ongoing')"
_IN_ONE = "date_trunc($period, date_start) = date_trunc($period, date_end)"
_QUADS = ", ".join(f"count(*) filter (where quad = {quad}) as quad{quad}" for quad in (1, 2, 3, 4))
_COUNTS = ("events", "quad1", "quad2", "quad3", "quad4")

# Parts that both kinds of panel share. `lists` has the codes asked for, null where a country is no
# state in a list; a unit is known by its ISO3 code until the end.
_SHARED = """
with lists as (
    select unnest($iso3s) as iso3, unnest($cows) as cow, unnest($gws) as gw
), quads as (
    select unnest($types) as event_type, unnest($quads) as quad
), told as (
    select quad, cast(date_trunc($period, date_start) as date) as period,
        {actors} as actors, {recipients} as recipients
    from event_keys left join quads using (event_type)
    where {where} and {happened} and {in_one} and date_start between $first and $last
), periods as (
    select cast(unnest(generate_series(
        date_trunc($period, $first::date), $last::date, $step::interval)) as date) as period
), coverage as materialized (
    select iso3, period, count(*) as documents
    from (
        select unnest({countries}) as iso3, cast(date_trunc($period, published) as date) as period
        from document_countries where published between $first and $last
    ) semi join lists using (iso3)
    group by all
)"""
_DYADS = """, cells as materialized (
    select actor, recipient, period, count(*) as events, {quads}
    from (
        select actor, unnest(recipients) as recipient, period, quad
        from (select unnest(actors) as actor, recipients, period, quad from told)
    )
    where actor <> recipient and actor in (select unnest($actors))
        and actor in (select iso3 from lists) and recipient in (select iso3 from lists)
    group by all
), units as (
    select distinct actor, recipient from cells where not $square
    union all
    select a.iso3, b.iso3 from lists as a, lists as b where $square and a.iso3 <> b.iso3
        and a.iso3 in (select unnest($actors))
        and ($chosen or (a.iso3 in (select iso3 from coverage)
            and b.iso3 in (select iso3 from coverage)))
)
select {codes}, {label} as {name}, {counts},
    coalesce(a.documents, 0) as actor_documents, coalesce(b.documents, 0) as recipient_documents
from units cross join periods
left join cells using (actor, recipient, period)
left join coverage as a on a.iso3 = actor and a.period = periods.period
left join coverage as b on b.iso3 = recipient and b.period = periods.period
join lists as actor_list on actor_list.iso3 = actor
join lists as recipient_list on recipient_list.iso3 = recipient
order by {order}, {name}"""
_COUNTRIES = """, cells as materialized (
    select country, period, count(*) as events,
        count(*) filter (where acts) as as_actor, count(*) filter (where acted_on) as as_recipient,
        {quads}
    from (
        select country, list_contains(actors, country) as acts,
            list_contains(recipients, country) as acted_on, period, quad
        from (
            select *, unnest(list_distinct(actors || recipients)) as country from told
        )
    ) where country in (select iso3 from lists)
    group by all
), units as (
    select iso3 as country from coverage where not $chosen
    union select country from cells where not $chosen
    union select iso3 from lists where $chosen
)
select {codes}, {label} as {name}, {counts}, coalesce(documents, 0) as documents
from units cross join periods
left join cells using (country, period)
left join coverage on coverage.iso3 = country and coverage.period = periods.period
join lists as country_list on country_list.iso3 = country
order by {order}, {name}"""
# Two states of one number (the Soviet Union and Russia are 365 in COW) are one unit.
_MERGED = """list_distinct(list_transform({countries}, lambda country:
    case when list_contains($merged, country)
    then list_extract($into, list_position($merged, country)) else country end))"""
# The same where no two share a number: quicker, as most events have one actor and one recipient.
_DISTINCT = "case when len({countries}) < 2 then {countries} else list_distinct({countries}) end"
_STEPS = {"week": "7 days", "month": "1 month", "year": "1 year"}


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
        "step": _STEPS[period],
        "iso3s": [country.iso3 for country in units],
        "cows": [country.cow for country in units],
        "gws": [country.gw for country in units],
        "types": list(book),
        "quads": [kind.quad for kind in book.values()],
        "chosen": bool(chosen),
    }
    if merged:
        parameters |= {"merged": merged, "into": [main[code] for code in merged]}
    query = _query(unit, period, lists, where, _MERGED if merged else _DISTINCT)
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


def _query(unit: str, period: str, lists: Sequence[str], where: str, merged: str) -> str:
    """The text of the query; only `where` is not a constant of this module, and it has no value.

    `merged` is `_MERGED` or `_DISTINCT`.
    """
    parties = ("actor", "recipient") if unit == "dyad" else ("country",)
    names = [f"{party}_{name}" if unit == "dyad" else name for party in parties for name in lists]
    codes = [f"{party}_list.{name}" for party in parties for name in lists]
    known = "a.documents > 0 and b.documents > 0" if unit == "dyad" else "documents > 0"
    counted = _COUNTS if unit == "dyad" else (_COUNTS[0], "as_actor", "as_recipient", *_COUNTS[1:])
    # 0 where documents could have told of an event, null where there are none.
    counts = ", ".join(
        f"coalesce({name}, case when {known} then 0 end) as {name}" for name in counted
    )
    return (_SHARED + (_DYADS if unit == "dyad" else _COUNTRIES)).format(
        where=where,
        actors=merged.format(countries="actor_countries"),
        recipients=merged.format(countries="recipient_countries"),
        countries=merged.format(countries="countries"),
        happened=_HAPPENED,
        in_one=_IN_ONE,
        quads=_QUADS,
        codes=", ".join(f"{code} as {name}" for code, name in zip(codes, names, strict=True)),
        label=_LABELS[period].replace("period", "periods.period"),
        name=period,
        counts=counts,
        order=", ".join(names),
    )


def _left_out(
    connection: duckdb.DuckDBPyConnection, where: str, parameters: Mapping[str, object]
) -> LeftOut:
    query = f"""select
        count(*) filter (where date_start is null),
        count(*) filter (where not {_IN_ONE}),
        count(*) filter (where {_IN_ONE} and not ({_HAPPENED})),
        count(*) filter (where {_IN_ONE} and {_HAPPENED}
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
        query, params={"period": period, "step": _STEPS[period]}
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
