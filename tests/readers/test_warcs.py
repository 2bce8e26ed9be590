from __future__ import annotations

import gzip
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tacitus.readers import read_input
from tacitus.records import Document, Failure
from tests.readers.articles import BODY, SECOND, page

pytest.importorskip("fastwarc")
DATED = page('<meta property="article:published_time" content="2026-03-02T08:00:00Z">').encode()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    kind: str,
    block: bytes,
    *,
    length: int | None = None,
    uri: str = "https://post.example/envoy",
    content_type: str = "application/http; msgtype=response",
) -> bytes:
    stated = len(block) if length is None else length
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n"
        f"WARC-Date: 2026-03-03T10:00:00Z\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {stated}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"


def read(path: Path, data: bytes) -> list[Document | Failure]:
    path.write_bytes(data)
    return list(read_input(str(path)))


@pytest.mark.parametrize("packed", [False, True])
def test_a_warc_gives_its_pages_with_address_and_dates(packed: bool, tmp_path: Path) -> None:
    records = [
        record("warcinfo", b"software: x\r\n", content_type="application/warc-fields"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", answer(DATED)),
        record("response", answer(b"", status="404 Not Found")),
        record("response", answer(gzip.compress(DATED), "Content-Encoding: gzip")),
    ]
    data = b"".join(gzip.compress(one) if packed else one for one in records)
    found = read(tmp_path / "CC-NEWS", data)
    assert [type(item) for item in found] == [Document, Failure, Document]
    first = found[0]
    assert isinstance(first, Document)
    assert BODY in first.text
    assert first.url == "https://post.example/envoy"
    assert first.published == date(2026, 3, 2)
    assert first.retrieved == datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert first.path == f"{tmp_path / 'CC-NEWS'}:3 https://post.example/envoy"
    assert isinstance(found[1], Failure)
    assert "answered with status 404" in found[1].reason


def test_a_wet_gives_its_texts(tmp_path: Path) -> None:
    text = f"Envoy leaves Juba\n\n{BODY}".encode()
    found = read(tmp_path / "a.wet", record("conversion", text, content_type="text/plain"))
    (document,) = found
    assert isinstance(document, Document)
    assert (document.title, document.published) == ("Envoy leaves Juba", None)
    assert document.text == text.decode()


@pytest.mark.parametrize("length", [20, 5_000])
def test_a_record_that_lies_about_its_length_is_one_failure(length: int, tmp_path: Path) -> None:
    good = record("response", answer(DATED))
    tail = record("response", answer(page(body=f"<p>{SECOND}</p>").encode()))
    lie = record("response", answer(DATED), length=length)
    padding = record("metadata", b"a" * 9_000)  # what the longer lie runs into
    found = read(tmp_path / "a.warc", good + lie + padding + tail)
    assert [type(item) for item in found] == [Document, Failure, Document]
    assert isinstance(found[1], Failure)
    assert f"does not end after the {length:,} bytes that it states" in found[1].reason


def test_a_cut_warc_gives_what_came_before_and_a_failure(tmp_path: Path) -> None:
    good, next_one = record("response", answer(DATED)), record("response", answer(DATED))
    found = read(tmp_path / "a.warc", good + next_one[:-200])
    assert [type(item) for item in found] == [Document, Failure]
    assert isinstance(found[1], Failure)
    assert "before the end of the record: it is cut" in found[1].reason
    packed = gzip.compress(good) + gzip.compress(next_one)[:-60]
    found = read(tmp_path / "a.warc.gz", packed)
    assert [type(item) for item in found] == [Document, Failure]
    assert isinstance(found[1], Failure)
    assert "the packed data end too early" in found[1].reason


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (b"no record here\r\n" * 50, "the bytes here begin no record"),
        (b"WARC/1.0\r\nContent-Length: many\r\n\r\n", 'Content-Length "many" is no number'),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 9_000 + b"\r\n", "the header has more than 32,768 bytes"),
        (record("response", b"a" * 6_000_000), "the record has 6,000,000 bytes; up to"),
        (record("response", b"no http"), "HTTP answer"),
        (record("response", answer(b"x", "Content-Encoding: gzip")), "HTTP answer"),
        (
            record("response", answer(gzip.compress(b" " * 9_000_000), "Content-Encoding: gzip")),
            "a page may have 5,000,000",
        ),
    ],
)
def test_a_bad_record_is_a_failure_and_the_next_one_is_read(
    damaged: bytes, reason: str, tmp_path: Path
) -> None:
    good = record("response", answer(DATED))
    found = read(tmp_path / "a.warc", good + damaged + good)
    assert [type(item) for item in found] == [Document, Failure, Document]
    assert isinstance(found[1], Failure)
    assert reason in found[1].reason


def test_a_warc_names_the_extra_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    (found,) = read(tmp_path / "a.warc", record("response", answer(DATED)))
    assert isinstance(found, Failure)
    assert "pip install 'tacitus[warc]'" in found.reason
