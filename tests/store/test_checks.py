"""Damage that `store check` finds beside files: altered rows, loose links, indexes gone wrong."""

import dataclasses
import sqlite3

import pytest
from deltalake import DeltaTable

from tacitus.records import Link
from tacitus.store import Run, Store
from tacitus.store.query_cache import open_queries
from tacitus.store.search import search_documents
from tests.store.writer import article

RUN = Run(coder_version="test-1")
FIRST = article(1).document.id


@pytest.fixture
def store(tmp_path):
    store = Store.create(tmp_path / "news")
    store.add([article(1), article(2)], run=RUN)
    return store


def searched(store):
    """The connection after a query and a search, so that cache and index are there."""
    connection = open_queries(store.path)
    assert len(search_documents(connection, store.path, "agents")) == 2
    return connection


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("title", "'Nobody was arrested'", "title Nobody was arrested; its coding Veldania says"),
        ("published", "cast('1999-01-01' as date)", "published 1999-01-01; its coding 2024-03-06"),
        ("text", "'Other words.'", "another text than its coding"),
    ],
)
def test_an_altered_row_is_found(store, column, value, fault):
    """With sound files: another program may have changed the table."""
    DeltaTable(str(store.path / "codings")).update(
        updates={column: value}, predicate=f"document_id = '{FIRST}'"
    )
    (found,) = Store.open(store.path).check()
    assert found.startswith(f"document {FIRST}: its row has")
    assert fault in found
    assert found.endswith(": restore its file from a copy")


def test_an_altered_event_is_found(store):
    coding = article(3)
    event = dataclasses.replace(coding.events[0], event_type="AID", mode=None)
    from tacitus.store.rows import coding_row

    altered = dataclasses.replace(coding, events=(event, *coding.events[1:]))
    row = {**coding_row(coding), "events": coding_row(altered)["events"]}
    store.lake.append("codings", lambda at: [{**row, "recorded_at": at}])
    assert store.check() == [
        f"document {coding.document.id}: its row has the event_type AID for e1; its coding COERCE: "
        "restore its file from a copy"
    ]


def test_a_link_to_a_document_that_is_not_there_is_found(store):
    link = Link(
        left_id=FIRST, right_id="f" * 32, relation="same_text", score=1, judge="x", evidence="y"
    )
    store.add_links([link, dataclasses.replace(link, right_id=article(2).document.id)])
    assert store.check() == [
        f"the link same_text from {FIRST} to {'f' * 32} leads to a document that is not there, "
        f"{'f' * 32}; expected one of the store: ingest it again"
    ]


def test_an_index_that_only_lacks_the_newest_is_sound(store):
    searched(store)
    store.add([article(3)], run=RUN)
    assert store.check() == []
    assert len(search_documents(open_queries(store.path), store.path, "agents")) == 3


def test_an_index_that_wrongly_says_it_is_up_to_date_is_found(store):
    searched(store)
    index = store.path / "search.sqlite"
    with sqlite3.connect(index) as connection:
        connection.execute("delete from documents where document_id = ?", [FIRST])
    assert store.check() == [
        "the index of searches has 1 documents, 2 with words, and says that it is up to date; "
        f"expected the 2 of the store: delete {index}: the next search makes it anew"
    ]
    index.unlink()
    searched(store)
    assert store.check() == []


def test_an_index_that_is_no_database_is_found(store):
    index = store.path / "search.sqlite"
    index.write_bytes(b"no database at all" * 100)
    (fault,) = store.check()
    assert fault == (
        "the index of searches cannot be read (file is not a database): "
        f"delete {index}: the next search makes it anew"
    )


def test_a_damaged_cache_is_found(store):
    searched(store)
    (file,) = (store.path / "cache").glob("*.events.*")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    (fault,) = store.check()
    assert fault.startswith(f"{file} cannot be read (")
    assert fault.endswith(f": delete the folder {store.path / 'cache'}")


def test_a_cache_of_other_rows_is_found(store, tmp_path):
    searched(store)
    other = Store.create(tmp_path / "other")
    other.add([article(5)], run=RUN)
    searched_one = open_queries(other.path)
    searched_one.close()
    (file,) = (store.path / "cache").glob("*.events.*")
    (wrong,) = (other.path / "cache").glob("*.events.*")
    file.write_bytes(wrong.read_bytes())
    cache = store.path / "cache"
    assert store.check() == [f"{file} has 2 events; expected 4: delete the folder {cache}"]
