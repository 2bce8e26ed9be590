from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tacitus.errors import ReadError
from tacitus.readers import ReadOptions, read_collection, read_input
from tacitus.readers.addresses import Visit
from tacitus.records import Document, Failure
from tests.readers.articles import BODY, SECOND, page
from tests.web import RSS, Web, let_in, serve

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
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    pytest.importorskip("hishel")
    resolver, judge = let_in()
    monkeypatch.setattr("socket.getaddrinfo", resolver)
    monkeypatch.setattr("tacitus.readers.connections.is_public", judge)
    with serve() as found:
        yield found


def visit(url: str) -> tuple[list[Document | Failure], list[float]]:
    slept: list[float] = []
    with closing(Visit(ReadOptions(fetch=True), sleep=slept.append)) as opened:
        return list(opened.read(url)), slept


def test_fetching_reads_the_pages_of_lists_and_waits_between_them(web: Web) -> None:
    first = web.put("post.example/a", page())
    feed = web.put("post.example/feed", rss(item(first, body="Short.")), RSS)
    opml = f"<opml><body><outline text='x'><outline xmlUrl='{feed}'/></outline></body></opml>"
    (found,), slept = visit(web.put("list.example/opml", opml, {"Content-Type": "text/x-opml"}))
    assert isinstance(found, Document)
    assert SECOND in found.text
    assert found.published == date(2026, 3, 2)  # the page declares none
    assert slept == [pytest.approx(1, abs=0.5)]


def test_fetching_an_index_of_sitemaps_stops_at_the_next_index(web: Web) -> None:
    index = "<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>"
    xml = {"Content-Type": "text/xml"}
    second = web.put("post.example/2", index.format(web.url("post.example/1")), xml)
    (found,), _ = visit(web.put("post.example/1", index.format(second), xml))
    assert isinstance(found, Failure)
    assert "a list inside a list inside a list is not followed" in found.reason


def test_a_sitemap_that_is_packed_is_read(web: Web) -> None:
    sitemap = f"<urlset><url><loc>{web.put('post.example/a', page())}</loc></url></urlset>"
    packed = gzip.compress(sitemap.encode())
    headers = {"Content-Type": "application/gzip"}
    (found,), _ = visit(web.put("post.example/sitemap.xml.gz", packed, headers))
    assert isinstance(found, Document)
    bomb = gzip.compress(b"<urlset>" + b" " * 100_000_000, 1)
    url = web.put("post.example/bomb.gz", bomb, headers)
    with pytest.raises(ReadError, match="packed bytes give more than|more than 10,000,000 bytes"):
        visit(url)


def test_the_addresses_of_a_collection_share_their_pauses(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    defaults = Visit.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "sleep", slept.append)
    urls = [web.put(f"post.example/{name}", page()) for name in "abc"]
    found = list(read_collection(urls, ReadOptions()))
    assert [type(one) for one in found] == [Document] * 3
    assert len(slept) == 2


def test_a_broken_address_is_one_failure(web: Web) -> None:
    found = list(read_collection(["http://[broken", web.put("post.example/a", page())]))
    assert [type(one) for one in found] == [Failure, Document]
    assert isinstance(found[0], Failure)
    assert "the address is malformed" in found[0].reason
