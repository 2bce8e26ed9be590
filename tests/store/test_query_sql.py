from __future__ import annotations

import hashlib
import sys
from datetime import date

import pytest

from tacitus.errors import StoreError
from tacitus.store.lake import Lake
from tacitus.store.query_sql import SqlLimits, run_sql
from tacitus.store.sql_child import answer
from tacitus.store.views import files_of
from tests.store.newsroom import ENVOY, ISLANDS, MARCH, write_store

LIMITS = SqlLimits(seconds=60, rows=50)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sql") / "store"
    first, later = date(2024, 3, 8), date(2024, 5, 5)
    return write_store(folder, (first, [MARCH, ENVOY]), (later, [ISLANDS]))


def digest(path):
    """Of every file of the store and its name."""
    files = sorted(file for file in path.parent.rglob("*") if file.is_file())
    parts = [str(file).encode() + file.read_bytes() for file in files]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def test_sql_reads_the_views(path):
    query = """with recursive n as (select 1 as i union all select i + 1 from n where i < 2)
        select event_type, date_start, score, actors[1].country as country
        from events semi join n on true
        where score > 0.8 order by date_start desc"""
    found = run_sql(path, query, limits=LIMITS)
    assert found.columns == ("event_type", "date_start", "score", "country")
    assert found.rows[0] == ("ACCUSE", "2024-03-06", 1.0, "KEN")
    assert not found.more


def test_sql_shows_what_was_known_at_a_day(path):
    query = "select count(*) as n from documents"
    found = run_sql(path, query, as_of=date(2024, 4, 1), limits=LIMITS)
    assert list(found.dicts()) == [{"n": 2}]


def test_sql_leaves_out_what_is_over_the_limit_and_says_so(path):
    found = run_sql(path, "select range from range(100000)", limits=LIMITS)
    assert len(found.rows) == 50
    assert found.more


HOSTILE = [
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select content from read_text('/etc/passwd')",
    "select * from glob('/*')",
    "attach 'x.db'",
    "copy (select 1) to 'x.csv'",
    "with a as (copy (select 1) to 'x.csv') select 1",
    "with a as (copy (select 1) to '{file}' (use_tmp_file false)) select 1",
    "with a as materialized (copy (select 1) to '{file}') select * from events",
    "select * from query('with a as (copy (select 1) to ''{file}'') select 1')",
    "explain analyze copy (select 1) to '{file}'",
    "with a as (delete from superseded) select 1",
    "with a as (insert into superseded values ('x', now())) select 1",
    "pragma database_list",
    "install httpfs",
    "load httpfs",
    "set memory_limit = '100GB'",
    "set variable codings_files = ['/etc/passwd']",
    "reset lock_configuration",
    "select 1; select 2",
    "select 1; copy (select 1) to 'x.csv'",
    "create table t as select 1",
    "create or replace view events as select 1",
    "drop view events",
    "export database 'x'",
    "import database 'x'",
    "call enable_logging('FileSystem', storage = 'file', storage_path = 'x')",
    "prepare p as select 1",
    "select * from sqlite_scan('x', 'y')",
    "select * from sys",
    "",
    "-- nothing",
    "select",
    "'; drop table documents; --",
    "select * from read_parquet('https://example.org/x.parquet')",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_sql_changes_and_shows_nothing(path, query, monkeypatch):
    """In this process, so without the limits on memory and time."""
    monkeypatch.chdir(path.parent)
    before = digest(path)
    files = files_of(Lake(path))
    asked = {
        "files": files,
        "as_of": None,
        "rows": 5,
        "memory": 1 << 30,
        "bytes": 1 << 20,
        "seconds": 60,
    }
    reply = answer(asked | {"query": query.format(file=files["codings"][0])})
    assert list(reply) == ["error"]
    assert "\n" not in reply["error"]
    assert "root:" not in reply["error"]
    assert digest(path) == before


def test_the_process_refuses_what_is_no_select(path):
    message = "SQL: the query holds a COPY; expected one SELECT over the views of the store"
    with pytest.raises(StoreError, match=message):
        run_sql(path, "with a as (copy (select 1) to 'x.csv') select 1", limits=LIMITS)


@pytest.mark.skipif(sys.platform != "linux", reason="memory can be limited on Linux only")
def test_sql_that_fills_the_memory_is_stopped(path):
    message = "SQL: the query needs more than 1024 MB of memory and was stopped"
    with pytest.raises(StoreError, match=message):
        run_sql(path, "select length(repeat('x', 4000000000))", limits=LIMITS)


def test_sql_that_does_not_end_is_killed(path, monkeypatch):
    monkeypatch.setattr("tacitus.store.query_sql._START", 0)
    query = "select sum(range % 7) from range(1000000000000)"  # takes time and no memory
    with pytest.raises(StoreError, match="SQL: the query takes longer than 1 seconds"):
        run_sql(path, query, limits=SqlLimits(seconds=1))


def test_sql_stops_by_itself_when_its_seconds_are_over(path, monkeypatch):
    monkeypatch.setattr("tacitus.store.query_sql._START", 600)
    query = "with recursive n as (select 1 as i union all select i + 1 from n) select max(i) from n"
    with pytest.raises(StoreError, match="SQL: the query takes longer than 0.5 seconds and was"):
        run_sql(path, query, limits=SqlLimits(seconds=0.5))


def test_an_error_of_sql_is_one_line_with_a_hint(path):
    with pytest.raises(StoreError) as error:
        run_sql(path, "select evnt_type from events", limits=LIMITS)
    assert "event_type" in str(error.value)
    assert "\n" not in str(error.value)


def test_no_progress_bar_gets_into_the_answer(path):
    """DuckDB draws one on stdout when a query takes two seconds and Python was begun by -m."""
    found = run_sql(path, "select current_setting('enable_progress_bar') as shown", limits=LIMITS)
    assert list(found.dicts()) == [{"shown": False}]
