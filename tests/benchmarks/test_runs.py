import json
import re
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.errors import BenchmarkError
from benchmarks.results import Result, model_sha256, read_result
from benchmarks.runs import run_suite
from benchmarks.suites import SUITES
from tests.benchmarks.fake_coders import FakeCoder


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "ner.jsonl"
    texts = ["Ada Quill spoke.", "Nobody spoke."]
    path.write_text("".join(json.dumps({"text": t, "entities": []}) + "\n" for t in texts), "utf-8")
    return path


def test_run_suite_gives_the_documented_fields(gold, tmp_path):
    result = run_suite("ner", gold, FakeCoder)
    result.write(tmp_path / "out" / "ner.json")
    written = json.loads((tmp_path / "out" / "ner.json").read_text("utf-8"))
    assert written.keys() >= {"suite", "n", "metrics", "seconds", "model_sha256", "hardware"}
    assert (written["suite"], written["n"]) == ("ner", 2)
    assert read_result(tmp_path / "out" / "ner.json") == result


def test_run_suite_takes_the_first_records_up_to_the_limit(gold):
    result = run_suite("ner", gold, FakeCoder, limit=1)
    assert (result.n, result.limit) == (1, 1)


def test_run_suite_keeps_the_path_of_the_machine_out_of_the_result(gold):
    assert str(gold.parent.parent) not in run_suite("ner", gold, FakeCoder).to_json()


def test_run_suite_names_an_unknown_suite_and_a_useless_limit(gold):
    with pytest.raises(BenchmarkError, match='no suite "names"; expected one of events'):
        run_suite("names", gold, FakeCoder)
    with pytest.raises(BenchmarkError, match="limit is 0"):
        run_suite("ner", gold, FakeCoder, limit=0)


def test_run_suite_takes_another_name_of_a_suite(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps({"text": "It rained.", "timexes": []}) + "\n", "utf-8")
    assert run_suite("timex", path, FakeCoder).suite == "timexes"


def test_every_metric_shown_is_one_that_the_suite_measures():
    for name, suite in SUITES.items():
        assert suite.shown, name
        assert suite.run.__module__ == f"benchmarks.suites.{name}"


def test_every_suite_is_run_by_make_bench_and_explained_in_the_docs():
    root = Path(__file__).parents[2]
    made = re.search(r"^SUITES := (.+)$", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    explained = re.findall(
        r"^\| (\w+) \| `", (root / "docs" / "benchmarks.md").read_text("utf-8"), re.MULTILINE
    )
    assert made
    assert sorted(made[1].split()) == sorted(SUITES) == sorted(explained)


def test_read_result_names_a_file_that_is_none(tmp_path):
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(BenchmarkError, match=r"x\.json is not a result"):
        read_result(tmp_path / "x.json")


def test_the_command_says_in_one_line_what_is_wrong(tmp_path, capsys):
    assert main(["run", "ner", "--data", str(tmp_path / "none.jsonl")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("benchmarks: ")
    assert "does not exist" in error


def test_table_writes_between_the_markers_and_check_notices_a_change(tmp_path, capsys):
    readme, results = tmp_path / "README.md", tmp_path / "results"
    readme.write_text("before\n<!-- bench:start -->\nold\n<!-- bench:end -->\nafter\n")
    result = Result(
        suite="ner",
        n=2,
        metrics={"span_f1": 81.25, "overlap_f1": 90.0, "f1_Person": 70.0},
        seconds=1.0,
        model_sha256="ab" * 32,
        hardware="a machine",
        data="set/dev.jsonl",
    )
    result.write(results / "ner.json")
    arguments = ["table", "--readme", str(readme), "--results", str(results)]
    assert main([*arguments, "--check"]) == 1
    assert "run `python -m benchmarks table`" in capsys.readouterr().err
    assert main(arguments) == 0
    text = readme.read_text()
    assert text.startswith("before\n<!-- bench:start -->\n| suite |")
    assert text.endswith("<!-- bench:end -->\nafter\n")
    assert (
        "| ner | set/dev.jsonl, 2 records | span F1 **81.2**, span F1, overlap **90.0** |" in text
    )
    assert main([*arguments, "--check"]) == 0


def test_table_needs_the_markers(tmp_path, capsys):
    (tmp_path / "README.md").write_text("no markers")
    (tmp_path / "results").mkdir()
    arguments = ["table", "--readme", str(tmp_path / "README.md")]
    assert main([*arguments, "--results", str(tmp_path / "results")]) == 2
    assert "<!-- bench:start -->" in capsys.readouterr().err


def test_another_model_is_measured_and_named_in_the_result(tmp_path, capsys):
    tiny = Path(__file__).parents[1] / "data" / "tiny_model"
    path = tmp_path / "gold.jsonl"
    entity = {"start": 0, "end": 7, "label": "Location"}
    record = {"id": "a", "text": "Nairobi lies in Kenya.", "entities": [entity]}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert main(["run", "ner", "--data", str(path), "--model", str(tiny)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["model_sha256"] == model_sha256(tiny)
    assert result["model_sha256"] != model_sha256()
