"""The commands that code a store again and compare runs: recode, diff."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.commands.articles import Policy
from tacitus.commands.filling import (
    Disputed,
    MinScore,
    StoreFolder,
    Workers,
    bar,
    choices_of,
    hooks_for,
    open_coder,
    stopping_cleanly,
)
from tacitus.commands.options import CodebookFile, KnowledgeFiles, one_line_errors

if TYPE_CHECKING:
    from tacitus.ingest.diffs import RunDiff


def recode(  # noqa: PLR0913 - one argument an option
    store: StoreFolder,
    workers: Workers = 1,
    outdated: Annotated[
        bool, typer.Option("--outdated", help="Only documents that another model coded.")
    ] = False,
    min_score: MinScore = None,
    codebook: CodebookFile = None,
    kb: KnowledgeFiles = None,
    disputed: Disputed = Policy.CLAIMANTS,
) -> None:
    """Code the documents of a store again; the old codings stay and can be asked for.

    Prints the run, to compare it with an earlier one: `tacitus diff`.
    """
    with one_line_errors():
        from tacitus.ingest.recode import recode_store
        from tacitus.store import Store

        opened = Store.open(store)
        coder = open_coder(codebook, kb, min_score, disputed)
        total = len(opened.relation("documents").project("document_id").fetchall())
        choices = choices_of("recode", workers, kb=kb, outdated=outdated)
        with stopping_cleanly() as stop, bar(total, lambda tally: tally.done) as show:
            run, counts, tally = recode_store(
                opened, coder, outdated=outdated, choices=choices, hooks=hooks_for(show, stop)
            )
        typer.echo(
            f"run {run}: {tally.coded:,} documents coded again, {counts.added:,} say something "
            f"else now, {counts.known:,} the same, {tally.failed:,} failed"
        )
    if stop.code or tally.failed:
        raise typer.Exit(stop.code or 1)


def diff(
    store: StoreFolder,
    run1: Annotated[str, typer.Argument(metavar="RUN1", help="Run id, or how it begins.")],
    run2: Annotated[str, typer.Argument(metavar="RUN2", help="The later one.")],
) -> None:
    """Show which events appeared, went or changed between two runs."""
    with one_line_errors():
        from tacitus.export.table import shown
        from tacitus.ingest.diffs import compare_runs
        from tacitus.store import Store
        from tacitus.terminal import console_for

        found = compare_runs(Store.open(store), run1, run2)
        console = console_for(sys.stdout)
        for line in _diff_lines(found):
            console.print(shown(line), soft_wrap=True)


def _diff_lines(found: RunDiff) -> Iterator[str]:
    signs = {"appeared": "+", "went": "-", "changed": "~"}
    document = None
    for change in found.changes:
        if change.document_id != document:
            document = change.document_id
            yield f"{document}  {change.title or 'without title'}"
        words = " ".join((change.anchor or "").split())
        yield f'  {signs[change.kind]} {change.event_type} "{words}"'
        for name, before, after in change.fields:
            yield f"      {name}: {before} -> {after}"
    kinds: list[str] = [change.kind for change in found.changes]
    counts = ", ".join(f"{kinds.count(kind):,} {kind}" for kind in signs)
    yield (
        f"{found.compared:,} documents in both runs: events {counts}; "
        f"{found.only_left:,} only in the first run, {found.only_right:,} only in the second"
    )
