from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest

from tacitus.errors import ReadError
from tacitus.readers import ReadOptions
from tacitus.readers.tables import read_csv, read_json, read_jsonl
from tacitus.records import Document, Failure
from tests.readers.articles import BODY, GERMAN, SECOND


def jsonl(*lines: object, **options: Any) -> list[Document | Failure]:
    rows = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    data = "\n".join(rows).encode("utf-8", "surrogatepass")
    return list(read_jsonl(io.BytesIO(data), "a.jsonl", ReadOptions(**options)))


def csv(text: str, **options: Any) -> list[Document | Failure]:
    return list(read_csv(io.BytesIO(text.encode()), "a.csv", ReadOptions(**options)))


def test_read_jsonl_reads_the_usual_columns() -> None:
    (found,) = jsonl(
        {"id": 7, "body": BODY, "Headline": "Envoy  leaves", "date": "2026-03-02", "outlet": "Post",
         "url": "https://post.example/1"}
    )  # fmt: skip
    assert isinstance(found, Document)
    assert found.text == f"Envoy leaves\n\n{BODY}"
    assert (found.id, found.title, found.publisher) == ("7", "Envoy leaves", "Post")
    assert (found.published, found.path) == (date(2026, 3, 2), "a.jsonl:1")


def test_read_jsonl_fails_bad_rows_with_their_line_and_goes_on() -> None:
    found = jsonl(
        "{bad", "", "[1]", {"text": BODY, "date": "soon"}, {"x": 1}, {"text": " "}, {"text": 5},
        "[" * 100_000, {"text": GERMAN}, '{"n": ' + "9" * 5_000 + "}", {"text": BODY},
    )  # fmt: skip
    assert isinstance(found[-1], Document)
    failures = [item for item in found if isinstance(item, Failure)]
    expected = [
        ("a.jsonl:1", "the line is not JSON"),
        ("a.jsonl:3", "the line is no JSON object; expected {"),
        ("a.jsonl:4", 'publication date "soon" is not understood'),
        ("a.jsonl:5", "no column for the text; expected one of text, body, content"),
        ("a.jsonl:6", "the row has no text"),
        ("a.jsonl:7", "the text is int, not a string"),
        ("a.jsonl:8", "the line is not usable JSON"),
        ("a.jsonl:9", "looks like German"),
        ("a.jsonl:10", "the line is not usable JSON"),
    ]
    assert len(failures) == len(expected)
    for failure, (path, reason) in zip(failures, expected, strict=True):
        assert failure.path == path
        assert reason in failure.reason
        assert "\n" not in failure.reason
    assert [failure.stage for failure in failures].count("language") == 1


def test_read_jsonl_refuses_a_line_that_is_too_long_and_goes_on() -> None:
    data = b'{"text": "' + b"a" * 9_000_000 + b'"}\n' + json.dumps({"text": BODY}).encode()
    long, short = read_jsonl(io.BytesIO(data), "a.jsonl", ReadOptions())
    assert isinstance(long, Failure)
    assert "the line is longer than 8,000,000 bytes" in long.reason
    assert isinstance(short, Document)
    assert short.path == "a.jsonl:2"


def test_read_jsonl_keeps_line_separators_inside_a_text() -> None:
    (found,) = jsonl(json.dumps({"text": f"{BODY}\u2028{SECOND} \ud800"}, ensure_ascii=True))
    assert isinstance(found, Document)
    assert "\u2028" in found.text
    assert found.text.endswith("\ud800")


def test_read_jsonl_takes_the_columns_that_are_named() -> None:
    (found,) = jsonl(
        {"text": "no", "story": BODY, "day": "2026-03-02"}, text_column="story", date_column="day"
    )
    assert isinstance(found, Document)
    assert (found.text, found.published) == (BODY, date(2026, 3, 2))
    (missing,) = jsonl({"text": BODY}, text_column="story")
    assert isinstance(missing, Failure)
    assert missing.reason == 'there is no column "story"; found text'


def test_read_json_reads_a_list_and_one_object() -> None:
    both = list(read_json(json.dumps([{"text": BODY}, 3]).encode(), "a.json", ReadOptions()))
    assert isinstance(both[0], Document)
    assert isinstance(both[1], Failure)
    assert "item 2 is no JSON object" in both[1].reason
    assert len(list(read_json(json.dumps({"text": BODY}).encode(), "a", ReadOptions()))) == 1
    with pytest.raises(ReadError, match="neither an object nor a list"):
        list(read_json(b"3", "a.json", ReadOptions()))


def test_read_csv_reads_quoted_fields_over_lines() -> None:
    (found,) = csv(f'Title,Body,Date\r\n"Envoy, leaves","{BODY}\r\n\r\n{SECOND}",2026-03-02\r\n')
    assert isinstance(found, Document)
    assert found.text == f"Envoy, leaves\n\n{BODY}\n\n{SECOND}"
    assert found.published == date(2026, 3, 2)


@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
def test_read_csv_finds_the_delimiter_in_the_header(delimiter: str) -> None:
    (found,) = csv(f"id{delimiter}text\n4{delimiter}{BODY}\n")
    assert isinstance(found, Document)
    assert found.id == "4"


def test_read_csv_fails_bad_rows_and_goes_on() -> None:
    found = csv(f'text,date\n"{BODY}",never\na,b,c\n,\n"{BODY}",2026-03-02\n"open {BODY}\n')
    reasons = [item.reason for item in found if isinstance(item, Failure)]
    assert len(reasons) == 3
    assert 'publication date "never"' in reasons[0]
    assert "the row has 3 fields under 2 columns" in reasons[1]
    assert "is a quote not closed?" in reasons[2]
    assert sum(isinstance(item, Document) for item in found) == 1


def test_read_csv_without_a_text_column_names_those_it_found() -> None:
    with pytest.raises(
        ReadError, match="no column for the text.*found a, b; name it with --text-column"
    ):
        csv("a,b\n1,2\n")


def test_read_csv_refuses_utf16_and_says_what_to_do() -> None:
    data = io.BytesIO("text\n".encode("utf-16"))
    with pytest.raises(ReadError, match="the table is in UTF-16; save it as UTF-8"):
        list(read_csv(data, "a.csv", ReadOptions()))


def test_read_csv_notes_that_a_row_was_not_utf8() -> None:
    data = io.BytesIO(f"text\nJosé. {BODY}\n".encode("cp1252"))
    (found,) = read_csv(data, "a.csv", ReadOptions())
    assert isinstance(found, Document)
    assert found.text.startswith("José.")
    assert "cp1252" in found.notes[0]


def test_read_csv_fails_a_line_of_another_encoding_and_goes_on() -> None:
    data = (
        f'text\n"{BODY}"\n'.encode()
        + "外務大臣は昨日大使".encode("shift-jis")
        + f"\n{BODY}\n".encode()
    )
    good, bad, last = read_csv(io.BytesIO(data), "a.csv", ReadOptions())
    assert isinstance(good, Document)
    assert isinstance(bad, Failure)
    assert bad.path == "a.csv:3"
    assert "it is not UTF-8: byte 0x8a at 0 does not fit" in bad.reason
    assert isinstance(last, Document)
    assert last.path == "a.csv:4"


def test_read_jsonl_refuses_an_encoding_in_which_lines_cannot_be_told() -> None:
    with pytest.raises(ReadError, match="the table is in UTF-16; save it as UTF-8"):
        jsonl({"text": BODY}, encoding="utf-16-le")
