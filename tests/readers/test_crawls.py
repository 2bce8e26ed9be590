"""Files as crawls write them: CC-NEWS and WET, written by fastwarc."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tacitus.readers import ReadOptions, read_collection, read_input
from tacitus.records import Document, Failure
from tests.readers.articles import BODY, GERMAN, SECOND, page

pytest.importorskip("fastwarc")

DAY = "2026-03-03T04:05:06Z"
HTML = "text/html; charset=utf-8"


def record(kind: str, uri: str | None, block: bytes, content_type: str, **fields: str) -> bytes:
    """One record as fastwarc writes it."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    made = WarcRecord()
    made.init_headers(record_type=getattr(WarcRecordType, kind))
    made.headers["WARC-Date"] = DAY
    made.headers["Content-Type"] = content_type
    for name, value in {"WARC_Target_URI": uri, **fields}.items():
        if value is not None:
            made.headers[name.replace("_", "-")] = value
    made.set_bytes_content(block)
    out = io.BytesIO()
    made.write(out, checksum_data=kind == "response")
    return out.getvalue()


def answer(status: str, fields: dict[str, str], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Crawl:
    """A file in the making, one gzip member a record, as CC-NEWS has it."""

    def __init__(self, *, packed: bool = True) -> None:
        self.packed = packed
        self.data = b""
        fields = b"software: a crawler\r\nformat: WARC File Format 1.0\r\n"
        self.put(record("warcinfo", None, fields, "application/warc-fields"))

    def put(self, written: bytes) -> None:
        self.data += gzip.compress(written) if self.packed else written

    def add(
        self, uri: str, body: bytes, kind: str = HTML, *, status: str = "200 OK", **headers: str
    ) -> int:
        """Add a request, its answer and metadata; gives where the answer begins."""
        ask = b"GET / HTTP/1.1\r\nUser-Agent: CCBot/2.0\r\n\r\n"
        self.put(record("request", uri, ask, "application/http; msgtype=request"))
        begins = len(self.data)
        fields = {"Content-Type": kind, **{n.replace("_", "-"): v for n, v in headers.items()}}
        block = answer(status, fields, body)
        self.put(record("response", uri, block, "application/http; msgtype=response"))
        self.put(record("metadata", uri, b"fetchTimeMs: 9\r\n", "application/warc-fields"))
        return begins

    def revisit(self, uri: str) -> None:
        """Add a record that says: as it was the last time."""
        profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
        block = answer("200 OK", {"Content-Type": HTML}, b"")
        kind = "application/http; msgtype=response"
        self.put(record("revisit", uri, block, kind, WARC_Profile=profile))

    def read(self, path: Path, **options: Any) -> list[Document | Failure]:
        path.write_bytes(self.data)
        return list(read_input(str(path), options=ReadOptions(**options)))


def dated(body: str | None = None) -> bytes:
    head = '<meta property="article:published_time" content="2026-03-02T08:00:00Z">'
    return page(head, body=body).encode()


def reasons(found: list[Document | Failure]) -> list[str]:
    return ["article" if isinstance(item, Document) else item.reason for item in found]


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_of_cc_news_gives_its_articles(packed: bool, tmp_path: Path) -> None:
    crawl = Crawl(packed=packed)
    crawl.add("https://post.example/envoy", dated())
    crawl.revisit("https://post.example/envoy")
    crawl.add("https://post.example/logo.png", b"\x89PNG\r\n", "image/png")
    crawl.add("https://post.example/gone", b"<html>gone</html>", status="404 Not Found")
    crawl.add("https://post.example/moved", b"", status="301 Moved", Location="/envoy")
    crawl.add("https://post.example/data.json", b"{}", "application/json")
    crawl.add("https://post.example/", b"<html><body><a href='/a'>Home</a></body></html>")
    crawl.add("https://blatt.example/a", page(body=f"<p>{GERMAN * 3}</p>").encode())
    found = crawl.read(tmp_path / "CC-NEWS-20260303040506-00001.warc.gz")
    said = reasons(found)
    assert len(said) == 7  # the revisit, requests and metadata say nothing
    assert said[0] == "article"
    assert "image/png" in said[1]
    assert "status 404" in said[2]
    assert "status 301" in said[3]
    assert "application/json" in said[4]
    assert "there is no article in the page" in said[5]
    assert isinstance(found[6], Failure)
    assert found[6].stage == "language"
    first = found[0]
    assert isinstance(first, Document)
    assert first.url == "https://post.example/envoy"
    assert first.published == date(2026, 3, 2)
    assert first.retrieved == datetime(2026, 3, 3, 4, 5, 6, tzinfo=UTC)
    assert BODY in first.text
    assert SECOND in first.text


@pytest.mark.parametrize(
    ("charset", "stated"),
    [
        ("cp1252", "text/html; charset=windows-1252"),
        ("utf-16", "text/html"),
        ("latin-1", "text/html"),
    ],
)
def test_pages_in_other_encodings_are_read(charset: str, stated: str, tmp_path: Path) -> None:
    crawl = Crawl()
    text = f"The café owner José Ibáñez spoke to the court in Asunción. {BODY}"
    meta = f'<meta charset="{charset}">' if charset != "utf-16" else ""
    crawl.add("https://post.example/a", page(meta, body=f"<p>{text}</p>").encode(charset), stated)
    (found,) = crawl.read(tmp_path / "a.warc.gz")
    assert isinstance(found, Document)
    assert "José Ibáñez spoke to the court in Asunción" in found.text


def test_answers_that_are_packed_or_chunked_are_undone(tmp_path: Path) -> None:
    crawl = Crawl()
    body = dated()
    crawl.add("https://post.example/a", gzip.compress(body), Content_Encoding="gzip")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:99], body[99:]))
    crawl.add("https://post.example/b", chunks + b"0\r\n\r\n", Transfer_Encoding="chunked")
    found = crawl.read(tmp_path / "a.warc.gz")
    assert reasons(found) == ["article", "article"]


