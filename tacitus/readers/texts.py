"""Text from bytes, and a `Document` from text.

The text stays as it was read, for offsets refer to it; only a byte order mark goes, and CRLF
becomes LF.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from datetime import date, datetime

from tacitus.errors import NotNewsError, ReadError
from tacitus.readers.languages import check_language
from tacitus.readers.options import ReadOptions
from tacitus.records import Document

LONGEST_TEXT = 2_000_000  # characters of one document: a long novel
LONGEST_BYTES = 4 * LONGEST_TEXT  # no encoding in use needs more for that
_SIGNATURES = {
    b"%PDF": "a PDF; save its text to a file first",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive or an office document; unpack it or save its text first",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"BZh": "compressed with bzip2; unpack it first",
    b"\xfd7zXZ": "compressed with xz; unpack it first",
    b"\x28\xb5\x2f\xfd": "compressed with zstd; unpack it first",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an office document; save its text first",
    b"{\\rtf": "rich text; save it as plain text first",
    b"PAR1": "a Parquet table; save it as JSONL or CSV first",
    b"SQLite format 3": "an SQLite database; save a table as CSV first",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f"))
_LONGEST_TITLE, _MOST_WORDS = 200, 32  # code points, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an input says of one of its documents, beside the text."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    updated: str | None = None  # when it changed, as a feed writes it; only to be compared
    language: str | None = None
    retrieved: datetime | None = None
    id: str = ""
    notes: tuple[str, ...] = ()


def read_text(
    text: str, *, options: ReadOptions | None = None, path: str | None = None
) -> Document:
    """The document of a plain text. Its first paragraph is the title when it looks like a headline.

    Raises:
        NotNewsError: there is no text.
        LanguageError: it is not English, and `options.force` does not say to go on.
        ReadError: it is longer than 2,000,000 characters.
    """
    cleaned = clean(text)
    return make_document(
        cleaned, Facts(title=first_line_title(cleaned)), options or ReadOptions(), path=path
    )


def make_document(
    text: str, facts: Facts, options: ReadOptions, *, path: str | None = None
) -> Document:
    """The document of `text`, which already holds its headline, with the options over the facts.

    Raises:
        ReadError: as `read_text` does.
    """
    if not text.strip():
        raise NotNewsError("there is no text in it; expected a news article")
    if len(text) > LONGEST_TEXT:
        raise ReadError(
            f"the text has {len(text):,} characters; one document may have {LONGEST_TEXT:,}: "
            "split it, or give a table with one article a row"
        )
    return Document(
        id=facts.id,
        text=text,
        title=options.title or facts.title,
        publisher=options.publisher or facts.publisher,
        published=options.published or facts.published,
        retrieved=facts.retrieved,
        url=options.url or facts.url,
        path=path,
        language=check_language(text, options, facts.language),
        notes=facts.notes,
    )


def with_title(title: str | None, body: str) -> str:
    """The body with the title as its first paragraph, unless it begins with the title already."""
    if not title or one_line(body.lstrip().partition("\n")[0]) == title:
        return body
    return f"{title}\n\n{body}"


def clean(text: str) -> str:
    """The text without a byte order mark and with LF for CRLF; nothing else is touched."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def one_line(text: str | None) -> str | None:
    """The text with every run of white space as one space; None when nothing is left."""
    return " ".join(text.split()) or None if text else None


def first_line_title(text: str) -> str | None:
    """The first line, where an empty line follows it and it reads like a headline."""
    first, _, rest = text.lstrip().partition("\n")
    title = first.strip()
    if len(title) > _LONGEST_TITLE or not 2 <= len(title.split()) <= _MOST_WORDS:
        return None
    if title[-1] in ".,;:" or title[0].islower() or not rest.strip() or rest[:1] not in "\n\r \t":
        return None
    return None if rest.partition("\n")[0].strip() else title


def decode(data: bytes, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    """The text of `data`, and notes on what had to be assumed.

    Raises:
        NotNewsError: it is empty, or no text at all.
        ReadError: the encoding does not fit, or none is given and none fits.
    """
    if not data.strip():
        raise NotNewsError("it is empty; expected a news article")
    if encoding is None:
        refuse_binary(data)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding or marked:
        return _decode_as(data, encoding or marked or ""), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _decode_damaged(data) or _decode_cp1252(data, error)


def refuse_binary(data: bytes) -> None:
    """Accept bytes that may be text.

    Raises:
        NotNewsError: they begin as a known format does, or are full of NUL.
        ReadError: they look like UTF-16 without its mark.
    """
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise NotNewsError(f"it is {name}; expected text, HTML, JSONL or CSV")
    start = data[:65_536]
    if any(start.startswith(mark) for mark, _ in _MARKS):
        return
    zeros = start.count(0)
    for parity, order in ((1, "le"), (0, "be")):
        if start[parity::2].count(0) > max(0.9 * zeros, 0.3 * len(start)):
            raise ReadError(
                f"it looks like UTF-16 without a byte order mark; use --encoding utf-16-{order}"
            )
    if len(start) - len(start.translate(None, _CONTROLS)) > len(start) * 0.01 + 1:
        raise NotNewsError("it is binary data; expected text, HTML, JSONL or CSV")


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError) as error:
        raise ReadError(
            f"it is not {encoding}: {_where(error)}; give its encoding with --encoding"
        ) from error


def _decode_damaged(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with some bytes cut or garbled, as archives have it; None when it is no UTF-8.

    Text of another encoding has hardly a sequence that is valid UTF-8 by chance.
    """
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    valid = sum(char > "\x7f" for char in text) - bad
    if bad > valid or bad > len(text) * 0.01:
        return None
    return text, (f"{bad:,} bytes of the text are not UTF-8 and were replaced by U+FFFD",)


def _decode_cp1252(data: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    beyond = sum(char > "\x7f" for char in text)
    if not text or beyond > len(text) * 0.2 or data.translate(None, _CONTROLS) != data:
        raise ReadError(
            f"it is not UTF-8: {_where(error)}; save it as UTF-8 or give its encoding "
            "with --encoding"
        ) from error
    return text, ("the text is not UTF-8 and was read as cp1252 (Western European)",)


def _where(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte 0x{error.object[error.start]:02x} at {error.start:,} does not fit"
    return str(error)
