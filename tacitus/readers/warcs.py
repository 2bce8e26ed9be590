"""Articles in WARC and WET files, such as those of CC-NEWS and Common Crawl.

In: the unpacked bytes of a file, record by record. Out: a document or a failure for each `response`
(an HTML page that was answered with status 200) and `conversion` (the plain text of a WET file);
the records that hold no content (warcinfo, request, metadata, revisit) are passed over.

Records are framed here and their HTTP is read by fastwarc. Its own iterator stops for good at the
first record whose Content-Length is wrong, and takes a truncated record for a whole one; here such
a record is one failure, and the next one that begins on a line of its own is read. Source of the
format: ISO 28500:2017 (WARC 1.1), sections 4 and 5.

Publication date: what the page declares. The day of the crawl is `Document.retrieved`, for it
is not when an article came out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tacitus.errors import ExtraError, NotNewsError, ReadError
from tacitus.readers.failures import Outcomes, failure, guarded
from tacitus.readers.options import ReadOptions
from tacitus.readers.pages import LARGEST_PAGE, read_page
from tacitus.readers.texts import Facts, clean, decode, first_line_title, make_document

_LARGEST_HEADER = 32_768  # bytes, as fastwarc has it
_LARGEST_BLOCK = LARGEST_PAGE + 2 * _LARGEST_HEADER  # bytes of a record that are held in memory
_CONTENT = {"response", "conversion", "resource"}
_PAGES = ("text/html", "application/xhtml+xml")
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    number: int  # from 1
    kind: str  # WARC-Type, lower case
    fields: dict[str, str]  # names in lower case
    header: bytes  # as it was written
    block: bytes
    problem: ReadError | None = None


def read_warc(stream: io.BufferedReader, path: str, options: ReadOptions) -> Outcomes:
    """A document or a failure for each record with content.

    Raises:
        ExtraError: the extra [warc] is not installed.
        ReadError: the packed data under `stream` are cut or damaged.
    """
    try:
        import fastwarc  # noqa: F401 - asked for here, so that its lack is one failure a file
    except ImportError as error:
        raise ExtraError(
            "reading WARC needs the extra [warc]; install it with: pip install 'tacitus[warc]'"
        ) from error
    for record in _records(stream):
        address = record.fields.get("warc-target-uri", "").strip("<>")
        where = f"{path}:{record.number}" + (f" {address[:200]}" if address else "")
        if record.problem is not None:
            yield failure(where, record.problem)
        elif record.kind in _CONTENT:
            yield from guarded(where, _article(record, address, where, options))


def _article(record: _Record, address: str, where: str, options: ReadOptions) -> Outcomes:
    facts = Facts(
        url=address if address.lower().startswith(("http://", "https://")) else None,
        retrieved=_moment(record.fields.get("warc-date", "")),
    )
    if record.kind == "response":
        yield read_page(_page_of(record), options, path=where, facts=facts)
        return
    kind = record.fields.get("content-type", "").partition(";")[0].strip().lower()
    body = record.block
    if kind in _PAGES:
        yield read_page(body, options, path=where, facts=facts)
    elif kind != "text/plain":
        raise NotNewsError(f"the record holds {kind or 'data of no stated type'}; expected text")
    else:
        text, notes = decode(body, options.encoding or "utf-8")
        text = _with_headline(clean(text))
        known = Facts(
            title=first_line_title(text), url=facts.url, retrieved=facts.retrieved, notes=notes
        )
        yield make_document(text, known, options, path=where)


def _with_headline(text: str) -> str:
    """The text with an empty line after its first one, where that is a headline.

    In a WET file every piece of a page is a line, the first is the page's title.
    """
    first, _, rest = text.partition("\n")
    parted = f"{first}\n\n{rest.lstrip()}"
    return parted if rest and first_line_title(parted) else text


def _page_of(record: _Record) -> bytes:
    """The page in an HTTP response, its transfer and content encodings undone."""
    from fastwarc.warc import WarcRecord

    try:
        parsed: Any = WarcRecord.from_bytes(record.header + record.block + _END)
        parsed.parse_http(auto_decode="all")
        headers = parsed.http_headers
        if headers is None:
            raise ReadError("the record holds no HTTP answer; expected one with headers")
        if headers.status_code is None:
            raise ReadError("the record holds no HTTP answer; expected one with a status")
        status, kind = headers.status_code, (parsed.http_content_type or "").lower()
        if status != 200:
            raise NotNewsError(f"the page was answered with status {status}; expected 200")
        if kind and kind not in _PAGES:
            raise NotNewsError(f"the address gave {kind[:80]}; expected an HTML page")
        page: bytes = parsed.reader.read(LARGEST_PAGE + 1)
    except (OSError, UnicodeError) as error:
        raise ReadError(f"the HTTP answer in the record cannot be decoded: {error}") from error
    if not page:  # fastwarc says no more of data that it cannot decode
        raise ReadError("the HTTP answer in the record is empty or cannot be decoded")
    return page


def _records(stream: io.BufferedReader) -> Iterator[_Record]:
    """Every record, and every stretch between two that is none, as a record with a problem."""
    number, lost = 0, False
    while line := stream.readline(_LARGEST_HEADER):
        if not line.startswith(b"WARC/1."):
            if line.strip() and not lost:
                lost = True
                number += 1
                yield _broken(number, "the bytes here begin no record; the next one is looked for")
            continue
        lost = False
        number += 1
        record = _framed(stream, line, number)
        # After a lie about its length the stream is inside another record: that is one failure.
        lost = record.problem is not None
        yield record


def _framed(stream: io.BufferedReader, version: bytes, number: int) -> _Record:
    header = bytearray(version)
    while (line := stream.readline(_LARGEST_HEADER)).strip():
        header += line
        if len(header) > _LARGEST_HEADER:
            return _broken(number, f"the header has more than {_LARGEST_HEADER:,} bytes")
    header += b"\r\n"
    fields = _fields(bytes(header))
    stated = fields.get("content-length", "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 16):
        return _broken(number, f'Content-Length "{stated[:40]}" is no number of bytes', fields)
    length = int(stated)
    block = stream.read(min(length, _LARGEST_BLOCK))
    rest = length - len(block)
    while rest and (skipped := stream.read(min(rest, 1 << 20))):
        rest -= len(skipped)
    if rest:
        return _broken(
            number, f"the file ends {rest:,} bytes before the end of the record: it is cut", fields
        )
    if stream.peek(4)[:4] not in (_END, b""):
        return _broken(
            number, f"the record does not end after the {length:,} bytes that it states", fields
        )
    kind = fields.get("warc-type", "").lower()
    if length > _LARGEST_BLOCK and kind in _CONTENT:
        return _broken(
            number, f"the record has {length:,} bytes; up to {_LARGEST_BLOCK:,} are read", fields
        )
    return _Record(number=number, kind=kind, fields=fields, header=bytes(header), block=block)


def _broken(number: int, reason: str, fields: dict[str, str] | None = None) -> _Record:
    return _Record(
        number=number,
        kind="",
        fields=fields or {},
        header=b"",
        block=b"",
        problem=ReadError(reason),
    )


def _fields(header: bytes) -> dict[str, str]:
    lines = header.decode("utf-8", "replace").split("\n")[1:]
    named = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in named}


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written[:64])
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