def test_a_file_that_is_cut_gives_what_came_before(tmp_path: Path) -> None:
    crawl = Crawl()
    crawl.add("https://post.example/a", dated())
    begins = crawl.add("https://post.example/b", dated(f"<p>{SECOND} {BODY}</p>"))
    whole = crawl.data
    path = tmp_path / "a.warc.gz"
    for end in (begins + 3, begins + 40, begins + 300):
        path.write_bytes(whole[:end])
        found = list(read_input(str(path)))
        assert reasons(found)[0] == "article"
        assert isinstance(found[-1], Failure)
        assert len(found) == 2
        assert "end too early" in found[-1].reason or "is cut" in found[-1].reason


def test_damage_in_one_record_is_one_failure(tmp_path: Path) -> None:
    """Unpacked, a wrong length costs one record; packed, damage ends the stream, and says so."""
    crawl = Crawl(packed=False)
    begins = crawl.add("https://post.example/a", dated())
    crawl.add("https://post.example/b", dated(f"<p>{SECOND} {BODY}</p>"))
    data = crawl.data
    head = data.index(b"Content-Length: ", begins) + len(b"Content-Length: ")
    end = data.index(b"\r\n", head)
    path = tmp_path / "a.warc"
    for length in (b"7", b"999999", b"-1", b"12x"):
        path.write_bytes(data[:head] + length + data[end:])
        said = reasons(list(read_input(str(path))))
        assert said.count("article") == (0 if length == b"999999" else 1), length
        assert len(said) <= 2, length
    packed = Crawl()
    packed.add("https://post.example/a", dated())
    begins = packed.add("https://post.example/b", dated())
    damaged = bytearray(packed.data)
    damaged[begins + 60 : begins + 64] = b"\xff\xff\xff\xff"
    path = tmp_path / "b.warc.gz"
    path.write_bytes(bytes(damaged))
    said = reasons(list(read_input(str(path))))
    assert said[0] == "article"
    assert any("cannot be unpacked" in reason for reason in said)


def test_a_wet_file_of_fastwarc_gives_its_texts(tmp_path: Path) -> None:
    texts = [
        ("https://post.example/a", f"Envoy leaves Juba\n{BODY}\n{SECOND}".encode()),
        ("https://blatt.example/b", (GERMAN * 3).encode()),
        ("https://post.example/c", "Café José: ".encode("latin-1") + BODY.encode()),
        ("https://post.example/d", b""),
    ]
    records = [gzip.compress(record("conversion", uri, text, "text/plain")) for uri, text in texts]
    path = tmp_path / "CC-MAIN-20260303.warc.wet.gz"
    path.write_bytes(b"".join(records))
    found = list(read_input(str(path)))
    assert isinstance(found[0], Document)
    assert (found[0].url, found[0].title) == ("https://post.example/a", "Envoy leaves Juba")
    assert isinstance(found[1], Failure)
    assert found[1].stage == "language"
    assert isinstance(found[2], Failure)  # the format is UTF-8, and a guess would be silent
    assert "it is not utf-8: byte 0xe9" in found[2].reason
    assert isinstance(found[3], Failure)


def test_a_folder_laid_out_as_cc_news_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "crawl-data" / "CC-NEWS" / "2026" / "03"
    folder.mkdir(parents=True)
    for number in range(2):
        crawl = Crawl()
        crawl.add(f"https://post.example/{number}", dated(f"<p>{BODY} Report {number}.</p>"))
        crawl.read(folder / f"CC-NEWS-2026030304050{number}-0000{number}.warc.gz")
    found = list(read_collection([str(tmp_path / "crawl-data")]))
    assert [item.url for item in found if isinstance(item, Document)] == [
        "https://post.example/0",
        "https://post.example/1",
    ]
