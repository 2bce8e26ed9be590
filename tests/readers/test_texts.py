from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.errors import LanguageError, NotNewsError, ReadError
from tacitus.readers import ReadOptions, read_text
from tacitus.readers.texts import clean, decode, with_title
from tests.readers.articles import BODY, GERMAN


def test_read_text_takes_the_first_paragraph_as_title_and_keeps_it_in_the_text() -> None:
    document = read_text(f"Envoy leaves Juba\n\n{BODY}")
    assert document.title == "Envoy leaves Juba"
    assert document.text == f"Envoy leaves Juba\n\n{BODY}"
    assert document.language == "en"
    assert document.published is None


@pytest.mark.parametrize(
    "first",
    ["Kenya recalled its envoy.", "a small note", "He said:", "Word", "x " * 150],
    ids=["sentence", "lower case", "colon", "one word", "long"],
)
def test_read_text_takes_no_title_from_what_is_no_headline(first: str) -> None:
    assert read_text(f"{first}\n\n{BODY}").title is None


def test_read_text_takes_no_title_where_no_empty_line_follows() -> None:
    assert read_text(f"Envoy leaves Juba\n{BODY}").title is None


def test_read_text_prefers_the_options() -> None:
    options = ReadOptions(title="Other", publisher="Post", url="https://post.example/1")
    document = read_text(f"Envoy leaves Juba\n\n{BODY}", options=options)
    assert (document.title, document.publisher) == ("Other", "Post")
    assert document.url == "https://post.example/1"
    assert document.text.startswith("Envoy leaves Juba")


def test_read_text_keeps_everything_but_the_mark_and_crlf() -> None:
    text = f"\ufeff{BODY}\r\n\r\n \0 \ud800 \u2028 tail \r"
    assert read_text(text).text == f"{BODY}\n\n \0 \ud800 \u2028 tail \r"


def test_read_text_refuses_a_text_in_another_language_and_names_it() -> None:
    with pytest.raises(LanguageError, match=r"looks like German \(de\).*reads English.*--force"):
        read_text(GERMAN)


def test_read_text_codes_another_language_when_forced() -> None:
    assert read_text(GERMAN, options=ReadOptions(force=True)).language == "de"


def test_read_text_refuses_nothing_and_too_much() -> None:
    with pytest.raises(NotNewsError, match="no text in it; expected a news article"):
        read_text(" \n ")
    with pytest.raises(ReadError, match=r"2,000,001 characters; one document may have 2,000,000"):
        read_text("a" * 2_000_001)


def test_with_title_does_not_say_the_title_twice() -> None:
    assert with_title("Envoy leaves", "Envoy leaves\nHe left.") == "Envoy leaves\nHe left."
    assert with_title("Iran", "Iranians vote.") == "Iran\n\nIranians vote."
    assert with_title(None, "He left.") == "He left."


def test_decode_reads_utf8_utf16_and_cp1252_and_says_what_it_assumed() -> None:
    text = f"José said “no”. {BODY}"
    assert decode(text.encode(), None) == (text, ())
    assert decode(text.encode("utf-16"), None) == (text, ())
    decoded, notes = decode(text.encode("cp1252"), None)
    assert decoded == text
    assert notes == ("the text is not UTF-8 and was read as cp1252 (Western European)",)
    assert decode(text.encode("utf-16-le"), "utf-16-le") == (text, ())


def test_decode_keeps_utf8_with_a_garbled_byte_as_utf8_and_says_so() -> None:
    decoded, notes = decode(f"José said “no”. {BODY}".encode() + b"\x9d", None)
    assert decoded == f"José said “no”. {BODY}\ufffd"
    assert notes == ("1 bytes of the text are not UTF-8 and were replaced by U+FFFD",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty; expected a news article"),
        (b" \n", "it is empty"),
        (b"%PDF-1.7 x", "it is a PDF; save its text"),
        (b"\x89PNG\r\n", "it is a PNG image"),
        (b"PK\x03\x04xx", "ZIP archive or an office document; unpack it"),
        (b"\x7fELF\x02", "it is a program"),
        (b"\x1f\x8b\x08", "compressed with gzip; unpack it first"),
        (bytes(range(256)) * 9, "it is binary data"),
        (BODY.encode("utf-16-be"), "UTF-16 without a byte order mark; use --encoding utf-16-be"),
        ("外務大臣は昨日大使と会談した".encode("shift-jis"), "not UTF-8: byte 0x8a at 0"),
    ],
)
def test_decode_refuses_what_is_no_text_and_says_why(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        decode(data, None)


def test_decode_refuses_an_encoding_that_does_not_fit() -> None:
    with pytest.raises(ReadError, match="it is not ascii: byte 0xc3 at 3 does not fit"):
        decode("José".encode(), "ascii")


def test_options_refuse_an_unknown_encoding() -> None:
    with pytest.raises(ReadError, match='encoding "utf-9" is not known; expected a name such as'):
        ReadOptions(encoding="utf-9")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_decode_gives_a_text_or_a_read_error_for_any_bytes(data: bytes) -> None:
    try:
        text, _ = decode(data, None)
    except ReadError:
        return
    assert "\r\n" not in clean(text)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_read_text_gives_a_document_or_a_read_error_for_any_text(text: str) -> None:
    try:
        document = read_text(text, options=ReadOptions(force=True))
    except NotNewsError:
        assert not clean(text).strip()
    else:
        assert document.text == clean(text)
