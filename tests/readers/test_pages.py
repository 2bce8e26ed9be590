from __future__ import annotations

import time
from datetime import date

import pytest

from tacitus.errors import NotNewsError, ReadError
from tacitus.readers import ReadOptions
from tacitus.readers.pages import PageParser, looks_like_html, read_page
from tests.readers.articles import BODY, SECOND, page

HEAD = (
    '<meta charset="utf-8"><meta property="og:title" content="Envoy leaves Juba &amp; stays away">'
    '<meta property="og:site_name" content="Daily Post">'
    '<meta property="article:published_time" content="2022-03-02T10:00:00Z">'
    '<link rel="canonical" href="https://post.example/envoy">'
)


def test_read_page_takes_title_publisher_date_and_language_from_the_page() -> None:
    document = read_page(page(HEAD).encode(), ReadOptions(), path="a.html")
    assert document.title == "Envoy leaves Juba & stays away"
    assert document.publisher == "Daily Post"
    assert document.published == date(2022, 3, 2)
    assert document.url == "https://post.example/envoy"
    assert document.language == "en"
    assert document.text.startswith("Envoy leaves Juba & stays away\n\n")
    assert document.text.endswith(f"{BODY}\n\n{SECOND}")


def test_read_page_prefers_the_options() -> None:
    options = ReadOptions(published=date(2022, 1, 1), publisher="Other", title="Envoy gone")
    document = read_page(page(HEAD).encode(), options, path="a.html")
    assert (document.published, document.publisher) == (date(2022, 1, 1), "Other")
    assert document.text.startswith("Envoy gone\n\n")


def test_read_page_leaves_unknown_what_the_page_does_not_declare() -> None:
    document = read_page(page().encode(), ReadOptions(), path="a.html")
    assert document.published is None  # not 2019, the year of the footer
    assert document.publisher is None
    assert document.text.count("Envoy leaves Juba") == 1


def test_read_page_reads_the_encoding_that_the_page_declares() -> None:
    html = page('<meta charset="iso-8859-1">', f"<p>José said “no”. {BODY}</p>").encode("cp1252")
    assert "José said “no”." in read_page(html, ReadOptions(), path="a.html").text


def test_read_page_survives_malformed_metadata() -> None:
    data = '[{"@type": ["NewsArticle", 3], "headline": {"a": []}}, 7]'
    head = f'<script type="application/ld+json">{data}</script>'
    assert BODY in read_page(page(head).encode(), ReadOptions(), path="a.html").text


@pytest.mark.parametrize(
    "html", [page(body=""), page(body="<a href='/'>Home</a>"), "<html></html>", "<html>\0\ud800"]
)
def test_read_page_refuses_a_page_without_an_article(html: str) -> None:
    with pytest.raises(NotNewsError, match="there is no article in the page; expected a page with"):
        read_page(html.encode("utf-8", "replace"), ReadOptions(), path="a.html")


def test_read_page_refuses_a_page_that_is_too_large() -> None:
    with pytest.raises(ReadError, match=r"5,000,001 bytes; a page may have 5,000,000: save"):
        read_page(b"a" * 5_000_001, ReadOptions(), path="a.html")


def test_page_parser_kills_a_page_that_hangs_it_and_goes_on() -> None:
    parser = PageParser(patience=1.0)
    attributes = " ".join(f'a{number}="1"' for number in range(300_000))
    try:
        parser.parse("<html><body><p>warm</p></body></html>", None)
        started = time.perf_counter()
        with pytest.raises(ReadError, match="cannot be parsed in 1 seconds and 1 GB; save"):
            parser.parse(f"<html><body><p {attributes}>x</p></body></html>", None)
        assert time.perf_counter() - started < 5
        parser = PageParser()
        assert BODY in (parser.parse(page(), None)["text"] or "")
    finally:
        parser.close()


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"\xef\xbb\xbf\n <!-- saved --> <HTML lang=en>", True),
        (b'<?xml version="1.0"?><!DOCTYPE html>', True),
        (b"Kenya <b>recalled</b> its envoy.", False),
        (b"<rss version=2>", False),
        (b"", False),
    ],
)
def test_looks_like_html_tells_pages_from_text(start: bytes, expected: bool) -> None:
    assert looks_like_html(start) is expected
