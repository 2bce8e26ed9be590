"""One input of any kind, or many, as documents and failures."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from tacitus.errors import NotNewsError, ReadError
from tacitus.readers.addresses import Visit
from tacitus.readers.archives import read_tar, read_zip
from tacitus.readers.failures import Outcomes, failure, guarded
from tacitus.readers.feeds import LARGEST_LISTING, read_feed, read_listing
from tacitus.readers.folders import files_in, is_pattern, matches
from tacitus.readers.kinds import SNIFFED, Kind, kind_of
from tacitus.readers.options import ReadOptions
from tacitus.readers.pages import LARGEST_PAGE, read_page
from tacitus.readers.parquet import read_parquet
from tacitus.readers.streams import Part, gunzipped
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
from tacitus.readers.warcs import read_warc

_STDIN = "-"


def read_input(source: str, *, options: ReadOptions | None = None) -> Outcomes:
    """The documents of `source`, and a failure for each that cannot be read.

    `source` is the path of a file or folder, a pattern such as "2026/*.html", "-" for stdin, or an
    http(s) address; docs/reading.md lists the kinds of file. Nothing that is wrong with an input is
    raised: a source that cannot be read at all gives one `Failure`; a row, member, item or record
    that cannot be read gives one, and those after it go on.
    """
    return read_collection((source,), options)


def read_collection(sources: Iterable[str], options: ReadOptions | None = None) -> Outcomes:
    """The documents and failures of every source in turn, as `read_input` gives them.

    Nothing is held: the sources are opened one after the other, as the outcomes are taken.
    Addresses among them share their pauses.
    """
    chosen = options or ReadOptions()
    with closing(Visit(chosen)) as visit:
        for source in sources:
            yield from guarded(_label(source), _open(source, chosen, visit))


def _open(source: str, options: ReadOptions, visit: Visit) -> Outcomes:
    if source == _STDIN:
        yield from _read_stream(_stdin(), Part(label=_label(source)), options)
    elif source.lower().startswith(("http://", "https://")):
        yield from visit.read(source)
    elif not _exists(source) and is_pattern(source):
        for path in matches(source):
            yield from guarded(path, _read_path(Path(path), options))
    elif not _exists(source):
        raise ReadError(f"there is no such file; expected a path, an address or {_STDIN}")
    else:
        yield from _read_path(Path(source), options, label=source)


def _exists(source: str) -> bool:
    try:
        return bool(source) and Path(source).exists()
    except ValueError:  # a NUL in the name
        return False


def _read_path(path: Path, options: ReadOptions, *, label: str | None = None) -> Outcomes:
    if path.is_dir():
        for found in files_in(path):
            if isinstance(found, tuple):
                yield failure(str(found[0]), found[1])
            else:
                yield from guarded(str(found), _read_path(found, options))
        return
    part = Part(label=label or str(path), suffix=path.suffix.lower(), file=path)
    with path.open("rb") as stream:
        yield from _read_stream(stream, part, options)


def _read_stream(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
    start = stream.peek(SNIFFED)
    if not start:
        raise NotNewsError("it is empty; expected a news article")
    yield from _READERS[kind_of(start, part.suffix)](stream, part, options)


def _packed(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
    inner, unpacked = gunzipped(stream, part)
    yield from _read_stream(inner, unpacked, options)


def _zip(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
    return read_zip(stream, part, options, _read_stream)


def _tar(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
    return read_tar(stream, part, options, _read_stream)


def _page(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
    yield read_page(_all_of(stream, LARGEST_PAGE, is_page=True), options, path=part.label)


def _text(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
    text, notes = decode(_all_of(stream, LONGEST_BYTES, is_page=False), options.encoding)
    text = clean(text)
    facts = Facts(title=first_line_title(text), notes=notes)
    yield make_document(text, facts, options, path=part.label)


def _json(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
    return read_json(_all_of(stream, LONGEST_BYTES, is_page=False), part.label, options)


def _feed(kind: Kind) -> Callable[[io.BufferedReader, Part, ReadOptions], Outcomes]:
    def read(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
        data = stream.read(LARGEST_LISTING + 1)
        with closing(Visit(options)) as visit:
            yield from read_feed(data, kind, part.label, options, visit.follower())

    return read


def _listing(stream: io.BufferedReader, part: Part, options: ReadOptions) -> Outcomes:
    data = stream.read(LARGEST_LISTING + 1)
    with closing(Visit(options)) as visit:
        yield from read_listing(data, part.label, options, visit.follower())


_READERS: dict[Kind, Callable[[io.BufferedReader, Part, ReadOptions], Outcomes]] = {
    "text": _text,
    "page": _page,
    "json": _json,
    "jsonl": lambda stream, part, options: read_jsonl(stream, part.label, options),
    "csv": lambda stream, part, options: read_csv(stream, part.label, options),
    "tsv": lambda stream, part, options: read_csv(stream, part.label, options, tabs=True),
    "parquet": read_parquet,
    "feed": _feed("feed"),
    "json_feed": _feed("json_feed"),
    "listing": _listing,
    "warc": lambda stream, part, options: read_warc(stream, part.label, options),
    "zip": _zip,
    "tar": _tar,
    "gzip": _packed,
}


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


def _stdin() -> io.BufferedReader:
    buffer = sys.stdin.buffer
    return buffer if isinstance(buffer, io.BufferedReader) else io.BufferedReader(buffer)  # type: ignore[arg-type]


def _label(source: str) -> str:
    return "stdin" if source == _STDIN else source
