"""The command line: options in, calls to the library, exit code out.

Everything but typer is imported inside the commands, so that `tacitus --help` stays quick.
Exit code 0: all inputs were coded; 1: at least one failed; 2: the command line is wrong.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tacitus.commands.articles import demo, read, why
from tacitus.commands.brief import brief
from tacitus.commands.compare import compare
from tacitus.commands.export import export
from tacitus.commands.imports import import_
from tacitus.commands.ingest import ingest, watch
from tacitus.commands.knowledge import codebook, kb_check, kb_show
from tacitus.commands.link import link
from tacitus.commands.query import events, panel, search, sql
from tacitus.commands.recode import diff, recode
from tacitus.commands.review import review
from tacitus.commands.store import store

app = typer.Typer(
    name="tacitus",
    help="Read news; get who did what to whom, when, where, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
kb = typer.Typer(
    help="What tacitus knows of the world: check the entity files, look a name up.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for command in (read, why, demo, codebook, events, panel, sql, search, ingest, watch, recode, diff):
    app.command()(command)
app.command()(brief)
app.command()(export)
app.command("import")(import_)
app.command()(compare)
app.command()(link)
app.command()(review)
app.add_typer(kb, name="kb")
app.add_typer(store, name="store")
kb.command("check")(kb_check)
kb.command("show")(kb_show)


def _version(wanted: bool) -> None:
    if wanted:
        from tacitus import __version__

        typer.echo(f"tacitus {__version__}")
        raise typer.Exit


@app.callback()
def _tacitus(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read news; get who did what to whom, when, where, and who says so."""


def main() -> None:
    """Run the command line with UTF-8 output, whatever the terminal's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
