"""The command that links the documents of a store: link."""

from __future__ import annotations

import typer

from tacitus.commands.options import one_line_errors
from tacitus.commands.query_options import StoreFolder


def link(store: StoreFolder) -> None:
    """Link what several reports of a store tell: stories, same events, disputes.

    Writes only what changed, so it may be run after each ingest. A link that no longer holds is
    superseded, not deleted.
    """
    with one_line_errors():
        from tacitus.ingest.links import link_store
        from tacitus.store import Store

        tally = link_store(Store.open(store))
        kinds = ", ".join(f"{count:,} {name}" for name, count in sorted(tally.links.items()))
        typer.echo(f"{tally.documents:,} documents, {tally.events:,} events: {kinds or 'no links'}")
        typer.echo(f"{tally.written:,} links written, {tally.superseded:,} superseded")
