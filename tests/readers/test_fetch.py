"""Fetching over real sockets, from a web on this machine."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tacitus.errors import ReadError
from tests.readers.articles import page
from tests.web import HTML, Web, serve

pytest.importorskip("httpx2")
pytest.importorskip("hishel")
pytest.importorskip("protego")

from tacitus.readers import connections  # noqa: E402
from tacitus.readers.fetch import Fetcher  # noqa: E402


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
