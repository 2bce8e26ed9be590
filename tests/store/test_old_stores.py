"""A store of every earlier format opens, says what it said, and takes new rows."""

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tacitus.store import VIEWS, Store, layout
from tacitus.store.query import find_events
from tacitus.store.query_cache import open_queries
from tests.store.keep_format import FAILURE, LATER, OLD, RUN, link
from tests.store.writer import article

KEPT = sorted(OLD.glob("format_*.zip"))


@pytest.fixture(params=KEPT, ids=[file.stem for file in KEPT])
def old(request, tmp_path):
    path = tmp_path / "old"
    with zipfile.ZipFile(request.param) as archive:
        archive.extractall(path)
    return path


def test_there_is_a_store_of_every_earlier_format():
    kept = {int(file.stem.removeprefix("format_")) for file in KEPT}
    assert kept >= set(range(1, layout.FORMAT)), "run python -m tests.store.keep_format"


def test_a_store_of_an_earlier_format_says_what_it_said(old):
    store = Store.open(old)
    assert layout.read_marker(old)[0] == layout.FORMAT
    assert store.check() == []
    info = store.info()
    assert (info.documents, info.events, info.superseded) == (2, 4, 1)
    assert (info.failures, info.links, info.runs) == (1, 3, 2)
    assert info.coders == {"test-1": 1, "test-2": 1}
    assert info.digest == store.digest()
    assert store.coding(article(2).document.id) == article(2)
    assert [row[0] for row in store.relation("runs").order("run_id").fetchall()] == [
        RUN.id,
        LATER.id,
    ]
    for view in VIEWS:
        store.relation(view).limit(1).fetchall()


def test_a_store_of_an_earlier_format_keeps_its_history(old):
    store = Store.open(old)
    added = store.relation("documents").aggregate("max(recorded_at)").fetchall()[0][0]
    assert store.relation("documents", date(2000, 1, 1)).fetchall() == []
    assert len(store.relation("documents", added).fetchall()) == 2
    assert store.coding(article(1).document.id).coder_version == "test-2"


def test_a_store_of_an_earlier_format_takes_new_rows(old):
    store = Store.open(old)
    counts = store.add([article(2), article(3), FAILURE], run=RUN)
    assert (counts.added, counts.known, counts.failed) == (1, 2, 0)
    assert store.add_links([link()]) == 0
    assert store.compact() >= 2
    assert store.check() == []


def test_a_store_of_an_earlier_format_is_queried_without_being_opened_first(old):
    connection = open_queries(old)
    assert len(find_events(connection, limit=10).relation().fetchall()) == 4


def test_opening_a_store_of_an_earlier_format_twice_is_the_same_as_once(old, tmp_path):
    Store.open(old)
    copy = Path(shutil.copytree(old, tmp_path / "copy"))
    assert Store.open(copy).digest() == Store.open(old).digest()
