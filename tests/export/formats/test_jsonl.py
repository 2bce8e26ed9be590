from __future__ import annotations

import json

import pytest

from tacitus.errors import SchemaError
from tacitus.export.formats import FORMATS, format_named
from tacitus.store import Run, Store
from tacitus.store.query import find_events
from tacitus.store.query_cache import open_queries
from tests.codings import coding_of
from tests.export.formats.event_rows import hand_rows, talks


def test_jsonl_carries_every_column(tmp_path):
    rows = [*hand_rows(), talks()]
    report = FORMATS["jsonl"].write(rows, tmp_path / "e.jsonl")
    lines = (tmp_path / "e.jsonl").read_text("utf-8").split("\n")
    read = [json.loads(line) for line in lines if line]
    assert [set(row) for row in read] == [set(row) for row in rows]
    assert read[0]["actors"][0]["name"] == "Police"
    assert read[0]["date_start"] == "2024-03-04"
    assert read[2]["recorded_at"] == "2024-03-07T09:30:00"
    assert (report.events, report.written, report.losses) == (3, 3, ())


def test_rows_of_codings_are_the_rows_of_a_store(tmp_path):
    store = Store.create(tmp_path / "s")
    store.add([coding_of()], run=Run(coder_version="test-1"))
    found = sorted(find_events(open_queries(store.path)).dicts(), key=lambda row: row["event_id"])
    only_store = {"run_id", "recorded_at", "code_basis", "review"}
    plain = [{k: v for k, v in row.items() if k not in only_store} for row in found]
    judged = ["code_basis", "review"]  # what people said of it, which a coding does not know
    assert [list(row) for row in found] == [[*row, *judged] for row in hand_rows()]
    wanted = [{k: v for k, v in row.items() if k not in only_store} for row in hand_rows()]
    assert plain == wanted


def test_a_format_that_is_not_there_is_said():
    with pytest.raises(SchemaError, match=r'format "jsnl" is not known; expected one of .*jsonl'):
        format_named("jsnl")
