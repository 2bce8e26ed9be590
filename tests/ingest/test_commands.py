"""The commands ingest, watch, recode and diff, with a coder that needs no model."""

from __future__ import annotations

import json
import os
import signal
import sys
import types

import pytest
from typer.testing import CliRunner

from tacitus.commands.ingest import _seconds
from tacitus.ingest.sizes import expected_documents
from tacitus.store import Store
from tests.ingest.newswire import BODY, OTHER, RECIPE, WordCoder

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>
<item><title>Police arrest officials</title><link>https://harbour.example/1</link>
<description>{first}</description></item>
<item><title>Border reopens</title><link>https://harbour.example/2</link>
<description>{second}</description></item></channel></rss>"""


@pytest.fixture
def tacitus(monkeypatch):
    """Runs a command; `tacitus.coder` is the class of its coder."""
    pipeline = types.ModuleType("tacitus.pipeline")
    monkeypatch.setitem(sys.modules, "tacitus.pipeline", pipeline)
    from tacitus.cli import app

    def run(*arguments, coder=WordCoder):
        pipeline.__dict__["Coder"] = coder
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def folder(tmp_path):
    rows = [{"title": "Arrests", "text": BODY}, {"title": "Border", "text": OTHER}]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "news.jsonl").write_text(lines, "utf-8")
    (tmp_path / "biscuits.txt").write_text(RECIPE, "utf-8")
    return tmp_path


def count(store, view):
    return len(Store.open(store).relation(view).fetchall())


def test_ingest_makes_a_store_and_says_what_became_of_the_inputs(tacitus, folder):
    store = folder / "store"
    inputs = (folder / "news.jsonl", folder / "biscuits.txt")
    result = tacitus("ingest", "--store", store, *inputs)
    assert result.exit_code == 0, result.output
    assert "2 coded, 1 skipped (1 not news), 0 failed" in result.stdout
    assert f"2 events added to {store}" in result.stdout
    assert (count(store, "documents"), count(store, "failures")) == (2, 1)
    result = tacitus("ingest", "--store", store, *inputs)
    assert "0 coded, 2 known, 1 skipped (1 not news), 0 failed" in result.stdout
    assert (count(store, "documents"), count(store, "failures")) == (2, 1)
    result = tacitus("ingest", "--store", store, *inputs, "--all")
    assert "1 coded, 2 known, 0 skipped, 0 failed" in result.stdout


def test_ingest_goes_on_after_an_input_that_fails(tacitus, folder):
    store = folder / "store"
    result = tacitus("ingest", "--store", store, folder / "gone.txt", folder / "news.jsonl")
    assert result.exit_code == 1
    assert "gone.txt: read: there is no such file" in result.stderr
    assert "2 coded, 0 skipped, 1 failed" in result.stdout
    assert count(store, "failures") == 1


def test_ingest_leaves_a_folder_alone_that_is_no_store(tacitus, folder):
    result = tacitus("ingest", "--store", folder, folder / "news.jsonl")
    assert result.exit_code == 1
    assert "is not empty" in result.stderr
    assert "Traceback" not in result.output


def test_ingest_takes_facts_and_columns_as_read_does(tacitus, tmp_path):
    (tmp_path / "t.csv").write_text(f'body,head\n"{BODY}",Arrests\n', "utf-8")
    store = tmp_path / "store"
    result = tacitus(
        "ingest", "--store", store, tmp_path / "t.csv", "--text-column", "body",
        "--title-column", "head", "--published", "2024-03-06", "--publisher", "Harbour Wire",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    found = Store.open(store).relation("documents").project("title, published::text, publisher")
    assert found.fetchall() == [("Arrests", "2024-03-06", "Harbour Wire")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_ingest_with_what_was_coded_in_the_store(tacitus, tmp_path, number):
    class Interrupted(WordCoder):
        def code(self, document):
            if len(self.coded) == 2:
                os.kill(os.getpid(), number)
            return super().code(document)

    store = tmp_path / "store"
    rows = [json.dumps({"text": f"{BODY} Report {n}."}) for n in range(6)]
    (tmp_path / "news.jsonl").write_text("\n".join(rows), "utf-8")
    before = signal.getsignal(number)
    result = tacitus("ingest", "--store", store, tmp_path / "news.jsonl", coder=Interrupted)
    assert result.exit_code == 128 + number
    assert "2 coded, 0 skipped, 0 failed" in result.stdout
    assert "finishing what is under way" in result.stderr
    assert signal.getsignal(number) is before
    result = tacitus("ingest", "--store", store, tmp_path / "news.jsonl")
    assert "4 coded, 2 known, 0 skipped, 0 failed" in result.stdout


def test_watch_looks_once_and_says_what_is_new(tacitus, tmp_path):
    store, feed = tmp_path / "store", tmp_path / "feed.xml"
    feed.write_text(FEED.format(first=BODY, second=RECIPE), "utf-8")
    watch = ("watch", "--store", store, feed, tmp_path / "gone.xml", "--once", "--no-fetch")
    result = tacitus(*watch)
    assert result.exit_code == 1  # one of the feeds is not there
    assert "1 coded, 1 skipped (1 not news), 1 failed" in result.stdout
    assert "gone.xml: read: there is no such file" in result.stderr
    assert count(store, "documents") == 1


def test_a_look_that_breaks_off_is_said_and_tried_again(tacitus, tmp_path, monkeypatch):
    class Breaks(WordCoder):
        def code(self, document):
            raise MemoryError("too large")

    feed = tmp_path / "feed.xml"
    feed.write_text(FEED.format(first=BODY, second=OTHER), "utf-8")
    monkeypatch.setattr("tacitus.commands.filling.Stop.wait", lambda *_: True)
    result = tacitus("watch", "--store", tmp_path / "store", feed, "--no-fetch", coder=Breaks)
    assert result.exit_code == 0, result.output
    assert "this look broke off and the next is tried: too large" in result.stderr


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("10m", 600), ("2h", 7200), ("5", 5)])
def test_times_are_read(text, seconds):
    assert _seconds(text) == seconds


def test_a_time_that_is_none_is_refused(tacitus, tmp_path):
    result = tacitus("watch", "--store", tmp_path / "s", "feed.xml", "--every", "often")
    assert result.exit_code == 2
    assert "often" in result.output


def test_recode_and_diff_show_what_a_new_model_says(tacitus, folder):
    class Newer(WordCoder):
        def __init__(self, **_):
            super().__init__(version="test-2", types={"accused": "ACCUSE", "met": "CONSULT"})

    store = folder / "store"
    tacitus("ingest", "--store", store, folder / "news.jsonl")
    ((first,),) = Store.open(store).relation("runs").project("run_id").fetchall()
    result = tacitus("recode", "--store", store, coder=Newer)
    assert result.exit_code == 0, result.output
    assert "2 documents coded again, 2 say something else now" in result.stdout
    second = result.stdout.split()[1].rstrip(":")
    result = tacitus("diff", "--store", store, first, second)
    assert result.exit_code == 0, result.output
    assert '  - COERCE "arrested"' in result.stdout
    assert '  + ACCUSE "accused"' in result.stdout
    assert "2 documents in both runs: events 1 appeared, 1 went, 0 changed" in result.stdout
    result = tacitus("diff", "--store", store, first, "other")
    assert result.exit_code == 1
    assert '"other" is no run of the store' in result.stderr


def test_documents_are_counted_before_they_are_read_where_that_is_cheap(folder):
    assert expected_documents([str(folder)]) == 3
    (folder / "t.csv").write_text("text\nx\n")
    assert expected_documents([str(folder)]) is None
    assert expected_documents(["https://harbour.example/feed"]) is None
    assert expected_documents([str(folder / "gone.txt")]) is None
