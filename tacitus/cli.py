"""The commands. Thin: options in, calls to the library, exit code out.

Everything but typer is imported inside the commands, so that `tacitus --help` stays quick.
Exit code 0: all inputs were coded; 1: at least one failed; 2: the command line is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from tacitus.coding import CodedDocument
    from tacitus.readers import ReadOptions
    from tacitus.records import Document, Failure

app = typer.Typer(
    name="tacitus",
    help="Read news; get who did what to whom, when, where, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How `tacitus read` writes what it found."""

    TABLE = "table"
    TREE = "tree"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f'"{text}" is not a day; expected YYYY-MM-DD') from error


def _version(wanted: bool) -> None:
    if wanted:
        from tacitus import __version__

        typer.echo(f"tacitus {__version__}")
        raise typer.Exit


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="Files, URLs, or - for stdin.", show_default=False),
]
Published = Annotated[
    date | None,
    typer.Option(
        parser=_day, metavar="YYYY-MM-DD", help="Publication day, over what the input says."
    ),
]
Publisher = Annotated[
    str | None, typer.Option(metavar="NAME", help="Outlet, over what the input says.")
]
CodebookFile = Annotated[
    Path | None,
    typer.Option(
        "--codebook", metavar="FILE", exists=True, dir_okay=False, help="Your own codebook (YAML)."
    ),
]


Column = Annotated[
    str | None, typer.Option(metavar="NAME", help="Column (CSV) or key (JSONL) of it.")
]


@app.callback()
def _tacitus(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read news; get who did what to whom, when, where, and who says so."""


@app.command()
def read(  # noqa: PLR0913 - one argument an option
    inputs: Inputs,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", help="How to write the events.  [default: table, or as --out is named]"
        ),
    ] = None,
    published: Published = None,
    publisher: Publisher = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Headline, over what the input says.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Address, over what the input says.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="ISO 639-1; identified when left out.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Code texts in other languages than English.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Write to this file, not to stdout."),
    ] = None,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="Processes to code in.")] = 1,
    min_score: Annotated[
        float | None,
        typer.Option(metavar="P", min=0, max=1, help="Leave out events less probable than this."),
    ] = None,
    codebook: CodebookFile = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Such as cp1252; found out when left out.")
    ] = None,
    text_column: Column = None,
    title_column: Column = None,
    date_column: Column = None,
    publisher_column: Column = None,
    url_column: Column = None,
    language_column: Column = None,
    id_column: Column = None,
    mask_private: Annotated[
        bool, typer.Option("--mask-private", help="Mask persons who hold no public role.")
    ] = False,
) -> None:
    """Print the attributed events of articles.

    Reads text, HTML, JSON, JSONL, CSV and TSV. Exits with 1 when an input fails, with 2 when the
    command line is wrong; the other inputs go on.
    """
    options = _options(
        published=published,
        publisher=publisher,
        title=title,
        url=url,
        language=language,
        force=force,
        encoding=encoding,
        text_column=text_column,
        title_column=title_column,
        date_column=date_column,
        publisher_column=publisher_column,
        url_column=url_column,
        language_column=language_column,
        id_column=id_column,
    )
    chosen = form.value if form else _format_of(out)
    with _one_line_errors():
        from tacitus.pipeline import Coder
        from tacitus.terminal import write_outcomes

        coder = Coder(codebook=codebook, min_score=min_score)
        outcomes = coder.code_many(_documents(inputs, options), workers=workers)
        failed = write_outcomes(outcomes, chosen, out, mask=mask_private)
    if failed:
        raise typer.Exit(1)


@app.command()
def why(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The article, or its coding as JSON.")
    ],
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Event id, such as e3.")],
    published: Published = None,
    number: Annotated[
        int, typer.Option("--article", metavar="N", min=1, help="Which article of the file.")
    ] = 1,
    codebook: CodebookFile = None,
) -> None:
    """Show the words and the evidence behind an event."""
    with _one_line_errors():
        from tacitus.export.why import why_of
        from tacitus.terminal import console_for, print_lines

        coding = _code_one(file, number, _options(published=published), codebook)
        ids = [found.id for found in coding.events]
        if event not in ids:
            known = f"it has {', '.join(ids)}" if ids else "it has no events"
            _fail(f'{file} has no event "{event}"; {known}')
        console = console_for(sys.stdout)
        colours = console.is_terminal and not console.no_color
        print_lines(console, why_of(coding, event, colours=colours))


@app.command()
def demo() -> None:
    """Code the sample articles that come with tacitus."""
    import time
    from importlib import resources

    with _one_line_errors():
        from tacitus.pipeline import Coder
        from tacitus.terminal import print_demo

        articles = resources.files("tacitus") / "data" / "demo" / "articles.jsonl"
        coder = Coder()
        started = time.perf_counter()
        with resources.as_file(articles) as path:
            outcomes = coder.code_many(_documents([str(path)], _options()))
            failed = print_demo(outcomes, lambda: time.perf_counter() - started)
    if failed:
        raise typer.Exit(1)


@app.command()
def codebook(
    event_type: Annotated[
        str | None, typer.Argument(metavar="[TYPE]", help="One event type.", show_default=False)
    ] = None,
    file: CodebookFile = None,
) -> None:
    """Print the event types, or one type with its modes."""
    with _one_line_errors():
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


def main() -> None:
    """Run the command line with UTF-8 output, whatever the terminal's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


def _options(**given: Any) -> ReadOptions:  # noqa: ANN401 - as ReadOptions has them
    from tacitus.errors import ReadError
    from tacitus.readers import ReadOptions

    try:
        return ReadOptions(**given)
    except ReadError as error:
        raise typer.BadParameter(str(error)) from error


def _documents(inputs: Iterable[str], options: ReadOptions) -> Iterator[Document | Failure]:
    from tacitus.readers import read_input

    for source in inputs:
        yield from read_input(source, options=options)


def _format_of(out: Path | None) -> str:
    """The format that the name of the output file asks for; a table without one."""
    suffix = out.suffix.lstrip(".").lower() if out else ""
    return suffix if suffix in (Format.JSON, Format.JSONL, Format.CSV) else Format.TABLE.value


def _code_one(file: str, number: int, options: ReadOptions, book: Path | None) -> CodedDocument:
    """The coding of the article with that number in `file`; read back where it is one already."""
    from tacitus.export.json import is_saved_coding
    from tacitus.records import Failure

    if is_saved_coding(file):
        from tacitus.coding import CodedDocument

        return CodedDocument.from_json(Path(file).read_text("utf-8"))
    from tacitus.pipeline import Coder

    documents = list(_documents([file], options))
    if number > len(documents):
        _fail(f"{file} holds {len(documents)} articles; there is no --article {number}")
    document = documents[number - 1]
    if isinstance(document, Failure):
        _fail(f"{document.path}: {document.stage}: {document.reason}")
    return Coder(codebook=book).code(document)


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """Turn what the library raises on purpose into one line and exit code 1."""
    from tacitus.errors import TacitusError

    try:
        yield
    except TacitusError as error:
        _fail(str(error))
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        raise
    except OSError as error:  # a full disk, a folder that is not there
        _fail(f"{error.filename or 'output'}: {error.strerror or error}")


def _fail(message: str) -> NoReturn:
    from tacitus.terminal import say_error

    say_error(message)
    raise typer.Exit(1)
