"""Writers that are killed, and writers that work at once."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tacitus.store import Counts, Run, Store
from tests.store.writer import article

ROOT = Path(__file__).parents[2]
RUN = Run(coder_version="test-1")


@pytest.fixture
def store(tmp_path):
    return Store.create(tmp_path / "news")


def start(store, first, last, batch):
    arguments = [str(store.path.absolute()), str(first), str(last), str(batch)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def documents(store):
    return [row[0] for row in store.relation("documents").project("document_id").fetchall()]


def test_a_killed_writer_loses_nothing_that_was_acknowledged(store, tmp_path):
    chance = random.Random(5)
    for commits in (1, 4, 6):
        with start(store, 0, 29, 2) as writer:
            lines = [writer.stdout.readline() for _ in range(commits)]
            time.sleep(chance.random() / 10)  # into the next commit or so
            writer.kill()
        safe = int(lines[-1])
        found = documents(Store.open(store.path))
        assert len(found) == len(set(found)) >= safe
        assert {article(number).document.id for number in range(safe)} <= set(found)
        assert Store.open(store.path).check() == []
    store.add(map(article, range(30)), run=RUN)
    left_alone = Store.create(tmp_path / "left alone")
    left_alone.add(map(article, range(30)), run=RUN)
    assert store.digest() == left_alone.digest()


def test_two_writers_of_the_same_articles_give_one_row_each(store):
    with start(store, 0, 15, 2) as one, start(store, 15, 0, 3) as other:
        while one.poll() is None or other.poll() is None:
            documents(store)  # a reader meanwhile
            time.sleep(0.1)
    assert (one.returncode, other.returncode) == (0, 0)
    found = documents(store)
    assert len(found) == len(set(found)) == 16
    assert store.check() == []
    left = store.relation("runs").project("added").fetchall()
    assert sum(added for (added,) in left) == 16


def test_a_writer_that_lost_the_race_looks_again(store):
    """The other commit comes between this one's look and its write."""
    other = Store.open(store.path)
    written: list[Counts] = []

    def make_rows(moment):
        if not written:
            written.append(other.add([article(1)], run=RUN))
        return real(moment)

    from tacitus.store.batches import new_codings

    real = new_codings(store.lake, [article(1), article(2)], RUN, replace=False)
    assert store.lake.append("codings", make_rows) == 1
    assert sorted(documents(store)) == sorted(article(n).document.id for n in (1, 2))
