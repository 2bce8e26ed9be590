from __future__ import annotations

import io
import json
import sys
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from tacitus.readers import ReadOptions, read_input
from tacitus.records import Document, Failure
from tests.readers.articles import BODY, GERMAN, page


def read(path: Path | str, **options: object) -> list[Document | Failure]:
    return list(read_input(str(path), options=ReadOptions(**options)))  # type: ignore[arg-type]


def only_failure(path: Path | str) -> Failure:
    (found,) = read(path)
    assert isinstance(found, Failure)
    assert "\n" not in found.reason
    return found


def test_read_input_reads_a_text_file_with_options(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"Envoy leaves Juba\r\n\r\n{BODY}".encode())
    (found,) = read(path, published=date(2026, 3, 2), publisher="Post")
    assert isinstance(found, Document)
    assert found.text == f"Envoy leaves Juba\n\n{BODY}"
    assert (found.title, found.published) == ("Envoy leaves Juba", date(2026, 3, 2))
    assert (found.publisher, found.path) == ("Post", str(path))


def test_read_input_tells_pages_and_rows_without_a_suffix(tmp_path: Path) -> None:
    html, rows = tmp_path / "page", tmp_path / "rows"
    html.write_text(page(), "utf-8")
    rows.write_text("\n".join([json.dumps({"text": BODY})] * 3), "utf-8")
    (found,) = read(html)
    assert isinstance(found, Document)
    assert found.title == "Envoy leaves Juba"
    assert [type(item) for item in read(rows)] == [Document] * 3


@pytest.mark.parametrize(
    ("content", "documents"),
    [(BODY, 1), (page(), 1), (json.dumps({"text": BODY}) + "\n" + json.dumps({"text": BODY}), 2)],
)
def test_read_input_reads_stdin(
    content: str, documents: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content.encode())))
    )
    found = read("-")
    assert [type(item) for item in found] == [Document] * documents
    assert isinstance(found[0], Document)
    assert (found[0].path or "").startswith("stdin")


def test_read_input_keeps_the_note_of_an_assumed_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"José said no. {BODY}".encode("cp1252"))
    (found,) = read(path)
    assert isinstance(found, Document)
    assert "read as cp1252" in found.notes[0]


def test_read_input_says_what_is_wrong_with_a_path(tmp_path: Path) -> None:
    assert "there is no such file; expected a path" in only_failure(tmp_path / "none.txt").reason
    assert "there is no such file" in only_failure("").reason
    assert "there is no such file" in only_failure("a\0b").reason
    assert "the folder has no files; expected articles" in only_failure(tmp_path).reason
    assert only_failure(tmp_path / "none.txt").path == str(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "it is empty; expected a news article"),
        ("a.csv", b"", "it is empty"),
        ("a.jsonl", b"", "it is empty"),
        ("a.html", b"", "it is empty"),
        ("a.txt", b"%PDF-1.4", "it is a PDF"),
        ("a.csv", b"PK\x03\x04", "the ZIP archive has no list of members: it is cut"),
        ("a.jsonl", b"\x1f\x8b\x08", "the packed data end too early"),
        ("a", b"\x7fELF", "it is a program"),
        ("a.html", b"<html><p>x</p></html>", "there is no article in the page"),
        ("a.csv", b"a,b\n1,2\n", "there is no column for the text"),
        ("a.json", b"{", "the file is not JSON"),
    ],
)
def test_read_input_gives_one_failure_for_a_source_that_cannot_be_read(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    failure = only_failure(path)
    assert reason in failure.reason
    assert failure.stage == "read"


def test_read_input_names_the_stage_of_another_language(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GERMAN, "utf-8")
    assert only_failure(path).stage == "language"
    (found,) = read(path, force=True)
    assert isinstance(found, Document)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv"])
def test_read_input_answers_a_50_mb_line_without_reading_it_into_memory(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"text\n" if name == "a.csv" else b"")
        file.seek(52_428_800)
        file.write(b"\n")
    with path.open("r+b") as file:  # a sparse file reads as NUL
        file.seek(5)
        file.write(b"a" * 70_000)
        if name != "a.csv":
            file.seek(0)
            file.write(b"aaaaa")
    tracemalloc.start()
    failure = only_failure(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "bytes" in failure.reason
    assert peak < 40_000_000


def test_read_input_gives_a_failure_where_the_extra_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "httpx2", None)
    failure = only_failure("https://post.example/envoy")
    assert (
        "needs the extra [fetch]; install it with: pip install 'tacitus[fetch]'" in failure.reason
    )
