"""The SQL of panels.

Enters: the unit, the period, the lists of codes and a condition. Leaves: the text of a query over
`event_keys` and `document_countries`. `panels` gives its parameters and says what the cells mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_LABELS: Mapping[str, str] = {
    "week": "period",  # its Monday
    "month": "strftime(period, '%Y-%m')",
    "year": "year(period)",
}
HAPPENED = "polarity = 'pos' and time_status in ('past', 'ongoing')"
IN_ONE = "date_trunc($period, date_start) = date_trunc($period, date_end)"
_QUADS = ", ".join(f"count(*) filter (where quad = {quad}) as quad{quad}" for quad in (1, 2, 3, 4))
_COUNTS = ("events", "quad1", "quad2", "quad3", "quad4")

# Parts that both kinds of panel share. `lists` has the codes asked for, null where a country is no
# state in a list; a unit is known by its ISO3 code until the end. Most events have one country a
# side: to unnest lists of one takes as long as all the rest, so only `more` does it.
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
), one as (
    select quad, period, actors[1] as actor, recipients[1] as recipient
    from told where len(actors) < 2 and len(recipients) < 2
), more as (
    select quad, period, actors, recipients from told where len(actors) > 1 or len(recipients) > 1
), periods as (
    select cast(unnest(generate_series(
        date_trunc($period, $first::date), $last::date, $step::interval)) as date) as period
), coverage as materialized (
    from (
        select unnest({countries}) as iso3, cast(date_trunc($period, published) as date) as period,
            count(*) as documents
        from document_countries where published between $first and $last group by 1, 2
    ) semi join lists using (iso3)
)"""
_DYADS = """, cells as materialized (
    select actor, recipient, period, count(*) as events, {quads}
    from (
        select actor, recipient, period, quad from one
        union all
        select actor, unnest(recipients), period, quad
        from (select unnest(actors) as actor, recipients, period, quad from more)
    )
    where actor <> recipient and actor in (select unnest($actors))
    group by all
    having actor in (select iso3 from lists) and recipient in (select iso3 from lists)
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
        select actor as country, true as acts, actor is not distinct from recipient as acted_on,
            period, quad
        from one
        union all
        select recipient, false, true, period, quad from one where recipient is distinct from actor
        union all
        select country, list_contains(actors, country), list_contains(recipients, country),
            period, quad
        from (select *, unnest(list_distinct(actors || recipients)) as country from more)
    ) where country is not null
    group by all having country in (select iso3 from lists)
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
STEPS = {"week": "7 days", "month": "1 month", "year": "1 year"}


def panel_query(unit: str, period: str, lists: Sequence[str], where: str, merged: bool) -> str:
    """The text of the query; only `where` is not a constant of this module, and it has no value.

    `merged`: two countries have one number, so that $merged and $into say which is which.
    """
    once = _MERGED if merged else _DISTINCT
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
        actors=once.format(countries="actor_countries"),
        recipients=once.format(countries="recipient_countries"),
        # As they are, for a document has each of them once.
        countries=_MERGED.format(countries="countries") if merged else "countries",
        happened=HAPPENED,
        in_one=IN_ONE,
        quads=_QUADS,
        codes=", ".join(f"{code} as {name}" for code, name in zip(codes, names, strict=True)),
        label=_LABELS[period].replace("period", "periods.period"),
        name=period,
        counts=counts,
        order=", ".join(names),
    )
