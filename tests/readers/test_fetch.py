from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tacitus.errors import ExtraError, NotNewsError, ReadError
from tacitus.readers.fetch import fetch_page, is_public
from tests.readers.articles import page

httpx2 = pytest.importorskip("httpx2")
pytest.importorskip("protego")

HOSTS = {
    "post.example": "93.184.216.34",
    "inside.example": "10.0.0.7",
    "six.example": "2606:2800:220:1::1",
}
HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        address = HOSTS.get(host, host)
        if not address[0].isdigit():
            raise socket.gaierror("unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def site(answers: dict[str, object], seen: list[str] | None = None) -> Any:
    """A transport that answers by host and path; 404 for what it does not know."""

    def answer(request: object) -> object:
        key = request.headers["host"] + request.url.path  # type: ignore[attr-defined]
        if seen is not None:
            seen.append(f"{request.url.host} {key}")  # type: ignore[attr-defined]
        return answers.get(key, httpx2.Response(404))

    return httpx2.MockTransport(answer)


def test_fetch_page_connects_to_the_checked_address_and_asks_robots_first() -> None:
    seen: list[str] = []
    transport = site({"post.example/a": httpx2.Response(200, html=page())}, seen)
    data, facts = fetch_page("https://post.example/a", transport=transport)
    assert b"Envoy leaves Juba" in data
    assert facts.url == "https://post.example/a"
    assert facts.retrieved is not None
    assert seen == ["93.184.216.34 post.example/robots.txt", "93.184.216.34 post.example/a"]


def test_fetch_page_follows_a_redirect_and_checks_every_hop() -> None:
    moved = httpx2.Response(302, headers={"location": "https://six.example/b"})
    transport = site({"post.example/a": moved, "six.example/b": httpx2.Response(200, html=page())})
    assert (
        fetch_page("http://post.example/a", transport=transport)[1].url == "https://six.example/b"
    )
    inward = httpx2.Response(302, headers={"location": "http://inside.example/"})
    with pytest.raises(
        ReadError, match=r'"inside.example" has the address 10.0.0.7, which is not public'
    ):
        fetch_page("http://post.example/a", transport=site({"post.example/a": inward}))
    local = httpx2.Response(301, headers={"location": "file:///etc/passwd"})
    with pytest.raises(ReadError, match="the address is malformed; expected http://host/path"):
        fetch_page("http://post.example/a", transport=site({"post.example/a": local}))


def test_fetch_page_stops_after_five_redirects() -> None:
    around = httpx2.Response(302, headers={"location": "/a"})
    with pytest.raises(ReadError, match="redirects more than 5 times"):
        fetch_page("http://post.example/a", transport=site({"post.example/a": around}))


def test_fetch_page_obeys_robots() -> None:
    rules = httpx2.Response(200, text="User-agent: *\nDisallow: /a")
    with pytest.raises(ReadError, match="robots.txt of the site forbids it; save the page"):
        fetch_page("http://post.example/a", transport=site({"post.example/robots.txt": rules}))
    failing = httpx2.Response(503)
    with pytest.raises(
        ReadError, match="robots.txt of the site answers with status 503; try again"
    ):
        fetch_page("http://post.example/a", transport=site({"post.example/robots.txt": failing}))


def test_fetch_page_refuses_what_is_no_page() -> None:
    with pytest.raises(ReadError, match="answers with status 404; expected 200"):
        fetch_page("http://post.example/a", transport=site({}))
    pdf = httpx2.Response(200, content=b"%PDF", headers={"content-type": "application/pdf"})
    with pytest.raises(
        NotNewsError, match="the address gives application/pdf; expected an HTML page"
    ):
        fetch_page("http://post.example/a", transport=site({"post.example/a": pdf}))
    large = httpx2.Response(200, content=b"a" * 5_000_001, headers=HTML)
    with pytest.raises(ReadError, match="gives more than 5,000,000 bytes"):
        fetch_page("http://post.example/a", transport=site({"post.example/a": large}))


def test_fetch_page_says_that_a_host_is_not_found() -> None:
    with pytest.raises(ReadError, match='the host "none.example" is not found; check the address'):
        fetch_page("http://none.example/", transport=site({}))


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


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0"])
def test_fetch_page_refuses_an_address_in_the_url(host: str) -> None:
    fetch: Callable[[], object] = lambda: fetch_page(f"http://{host}/", transport=site({}))  # noqa: E731
    with pytest.raises(ReadError, match="not public; only public addresses are fetched"):
        fetch()


def test_fetch_page_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "protego", None)
    with pytest.raises(ExtraError, match=r"install it with: pip install 'tacitus\[fetch\]'"):
        fetch_page("http://post.example/")
