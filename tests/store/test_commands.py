"""`tacitus store info|check|compact|vacuum`."""

import json

import pytest
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.store import Run, Store
from tests.store.writer import article


@pytest.fixture
def folder(tmp_path):
    store = Store.create(tmp_path / "news")
    store.add([article(1), article(2)], run=Run(coder_version="test-1"), batch=1)
    return store.path


def run(*arguments):
    return CliRunner().invoke(app, ["store", *map(str, arguments)])


def test_info_says_what_is_there(folder):
    lines = run("info", folder).stdout.splitlines()
    assert "documents   2" in lines
    assert "events      4" in lines
    assert "coders      test-1: 2" in lines
    assert lines[-1] == f"digest      {Store.open(folder).digest()}"


def test_info_as_json_has_the_same_numbers(folder):
    found = json.loads(run("info", folder, "--json").stdout)
    assert (found["documents"], found["coders"]) == (2, {"test-1": 2})


def test_check_says_that_all_is_well(folder):
    done = run("check", folder)
    assert (done.exit_code, done.stdout) == (0, "2 documents: no faults\n")


def test_check_exits_with_1_for_a_fault(folder):
    # of the first commit: one of the last would look like a commit that was cut off, too
    files = (folder / "codings").glob("*.parquet")
    min(files, key=lambda file: file.stat().st_mtime_ns).unlink()
    done = run("check", folder)
    assert done.exit_code == 1
    assert "is missing, and codings lists it" in done.stdout
    assert done.stdout.endswith("\n1 fault\n")


def test_compact_and_vacuum_say_what_they_did(folder):
    assert run("compact", folder).stdout == "4 small files put together\n"
    assert run("vacuum", folder).stdout == "0 files deleted\n"
    assert run("vacuum", folder, "--older-than", "1h").stdout == "0 files deleted\n"


def test_an_age_that_is_none_is_refused(folder):
    done = run("vacuum", folder, "--older-than", "soon")
    assert done.exit_code == 2
    assert '"soon" is not an age' in done.stderr


def test_a_folder_that_is_no_store_ends_the_command(tmp_path):
    done = run("info", tmp_path)
    assert done.exit_code == 1
    assert "is not a store: it has no tacitus.json" in " ".join(done.stderr.split())
