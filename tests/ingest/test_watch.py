"""`tacitus watch` over several looks at sites on this machine, with a coder that needs no model.

The clock is `Stop.wait`: each look ends in it, and a test changes the sites there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tacitus.store import Store
from tacitus.store.lake import Lake
from tests.ingest.newswire import BODY, OTHER, WordCoder
from tests.web import HTML, RSS, Web, let_in, serve

pytest.importorskip("hishel")
Step = Callable[[], object]
ROOT = Path(__file__).parents[2]


def page(text: str, title: str = "News from the harbour") -> str:
    return f"<html><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"


def item(link: str, title: str = "News from the harbour", updated: str = "") -> str:
    mark = f"<updated>{updated}</updated>" if updated else ""
    return f"<entry><title>{title}</title><link href='{link}'/><id>{link}</id>{mark}</entry>"


def feed(*items: str) -> str:
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Wire</title>'
    return f"{head}{''.join(items)}</feed>"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Web]:
    resolver, judge = let_in()
    monkeypatch.setattr("socket.getaddrinfo", resolver)
    monkeypatch.setattr("tacitus.readers.connections.is_public", judge)
    monkeypatch.setenv("TACITUS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_COLOR", "1")
    with serve() as found:
        yield found


@pytest.fixture
def watch(web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """Watches feeds; between two looks the next of `steps` is done, after the last it ends."""
    pipeline = types.ModuleType("tacitus.pipeline")
    monkeypatch.setitem(sys.modules, "tacitus.pipeline", pipeline)
    from tacitus.cli import app

    def run(*sources: str, steps: tuple[Step, ...] = (), coder: Any = WordCoder) -> Any:
        pipeline.__dict__["Coder"] = coder
        left = iter(steps)
        rests: list[float] = []

        def wait(_: object, seconds: float) -> bool:
            if seconds < 300:  # a pause between two requests
                return False
            rests.append(seconds)
            step = next(left, None)
            if step is not None:
                step()
            return step is None

        monkeypatch.setattr("tacitus.commands.filling.Stop.wait", wait)
        arguments = ["watch", "--store", str(tmp_path / "store"), *sources, "--all"]
        result = CliRunner().invoke(app, arguments)
        assert len(rests) == len(steps) + 1
        return result

    return run


def rows(tmp_path: Path, view: str, columns: str) -> list[tuple[Any, ...]]:
    found = Store.open(tmp_path / "store").relation(view).project(columns).order(columns)
    return list(found.fetchall())


def test_each_look_brings_what_is_new_and_prints_it(
    web: Web, watch: Callable[..., Any], tmp_path: Path
) -> None:
    first = web.put("harbour.example/1", page(BODY, "Police arrest officials"))
    source = web.put("harbour.example/feed", feed(item(first), item(first)), RSS)

    def second_comes() -> None:
        second = web.put("harbour.example/2", page(OTHER, "Border reopens"))
        web.put("harbour.example/feed", feed(item(second), item(first)), RSS)

    result = watch(source, steps=(second_comes, lambda: None))
    assert result.exit_code == 0, result.output
    assert "Harbour Wire: Police arrest officials\n  COERCE  ? → ?\n" in result.stdout
    assert "Harbour Wire: Border reopens\n  CONSULT  ? → ?\n" in result.stdout
    assert result.stdout.count("1 coded, 0 skipped, 0 failed") == 2
    assert web.paths() == ["/feed", "/1", "/feed", "/2", "/feed"]
    web.asked.clear()
    again = watch(source)  # a watch that is started anew fetches no page and codes nothing
    assert web.paths() == ["/feed"]
    assert again.stdout == ""
    assert len(rows(tmp_path, "documents", "url")) == 2


def test_a_feed_that_has_not_changed_is_not_sent_again(web: Web, watch: Callable[..., Any]) -> None:
    first = web.put("harbour.example/1", page(BODY))
    sent: list[int] = []

    def answer(_: object, asked: Any) -> Any:
        status = 304 if asked.headers.get("if-none-match") == '"7"' else 200
        sent.append(status)
        return status, {**RSS, "ETag": '"7"'}, feed(item(first)).encode() if status == 200 else b""

    web.answers["harbour.example/feed"] = answer
    watch(web.url("harbour.example/feed"), steps=(lambda: None, lambda: None))
    assert sent == [200, 304, 304]
    assert web.paths().count("/1") == 1


def test_feeds_that_fail_in_every_way_stop_no_other(
    web: Web, watch: Callable[..., Any], tmp_path: Path
) -> None:
    good = web.put("good.example/feed", feed(item(web.put("good.example/1", page(BODY)))), RSS)
    opml = "<opml><body><outline xmlUrl='{}'/></body></opml>"
    bad = [
        web.url("gone.example/feed"),
        web.put("malformed.example/feed", "<rss><channel><item>", RSS),
        web.put("empty.example/feed", b"", RSS),
        web.put("page.example/feed", b"\0\1\2" * 99, RSS),
        web.put("entities.example/feed", '<!DOCTYPE r [<!ENTITY a "b">]><rss/>', RSS),
        web.put("circle.example/feed", opml.format(web.url("circle.example/feed")), RSS),
        "http://none.invalid/feed",
        "http://[broken",
        str(tmp_path / "gone.xml"),
    ]  # fmt: skip

    def recovers() -> None:
        second = web.put("gone.example/2", page(OTHER))
        web.put("gone.example/feed", feed(item(second)), RSS)

    result = watch(*bad, good, steps=(lambda: None, recovers))
    assert result.exit_code == 0, result.output
    assert len(rows(tmp_path, "documents", "url")) == 2
    failed = rows(tmp_path, "failures", "path, reason")
    assert len(failed) == len(set(failed)) == len(bad)  # once a reason, not once a look
    assert "Traceback" not in result.output


def test_a_reader_that_breaks_costs_one_source_only(
    web: Web, watch: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tacitus.readers import addresses, feeds

    read = feeds.read_feed

    def breaks(data: bytes, kind: Any, path: str, *rest: Any) -> Any:
        if "bad" in path:
            raise RecursionError("too deep")
        return read(data, kind, path, *rest)

    monkeypatch.setattr(addresses, "read_feed", breaks)
    bad = web.put("bad.example/feed", feed(item("https://x.example/1")), RSS)
    good = web.put("good.example/feed", feed(item(web.put("good.example/1", page(BODY)))), RSS)
    watch(bad, good)
    assert len(rows(tmp_path, "documents", "url")) == 1
    ((reason,),) = rows(tmp_path, "failures", "reason")
    assert reason == "it cannot be read: RecursionError: too deep"


def test_an_article_that_changed_is_fetched_again(
    web: Web, watch: Callable[..., Any], tmp_path: Path
) -> None:
    first = web.put("harbour.example/1", page(BODY))
    source = web.put("harbour.example/feed", feed(item(first, updated="2026-03-02T08:00:00Z")), RSS)

    def changes(hour: int) -> None:
        mark = f"2026-03-02T{hour:02}:00:00Z"
        web.put("harbour.example/feed", feed(item(first, updated=mark)), RSS)
        if hour == 9:
            web.put("harbour.example/1", page(f"{BODY} A third union joined the strike."))

    steps = [lambda hour=hour: changes(hour) for hour in range(9, 16)]
    watch(source, steps=(lambda: None, *steps))
    assert [url for (url,) in rows(tmp_path, "documents", "url")] == [first, first]
    assert web.paths().count("/1") == 4  # a feed that says so at every look is believed three times


def test_a_page_that_cannot_be_read_is_tried_three_times(
    web: Web, watch: Callable[..., Any], tmp_path: Path
) -> None:
    source = web.put("harbour.example/feed", feed(item(web.url("harbour.example/1"))), RSS)
    watch(source, steps=(lambda: None,) * 4)
    assert web.paths().count("/1") == 3
    assert len(rows(tmp_path, "failures", "path")) == 1


def test_a_busy_site_loses_no_article(web: Web, watch: Callable[..., Any], tmp_path: Path) -> None:
    source = web.put("harbour.example/feed", feed(item(web.url("busy.example/1"))), RSS)
    web.answers["busy.example/1"] = (429, {"Retry-After": "2"}, b"")
    steps: list[Step] = [lambda: None] * 5
    watch(source, steps=(*steps, lambda: web.put("busy.example/1", page(BODY))))
    assert len(rows(tmp_path, "documents", "url")) == 1


def test_a_site_that_wants_to_be_left_alone_is(web: Web, watch: Callable[..., Any]) -> None:
    source = web.put("harbour.example/feed", feed(item(web.url("busy.example/1"))), RSS)
    web.answers["busy.example/1"] = (429, {"Retry-After": "86400"}, b"")
    result = watch(source, steps=(lambda: None,) * 3)
    assert web.paths().count("/1") == 1
    assert result.stderr.count("asked too often (status 429)") == 1


def test_a_look_that_cannot_be_saved_is_looked_at_again(
    web: Web, watch: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = web.put("h.example/feed", feed(item(web.put("h.example/1", page(BODY)))), RSS)
    append = Lake.append

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Lake, "append", full)
    room = lambda: monkeypatch.setattr(Lake, "append", append)  # noqa: E731
    result = watch(source, steps=(lambda: None, room))
    assert result.stderr.count("this look broke off and the next is tried") == 2
    assert "No space left on device" in result.stderr
    assert len(rows(tmp_path, "documents", "url")) == 1


def test_a_clock_that_jumps_costs_nothing(
    web: Web, watch: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    first = web.put("h.example/1", page(BODY), {**HTML, "ETag": '"1"'})
    source = web.put("h.example/feed", feed(item(first)), {**RSS, "Cache-Control": "max-age=60"})
    now = time.time
    jump = lambda days: monkeypatch.setattr(time, "time", lambda: now() + days * 86_400)  # noqa: E731

    def second_comes() -> None:
        jump(-400)
        second = web.put("h.example/2", page(OTHER))
        web.put("h.example/feed", feed(item(second)), RSS)

    result = watch(source, steps=(lambda: jump(400), second_comes, lambda: jump(0)))
    assert result.exit_code == 0, result.output
    assert len(rows(tmp_path, "documents", "url")) == 2


CHILD = """
import sys, types
from tests.ingest.newswire import WordCoder
from tests.web import let_in
import socket, tacitus.readers.connections as connections

