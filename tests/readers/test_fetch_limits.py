"""What a fetch refuses or cuts off: hostile, broken and absent sites, addresses inside."""

from __future__ import annotations

import gzip
import socket
import sys
import time
from typing import Any

import pytest

from tacitus.errors import ExtraError, NotNewsError, ReadError
from tests.web import HTML, RSS, Web, drip, let_in

pytest.importorskip("httpx2")
pytest.importorskip("hishel")
pytest.importorskip("protego")

from tacitus.readers import connections, fetch  # noqa: E402
from tacitus.readers.connections import is_public  # noqa: E402
from tacitus.readers.fetch import Fetcher  # noqa: E402


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
