"""The command that puts two collections of events side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.commands.options import fail, one_line_errors
from tacitus.commands.query_options import Since, Type, Until

if TYPE_CHECKING:
    from tacitus.compare import Comparison, Counts, Side
    from tacitus.records import Failure

SideName = Annotated[
    str,
    typer.Argument(
        metavar="SIDE",
        help="A store, a store's imported events as DIR:polecat, or a file.",
        show_default=False,
    ),
]
_DYADS = 20  # shown on the terminal
_MONTHS = 24  # more are shown as years there


def compare(  # noqa: PLR0913 - one argument an option
    left: SideName,
    right: SideName,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A page of the differences to read.")
    ] = None,
    since: Since = None,
    until: Until = None,
    event_type: Type = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the page.")] = False,
) -> None:
    """Compare two stores or event files: counts by type, month and dyad, and what is in both.

    Files are of POLECAT, ICEWS, GDELT or ACLED. Two events are the same when they have the same
    PLOVER type, the same countries of actor and recipient, and days at most one apart.
    """
    with one_line_errors():
        from tacitus.compare import compare_sides
        from tacitus.compare.counts import side_of
        from tacitus.terminal import output_to

        if html is not None and html.exists() and not force:
            fail(f"{html} is there already; expected a new file: give another name, or --force")
        types = {code.upper() for code in event_type or ()}
        sides: list[Side] = []
        for name in (left, right):
            rows = (
                row
                for row in _rows(name)
                if (not types or row["event_type"] in types)
                and (since is None or (row["date_end"] and row["date_end"] >= since))
                and (until is None or (row["date_start"] and row["date_start"] <= until))
            )
            sides.append(side_of(name, rows))
        found = compare_sides(*sides)
        if html is not None:  # first, for the reader of stdout may go before its end
            from tacitus.compare.page import comparison_page

            with output_to(html) as stream:
                stream.write(comparison_page(found))
        _print(found)


def _rows(name: str) -> Iterable[dict[str, Any]]:
    """The events of a side: of a folder ours, of DIR:SYSTEM those that were imported."""
    from tacitus.imports import known_system, read_events_file

    path = Path(name)
    if path.is_dir():
        return _of_store(path, None)
    folder, _, system = name.rpartition(":")
    if folder and Path(folder).is_dir():
        return _of_store(Path(folder), known_system(system))
    return _readable(name, read_events_file(path))


def _of_store(path: Path, system: str | None) -> Iterator[dict[str, Any]]:
    from tacitus.commands.query_options import open_store
    from tacitus.store.external import find_external
    from tacitus.store.query import find_events

    connection = open_store(path, None)
    found = find_events(connection) if system is None else find_external(connection, system)
    yield from found.dicts()


def _readable(name: str, outcomes: Iterable[dict[str, Any] | Failure]) -> Iterator[dict[str, Any]]:
    """The rows of a file; how many lines cannot be read is said at the end."""
    from tacitus.commands.rows import note

    failed = 0
    for outcome in outcomes:
        if isinstance(outcome, dict):
            if "code" not in outcome:
                fail(f"{name} is a file of mentions; expected one of events")
            yield outcome
        else:
            failed += 1
    if failed:
        note(f"{name}: {failed:,} lines cannot be read; `tacitus import` says which and why")


def _print(found: Comparison) -> None:
    from tacitus.commands.rows import write_table
    from tacitus.compare.words import facts_of

    for fact in facts_of(found):
        typer.echo(fact)
    typer.echo(found.rule)
    ranked = sorted(found.by_dyad.items(), key=lambda item: (-sum(item[1][:2]), item[0]))
    between = "dyad" if found.directed else "country"
    months = len(found.by_month) <= _MONTHS
    shown: list[tuple[str, Counts]] = [
        ("type", found.by_type),
        *([("month", found.by_month)] if months else [("year", _years(found.by_month))]),
        (between, dict(ranked[:_DYADS])),
    ]
    for name, counts in shown:
        typer.echo()
        rows = [
            {name: key, "A": f"{ours:,}", "B": f"{theirs:,}", "both": f"{both:,}"}
            for key, (ours, theirs, both) in counts.items()
        ]
        write_table(rows, [name, "A", "B", "both"])
    if len(ranked) > _DYADS:
        typer.echo(f"and {len(ranked) - _DYADS:,} more; --html FILE shows more of them")


def _years(months: Counts) -> dict[str, tuple[int, int, int]]:
    years: dict[str, tuple[int, int, int]] = {}
    for month, (ours, theirs, both) in months.items():
        so_far = years.get(month[:4], (0, 0, 0))
        years[month[:4]] = (so_far[0] + ours, so_far[1] + theirs, so_far[2] + both)
    return years
