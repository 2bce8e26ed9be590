"""One input of any kind, as documents and failures."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tacitus.errors import NotNewsError, ReadError, TacitusError
from tacitus.readers.failures import failure
from tacitus.readers.options import ReadOptions
from tacitus.readers.pages import LARGEST_PAGE, looks_like_html, read_page
from tacitus.readers.tables import read_csv, read_json, read_jsonl
from tacitus.readers.texts import (
    LONGEST_BYTES,
    LONGEST_TEXT,
    Facts,
    clean,
    decode,
    first_line_title,
    make_document,
)
from tacitus.records import Document, Failure

Outcomes = Iterator[Document | Failure]
_STDIN = "-"
_SNIFFED = 8_192  # bytes looked at to tell what an input is
_TABLES = {".jsonl", ".ndjson", ".csv", ".tsv", ".tab"}  # of any size: read row by row
_PAGES = {".html", ".htm", ".xhtml"}


def read_input(source: str, *, options: ReadOptions | None = None) -> Outcomes:
    """The documents of `source`, and a failure for each that cannot be read.

    `source` is the path of a text, HTML, JSONL, JSON, CSV or TSV file, "-" for stdin, or an
    http(s) address. Nothing that is wrong with an input is raised: a source that cannot be read at
    all gives one `Failure`, a row that cannot be read gives one and the rows after it go on.
    """
    wanted = options or ReadOptions()
    try:
        yield from _open(source, wanted)
    except TacitusError as error:
        yield failure(_label(source), error)
    except OSError as error:
        yield failure(_label(source), ReadError(_reason(error)))


def _open(source: str, options: ReadOptions) -> Outcomes:
    if source == _STDIN:
        yield from _read_stream(_stdin(), _label(source), options)
    elif source.lower().startswith(("http://", "https://")):
        from tacitus.readers.fetch import fetch_page

        data, facts = fetch_page(source)
        if looks_like_html(data):
            yield read_page(data, options, path=source, facts=facts)
        else:
            raise NotNewsError("the address gives no HTML page; expected an article")
    else:
        yield from _read_file(source, options)


def _read_file(source: str, options: ReadOptions) -> Outcomes:
    path = _existing(source)
    suffix = path.suffix.lower()
    with path.open("rb") as stream:
        yield from _read_stream(stream, source, options, suffix)


def _existing(source: str) -> Path:
    path = Path(source)
    try:
        exists = bool(source) and path.exists()
    except ValueError:  # a NUL in the name
        exists = False
    if not exists:
        raise ReadError(f"there is no such file; expected a path, an address or {_STDIN}")
    if path.is_dir():
        raise ReadError("it is a folder; give the files in it, such as folder/*.txt")
    return path


def _read_stream(
    stream: io.BufferedReader, path: str, options: ReadOptions, suffix: str = ""
) -> Outcomes:
    """The rows of a table, or one page or text; what no suffix tells, the first bytes do."""
    start = stream.peek(_SNIFFED)
    if not start:
        raise NotNewsError("it is empty; expected a news article")
    if suffix in _TABLES or (suffix in ("", ".json") and _is_jsonl(start)):
        if suffix in (".csv", ".tsv", ".tab"):
            yield from read_csv(stream, path, options, tabs=suffix != ".csv")
        else:
            yield from read_jsonl(stream, path, options)
        return
    is_page = suffix in _PAGES or looks_like_html(start)
    data = _all_of(stream, LARGEST_PAGE if is_page else LONGEST_BYTES, is_page=is_page)
    if is_page:
        yield read_page(data, options, path=path)
    elif suffix == ".json":
        yield from read_json(data, path, options)
    else:
        text, notes = decode(data, options.encoding)
        text = clean(text)
        facts = Facts(title=first_line_title(text), notes=notes)
        yield make_document(text, facts, options, path=path)


def _all_of(stream: io.BufferedReader, limit: int, *, is_page: bool) -> bytes:
    """Everything in `stream`, which may be `limit` bytes; a larger file is not even read."""
    try:
        size = os.fstat(stream.fileno()).st_size
    except OSError:  # not a file
        size = 0
    data = b"" if size > limit else stream.read(limit + 1)
    if max(size, len(data)) <= limit:
        return data
    counted = f"{size:,}" if size else f"more than {limit:,}"
    if is_page:
        raise ReadError(
            f"it has {counted} bytes; a page may have {limit:,}: save the article's text to a file"
        )
    raise ReadError(
        f"it has {counted} bytes; one document may have {LONGEST_TEXT:,} characters: "
        "split it, or give a table with one article a row"
    )


def _is_jsonl(start: bytes) -> bool:
    """True when the first line is a JSON object, as far as it is seen."""
    line, _, rest = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not rest and len(start) >= _SNIFFED // 2:
        return line[1:].lstrip().startswith(b'"')
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _stdin() -> io.BufferedReader:
    buffer = sys.stdin.buffer
    return buffer if isinstance(buffer, io.BufferedReader) else io.BufferedReader(buffer)  # type: ignore[arg-type]


def _label(source: str) -> str:
    return "stdin" if source == _STDIN else source


def _reason(error: OSError) -> str:
    return f"it cannot be read: {error.strerror or error}"
