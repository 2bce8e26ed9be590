"""What the commands print, and where: results to stdout, notes, failures and progress to stderr.

Enters: codings and failures. Leaves: nothing; this module and `cli` are the only ones that print.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias

from rich.console import Console, RenderableType
from rich.text import Text

from tacitus.coding import CodedDocument
from tacitus.export.csv import export_csv
from tacitus.export.events import events_resolved
from tacitus.export.json import export_json_document, export_json_lines
from tacitus.export.masking import mask_private
from tacitus.export.phrases import disputes_by_event
from tacitus.export.table import shown, table_of
from tacitus.export.tree import tree_of
from tacitus.records import Coding, Failure

LONGEST_QUOTE = 160  # characters on a terminal; `tacitus why` and pipes show all of a sentence
PIPE_WIDTH = 100  # columns of a table that goes to a file or a pipe; nothing is cut at any width

TEXTS: dict[str, Callable[[Iterable[Coding]], Iterator[str]]] = {
    "json": export_json_document,
    "jsonl": export_json_lines,
    "csv": export_csv,
}
VIEWS: dict[str, Callable[..., RenderableType]] = {"table": table_of, "tree": tree_of}
FORMATS = (*VIEWS, *TEXTS)
Outcomes: TypeAlias = Iterable[CodedDocument | Failure]
NEXT_STEPS = (
    "Next:",
    "  tacitus read FILE --published YYYY-MM-DD     the events of your own article",
    "  tacitus read *.html --out events.csv         one row an event, for a spreadsheet",
    "  tacitus why FILE e1                          the words behind an event, and the evidence",
    "  tacitus codebook                             what the codes mean",
)


def console_for(stream: IO[str]) -> Console:
    """A console on `stream`: as wide as its terminal or as $COLUMNS says, else `PIPE_WIDTH`."""
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def write_outcomes(
    outcomes: Outcomes, form: str, out: Path | None = None, *, mask: bool = False
) -> int:
    """Write every coding as it comes and say every failure; the number of failures."""
    failures: list[Failure] = []
    notes: Counter[str] = Counter()
    with output_to(out) as stream, progress(wanted=not stream.isatty()) as (done, errors):
        codings = _codings(_counting(outcomes, done), failures, notes, errors)
        write((mask_private(coding) if mask else coding for coding in codings), form, stream)
        if form in VIEWS:
            _print_notes(notes, console_for(stream))
    if form in TEXTS:
        _print_notes(notes, console_for(sys.stderr))
    return len(failures)


def write(codings: Iterable[Coding], form: str, stream: IO[str]) -> None:
    """Write the codings to `stream` in the format `form`, one of `FORMATS`."""
    if form in TEXTS:
        for piece in TEXTS[form](codings):
            stream.write(piece)
        return
    console = console_for(stream)
    longest = LONGEST_QUOTE if console.is_terminal else None
    for coding in codings:
        print_lines(console, VIEWS[form](coding, longest=longest))
        console.print()


def print_demo(outcomes: Outcomes, seconds: Callable[[], float]) -> int:
    """Print the sample articles' events, what they add up to, and what to try next."""
    failures: list[Failure] = []
    codings: list[Coding] = []
    console = console_for(sys.stdout)
    for coding in _codings(outcomes, failures, Counter(), console_for(sys.stderr)):
        codings.append(coding)
        print_lines(console, table_of(coding, quotes=False))
        console.print()
    console.print(_summary(codings, seconds()), soft_wrap=True)
    console.print()
    for line in NEXT_STEPS:
        console.print(shown(line), soft_wrap=True)
    return len(failures)


def print_lines(console: Console, view: RenderableType) -> None:
    """Print `view`; off a terminal without the blanks that fill its lines up."""
    if console.is_terminal:
        console.print(view)
        return
    with console.capture() as capture:
        console.print(view)
    console.file.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))


def say_error(message: str, console: Console | None = None) -> None:
    """One line that begins with "error:", on stderr or a console there that shows a bar."""
    line = Text.assemble(("error: ", "bold red"), shown(" ".join(message.split())))
    (console or console_for(sys.stderr)).print(line, soft_wrap=True)


@contextmanager
def progress(wanted: bool) -> Iterator[tuple[Callable[[], None], Console]]:
    """A function to call for each article done, and the console for errors meanwhile.

    Shows a bar on stderr when that is a terminal.
    """
    console = console_for(sys.stderr)
    if not (wanted and sys.stderr.isatty()):
        yield (lambda: None), console
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("opening the model", total=None)
        started, count = time.perf_counter(), 0

        def done() -> None:
            nonlocal count
            count += 1
            speed = count / (time.perf_counter() - started)
            bar.update(task, description=f"{_counted(count, 'article')}, {speed:.1f} a second")

        yield done, console


@contextmanager
def output_to(path: Path | None) -> Iterator[IO[str]]:
    """Stdout, or a file that appears under its name only when all of it is written."""
    if path is None:
        yield sys.stdout
        return
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="", errors="replace") as stream:
            yield stream
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _codings(
    outcomes: Outcomes, failures: list[Failure], notes: Counter[str], errors: Console
) -> Iterator[CodedDocument]:
    """The codings among the outcomes; failures are said and kept, notes are counted."""
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failures.append(outcome)
            say_error(f"{outcome.path}: {outcome.stage}: {outcome.reason}", errors)
        else:
            notes.update(outcome.notes)
            yield outcome


def _counting(outcomes: Outcomes, done: Callable[[], None]) -> Iterator[CodedDocument | Failure]:
    for outcome in outcomes:
        yield outcome
        done()


def _print_notes(notes: Counter[str], console: Console) -> None:
    """Each note once, with the number of articles that it holds for."""
    for note, count in notes.items():
        many = f" ({count} articles)" if count > 1 else ""
        console.print(Text.assemble(("note: ", "bold"), shown(note + many)), soft_wrap=True)


def _summary(codings: list[Coding], seconds: float) -> Text:
    items = [item for coding in codings for item in events_resolved(coding)]
    attributed = sum(item["speaker"] is not None for item in items)
    disputed = sum(len(disputes_by_event(coding)) for coding in codings)
    outlets = {coding.document.publisher for coding in codings if coding.document.publisher}
    share = f"{attributed / len(items):.0%}" if items else "none"
    return shown(
        f"{_counted(len(codings), 'article')} from {_counted(len(outlets), 'outlet')}: "
        f"{_counted(len(items), 'event')}, "
        f"{share} told by a speaker in the text, {disputed} disputed, {seconds:.1f} s",
        "bold",
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
