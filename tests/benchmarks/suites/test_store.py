"""The suite `store` on a store of three hundred events."""

import json

import pytest

from benchmarks import store_process
from benchmarks.errors import BenchmarkError
from benchmarks.suites import SUITES, store
from tests.benchmarks.fake_coders import FakeCoder


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TACITUS_CACHE", str(tmp_path))
    monkeypatch.setattr(store, "EVENTS", 30)
    return tmp_path


def test_a_record_stands_for_events_and_the_hash_for_the_generator(cache):
    gold = store.read_store(cache / "absent").first(10)
    assert sum(record.fields["events"] for record in gold.records) == 300
    assert gold.sha256 == store.generator_sha256()


def test_the_hash_changes_with_the_columns_of_the_store(monkeypatch):
    before = store.generator_sha256()
    monkeypatch.setattr(store, "TABLES", {"codings": {"one": "text"}})
    assert store.generator_sha256() != before


def test_the_store_is_written_once(cache):
    path = store.kept_store(60)
    moment = (path / "tacitus.json").stat().st_mtime_ns
    assert store.kept_store(60) == path
    assert (path / "tacitus.json").stat().st_mtime_ns == moment
    assert [folder.name for folder in (cache / "benchmarks").iterdir()] == [path.name]


def test_p95_is_of_all_runs_together():
    runs = {"one": {"ms": [float(n) for n in range(1, 11)]}, "other": {"ms": [99.0] * 10}}
    assert store.p95(runs) == 99.0
    assert store.p95({"one": {"ms": [float(n) for n in range(100, 0, -1)]}}) == 95.0
    assert store.p95({"one": {"ms": [3.0, 1.0, 2.0]}}) == 3.0


def test_the_suite_measures_what_its_table_shows(cache, monkeypatch):
    def python(*arguments):
        if "tacitus" in arguments:
            return ""
        return json.dumps(store_process.measure(store.kept_store(300)) | {"peak_rss_mb": 700.0})

    monkeypatch.setattr(store_process, "REPEATS", 1)
    monkeypatch.setattr(store, "REPEATS", 1)
    monkeypatch.setattr(store, "SQL", ("select 1 as one",))
    monkeypatch.setattr(store, "_python", python)
    monkeypatch.setattr(store, "_WRITTEN", 10)
    scores = store.run(store.read_store(cache).first(10).records, FakeCoder)
    assert scores.n == 300
    assert set(SUITES["store"].shown) < set(scores.metrics)
    assert "peak_rss_mb" in scores.details["missed"]
    filters = scores.details["filters"]
    assert filters["nothing"]["rows"] == store_process.SHOWN
    assert filters["actor, nobody"]["rows"] == 0
    assert sum(found["rows"] > 0 for found in filters.values()) > len(filters) / 2
    assert scores.details["searches"]["assault"]["rows"] > 0
    assert scores.details["searches"]["nobodyofthatname"]["rows"] == 0


def test_a_process_that_fails_is_named():
    with pytest.raises(BenchmarkError, match=r"ended with 1 \(KeyError: 5\); expected 0"):
        store._python("-c", "raise KeyError(5)")
