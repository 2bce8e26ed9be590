"""Damage is found, small files go together, unused ones go away."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tacitus.errors import StoreError
from tacitus.records import Failure
from tacitus.store import Run, Store
from tacitus.store.columns import TABLES, table_of
from tacitus.store.rows import coding_row
from tests.store.writer import article

RUN = Run(coder_version="test-1")


@pytest.fixture
def store(tmp_path):
    store = Store.create(tmp_path / "news")
    store.add([article(1), article(2)], run=RUN, batch=1)
    return store


def data_files(store, table="codings"):
    return sorted(Path(file) for file in store.lake.files(table))


def test_info_counts_what_is_there(store):
    store.add([article(1, version="test-2")], run=Run(coder_version="test-2"))
    store.add([Failure(path="x", stage="read", reason="empty")], run=RUN)
    info = store.info()
    assert (info.documents, info.events, info.superseded, info.failures) == (2, 4, 1, 1)
    assert (info.links, info.runs, info.format) == (2, 2, 2)
    assert info.coders == {"test-1": 1, "test-2": 1}
    assert info.bytes > 0
    assert info.digest == store.digest()


def test_compacting_and_vacuuming_change_no_row(store):
    digest, old = store.digest(), data_files(store)
    assert store.compact() >= 2
    assert len(data_files(store)) == 1
    assert store.vacuum() == []
    assert all(file.exists() for file in old)
    assert (store.digest(), store.check()) == (digest, [])
    assert Store.open(store.path).digest() == digest


def test_vacuum_deletes_what_was_never_committed(store):
    orphan = store.path / "codings" / "part-00000-cut-off.zstd.parquet"
    fresh = store.path / "codings" / "part-00001-at-work.zstd.parquet"
    for file in (orphan, fresh):
        file.write_bytes(data_files(store)[0].read_bytes())
    month_ago = time.time() - 30 * 86_400
    os.utime(orphan, (month_ago, month_ago))
    assert store.info().unused_bytes == 2 * orphan.stat().st_size
    assert [Path(file).name for file in store.vacuum()] == [orphan.name]
    assert not orphan.exists()
    assert fresh.exists()
    assert store.check() == []


def test_vacuum_leaves_files_that_may_be_in_use(store):
    with pytest.raises(StoreError, match=r"files unused for 0:30:00 may .* expected 1:00:00 or"):
        store.vacuum(timedelta(minutes=30))


def test_check_names_a_missing_file(store):
    file = data_files(store)[0]
    file.unlink()
    assert store.check() == [f"{file} is missing, and codings lists it: restore it from a copy"]


def test_check_names_a_file_that_was_cut_off(store):
    file = data_files(store)[0]
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    assert store.check() == [
        f"{file} has {len(whole) - 100} bytes; expected {len(whole)}: restore it from a copy"
    ]


def test_check_names_a_file_with_damaged_pages(store):
    file = data_files(store)[0]
    whole = bytearray(file.read_bytes())
    whole[200:2000] = bytes(1800)
    file.write_bytes(bytes(whole))
    (fault,) = store.check()
    assert fault.startswith(f"{file} cannot be read (")


def test_check_finds_rows_that_contradict_each_other(store):
    row = {**coding_row(article(1)), "run_id": "other", "content_digest": "0" * 64}
    store.lake.append("codings", lambda at: [{**row, "recorded_at": at}])
    name = article(1).document.id
    assert store.check() == [
        f"document {name} has several rows that count; expected each but the first to replace "
        "another",
        f"document {name}: its coding does not have the digest {'0' * 64}: restore its file from a "
        "copy",
    ]


def test_check_finds_a_row_that_differs_from_its_coding(store):
    row = {**coding_row(article(3)), "events": []}
    store.lake.append("codings", lambda at: [{**row, "recorded_at": at}])
    name = article(3).document.id
    assert store.check() == [
        f"document {name}: its row has the events []; its coding ['e1', 'e2']: restore its file "
        "from a copy"
    ]


def test_a_table_that_is_gone_is_named(store):
    for file in (store.path / "links" / "_delta_log").iterdir():
        file.unlink()
    with pytest.raises(StoreError, match=r"table links of .*news cannot be opened"):
        Store.open(store.path)


def test_rows_lack_no_column():
    table = table_of([coding_row(article(1))], TABLES["codings"])
    assert table.column("replaces").null_count == 1
    assert table.column("document_id").to_pylist() == [article(1).document.id]
