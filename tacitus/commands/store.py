"""The commands about a store as a whole: store info, check, compact, vacuum."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.commands.options import one_line_errors

if TYPE_CHECKING:
    from tacitus.store.maintenance import StoreInfo

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

store = typer.Typer(
    help="Look after a store: what is in it, is it sound, keep it small.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def parse_age(text: str) -> timedelta:
    """A whole number of hours, days or weeks: 12h, 7d, 2w.

    Raises:
        typer.BadParameter: it is none.
    """
    found = re.fullmatch(r"(\d{1,4})([hdw])", text)
    if found is None:
        raise typer.BadParameter(f'"{text}" is not an age; expected such as 12h, 7d or 2w')
    return int(found[1]) * _UNITS[found[2]]


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The store.", show_default=False)]


@store.command()
def info(
    folder: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Print what is in a store."""
    with one_line_errors():
        from tacitus.store import Store

        found = Store.open(folder).info()
        typer.echo(_as_json(found) if as_json else _as_lines(found))


@store.command()
def check(folder: Folder) -> None:
    """Look for damage and for rows that contradict each other: exit code 1 when there are any."""
    with one_line_errors():
        from tacitus.store import Store
        from tacitus.store.recovery import torn_in

        faults = torn_in(folder)  # first: a table whose log was cut cannot be opened
        for fault in faults:
            typer.echo(fault)
        opened = Store.open(folder)
        found = opened.check()
        faults += found
        for fault in found:
            typer.echo(fault)
        if faults:
            typer.echo("1 fault" if len(faults) == 1 else f"{len(faults)} faults")
        else:
            typer.echo(f"{opened.info().documents} documents: no faults")
    if faults:
        raise typer.Exit(1)


@store.command()
def compact(folder: Folder) -> None:
    """Put small files together, so that queries open fewer."""
    with one_line_errors():
        from tacitus.store import Store

        typer.echo(f"{Store.open(folder).compact()} small files put together")


@store.command()
def vacuum(
    folder: Folder,
    older_than: Annotated[
        timedelta,
        typer.Option(
            parser=parse_age,
            metavar="AGE",
            help="Unused for so long: 12h, 7d, 2w; an hour or more, for readers at work.",
        ),
    ] = "7d",  # type: ignore[assignment]  # typer parses the default
) -> None:
    """Delete the files that no query needs any more."""
    with one_line_errors():
        from tacitus.store import Store

        typer.echo(f"{len(Store.open(folder).vacuum(older_than))} files deleted")


def _as_json(found: StoreInfo) -> str:
    import dataclasses
    import json

    return json.dumps(dataclasses.asdict(found), indent=2, ensure_ascii=False, default=str)


def _as_lines(found: StoreInfo) -> str:
    coders = ", ".join(f"{name or 'unnamed'}: {count}" for name, count in found.coders.items())
    recorded = (
        f"{found.first_recorded:%Y-%m-%d %H:%M:%S} to {found.last_recorded:%Y-%m-%d %H:%M:%S} UTC"
        if found.first_recorded and found.last_recorded
        else "nothing yet"
    )
    rows = {
        "store": f"{found.path} (format {found.format}, created {found.created[:10]})",
        "documents": f"{found.documents:,}",
        "events": f"{found.events:,}",
        "superseded": f"{found.superseded:,} older codings",
        "failures": f"{found.failures:,}",
        "links": f"{found.links:,}",
        "runs": f"{found.runs:,}",
        "coders": coders or "none",
        "recorded": recorded,
        "files": f"{found.files:,}, {_size(found.bytes)}; unused {_size(found.unused_bytes)}",
        "digest": found.digest,
    }
    return "\n".join(f"{name:<11} {value}" for name, value in rows.items())


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
