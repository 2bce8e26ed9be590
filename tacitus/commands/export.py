"""The command that writes the events of a store in the formats of other tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.commands.options import fail, one_line_errors
from tacitus.commands.query_options import (
    Actor,
    AsOf,
    BoundingBox,
    Context,
    Disputed,
    InCountry,
    Limit,
    MinScore,
    Mode,
    Outlet,
    PlaceName,
    Quad,
    Recipient,
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
)

if TYPE_CHECKING:
    from tacitus.export.formats import LossReport

_HEADINGS = {
    "left out": "left out, for the event",
    "changed": "written otherwise, for the event",
    "dropped": "not carried",
}


def _list_formats(wanted: bool) -> None:
    """Print what `--to` takes and end."""
    if wanted:
        from tacitus.export.formats import FORMATS

        width = max(map(len, FORMATS))
        for form in FORMATS.values():
            typer.echo(f"{form.name:<{width}}  {form.summary}")
        raise typer.Exit


def export(  # noqa: PLR0913 - one argument an option
    store: StoreFolder,
    to: Annotated[
        str,
        typer.Option(metavar="FORMAT", help="One of those of --formats.", show_default=False),
    ],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="The new file; - is stdout.", show_default=False)
    ],
    formats: Annotated[
        bool,
        typer.Option("--formats", callback=_list_formats, is_eager=True, help="List the formats."),
    ] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave cells that a spreadsheet would run as they are.")
    ] = False,
    unreal: Annotated[
        bool,
        typer.Option("--unreal", help="Denied, expected and supposed events too, in any format."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    loss: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The loss report as JSON too.")
    ] = None,
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
    as_of: AsOf = None,
    limit: Limit = None,
) -> None:
    """Write the events of a store in the format of another tool, and say what it cannot carry.

    The filters are those of `tacitus events`. The file appears when all of it is written. Formats
    that cannot say that something did not happen leave such events out, unless --unreal.
    """
    with one_line_errors():
        from tacitus.export.formats import ExportOptions, format_named
        from tacitus.store import Store
        from tacitus.store.query import find_events

        form = format_named(to)
        _check_free([out, *([loss] if loss else [])], force)
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
        connection = open_store(store, as_of)
        ids = documents_with(connection, store, text)
        found = find_events(connection, wanted, limit=limit, document_ids=ids)
        opened = Store.open(store)
        options = ExportOptions(
            raw=raw, unreal=unreal, coding_of=lambda name: opened.coding(name, as_of)
        )
        with _new_file(out) as path, _counted(found.dicts()) as rows:
            report = form.write(rows, path, options)
        if loss:
            with _new_file(loss) as path:
                path.write_text(_as_json(report), encoding="utf-8")
        _say(report, out)


def _check_free(paths: Iterable[Path], force: bool) -> None:
    for path in paths:
        if str(path) == "-":
            continue
        if path.is_dir():
            fail(f"{path} is a folder; expected the name of a file that is to be made")
        if path.exists() and not force:
            fail(f"{path} is there already; expected a new file: give another name, or --force")


@contextmanager
def _new_file(out: Path) -> Iterator[Path]:
    """A path to write to; what was written gets the name `out`, or goes to stdout, at the end."""
    import shutil
    import sys
    import tempfile

    if str(out) == "-":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "out"
            yield path
            with path.open("rb") as stream:
                shutil.copyfileobj(stream, sys.stdout.buffer)
            sys.stdout.flush()
        return
    partial = out.with_name(out.name + ".partial")
    try:
        yield partial
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _counted(rows: Iterable[dict[str, Any]]) -> Iterator[Iterable[dict[str, Any]]]:
    """The rows; a bar on stderr counts them when that is a terminal."""
    import sys

    if not sys.stderr.isatty():
        yield rows
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from tacitus.terminal import console_for

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} events"), TimeElapsedColumn())
    with Progress(*columns, console=console_for(sys.stderr), transient=True) as bar:
        yield bar.track(rows, total=None)


def _as_json(report: LossReport) -> str:
    import dataclasses
    import json

    return json.dumps(dataclasses.asdict(report), indent=2) + "\n"


def _say(report: LossReport, out: Path) -> None:
    """The loss report on stderr: what events at hand really lose."""
    target = "stdout" if str(out) == "-" else str(out)
    records = "" if report.written <= report.events else f" in {report.written:,} records"
    left_out = sum(loss.count for loss in report.losses if loss.kind == "left out")
    written = report.events - left_out
    typer.echo(f"{written:,} of {report.events:,} events written to {target}{records}", err=True)
    for kind, heading in _HEADINGS.items():
        losses = [loss for loss in report.found if loss.kind == kind]
        if losses:
            typer.echo(f"{heading}:", err=True)
        for loss in losses:
            typer.echo(f"  {loss.count:>7,}  {loss.what}", err=True)
    if not report.found:
        typer.echo("nothing is lost", err=True)