socket.getaddrinfo, connections.is_public = let_in()
pipeline = types.ModuleType("tacitus.pipeline")

class Coder(WordCoder):
    def code(self, document):
        print("coding", document.title, flush=True)
        sys.stdin.readline()
        return super().code(document)

pipeline.Coder = Coder
sys.modules["tacitus.pipeline"] = pipeline
from tacitus.cli import main
sys.argv[0] = "tacitus"
main()
"""


def test_a_kill_ends_it_after_the_article_under_way_and_a_restart_goes_on(
    web: Web, tmp_path: Path
) -> None:
    pages = [web.put(f"h{n}.example/{n}", page(f"{BODY} {n}.", f"Arrests {n}")) for n in range(3)]
    source = web.put("harbour.example/feed", feed(*map(item, pages)), RSS)
    command = [sys.executable, "-c", CHILD, "watch", "--store", str(tmp_path / "store"), source]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TACITUS_CACHE": str(tmp_path / "cache")}

    def start() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*command, "--all"], env=environment, cwd=tmp_path, text=True,
            stdin=pipe, stdout=pipe, stderr=pipe,
        )  # fmt: skip

    with start() as one:
        assert one.stdout is not None
        assert one.stdout.readline() == "coding Arrests 0\n"
        one.send_signal(signal.SIGTERM)
        out, err = one.communicate("\n", timeout=60)
    assert one.returncode == 128 + signal.SIGTERM
    assert "1 coded, 0 skipped, 0 failed" in out
    assert "finishing what is under way" in err
    assert [url for (url,) in rows(tmp_path, "documents", "url")] == pages[:1]
    web.asked.clear()
    with start() as two:
        assert two.stdin is not None
        assert two.stdout is not None
        two.stdin.write("\n\n")
        two.stdin.flush()
        lines: list[str] = []
        while not lines or "2 coded" not in lines[-1]:
            lines.append(two.stdout.readline())
        two.send_signal(signal.SIGTERM)
        two.communicate(timeout=60)
    coded = [line for line in lines if line.startswith("coding")]
    assert coded == ["coding Arrests 1\n", "coding Arrests 2\n"]
    assert web.paths() == ["/feed", "/1", "/2"]
    assert [url for (url,) in rows(tmp_path, "documents", "url")] == pages
