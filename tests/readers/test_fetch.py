"""Fetching over real sockets, from a web on this machine."""

from __future__ import annotations

import gzip
import socket
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tacitus.errors import ExtraError, NotNewsError, ReadError
from tests.readers.articles import page
from tests.web import HTML, RSS, Web, drip, let_in, serve

pytest.importorskip("httpx2")
pytest.importorskip("hishel")
pytest.importorskip("protego")

from tacitus.readers import connections, fetch  # noqa: E402
from tacitus.readers.connections import is_public  # noqa: E402
from tacitus.readers.fetch import Fetcher  # noqa: E402


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    resolver, judge = let_in({"inside.example": "10.0.0.7"})
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(connections, "is_public", judge)
    with serve() as found:
        yield found


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def fetcher(web: Web, slept: list[float]) -> Iterator[Fetcher]:
    made = Fetcher(sleep=slept.append)
    yield made
    made.close()


def test_an_address_gives_its_page_after_robots_was_asked(web: Web, fetcher: Fetcher) -> None:
    url = web.put("post.example/a", page())
    data, facts = fetcher.fetch(url)
    assert b"Envoy leaves Juba" in data
    assert facts.url == url
    assert facts.retrieved is not None
    assert [asked.path for asked in web.asked] == ["/robots.txt", "/a"]
    assert {asked.host for asked in web.asked} == {"post.example"}
    fetcher.fetch(web.put("post.example/b", page()))
    assert [asked.path for asked in web.asked] == ["/robots.txt", "/a", "/b"]


def test_a_request_says_who_asks(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    url = web.put("post.example/a", page())
    monkeypatch.setenv("TACITUS_CONTACT", "https://lab.example/crawl")
    one = Fetcher()
    one.fetch(url)
    one.close()
    agent = web.asked[-1].headers["user-agent"]
    assert agent.startswith("tacitus/")
    assert agent.endswith(" (+https://lab.example/crawl)")
    monkeypatch.setenv("TACITUS_CONTACT", "a\nX-Forged: b")
    with pytest.raises(ReadError, match="TACITUS_CONTACT is .* expected an address of the web"):
        Fetcher()


def test_cookies_are_not_kept(web: Web, fetcher: Fetcher) -> None:
    web.put("post.example/a", page(), {**HTML, "Set-Cookie": "who=you; Path=/"})
    fetcher.fetch(web.url("post.example/a"))
    fetcher.fetch(web.url("post.example/a"))
    assert "cookie" not in web.asked[-1].headers


def test_redirects_are_followed_to_the_last_address(web: Web, fetcher: Fetcher) -> None:
    last = web.put("other.example/c", page())
    web.redirect("post.example/b", last, 301)
    url = web.redirect("post.example/a", "/b", 307)
    assert fetcher.fetch(url)[1].url == last
    around = web.redirect("post.example/x", "/x")
    with pytest.raises(ReadError, match="redirects more than 5 times"):
        fetcher.fetch(around)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://inside.example/", r'"inside.example" has the address 10.0.0.7, which is not pub'),
        ("http://127.0.0.2:{canary}/", "127.0.0.2, which is not public"),
        ("http://2130706434:{canary}/", "127.0.0.2, which is not public"),
        ("http://0x7f.2:{canary}/", "127.0.0.2, which is not public"),
        ("http://0177.0.0.02:{canary}/", "the address is malformed"),
        ("http://good.example@127.0.0.2:{canary}/", "127.0.0.2, which is not public"),
        ("http://[::1]:{canary}/", "::1, which is not public"),
        ("http://[::ffff:127.0.0.2]:{canary}/", "which is not public"),
        ("http://[64:ff9b::7f00:2]:{canary}/", "which is not public"),
        ("http://[2002:7f00:2::]:{canary}/", "which is not public"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254, which is not public"),
        ("//127.0.0.2:{canary}/", "127.0.0.2, which is not public"),
        ("file:///etc/passwd", "the address is malformed"),
        ("gopher://post.example/", "the address is malformed"),
        ("ftp://post.example/", "the address is malformed"),
        ("javascript:alert(1)", "the address is malformed"),
        ("http://[::1", "the address is malformed"),
        ("http://post.example:99999/", "the address is malformed"),
        ("http://post.example:0/", "the address is malformed"),
        ("http://" + "a" * 300 + ".test/", "is not found; check the address"),
    ],
)
def test_a_redirect_leads_to_public_addresses_only(
    location: str, reason: str, web: Web, fetcher: Fetcher
) -> None:
    with serve("127.0.0.2") as canary:
        url = web.redirect("post.example/a", location.format(canary=canary.port))
        with pytest.raises(ReadError, match=reason):
            fetcher.fetch(url)
        assert canary.asked == []


