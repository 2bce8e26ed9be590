from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tacitus.readers import ReadOptions, read_input
from tacitus.readers.addresses import Visit
from tacitus.readers.texts import Facts
from tacitus.records import Document, Failure
from tests.readers.articles import BODY, SECOND, page

pytest.importorskip("feedparser")
ITEM = (
    "<item><title>Envoy leaves Juba</title><link>{link}</link>"
    "<pubDate>Mon, 02 Mar 2026 23:30:00 -0500</pubDate>"
    "<description><![CDATA[{body}]]></description></item>"
)
MARKED = f"<p>{BODY}</p><script>alert(1)</script><p>{SECOND}</p>"


def rss(*items: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Daily Post</title>'
        f"<language>en-gb</language>{''.join(items)}</channel></rss>"
    )


def item(link: str = "https://post.example/a", body: str = MARKED) -> str:
    return ITEM.format(link=link, body=body)


def read(path: Path, content: str, **options: object) -> list[Document | Failure]:
    path.write_text(content, "utf-8")
    return list(read_input(str(path), options=ReadOptions(**options)))  # type: ignore[arg-type]


def test_a_feed_gives_the_text_of_its_items(tmp_path: Path) -> None:
    path = tmp_path / "feed.txt"  # its bytes say what it is
    first, script, empty = read(path, rss(item(), item("javascript:alert(1)"), item(body="")))
    assert isinstance(first, Document)
    assert first.text == f"Envoy leaves Juba\n\n{BODY}\n\n{SECOND}"
    assert first.published == date(2026, 3, 2)  # the day where it was written, not in UTC
    assert (first.publisher, first.url) == ("Daily Post", "https://post.example/a")
    assert first.path == f"{path}:1"
    assert isinstance(script, Document)
    assert script.url is None
    assert isinstance(empty, Failure)
    assert "the item has no text of its own; use --fetch" in empty.reason


def test_atom_and_json_feeds_are_read_as_rss_is(tmp_path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily Post</title><entry>'
        '<title>Envoy leaves Juba</title><link href="https://post.example/a"/>'
        f"<updated>2026-03-02T10:00:00Z</updated><summary>{BODY}</summary></entry></feed>"
    )
    entry = {
        "id": "1",
        "url": "https://post.example/a",
        "title": "Envoy leaves Juba",
        "content_html": f"<p>{BODY}</p>",
        "date_published": "2026-03-02T10:00:00Z",
    }
    json_feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Daily Post"}
    (one,) = read(tmp_path / "a", atom)
    (two, broken) = read(tmp_path / "b", json.dumps({**json_feed, "items": [entry, 7]}))
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.text, one.published, one.publisher, one.url) == (
        two.text, two.published, two.publisher, two.url,
    )  # fmt: skip
    assert one.text == f"Envoy leaves Juba\n\n{BODY}"
    assert isinstance(broken, Failure)


def test_a_row_about_json_feeds_is_no_feed(tmp_path: Path) -> None:
    row = json.dumps({"text": f'{BODY} It said "version": "https://jsonfeed.org/version/1".'})
    (found,) = read(tmp_path / "rows", row)
    assert isinstance(found, Document)
    assert found.text.startswith(BODY)


def test_a_feed_that_defines_entities_is_refused(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    (found,) = read(tmp_path / "a.xml", rss(item(body="&l9;"), head=head))
    assert isinstance(found, Failure)
    assert "it defines entities of its own" in found.reason


def test_a_feed_is_read_up_to_2000_items(tmp_path: Path) -> None:
    found = read(tmp_path / "a.xml", rss(*[item(body="x")] * 2_005), language="en")
    assert len(found) == 2_001
    assert isinstance(found[-1], Failure)
    assert "the feed has 5 items beyond the first 2,000" in found[-1].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<?xml version='1.0'?><nitf><body/></nitf>", 'XML with the root "nitf"'),
        (rss(), "it has no items"),
        ("<opml><body><outline xmlUrl='file:///etc/x'/></body></opml>", "no address of the web"),
        ("<urlset><url><loc>https://post.example/a", "it is not well-formed"),
        (
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url>"
            "<loc>https://post.example/a</loc></url></urlset>",
            "a list of 1 addresses without text; use --fetch",
        ),
    ],
)
def test_a_list_that_gives_nothing_says_why(content: str, reason: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.xml", content)
    assert isinstance(found, Failure)
    assert reason in found.reason


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Answers by address, in the place of the network."""
    answers: dict[str, str] = {}

    def fetch(url: str, *, listings: bool = False) -> tuple[bytes, Facts]:
        return answers[url].encode(), Facts(url=url)

    pytest.importorskip("tacitus.readers.fetch")
    monkeypatch.setattr(sys.modules["tacitus.readers.fetch"], "fetch_page", fetch)
    return answers


def visit(url: str) -> tuple[list[Document | Failure], list[float]]:
    slept: list[float] = []
    now: Callable[[], float] = lambda: 0.0  # noqa: E731
    found = list(Visit(ReadOptions(fetch=True), sleep=slept.append, clock=now).read(url))
    return found, slept


def test_fetching_reads_the_pages_of_lists_and_waits_between_them(web: dict[str, str]) -> None:
    web["https://post.example/a"] = page()
    web["https://post.example/feed"] = rss(item(body="Short."))
    web["https://list.example/opml"] = (
        "<opml><body><outline text='x'><outline xmlUrl='https://post.example/feed'/></outline>"
        "</body></opml>"
    )
    (found,), slept = visit("https://list.example/opml")
    assert isinstance(found, Document)
    assert SECOND in found.text
    assert found.published == date(2026, 3, 2)  # the page declares none
    assert slept == [1.0]


def test_fetching_an_index_of_sitemaps_stops_at_the_next_index(web: dict[str, str]) -> None:
    index = "<sitemapindex><sitemap><loc>https://post.example/{}</loc></sitemap></sitemapindex>"
    web["https://post.example/1"], web["https://post.example/2"] = index.format(2), index.format(1)
    (found,), _ = visit("https://post.example/1")
    assert isinstance(found, Failure)
    assert "a list inside a list inside a list is not followed" in found.reason
