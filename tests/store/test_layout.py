"""Stores of every earlier format open; what is no store, or a newer one, is refused."""

import json
from datetime import date

import pytest

from tacitus.errors import StoreError
from tacitus.store import Run, Store, layout
from tacitus.store.rows import content_digest
from tests.store import format_1
from tests.store.writer import article


@pytest.fixture
def of_format_1(tmp_path):
    coding = article(1)
    text = coding.to_json(indent=None)
    path = tmp_path / "old"
    document = coding.document
    format_1.write_store(
        path,
        document_id=document.id,
        text=document.text,
        coding=text,
        content_digest=content_digest(text),
    )
    return path


def test_a_store_of_format_1_opens(of_format_1):
    store = Store.open(of_format_1)
    assert store.coding(article(1).document.id) == article(1)
    columns = "event_type, date_start, place, killed, actors[1].country"
    events = store.relation("events").project(columns).fetchall()
    assert events == [("PROTEST", date(2024, 3, 4), "Port Selm", 3.0, "VLD")]
    assert len(store.relation("attributions").fetchall()) == 1
    assert store.relation("events", date(2024, 3, 6)).fetchall() == []


def test_a_store_of_format_1_takes_new_codings(of_format_1):
    store = Store.open(of_format_1)
    newer = article(1, version="test-2")
    store.add([newer, article(2, version="test-2")], run=Run(coder_version="test-2"))
    assert store.coding(newer.document.id) == newer
    assert store.info().superseded == 1
    assert len(store.relation("documents").fetchall()) == 2


def test_an_older_format_is_migrated_step_by_step(of_format_1, monkeypatch):
    steps = []

    def first(path):
        steps.append((1, path))
        step_1(path)

    step_1 = layout.MIGRATIONS[1]
    migrations = {1: first, 2: lambda path: steps.append((2, path))}
    monkeypatch.setattr(layout, "FORMAT", 3)
    monkeypatch.setattr(layout, "MIGRATIONS", migrations)
    Store.open(of_format_1)
    Store.open(of_format_1)
    assert steps == [(1, of_format_1), (2, of_format_1)]
    assert layout.read_marker(of_format_1) == (3, "2024-03-07T09:00:00+00:00")


def test_a_migration_that_was_cut_off_is_run_again(of_format_1, monkeypatch):
    def cut_off(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(layout, "FORMAT", 2)
    monkeypatch.setattr(layout, "MIGRATIONS", {1: cut_off})
    with pytest.raises(KeyboardInterrupt):
        Store.open(of_format_1)
    assert layout.read_marker(of_format_1)[0] == 1


def test_a_store_of_format_1_gets_the_tables_for_events_of_others(of_format_1):
    store = Store.open(of_format_1)
    assert store.relation("external_events").fetchall() == []
    assert layout.read_marker(of_format_1)[0] == 2


def test_a_newer_format_is_refused(of_format_1):
    layout.write_marker(of_format_1, 99)
    with pytest.raises(StoreError, match=r"old has store format 99; this tacitus reads up to 2: u"):
        Store.open(of_format_1)


def test_a_format_that_never_was_is_refused(of_format_1):
    layout.write_marker(of_format_1, 0)
    with pytest.raises(StoreError, match=r"old has store format 0; expected 1 to 2: restore tacit"):
        Store.open(of_format_1)


def test_a_folder_that_is_no_store_is_refused(tmp_path):
    with pytest.raises(StoreError, match=r"is not a store: it has no tacitus.json; expected a fol"):
        Store.open(tmp_path)


@pytest.mark.parametrize("text", ["", "[1]", json.dumps({"format": 1})])
def test_a_damaged_marker_is_named(of_format_1, text):
    (of_format_1 / "tacitus.json").write_text(text)
    with pytest.raises(
        StoreError, match=r"tacitus.json cannot be read \(.*\); expected \{\"format"
    ):
        Store.open(of_format_1)
