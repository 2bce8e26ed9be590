"""The command that reads event files of other coders into a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.commands.options import one_line_errors
from tacitus.commands.query_options import StoreFolder

if TYPE_CHECKING:
    from tacitus.records import Failure

_SHOWN = 10  # failures on stderr; all are in the view `failures`


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Files; .gz and .zip are opened.", show_default=False),
    ],
    store: StoreFolder,
    origin: Annotated[
        str | None,
        typer.Option("--from", metavar="SYSTEM", help="polecat, icews, gdelt or acled."),
    ] = None,
) -> None:
    """Read event files of POLECAT, ICEWS, GDELT or ACLED into a store, beside its own events.

    They are in the views external_events and all_events. Lines that cannot be read are in the view
    failures, with their number and the reason. What is there already is not added again.
    """
    with one_line_errors():
        from itertools import chain

        from tacitus.commands.rows import note
        from tacitus.imports import known_system, read_events_file
        from tacitus.store import Run, Store
        from tacitus.store.external import add_external

        system = known_system(origin)
        opened = Store.open(store)
        shown: list[Failure] = []

        outcomes = chain.from_iterable(read_events_file(path, system) for path in files)
        run = Run(
            coder_version=f"import {system or 'files'}",
            arguments={"files": [str(path) for path in files]},
        )
        counts = add_external(opened, _noting(outcomes, shown), run=run)
        for failure in shown:
            typer.echo(f"{failure.path}: {failure.reason}", err=True)
        if counts.failed > len(shown):
            note(f"{counts.failed - len(shown)} more; the view failures has all")
        typer.echo(
            f"{counts.added:,} added, {counts.known:,} known already, {counts.failed:,} failed",
            err=True,
        )


def _noting(
    outcomes: Iterable[dict[str, Any] | Failure], shown: list[Failure]
) -> Iterator[dict[str, Any] | Failure]:
    """The outcomes; the first failures among them are kept in `shown`."""
    for outcome in outcomes:
        if not isinstance(outcome, dict) and len(shown) < _SHOWN:
            shown.append(outcome)
        yield outcome
