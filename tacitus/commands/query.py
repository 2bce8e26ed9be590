"""The commands that query a store: events, panel, sql, search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.commands.options import one_line_errors
from tacitus.commands.query_options import (
    Actor,
    AsOf,
    BoundingBox,
    Context,
    Disputed,
    Form,
    InCountry,
    Limit,
    MinScore,
    Mode,
    Outlet,
    PlaceName,
    Quad,
    Recipient,
    RowFormat,
    Sector,
    Since,
    Speaker,
    StoreFolder,
    Type,
    Until,
    Words,
    documents_with,
    filter_of,
    open_store,
    split_list,
)

if TYPE_CHECKING:
    from tacitus.store.panels import LeftOut


def events(  # noqa: PLR0913 - one argument an option
    store: StoreFolder,
    actor: Actor = None,
    recipient: Recipient = None,
    country: InCountry = None,
    sector: Sector = None,
    event_type: Type = None,
    mode: Mode = None,
    quad: Quad = None,
    context: Context = None,
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    bbox: BoundingBox = None,
    publisher: Outlet = None,
    speaker: Speaker = None,
    disputed: Disputed = None,
    min_score: MinScore = None,
    text: Words = None,
    group_by: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD[,FIELD]", help="Count by these, such as type,month."),
    ] = None,
    with_rejected: Annotated[
        bool, typer.Option("--with-rejected", help="Those too that `tacitus review` found wrong.")
    ] = False,
    as_of: AsOf = None,
    limit: Limit = None,
    form: Form = RowFormat.TABLE,
) -> None:
    """Print the events of a store that fit all that is asked for, the latest first.

    Names are compared without case and accents, by whole words. An option that is repeated asks
    for any of its values. Days are those of the event, not of the article.
    """
    with one_line_errors():
        from tacitus.commands.rows import (
            SHORT_COLUMNS,
            SHOWN,
            first_rows,
            flat_event,
            note,
            short_event,
            write_rows,
        )
        from tacitus.export.frame import COLUMNS
        from tacitus.store.query import count_events, find_events

        wanted = filter_of(
            actor=actor,
            recipient=recipient,
            country=country,
            sector=sector,
            event_type=event_type,
            mode=mode,
            quad=quad,
            context=context,
            since=since,
            until=until,
            place=place,
            bbox=bbox,
            publisher=publisher,
            speaker=speaker,
            disputed=disputed,
            min_score=min_score,
        )
        connection = open_store(store, as_of, with_rejected=with_rejected)
        ids = documents_with(connection, store, text)
        if group_by is not None:
            found = count_events(
                connection, split_list(group_by), wanted, limit=limit, document_ids=ids
            )
        else:
            most = limit or (SHOWN + 1 if form == RowFormat.TABLE else None)
            found = find_events(connection, wanted, limit=most, document_ids=ids)
        columns = found.columns
        rows, more = first_rows(found.dicts(), form, limit)
        if group_by is None and form == RowFormat.TABLE:
            rows, columns = map(short_event, rows), list(SHORT_COLUMNS)
        elif group_by is None and form == RowFormat.CSV:
            rows, columns = map(flat_event, rows), list(COLUMNS)
        write_rows(rows, columns, form)
        if more:
            note("there are more; --limit N shows more of them")


def panel(  # noqa: PLR0913 - one argument an option
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="dyad-month, dyad-week, dyad-year, country-month, country-week or country-year.",
            show_default=False,
        ),
    ],
    store: StoreFolder,
    codes: Annotated[
        list[str] | None,
        typer.Option(metavar="LIST", help="iso3, cow or gw, or several.  [default: iso3]"),
    ] = None,
    countries: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME[,NAME]", help="Only these countries."),
    ] = None,
    all_dyads: Annotated[
        bool, typer.Option("--all-dyads", help="All pairs, those without events too.")
    ] = False,
    actor: Actor = None,
    recipient: Recipient = None,
    sector: Sector = None,
    event_type: Type = None,
    mode: Mode = None,
    quad: Quad = None,
    context: Context = None,
    since: Since = None,
    until: Until = None,
    publisher: Outlet = None,
    speaker: Speaker = None,
    min_score: MinScore = None,
    text: Words = None,
    as_of: AsOf = None,
    form: Form = RowFormat.CSV,
) -> None:
    """Print how many events each country, or each pair of countries, has in each period.

    A cell is 0 when a document published in the period names the country (for a pair: when each of
    the two is named), and NA when none does. The panel is balanced: every unit has every period.
    Pairs without any event in the panel are left out, unless --all-dyads.
    """
    with one_line_errors():
        from itertools import chain

        from tacitus.commands.rows import NOT_COVERED, note, write_rows
        from tacitus.store.panels import make_panel

        wanted = filter_of(
            actor=actor,
            recipient=recipient,
            sector=sector,
            event_type=event_type,
            mode=mode,
            quad=quad,
            context=context,
            since=since,
            until=until,
            publisher=publisher,
            speaker=speaker,
            min_score=min_score,
        )
        connection = open_store(store, as_of)
        made = make_panel(
            connection,
            kind,
            wanted,
            codes=split_list(codes or ["iso3"]),
            countries=split_list(countries or []),
            all_dyads=all_dyads,
            document_ids=documents_with(connection, store, text),
        )
        columns, rows = made.found.columns, made.found.dicts()
        first = next(rows, None)
        write_rows(chain([first] if first else [], rows), columns, form, empty=NOT_COVERED)
        if first is None and kind.startswith("dyad"):
            note("no pair of these countries has an event; --all-dyads gives every pair")
        words = _left_out(made.left_out)
        if words:
            note(f"in no cell from {made.first} to {made.last}: {words}")


def sql(  # noqa: PLR0913 - one argument an option
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One SELECT.", show_default=False)],
    store: StoreFolder,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many rows.")] = 1000,
    seconds: Annotated[
        float, typer.Option(metavar="S", min=0.1, help="The query is stopped after these.")
    ] = 30.0,
    form: Form = RowFormat.TABLE,
) -> None:
    """Query a store by SQL, read only: one SELECT over its views.

    Views: documents, events, event_actors, attributions, entities, places, links, failures, runs,
    reviews. DuckDB's SQL; DESCRIBE events lists the columns of a view.
    """
    with one_line_errors():
        from tacitus.commands.rows import note, write_rows
        from tacitus.store import Store
        from tacitus.store.query_sql import SqlLimits, run_sql

        limits = SqlLimits(rows=limit, seconds=seconds)
        found = run_sql(Store.open(store).path, query, as_of=as_of, limits=limits)
        write_rows(found.dicts(), found.columns, form)
        if found.more:
            note(f"there are more than these {len(found.rows)} rows; --limit N shows more of them")


def search(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="What to look for.", show_default=False)
    ],
    store: StoreFolder,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")] = 20,
    form: Form = RowFormat.TABLE,
) -> None:
    """Find documents of a store by their words, the best first.

    Words must all be there, in any case and without accents. "a phrase", begin*, AND, OR, NOT,
    (...), NEAR(one two, 5), title:word.
    """
    with one_line_errors():
        import dataclasses

        from tacitus.commands.rows import write_rows
        from tacitus.store.search import Hit, search_documents

        connection = open_store(store, as_of)
        hits = search_documents(connection, store, query, limit=limit)
        rows = [dataclasses.asdict(hit) for hit in hits]
        columns = [field.name for field in dataclasses.fields(Hit)]
        if form == RowFormat.TABLE:
            columns = ["published", "publisher", "title", "snippet", "document_id"]
        write_rows(rows, columns, form)


def _left_out(left_out: LeftOut) -> str:
    from tacitus.commands.rows import numbered

    parts = [
        *numbered(left_out.no_date, "without a date"),
        *numbered(left_out.several_periods, "whose days lie in several periods"),
        *numbered(left_out.not_happened, "denied, expected or supposed"),
        *numbered(left_out.outside, "of other days"),
    ]
    return ", ".join(parts)
