"""The command that asks a person: is this code right, is this actor, are these one event?"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.commands.options import fail, one_line_errors
from tacitus.commands.query_options import StoreFolder

if TYPE_CHECKING:
    from tacitus.store import Store


class Asked(StrEnum):
    """What is asked."""

    SAME_EVENT = "same-event"
    CODE = "code"
    ACTOR = "actor"


def review(  # noqa: PLR0913 - one argument an option
    store: StoreFolder,
    kind: Annotated[
        list[Asked] | None, typer.Option(help="Only questions of this kind; may be repeated.")
    ] = None,
    judge: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who judges.  [default: your login]")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")] = 50,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Ask nothing; print how far judges agree.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ask nothing; write the decisions as golden tests."),
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="With the sentences, in --export.")
    ] = False,
) -> None:
    """Judge what was coded, one question at a time, one key each.

    y yes, n no (then what is right), u unsure, s skip, z undo, q quit. What is least sure and has
    most depend on it comes first. Without a terminal, keys are read from stdin.
    """
    with one_line_errors():
        from tacitus.store import Store

        opened = Store.open(store)
        if agreement:
            _print_agreement(opened)
        elif export is not None:
            _write_golden(opened, export, with_text=with_text)
        else:
            _ask(opened, [str(k) for k in kind or list(Asked)], _judge_name(judge), limit)


def _judge_name(given: str | None) -> str:
    """Who judges; "model" and "rule" are what tacitus itself signs with."""
    import getpass

    try:
        name = given or getpass.getuser()
    except (OSError, KeyError):  # no login, as in a container
        fail("there is no login here to sign judgements with; expected --judge NAME")
    if name in ("model", "rule") or not name.strip():
        fail(f'"{name}" cannot be a judge; expected the name of a person: give another --judge')
    return name.strip()


def _ask(store: Store, kinds: list[str], judge: str, limit: int) -> None:
    from tacitus.commands.review_screens import Screens, keys_of
    from tacitus.commands.rows import note
    from tacitus.review.sittings import QUIT, Sitting
    from tacitus.store.judgements import askable, read_judgements
    from tacitus.store.query_cache import open_queries

    connection = open_queries(store.path, with_rejected=True)
    mine = {j.id for j, _ in read_judgements(connection) if j.judge == judge}
    screens = Screens(store=store, judge=judge, rows=askable(connection, kinds))
    questions = screens.questions(mine)
    shown = questions[:limit]
    if not shown:
        note(f"there is nothing to ask {judge}; --judge NAME asks another")
        return
    sitting = Sitting(questions=shown, choices_of=screens.choices)
    keys = keys_of(sys.stdin)
    while not sitting.ended:
        screens.show(sitting)
        answer = sitting.press(next(keys, QUIT))
        if answer is not None:
            screens.keep(answer)
    left = len(questions) - sitting.answered
    typer.echo(f"{sitting.answered} answered by {judge}, {left} left")


def _print_agreement(store: Store) -> None:
    from tacitus.commands.rows import note
    from tacitus.review.agreement import agreements
    from tacitus.store.judgements import read_judgements

    verdicts: dict[str, dict[str, str]] = {}
    for judgement, _ in read_judgements(store.connect()):
        question = judgement.id.removesuffix(f" {judgement.judge}")
        verdicts.setdefault(judgement.judge, {})[question] = judgement.verdict
    found = agreements(verdicts)
    for one in found:
        words = "kappa is not defined: every verdict is the same"
        if one.kappa is not None:
            words = f"kappa {one.kappa:.2f} (95%: {one.low:.2f} to {one.high:.2f})"
        typer.echo(
            f"{one.judges[0]} and {one.judges[1]}: {one.questions} questions, "
            f"{one.agreed:.0%} the same, {words}"
        )
    if not found:
        note("no two judges have judged the same question; expected --judge NAME of two")


def _write_golden(store: Store, path: Path, *, with_text: bool) -> None:
    from tacitus.commands.review_screens import decided_of
    from tacitus.review.golden import golden_yaml

    decided = decided_of(store, with_text=with_text)
    path.write_text(golden_yaml(decided), encoding="utf-8")
    typer.echo(f"{len(decided)} decisions written to {path}")
