"""The cache of answers, over real sockets."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tacitus.errors import ReadError
from tests.readers.articles import page
from tests.web import HTML, Answer, Asked, Web, let_in, serve

pytest.importorskip("httpx2")
pytest.importorskip("hishel")
pytest.importorskip("protego")

from tacitus.readers import connections, http_cache  # noqa: E402
from tacitus.readers.fetch import Fetcher  # noqa: E402


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    resolver, judge = let_in()
    monkeypatch.setattr("socket.getaddrinfo", resolver)
    monkeypatch.setattr(connections, "is_public", judge)
    with serve() as found:
        yield found


def fetch(url: str, folder: Path | None) -> bytes:
    """One fetch by an opened and closed fetcher, as a command makes it."""
    made = Fetcher(cache=folder, sleep=lambda _: None)
    try:
        return made.fetch(url, listings=True)[0]
    finally:
        made.close()


def changing(web: Web, address: str, headers: dict[str, str]) -> dict[str, str]:
    """A site that knows its page by ETag and date; what is put into the result it says next."""
    now = {"body": page(), "etag": '"1"', "date": "Mon, 02 Mar 2026 10:00:00 GMT"}

    def answer(_: object, asked: Asked) -> Answer:
        said = {**HTML, **headers}
        if "ETag" in headers:
            said["ETag"] = now["etag"]
        if "Last-Modified" in headers:
            said["Last-Modified"] = now["date"]
        known = asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")
        if known[0] == now["etag"] or (known[0] is None and known[1] == now["date"]):
            return 304, said, b""
        return 200, said, now["body"].encode()

    web.answers[address] = answer
    return now


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_what_has_not_changed_is_not_sent_again(validator: str, web: Web, tmp_path: Path) -> None:
    now = changing(web, "post.example/a", {validator: ""})
    url = web.url("post.example/a")
    first = fetch(url, tmp_path)
    assert fetch(url, tmp_path) == first
    asked = [one for one in web.asked if one.path == "/a"]
    name = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}[validator]
    assert [name in one.headers for one in asked] == [False, True]
    now.update(body=page(body="<p>New words</p>"), etag='"2"', date="Tue, 03 Mar 2026 10:00:00 GMT")
    assert b"New words" in fetch(url, tmp_path)
    assert b"New words" in fetch(url, tmp_path)


def test_what_its_site_calls_good_for_an_hour_is_not_asked_for(web: Web, tmp_path: Path) -> None:
    changing(web, "post.example/a", {"ETag": "", "Cache-Control": "max-age=3600"})
    url = web.url("post.example/a")
    assert fetch(url, tmp_path) == fetch(url, tmp_path)
    assert web.paths() == ["/a"]


def test_an_age_alone_does_not_make_an_answer_good(web: Web, tmp_path: Path) -> None:
    """By RFC 9111 a feed that changed ten days ago might be taken as good for a day."""
    now = changing(web, "post.example/feed", {"Last-Modified": ""})
    now["date"] = "Mon, 02 Mar 2015 10:00:00 GMT"
    url = web.url("post.example/feed")
    fetch(url, tmp_path)
    fetch(url, tmp_path)
    assert web.paths() == ["/feed", "/feed"]


@pytest.mark.parametrize("headers", [{"Cache-Control": "no-store", "ETag": ""}, {}])
def test_what_may_not_or_need_not_be_kept_is_not(
    headers: dict[str, str], web: Web, tmp_path: Path
) -> None:
    changing(web, "post.example/a", headers)
    url = web.url("post.example/a")
    fetch(url, tmp_path)
    fetch(url, tmp_path)
    asked = [one for one in web.asked if one.path == "/a"]
    assert [one.headers.get("if-none-match") for one in asked] == [None, None]


def test_without_a_folder_nothing_is_kept(web: Web, tmp_path: Path) -> None:
    changing(web, "post.example/a", {"ETag": "", "Cache-Control": "max-age=3600"})
    url = web.url("post.example/a")
    fetch(url, None)
    fetch(url, None)
    assert web.paths() == ["/a", "/a"]
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_and_an_error_are_not_kept(web: Web, tmp_path: Path) -> None:
    good = {"Cache-Control": "max-age=3600"}
    last = web.put("post.example/b", page(), {**HTML, **good})
    web.answers["post.example/a"] = (301, {"Location": last, **good}, b"")
    fetch(web.url("post.example/a"), tmp_path)
    web.answers["post.example/a"] = (404, good, b"")
    for _ in range(2):
        with pytest.raises(ReadError, match="status 404"):
            fetch(web.url("post.example/a"), tmp_path)
    web.put("post.example/a", page())
    assert fetch(web.url("post.example/a"), tmp_path)
    assert web.paths() == ["/a", "/b", "/a", "/a", "/a"]


def test_nothing_is_kept_for_longer_than_a_day(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing(web, "post.example/a", {"ETag": "", "Cache-Control": "max-age=31536000"})
    url = web.url("post.example/a")
    fetch(url, tmp_path)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 80_000)
    fetch(url, tmp_path)
    assert web.paths() == ["/a"]
    monkeypatch.setattr(time, "time", lambda: now() + 90_000)
    fetch(url, tmp_path)
    assert web.paths() == ["/a", "/a"]


def test_the_cache_stays_within_its_bound(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_cache, "_MOST_BYTES", 1_000_000)
    monkeypatch.setattr(http_cache, "_READING", 0.0)
    made = Fetcher(cache=tmp_path, sleep=lambda _: None)
    for number in range(30):
        body = page(body="<p>" + f"{number} words " * 20_000 + "</p>")
        made.fetch(web.put(f"post.example/{number}", body, {**HTML, "ETag": f'"{number}"'}))
    made.close()
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert 300_000 < size < 2_500_000  # with the write-ahead log and the entry on its way


def test_a_damaged_cache_is_made_anew(web: Web, tmp_path: Path) -> None:
    path = tmp_path / http_cache._NAME
    path.write_bytes(b"no database" * 1_000)
    url = web.put("post.example/a", page(), {**HTML, "ETag": '"1"'})
    assert fetch(url, tmp_path)
    with sqlite3.connect(path) as found:
        assert found.execute("select count(*) from entries").fetchone() == (1,)
    found.close()


def test_where_there_can_be_no_cache_pages_are_fetched_all_the_same(
    web: Web, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    url = web.put("post.example/a", page(), {**HTML, "ETag": '"1"'})
    (tmp_path / "file").write_text("in the way")
    assert fetch(url, tmp_path / "file" / "cache")
    made = Fetcher(cache=tmp_path, sleep=lambda _: None)
    made.fetch(url)
    with sqlite3.connect(tmp_path / http_cache._NAME) as other:
        other.execute("drop table streams")  # as if the disk failed under it
    other.close()
    assert made.fetch(web.put("post.example/b", page(), {**HTML, "ETag": '"2"'}))[0]
    made.close()
    assert capfd.readouterr().err == ""
