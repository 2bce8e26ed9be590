import json
from dataclasses import replace

import pytest

from benchmarks import gate
from benchmarks.errors import BenchmarkError
from benchmarks.gate import Floors, SuiteFloors, complaints, read_floors, updated, write_floors
from benchmarks.results import Result

MEASURED = Result(
    suite="ner",
    n=9,
    metrics={"span_f1": 80.0, "overlap_f1": 85.0, "f1_Misc": 10.0},
    seconds=1.0,
    model_sha256=None,
    hardware="a machine",
    data="names/dev.jsonl",
    data_sha256="a" * 64,
)


def floors(**values):
    suite = SuiteFloors(data="names/dev.jsonl", data_sha256="a" * 64, floors=values)
    return Floors(epsilon=0.05, suites={"ner": suite})


NONE = Floors(epsilon=0.05, suites={})


def test_a_score_at_its_floor_passes_and_one_within_epsilon_too():
    assert complaints(floors(span_f1=80.0), [MEASURED]) == []
    assert complaints(floors(span_f1=80.04), [MEASURED]) == []


def test_a_score_under_its_floor_is_named_with_both_figures():
    assert complaints(floors(span_f1=81.0), [MEASURED]) == [
        "ner: span_f1 is 80.00, under its floor 81.00"
    ]


def test_other_gold_is_not_compared_in_silence():
    other = replace(MEASURED, data_sha256="b" * 64)
    (line,) = complaints(floors(span_f1=80.0), [other])
    assert "scores cannot be compared" in line
    assert "bbbbbbbbbbbb" in line


def test_a_limited_run_does_not_pass():
    (line,) = complaints(floors(span_f1=80.0), [replace(MEASURED, limit=3)])
    assert line == "ner: measured on the first 3 records; the floor asks for all"


def test_a_suite_or_metric_that_was_not_measured_is_named():
    assert complaints(floors(span_f1=80.0), []) == [
        "ner: not measured; its floors stand in floors.json"
    ]
    assert complaints(floors(other_f1=1.0), [MEASURED]) == [
        "ner: other_f1 was not measured; its floor is 1.00"
    ]


def test_update_pins_the_shown_metrics_of_a_new_suite():
    pinned = updated(NONE, [MEASURED], allow_regression=False)
    assert pinned.suites["ner"].floors == {"span_f1": 80.0, "overlap_f1": 85.0}
    assert pinned.suites["ner"].data_sha256 == "a" * 64


def test_update_raises_a_floor_and_never_lets_it_creep_down_by_epsilon():
    pinned = updated(floors(span_f1=79.0, overlap_f1=85.04), [MEASURED], allow_regression=False)
    assert pinned.suites["ner"].floors == {"span_f1": 80.0, "overlap_f1": 85.04}


def test_update_refuses_to_lower_a_floor():
    with pytest.raises(BenchmarkError, match=r"span_f1 is 80\.00.*--allow-regression"):
        updated(floors(span_f1=81.0), [MEASURED], allow_regression=False)


def test_update_refuses_to_swap_the_gold_under_a_floor():
    other = replace(MEASURED, data_sha256="b" * 64)
    with pytest.raises(BenchmarkError, match="scores cannot be compared"):
        updated(floors(span_f1=70.0), [other], allow_regression=False)


def test_allow_regression_lowers_a_floor():
    pinned = updated(floors(span_f1=81.0), [MEASURED], allow_regression=True)
    assert pinned.suites["ner"].floors["span_f1"] == 80.0


def test_update_refuses_a_limited_run_and_leaves_speed_alone():
    with pytest.raises(BenchmarkError, match="first 3 records only"):
        updated(NONE, [replace(MEASURED, limit=3)], allow_regression=True)
    speed = replace(MEASURED, suite="speed", metrics={"load_s": 1.0})
    assert updated(NONE, [speed], allow_regression=False).suites == {}


def test_floors_survive_writing_and_reading(tmp_path):
    write_floors(tmp_path / "floors.json", floors(span_f1=80.0))
    assert read_floors(tmp_path / "floors.json") == floors(span_f1=80.0)


def test_read_floors_names_a_file_that_is_none(tmp_path):
    (tmp_path / "floors.json").write_text('{"epsilon": 1}')
    with pytest.raises(BenchmarkError, match=r"does not hold floors: KeyError\('suites'\)"):
        read_floors(tmp_path / "floors.json")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(gate, "model_sha256", lambda: None)
    MEASURED.write(tmp_path / "results" / "ner.json")
    return tmp_path


def run(folder, *options):
    files = ["--results", str(folder / "results"), "--floors", str(folder / "floors.json")]
    return gate.main([*files, *options])


def test_the_gate_pins_then_passes_then_stops_a_lower_score(folder, capsys):
    assert run(folder, "--update") == 0
    assert run(folder) == 0
    assert "2 scores at or above their floors" in capsys.readouterr().out
    worse = replace(MEASURED, metrics={"span_f1": 70.0, "overlap_f1": 85.0})
    worse.write(folder / "results" / "ner.json")
    assert run(folder) == 1
    assert "span_f1 is 70.00" in capsys.readouterr().out
    assert run(folder, "--update") == 2
    assert json.loads((folder / "floors.json").read_text())["suites"]["ner"]["floors"] == {
        "overlap_f1": 85.0,
        "span_f1": 80.0,
    }
    assert run(folder, "--update", "--allow-regression") == 0
    assert run(folder) == 0


def test_the_gate_refuses_results_of_another_model(folder, monkeypatch, capsys):
    monkeypatch.setattr(gate, "model_sha256", lambda: "c" * 64)
    assert run(folder, "--update") == 2
    assert "run `make bench`" in capsys.readouterr().err
