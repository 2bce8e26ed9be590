from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.export.formats import FORMATS
from tacitus.store import Run, Store
from tests.codings import coding_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "s"
    Store.create(path).add([coding_of()], run=Run(coder_version="test-1"))
    return path


def run(*arguments):
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


def test_a_file_and_what_it_lost(folder, tmp_path):
    out, loss = tmp_path / "e.tsv", tmp_path / "loss.json"
    done = run("--store", folder, "--to", "polecat", "--out", out, "--loss", loss)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 of 2 events written to" in done.stderr
    assert "1  has no date" in done.stderr
    assert "1  who says so" in done.stderr
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines(), delimiter="\t"))
    assert [row["Event Mode"] for row in rows] == ["arrest"]
    report = json.loads(loss.read_text("utf-8"))
    assert (report["format"], report["events"], report["written"]) == ("polecat", 2, 1)
    assert {"what": "has no date", "count": 1, "kind": "left out"} in report["losses"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.tsv", "loss.json"]


def test_filters_are_those_of_events_and_dash_is_stdout(folder):
    done = run("--store", folder, "--to", "jsonl", "--out", "-", "--type", "REJECT")
    (row,) = map(json.loads, done.stdout.splitlines())
    assert row["event_type"] == "REJECT"
    assert done.stderr == "1 of 1 events written to stdout\nnothing is lost\n"


def test_a_file_that_is_there_is_kept_unless_forced(folder, tmp_path):
    out = tmp_path / "e.csv"
    out.write_text("mine")
    done = run("--store", folder, "--to", "csv", "--out", out)
    assert done.exit_code == 1
    assert "is there already; expected a new file: give another name, or --force" in done.stderr
    assert out.read_text() == "mine"
    assert run("--store", folder, "--to", "csv", "--out", out, "--force").exit_code == 0
    assert out.read_text("utf-8").startswith("document_id,")


def test_a_failed_export_leaves_no_file(folder, tmp_path, monkeypatch):
    def fail(rows, path, options):
        path.write_text("half")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("tacitus.export.formats.jsonl.write", fail)
    done = run("--store", folder, "--to", "jsonl", "--out", tmp_path / "e.jsonl")
    assert done.exit_code == 1
    assert "No space left on device" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_formats_are_listed_without_a_store():
    done = run("--formats")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(FORMATS)


def test_an_unknown_format_is_said(folder):
    done = run("--store", folder, "--to", "polcat", "--out", "-")
    assert done.exit_code == 1
    assert 'error: format "polcat" is not known; expected one of jsonl' in done.stderr