def test_robots_may_redirect_to_public_addresses_only(web: Web, fetcher: Fetcher) -> None:
    url = web.put("post.example/a", page())
    with serve("127.0.0.2") as canary:
        web.redirect("post.example/robots.txt", f"http://127.0.0.2:{canary.port}/robots.txt")
        with pytest.raises(ReadError, match="which is not public"):
            fetcher.fetch(url)
        assert canary.asked == []


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(
    web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.put("rebind.example/a", page())
    resolve = socket.getaddrinfo
    times: list[int] = []

    def rebinding(host: Any, *arguments: Any, **options: Any) -> Any:
        if host == "rebind.example":
            times.append(1)
            host = "127.0.0.1" if len(times) == 1 else "127.0.0.2"
        return resolve(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with serve("127.0.0.2") as canary:
        fetcher.fetch(url)
        assert len(times) == 1  # robots.txt and the page go over one connection
        other = Fetcher()
        with pytest.raises(ReadError, match="127.0.0.2, which is not public"):
            other.fetch(url)
        other.close()
        assert canary.asked == []


def test_a_name_with_one_address_inside_is_refused(
    web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(*_: object, **__: object) -> list[tuple[object, ...]]:
        kinds = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kinds, ("127.0.0.1", 0)), (*kinds, ("192.168.0.9", 0))]

    url = web.put("post.example/a", page())
    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(ReadError, match="192.168.0.9, which is not public"):
        fetcher.fetch(url)
    assert web.asked == []


def test_the_next_address_of_a_host_is_tried(
    web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.put("post.example/a", page())
    monkeypatch.setattr(connections, "is_public", lambda _: True)
    kinds = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    resolve = socket.getaddrinfo

    def two(host: Any, *arguments: Any, **options: Any) -> Any:
        if host == "post.example":
            return [(*kinds, ("127.0.0.3", 0)), (*kinds, ("127.0.0.1", 0))]
        return resolve(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", two)
    assert b"Envoy" in fetcher.fetch(url)[0]


def test_robots_is_obeyed(web: Web, fetcher: Fetcher) -> None:
    web.put("post.example/robots.txt", "User-agent: tacitus\nDisallow: /a\nAllow: /\n")
    with pytest.raises(ReadError, match="robots.txt of the site forbids it; save the page"):
        fetcher.fetch(web.put("post.example/a", page()))
    fetcher.fetch(web.put("post.example/b", page()))
    assert web.paths() == ["/b"]
    web.redirect("far.example/robots.txt", web.url("post.example/robots.txt"))
    with pytest.raises(ReadError, match="robots.txt of the site forbids it"):
        fetcher.fetch(web.put("far.example/a", page()))


def test_a_site_whose_robots_fails_is_not_read(web: Web, fetcher: Fetcher) -> None:
    web.answers["post.example/robots.txt"] = (500, {}, b"")
    url = web.put("post.example/a", page())
    with pytest.raises(ReadError, match=r"robots.txt of the site answers with status 500; try ag"):
        fetcher.fetch(url)
    web.answers["post.example/robots.txt"] = (410, {}, b"")
    assert fetcher.fetch(url)[0]


def test_a_hostile_robots_takes_no_time(web: Web, fetcher: Fetcher) -> None:
    rules = "User-agent: *\nDisallow: /" + "*a" * 5_000 + "*x*y$\n" + "Disallow: /q*\n" * 20_000
    web.put("post.example/robots.txt", rules)
    started = time.perf_counter()
    fetcher.fetch(web.put("post.example/y" + "a" * 1_000 + "x", page()))
    assert time.perf_counter() - started < 3
    web.put("long.example/robots.txt", "#" * 600_000)
    with pytest.raises(ReadError, match="gives more than 500,000 bytes"):
        fetcher.fetch(web.put("long.example/a", page()))


def test_a_host_is_asked_once_a_second_or_as_its_robots_says(
    web: Web, fetcher: Fetcher, slept: list[float]
) -> None:
    for path in "ab":
        fetcher.fetch(web.put(f"post.example/{path}", page()))
    fetcher.fetch(web.put("other.example/a", page()))
    assert slept == [pytest.approx(1, abs=0.2)]
    web.put("slow.example/robots.txt", "User-agent: *\nCrawl-delay: 4\n")
    slept.clear()
    for path in "ab":
        fetcher.fetch(web.put(f"slow.example/{path}", page()))
    assert slept == [pytest.approx(4, abs=0.2)]


def busy(times: int, status: int = 429, **headers: str) -> Any:
    """Refuses so many times, then gives the page."""
    count = iter(range(1_000))

    def answer(*_: object) -> tuple[int, dict[str, str], bytes]:
        if next(count) < times:
            return status, {k.replace("_", "-"): v for k, v in headers.items()}, b"busy"
        return 200, HTML, page().encode()

    return answer


def test_a_busy_host_is_asked_again_after_what_it_says(
    web: Web, fetcher: Fetcher, slept: list[float]
) -> None:
    web.answers["post.example/a"] = busy(1, Retry_After="7")
    assert fetcher.fetch(web.url("post.example/a"))[0]
    assert slept == [pytest.approx(7, abs=0.2)]
    slept.clear()
    web.answers["other.example/a"] = busy(2, 503)
    assert fetcher.fetch(web.url("other.example/a"))[0]
    assert slept == [pytest.approx(5, abs=0.2), pytest.approx(10, abs=0.2)]
    slept.clear()
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    web.answers["date.example/a"] = busy(1, Retry_After=later)
    assert fetcher.fetch(web.url("date.example/a"))[0]
    assert slept == [pytest.approx(20, abs=2)]


def test_a_host_that_wants_an_hour_is_left_alone(
    web: Web, fetcher: Fetcher, slept: list[float]
) -> None:
    web.answers["post.example/a"] = busy(9, Retry_After="3600")
    url = web.url("post.example/a")
    with pytest.raises(ReadError, match=r"asked too often \(status 429\); try again later"):
        fetcher.fetch(url)
    with pytest.raises(ReadError, match="asks to be left alone for a while"):
        fetcher.fetch(url)
    assert web.paths() == ["/a"]
    assert fetcher.rests(url)
    assert slept == []


def test_what_is_no_page_is_refused(web: Web, fetcher: Fetcher) -> None:
    with pytest.raises(ReadError, match="answers with status 404; expected 200"):
        fetcher.fetch(web.url("post.example/none"))
    pdf = web.put("post.example/b", b"%PDF", {"Content-Type": "application/pdf"})
    with pytest.raises(NotNewsError, match="gives application/pdf; expected an HTML page"):
        fetcher.fetch(pdf)
    feed = web.put("post.example/c", "<rss/>", RSS)
    assert fetcher.fetch(feed, listings=True)[0] == b"<rss/>"


def test_a_body_without_end_is_cut_off(web: Web, fetcher: Fetcher) -> None:
    large = web.put("post.example/a", b"a" * 5_000_001)
    with pytest.raises(ReadError, match="gives more than 5,000,000 bytes"):
        fetcher.fetch(large)

    def endless(handler: Any, _: object) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _number in range(1_000):
            handler.wfile.write(b"a" * 100_000)

    web.answers["post.example/b"] = endless
    with pytest.raises(ReadError, match="gives more than 5,000,000 bytes"):
        fetcher.fetch(web.url("post.example/b"))


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_packed_bomb_is_cut_off_at_the_limit(coding: str, web: Web, fetcher: Fetcher) -> None:
    import tracemalloc

    if coding == "gzip":
        body = gzip.compress(b"\0" * 200_000_000, 1)
    else:
        body = pytest.importorskip("brotli").compress(b"\0" * 200_000_000, quality=1)
    bomb = web.put("post.example/a", body, {**HTML, "Content-Encoding": coding})
    tracemalloc.start()
    with pytest.raises(ReadError, match="gives more than 5,000,000 bytes"):
        fetcher.fetch(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 40_000_000


def test_a_body_that_cannot_be_unpacked_is_said(web: Web, fetcher: Fetcher) -> None:
    url = web.put("post.example/a", b"no gzip", {**HTML, "Content-Encoding": "gzip"})
    with pytest.raises(ReadError, match="the address cannot be fetched: DecodingError"):
        fetcher.fetch(url)


@pytest.mark.parametrize("where", ["status", "headers", "body"])
def test_a_site_that_drips_is_cut_off(
    where: str, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = b"HTTP/1.1 200 OK\r\n" if where != "status" else b""
    head += b"Content-Type: text/html\r\n\r\n" if where == "body" else b""

    def slow(handler: Any, _: object) -> None:
        handler.wfile.write(head)
        drip(handler, b"X-A: b\r\n" * 100, 0.05)

    web.answers["post.example/a"] = slow
    monkeypatch.setattr(fetch, "_PATIENCE", 0.4)
    made = Fetcher()
    started = time.monotonic()
    with pytest.raises(ReadError, match=r"takes more than 0.4 seconds; try again later"):
        made.fetch(web.url("post.example/a"))
    assert time.monotonic() - started < 1.5
    made.close()


def test_a_site_that_never_shakes_hands_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver, judge = let_in()
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(connections, "is_public", judge)
    monkeypatch.setattr(fetch, "_PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        made = Fetcher()
        with pytest.raises(ReadError, match=r"takes more than 0.3 seconds"):
            made.fetch(f"https://post.example:{silent.getsockname()[1]}/")
        made.close()


@pytest.mark.parametrize(
    "sent", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000, b"\0" * 99]
)
def test_a_site_that_speaks_no_http_is_a_failure(sent: bytes, web: Web, fetcher: Fetcher) -> None:
    def odd(handler: Any, _: object) -> None:
        handler.wfile.write(sent)
        handler.close_connection = True

    web.answers["post.example/a"] = odd
    with pytest.raises(ReadError, match="the address cannot be fetched: RemoteProtocolError"):
        fetcher.fetch(web.url("post.example/a"))


def test_a_host_that_is_not_there_is_said(web: Web, fetcher: Fetcher) -> None:
    with pytest.raises(ReadError, match='the host "none.invalid" is not found; check the address'):
        fetcher.fetch("http://none.invalid/")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ReadError, match="the address cannot be fetched: ConnectError"):
        fetcher.fetch(f"http://post.example:{port}/")


@pytest.mark.parametrize(
    "address",
    """
    127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.5 224.0.0.1 239.255.255.250 240.0.0.1
    255.255.255.255 192.0.0.1 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe fe80::1
    fe80::1%eth0 fc00::1 fd12::1 ff02::1 2001:db8::1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1
    2002:7f00:1:: 2002:a00:1:: 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 ::7f00:1 100::1
    """.split(),
)
def test_is_public_refuses_every_address_that_is_not(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808"]
)
def test_is_public_accepts_public_addresses(address: str) -> None:
    assert is_public(address) is True


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "0.0.0.0", "[::1]"]
)
def test_an_address_in_the_url_is_checked_too(host: str) -> None:
    made = Fetcher()
    with pytest.raises(ReadError, match="not public; only public addresses are fetched"):
        made.fetch(f"http://{host}/")
    made.close()


def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "protego", None)
    with pytest.raises(ExtraError, match=r"install it with: pip install 'tacitus\[fetch\]'"):
        Fetcher()
