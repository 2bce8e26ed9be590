"""The lines of a file of events as cells, whatever is wrong with the file.

Enters: a path; `.gz` and `.zip` are opened. Leaves: numbered lists of cells. Files of these kinds
come in UTF-8 and, in older years, in Latin-1: a line that is no UTF-8 is read as Latin-1.
"""

from __future__ import annotations

import csv
import gzip
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

from tacitus.errors import ReadError

Line: TypeAlias = tuple[int, list[str]]  # number from 1, cells
_LONGEST_CELL = 1 << 24  # characters; the csv module's own limit is lower than some notes are


def tab_lines(path: Path) -> Iterator[Line]:
    """The lines of a file of tabs, split at tabs: these files know no quotes.

    Raises:
        ReadError: the file cannot be read.
    """
    for number, text in _texts(path):
        if text.strip():
            yield number, text.split("\t")


def comma_lines(path: Path) -> Iterator[Line]:
    """The records of a CSV file with commas or semicolons; the number is that of its last line.

    Raises:
        ReadError: the file cannot be read.
    """
    texts = _texts(path)
    _, head = next(texts, (0, ""))
    delimiter = ";" if head.count(";") > head.count(",") else ","
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(_rejoined(head, texts), delimiter=delimiter)
    for cells in reader:
        if any(cells):
            yield reader.line_num, cells


def _rejoined(head: str, texts: Iterator[tuple[int, str]]) -> Iterator[str]:
    """The lines with their ends, which a quoted cell may hold."""
    yield f"{head}\n"
    for _, text in texts:
        yield f"{text}\n"


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with ExitStack() as opened:
            for number, line in enumerate(_open(path, opened), start=1):
                yield number, _decoded(line.rstrip(b"\r\n"))
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise ReadError(
            f"{path} cannot be read ({error}); expected a file of events, or one in .gz or .zip"
        ) from error


def _open(path: Path, opened: ExitStack) -> Iterable[bytes]:
    if path.suffix.lower() == ".gz":
        return opened.enter_context(gzip.open(path, "rb"))
    if path.suffix.lower() != ".zip":
        return opened.enter_context(path.open("rb"))
    archive = opened.enter_context(zipfile.ZipFile(path))
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if len(names) != 1:
        raise ReadError(f"{path} holds {len(names)} files; expected one file of events: unpack it")
    return opened.enter_context(archive.open(names[0]))


def _decoded(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    return text.removeprefix("\ufeff").replace("\x00", "")
