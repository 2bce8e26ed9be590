"""The command that writes the brief of a day: brief."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tacitus.commands.options import one_line_errors, parse_day
from tacitus.commands.query_options import AsOf, MinScore, StoreFolder, open_store


class BriefFormat(StrEnum):
    """How the brief is written."""

    MD = "md"
    HTML = "html"


def brief(  # noqa: PLR0913 - one argument an option
    store: StoreFolder,
    day: Annotated[
        date | None,
        typer.Option(
            "--date",
            parser=parse_day,
            metavar="YYYY-MM-DD",
            help="Day of publication.  [default: the last day in the store]",
            show_default=False,
        ),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Events that touch it: Eastern Africa, Europe, Kenya ...; may be repeated.",
        ),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Events in which it acts, is acted upon or speaks; or a country."
        ),
    ] = None,
    min_score: MinScore = None,
    as_of: AsOf = None,
    form: Annotated[
        BriefFormat | None,
        typer.Option("--format", help="[default: as --out ends, else md]", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write here.  [default: stdout]", show_default=False),
    ] = None,
) -> None:
    """Write the brief of a day: what its documents tell, who says so, and what is new.

    By pairs of countries and places, with the quoted words; disputed claims side by side. New is
    what no document of an earlier day in the store tells.
    """
    with one_line_errors():
        from tacitus.brief import make_brief, render_html, render_markdown
        from tacitus.store.day_rows import day_rows, last_day

        connection = open_store(store, as_of)
        rows = day_rows(
            connection,
            day or last_day(connection),
            regions=region or [],
            actors=actor or [],
            min_score=min_score,
        )
        made = make_brief(rows, scope=_scope(region or [], actor or []))
        chosen = form or _format_of(out)
        text = (render_html if chosen == BriefFormat.HTML else render_markdown)(made)
        if out is None:
            sys.stdout.write(text)
        else:
            out.write_text(text, "utf-8", errors="replace")


def _format_of(out: Path | None) -> BriefFormat:
    is_page = out is not None and out.suffix.lower() in (".html", ".htm")
    return BriefFormat.HTML if is_page else BriefFormat.MD


def _scope(regions: list[str], actors: list[str]) -> str:
    return " in ".join(filter(None, (" or ".join(actors), " or ".join(regions))))
