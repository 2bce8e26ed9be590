"""Articles in the rows of a table: JSONL, JSON, CSV and TSV with named columns.

A row that cannot be read is a `Failure` with its line; the rows after it go on.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from tacitus.errors import NotNewsError, ReadError, TacitusError
from tacitus.readers.dates import parse_date
from tacitus.readers.failures import failure
from tacitus.readers.options import ReadOptions
from tacitus.readers.texts import (
    LONGEST_BYTES,
    Facts,
    clean,
    decode,
    make_document,
    one_line,
    refuse_binary,
    with_title,
)
from tacitus.records import Document, Failure

NAMES = {
    "text": ("text", "body", "content", "article", "full_text", "maintext"),
    "title": ("title", "headline"),
    "date": ("published", "date", "published_at", "publication_date", "date_publish", "pubdate"),
    "publisher": ("publisher", "source", "outlet", "site"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
    "id": ("id", "doc_id"),
}
Row = Mapping[str, object]


def read_jsonl(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Document | Failure]:
    """A document or a failure for every line of `stream` that is not blank."""
    for number, line in _lines(stream, options.encoding):
        where = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            yield _document(_parse_row(line, options), where, options)
        except TacitusError as error:
            yield failure(where, error)


def read_json(data: bytes, path: str, options: ReadOptions) -> Iterator[Document | Failure]:
    """The documents of a JSON file that holds one object, or a list of them.

    Raises:
        ReadError: it is not JSON, or another shape.
    """
    rows = _parse_json(decode(data, options.encoding)[0], "the file")
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list):
        raise ReadError("the JSON holds neither an object nor a list; expected articles")
    for number, row in enumerate(rows, start=1):
        where = f"{path}:{number}"
        try:
            if not isinstance(row, dict):
                raise ReadError(f"item {number} is no JSON object; expected {_EXAMPLE}")
            yield _document(row, where, options)
        except TacitusError as error:
            yield failure(where, error)


def read_csv(
    stream: BinaryIO, path: str, options: ReadOptions, *, tabs: bool = False
) -> Iterator[Document | Failure]:
    """A document or a failure for every row under the header.

    Raises:
        ReadError: there is no header, or no column for the text in it.
    """
    _, first = next(_lines(stream, options.encoding), (1, b""))
    notes: set[str] = set()
    header_line = _decode_line(first, options, notes)
    delimiter = "\t" if tabs else max(",;\t|", key=header_line.count)
    if delimiter not in header_line:
        delimiter = "\x1f"  # one column: the commas of its texts part nothing
    csv.field_size_limit(LONGEST_BYTES)  # the module's own 131,072 is shorter than some articles
    header = [name.strip() for name in next(csv.reader([header_line], delimiter=delimiter), [])]
    _column("text", header, options.text_column)  # fail before the first row
    at = 1  # the line read last

    def decoded(numbered: tuple[int, bytes]) -> str:
        nonlocal at
        at = numbered[0] + 1
        return _decode_line(numbered[1], options, notes)

    # A map outlives an error of its function, which a generator would not.
    reader = csv.reader(
        map(decoded, _lines(stream, options.encoding)), delimiter=delimiter, strict=True
    )
    while True:
        where = f"{path}:{at + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield failure(
                where, ReadError(f"the row is malformed: {error}; is a quote not closed?")
            )
            continue
        except ReadError as error:
            yield failure(where, error)
            continue
        if any(cell.strip() for cell in cells):
            yield _row(header, cells, where, options, tuple(notes))


def _row(
    header: list[str], cells: list[str], where: str, options: ReadOptions, notes: tuple[str, ...]
) -> Document | Failure:
    try:
        if len(cells) > len(header):
            raise ReadError(
                f"the row has {len(cells)} fields under {len(header)} columns; "
                "expected quotes around a field with the delimiter in it"
            )
        return _document(dict(zip(header, cells, strict=False)), where, options, notes)
    except TacitusError as error:
        return failure(where, error)


def _document(row: Row, where: str, options: ReadOptions, notes: tuple[str, ...] = ()) -> Document:
    body = row[_column("text", row, options.text_column) or ""]
    if not isinstance(body, str):
        raise ReadError(f"the text is {type(body).__name__}, not a string; expected an article")
    if not body.strip():
        raise NotNewsError("the row has no text; expected a news article")
    written = _value(row, "date", options.date_column)
    facts = Facts(
        title=one_line(_value(row, "title", options.title_column)),
        publisher=one_line(_value(row, "publisher", options.publisher_column)),
        published=parse_date(written) if written and options.published is None else None,
        url=one_line(_value(row, "url", options.url_column)),
        language=_value(row, "language", options.language_column),
        id=_value(row, "id", options.id_column) or "",
        notes=notes,
    )
    text = with_title(options.title or facts.title, clean(body))
    return make_document(text, facts, options, path=where)


def _value(row: Row, what: str, given: str | None) -> str | None:
    column = _column(what, row, given)
    value = row.get(column) if column else None
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value).strip() or None


def _column(what: str, found: Iterable[str], given: str | None) -> str | None:
    """The column for `what`; None when there is none and none is needed."""
    columns = list(found)
    if given is not None:
        if given in columns:
            return given
        raise ReadError(f'there is no column "{given}"; found {_listed(columns)}')
    by_name = {column.strip().lower(): column for column in columns if isinstance(column, str)}
    for name in NAMES[what]:
        if name in by_name:
            return by_name[name]
    if what == "text":
        raise ReadError(
            f"there is no column for the text; expected one of {', '.join(NAMES['text'])}, "
            f"found {_listed(columns)}; name it with --text-column"
        )
    return None


def _listed(columns: list[str]) -> str:
    shown = ", ".join(str(column)[:40] for column in columns[:20])
    return f"{shown} and {len(columns) - 20} more" if len(columns) > 20 else shown or "none"


_EXAMPLE = '{"text": "...", "title": "...", "published": "2019-07-23"}'


def _parse_row(line: bytes, options: ReadOptions) -> Row:
    row = _parse_json(_decode_line(line, options, set()), "the line")
    if not isinstance(row, dict):
        raise ReadError(f"the line is no JSON object; expected {_EXAMPLE}")
    return row


def _parse_json(text: str, what: str) -> object:
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"{what} is not JSON: {error.msg} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:  # an endless number, endless nesting
        raise ReadError(f"{what} is not usable JSON: {error}") from error
    return parsed


def _decode_line(line: bytes, options: ReadOptions, notes: set[str]) -> str:
    if len(line) > LONGEST_BYTES:
        raise ReadError(f"the line is longer than {LONGEST_BYTES:,} bytes; split the article")
    if not line.strip():
        return line.decode("ascii", "replace")
    text, assumed = decode(line, options.encoding)
    notes.update(assumed)
    return text.removeprefix("\ufeff")


def _refuse_wide(line: bytes, encoding: str | None) -> None:
    if encoding is None:
        refuse_binary(line)
    wide = encoding is not None and codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
    if wide or line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReadError("the table is in UTF-16; save it as UTF-8, which can be read row by row")


def _lines(stream: BinaryIO, encoding: str | None) -> Iterator[tuple[int, bytes]]:
    """Every line with its number; of one that is too long, the first part only."""
    number = 0
    while line := stream.readline(LONGEST_BYTES + 1):
        number += 1
        if number == 1:
            _refuse_wide(line, encoding)
        rest = line
        while len(rest) > LONGEST_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_BYTES + 1)
        yield number, line
