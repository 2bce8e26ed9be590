"""The commands that code articles: read, why, demo."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.commands.options import (
    CodebookFile,
    Column,
    Inputs,
    KnowledgeFiles,
    NoCache,
    Published,
    Publisher,
    answers_folder,
    fail,
    one_line_errors,
    own_entities,
)

if TYPE_CHECKING:
    from tacitus.coding import CodedDocument
    from tacitus.readers import ReadOptions
    from tacitus.records import Document, Failure


class Policy(StrEnum):
    """Whose country a disputed place is."""

    CLAIMANTS = "claimants"
    HOLDER = "holder"
    NONE = "none"


class Format(StrEnum):
    """How `tacitus read` writes what it found."""

    TABLE = "table"
    TREE = "tree"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


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
    kb: KnowledgeFiles = None,
    disputed: Annotated[
        Policy,
        typer.Option(
            help="Country of a place that several states claim: as the data files have it, of who "
            "runs it, or none. The claimants are listed in any case."
        ),
    ] = Policy.CLAIMANTS,
    no_cache: NoCache = False,
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
        cache=answers_folder(no_cache),
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
    with one_line_errors():
        from tacitus.pipeline import Coder
        from tacitus.terminal import write_outcomes

        coder = Coder(
            codebook=codebook, min_score=min_score, kb=own_entities(kb), disputed=disputed.value
        )
        outcomes = coder.code_many(_documents(inputs, options), workers=workers)
        failed = write_outcomes(outcomes, chosen, out, mask=mask_private)
    if failed:
        raise typer.Exit(1)


def why(  # noqa: PLR0913 - one argument an option
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The article, or its coding as JSON.")
    ],
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Event id, such as e3.")],
    published: Published = None,
    number: Annotated[
        int, typer.Option("--article", metavar="N", min=1, help="Which article of the file.")
    ] = 1,
    codebook: CodebookFile = None,
    kb: KnowledgeFiles = None,
) -> None:
    """Show the words and the evidence behind an event."""
    with one_line_errors():
        from tacitus.export.why import why_of
        from tacitus.terminal import console_for, print_lines

        coding = _code_one(file, number, _options(published=published), codebook, own_entities(kb))
        ids = [found.id for found in coding.events]
        if event not in ids:
            known = f"it has {', '.join(ids)}" if ids else "it has no events"
            fail(f'{file} has no event "{event}"; {known}')
        console = console_for(sys.stdout)
        colours = console.is_terminal and not console.no_color
        print_lines(console, why_of(coding, event, colours=colours))


def demo() -> None:
    """Code the sample articles that come with tacitus."""
    import time
    from importlib import resources

    with one_line_errors():
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


def _options(**given: Any) -> ReadOptions:  # noqa: ANN401 - as ReadOptions has them
    from tacitus.errors import ReadError
    from tacitus.readers import ReadOptions

    try:
        return ReadOptions(**given)
    except ReadError as error:
        raise typer.BadParameter(str(error)) from error


def _documents(inputs: Iterable[str], options: ReadOptions) -> Iterator[Document | Failure]:
    from tacitus.readers import read_collection

    return read_collection(inputs, options)  # addresses among them share their pauses


def _format_of(out: Path | None) -> str:
    """The format that the name of the output file asks for; a table without one."""
    suffix = out.suffix.lstrip(".").lower() if out else ""
    return suffix if suffix in (Format.JSON, Format.JSONL, Format.CSV) else Format.TABLE.value


def _code_one(
    file: str, number: int, options: ReadOptions, book: Path | None, kb: tuple[Path, ...]
) -> CodedDocument:
    """The coding of the article with that number in `file`; read back where it is one already."""
    from tacitus.export.json import is_saved_coding
    from tacitus.records import Failure

    if is_saved_coding(file):
        from tacitus.coding import CodedDocument

        return CodedDocument.from_json(Path(file).read_text("utf-8"))
    from tacitus.pipeline import Coder

    documents = list(_documents([file], options))
    if number > len(documents):
        fail(f"{file} holds {len(documents)} articles; there is no --article {number}")
    document = documents[number - 1]
    if isinstance(document, Failure):
        fail(f"{document.path}: {document.stage}: {document.reason}")
    return Coder(codebook=book, kb=kb).code(document)
