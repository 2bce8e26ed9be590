"""Commits that a loss of power cut off: found by `check`, set aside by the next run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.commands.filling import open_or_create
from tacitus.errors import StoreError
from tacitus.store import Run, Store
from tacitus.store.recovery import set_aside_all, torn_commits
from tests.store.writer import article

RUN = Run(coder_version="test-1")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path):
    made = Store.create(tmp_path / "news")
    made.add([article(1)], run=RUN)
    made.add([article(2)], run=RUN)
    return made


def last_entry(store):
    return max((store.path / "codings" / "_delta_log").glob("*.json"))


def newest_data(store):
    return max((store.path / "codings").glob("*.parquet"), key=lambda f: f.stat().st_mtime_ns)


def cut(path, keep):
    path.write_bytes(path.read_bytes()[:keep])


def blank_end(path):
    """As a file is whose last block was not written."""
    body = path.read_bytes()
    path.write_bytes(body[:-100] + bytes(100))


DAMAGE = {
    "an empty entry": lambda store: cut(last_entry(store), 0),
    "a cut entry": lambda store: cut(last_entry(store), 200),
    "short data": lambda store: cut(newest_data(store), 500),
    "missing data": lambda store: newest_data(store).unlink(),
    "data of the right length": lambda store: blank_end(newest_data(store)),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_the_next_run_codes_what_a_cut_commit_lost(store, name):
    digest = store.digest()
    DAMAGE[name](store)
    result = CliRunner().invoke(app, ["store", "check", str(store.path)])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    opened = open_or_create(store.path)
    rows = opened.relation("documents").project("document_id").fetchall()
    assert rows == [(article(1).document.id,)]
    assert opened.check() == []
    counts = opened.add([article(1), article(2)], run=RUN)
    assert (counts.added, counts.known) == (1, 1)
    assert opened.digest() == digest
    assert opened.check() == []


def test_check_names_the_entry_and_what_to_do(store):
    cut(last_entry(store), 0)
    result = CliRunner().invoke(app, ["store", "check", str(store.path)])
    words = f"codings: {last_entry(store).name} was cut off while it was written"
    assert words in result.output
    assert "the next `tacitus ingest` sets it aside" in result.output


def test_a_sound_store_has_nothing_to_set_aside(store):
    store.compact()
    assert set_aside_all(store.path) == []
    assert torn_commits(store.path / "codings") == []


def test_a_cut_checkpoint_is_read_past(store):
    log = store.path / "codings" / "_delta_log"
    store.lake.table("codings").create_checkpoint()
    (checkpoint,) = log.glob("*.checkpoint.parquet")
    cut(checkpoint, 300)
    opened = open_or_create(store.path)
    assert len(opened.relation("documents").fetchall()) == 2
    assert not checkpoint.exists()


def test_damage_further_back_is_left_to_people(store):
    """Only the end of a log can have been cut; what is behind it was whole once."""
    first = sorted((store.path / "codings" / "_delta_log").glob("*.json"))[1]
    cut(first, 200)
    assert set_aside_all(store.path) == []
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(store.path)


def test_a_writer_that_is_killed_leaves_nothing_to_set_aside(tmp_path):
    store = Store.create(tmp_path / "news")
    arguments = [str(store.path.absolute()), "0", "40", "1"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.kill()
    assert set_aside_all(store.path) == []
    assert Store.open(store.path).check() == []
