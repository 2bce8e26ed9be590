"""Options that several commands share, and how errors end a command.

Everything but typer is imported inside functions, so that `tacitus --help` stays quick.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer


def parse_day(text: str) -> date:
    """An ISO day.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f'"{text}" is not a day; expected YYYY-MM-DD') from error


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="Files, URLs, or - for stdin.", show_default=False),
]
Published = Annotated[
    date | None,
    typer.Option(
        parser=parse_day, metavar="YYYY-MM-DD", help="Publication day, over what the input says."
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


KnowledgeFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--kb",
        metavar="PATH",
        help="Your own entities: a .yaml or .tsv file or a folder of them; may be repeated. "
        "A folder tacitus.d here is read without being named.",
    ),
]
Column = Annotated[
    str | None, typer.Option(metavar="NAME", help="Column (CSV) or key (JSONL) of it.")
]

NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Keep nothing of what sites answer, and ask them anew.")
]


def answers_folder(no_cache: bool) -> Path | None:
    """The folder for what sites answer; None when nothing is to be kept."""
    from tacitus.resolve.gazetteer import cache_folder

    return None if no_cache else cache_folder()


def own_entities(given: list[Path] | None) -> tuple[Path, ...]:
    """The folder `tacitus.d` of the working directory, where there is one, then what was given."""
    folder = Path("tacitus.d")
    return (*((folder,) if folder.is_dir() else ()), *(given or ()))


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn what the library raises on purpose into one line and exit code 1."""
    from tacitus.errors import TacitusError

    try:
        yield
    except TacitusError as error:
        fail(str(error))
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        raise
    except OSError as error:  # a full disk, a folder that is not there
        fail(f"{error.filename or 'output'}: {error.strerror or error}")


def fail(message: str) -> NoReturn:
    """Say what went wrong in one line and end with exit code 1."""
    from tacitus.terminal import say_error

    say_error(message)
    raise typer.Exit(1)
