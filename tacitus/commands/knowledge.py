"""The commands about the data: codebook, kb check, kb show."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import typer

from tacitus.commands.options import (
    CodebookFile,
    KnowledgeFiles,
    one_line_errors,
    own_entities,
    parse_day,
)


def codebook(
    event_type: Annotated[
        str | None, typer.Argument(metavar="[TYPE]", help="One event type.", show_default=False)
    ] = None,
    file: CodebookFile = None,
) -> None:
    """Print the event types, or one type with its modes."""
    with one_line_errors():
        from tacitus.codebook import load_codebook
        from tacitus.export.codes import modes_table, types_table
        from tacitus.terminal import console_for, print_lines

        codes = load_codebook(file)
        console = console_for(sys.stdout)
        if event_type is None:
            print_lines(console, types_table(codes))
        else:
            codes.check(event_type.upper())
            print_lines(console, modes_table(codes.event_types[event_type.upper()]))


def kb_check(kb: KnowledgeFiles = None) -> None:
    """Look for mistakes in the entity files: exit code 1 when there are any."""
    with one_line_errors():
        from tacitus.codebook import load_codebook
        from tacitus.resolve.knowledge_files import load_knowledge
        from tacitus.resolve.knowledge_lint import check_knowledge

        knowledge = load_knowledge(own_entities(kb), with_places=False)
        faults = check_knowledge(knowledge, load_codebook().sectors)
        for fault in faults:
            typer.echo(fault)
        typer.echo(
            f"{len(knowledge.entries)} entries, {len(knowledge.names)} names, "
            f"{len(knowledge.agents)} agent nouns: {len(faults) or 'no'} faults"
        )
    if faults:
        raise typer.Exit(1)


def kb_show(
    name: Annotated[str, typer.Argument(metavar="NAME", help='Such as "Haniyeh".')],
    on: Annotated[
        date | None,
        typer.Option(parser=parse_day, metavar="YYYY-MM-DD", help="The day on which roles count."),
    ] = None,
    kb: KnowledgeFiles = None,
) -> None:
    """Print whom, what or where a name may mean, with the evidence: exit code 1 when nothing."""
    with one_line_errors():
        from rich.console import Group

        from tacitus.export.candidates import candidate_lines
        from tacitus.resolve.candidates import find_candidates, find_place_candidates
        from tacitus.resolve.gazetteer import open_gazetteer
        from tacitus.resolve.knowledge_files import load_knowledge
        from tacitus.terminal import console_for, print_lines

        knowledge = load_knowledge(own_entities(kb))
        found = find_candidates(name, on, knowledge)
        places = find_place_candidates(name, open_gazetteer())
        print_lines(console_for(sys.stdout), Group(*candidate_lines(name, on, found, places)))
    if not found and not places:
        raise typer.Exit(1)
