"""The same store from any number of workers, on one machine and on Ray, and after any kill."""

from __future__ import annotations

import pickle
import sys
import types
from contextlib import nullcontext
from functools import partial

import pytest

from benchmarks.kills import TINY, run_under_kills, shuffle_lines, write_articles
from tacitus.errors import StoreError
from tacitus.ingest.fill import Choices, Hooks, fill_shards
from tacitus.ingest.shards import local_shards, sent_shards
from tacitus.pipeline import Coder
from tacitus.pool import Limits
from tacitus.readers import ReadOptions
from tacitus.records import Failure
from tacitus.scale import Cluster, fill_here, fill_on_ray
from tacitus.store import Store
from tests.ingest.newswire import BODY, OTHER, WordCoder
from tests.store.writer import article as coding

OPTIONS = ReadOptions(language="en", force=True)
EVERYTHING = Choices(everything=True, link_copies=False, batch=5)


@pytest.fixture(scope="module")
def coder():
    return Coder(model=TINY)


@pytest.fixture
def articles(tmp_path):
    return write_articles(tmp_path / "articles.jsonl", 24, seed=1)


def fill(store, path, coder, *, workers=1, batch=5):
    choices = Choices(workers=workers, everything=True, link_copies=False, batch=batch)
    hooks = Hooks()
    return fill_here(
        store, [str(path)], coder, options=OPTIONS, limits=Limits(), choices=choices, hooks=hooks
    )


def test_workers_shards_and_order_do_not_change_the_digest(articles, coder, tmp_path):
    one = Store.create(tmp_path / "one")
    assert fill(one, articles, coder).coded == 24
    shuffled = shuffle_lines(articles, tmp_path / "shuffled.jsonl", 3)
    two = Store.create(tmp_path / "two")
    assert fill(two, shuffled, coder, workers=2, batch=7).coded == 24
    assert one.digest() == two.digest()
    assert fill(two, articles, coder).known == 24


def test_killed_workers_and_drivers_leave_the_same_store(articles, coder, tmp_path):
    calm = Store.create(tmp_path / "calm")
    fill(calm, articles, coder)
    command = [
        *(sys.executable, "-m", "benchmarks.kills_driver", "--model", str(TINY), "--batch", "3"),
        *("--workers", "2", str(tmp_path / "killed"), str(articles)),
    ]
    found = run_under_kills(
        command, tmp_path / "killed", worker_kills=2, driver_kills=1, pause=0.7, seed=4
    )
    assert found.digest == calm.digest()
    assert (found.documents, found.failures, found.faults) == (24, 0, [])


@pytest.fixture
def archive(tmp_path):
    """A WET file of five articles."""
    path = tmp_path / "news.warc.wet"
    with path.open("wb") as out:
        for number in range(5):
            body = f"Report {number}\n\n{(BODY, OTHER)[number % 2]} Report {number}.".encode()
            out.write(
                b"WARC/1.0\r\nWARC-Type: conversion\r\n"
                + f"WARC-Target-URI: https://harbour.example/{number}\r\n".encode()
                + b"Content-Type: text/plain\r\n"
                + f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
                + b"\r\n\r\n"
            )
    return path


class Counting(WordCoder):
    """Stops the run by an error after some documents."""

    def __init__(self, most=99):
        super().__init__()
        self.most = most

    def code(self, document):
        if len(self.coded) > self.most:
            raise KeyboardInterrupt
        return super().code(document)


def test_an_archive_is_taken_up_where_a_run_broke_off(archive, tmp_path):
    pytest.importorskip("fastwarc", reason="the extra [warc] is not installed")
    store = Store.create(tmp_path / "store")
    (shard,) = local_shards([str(archive)], OPTIONS, key="k", size=2)
    broken = Counting(most=3)
    with pytest.raises(KeyboardInterrupt):
        fill_shards(store, [shard], broken, choices=EVERYTHING)
    assert store.mark_of(shard.name) == 1
    assert store.mark_of(shard.end) is None
    found = WordCoder()
    tally = fill_shards(store, [shard], found, choices=EVERYTHING)
    assert tally.coded == len(found.coded) <= 3
    assert tally.coded + tally.known == 5
    assert (store.mark_of(shard.name), store.mark_of(shard.end)) == (3, 5)
    archive.unlink()  # an archive that is done is not even opened
    assert fill_shards(store, [shard], found, choices=EVERYTHING).known == 5


def test_archives_are_shards_of_their_own_and_the_rest_is_cut(archive, articles, tmp_path):
    inputs = [str(articles), str(archive), str(articles)]
    local = local_shards(inputs, OPTIONS, key="k", size=10)
    assert [bool(shard.name) for shard in local] == [False, True, False]
    sent = list(sent_shards([str(tmp_path)], OPTIONS, key="k", size=10))
    assert [len(tuple(shard.items())) for shard in sent] == [10, 10, 4, 5]
    assert sent[3].name == local_shards([str(archive)], OPTIONS, key="k", size=10)[0].name
    again = list(sent_shards([str(tmp_path)], OPTIONS, key="k", size=10))
    assert [shard.name for shard in again] == [shard.name for shard in sent]
    other = list(sent_shards([str(tmp_path)], OPTIONS, key="another coder", size=10))
    assert {shard.name for shard in other}.isdisjoint(shard.name for shard in sent)


def test_what_could_not_be_coded_is_left_alone_until_asked(tmp_path):
    class Failing(WordCoder):
        broken = True

        def code_many(self, documents, workers=1):
            for document in documents:
                if self.broken:
                    yield Failure(
                        path="a", stage="encode", reason="killed", document_id=document.id
                    )
                else:
                    yield self.code(document)

    store, coder = Store.create(tmp_path / "store"), Failing()
    document = coding(1).document

    def tally(**choices):
        chosen = Choices(everything=True, link_copies=False, **choices)
        return fill_shards(store, [stream_of(document)], coder, choices=chosen)

    assert tally().failed == 1
    assert (tally().failed, tally().failed_before) == (0, 1)
    coder.broken = False
    assert tally().failed_before == 1
    assert tally(retry_failed=True).coded == 1
    assert (tally().known, tally().failed_before) == (1, 0)


def stream_of(*documents):
    from tacitus.ingest.shards import stream

    return stream(documents, 5)


def test_copies_are_not_left_out_under_ray(coder, tmp_path):
    store = Store.create(tmp_path / "store")
    with pytest.raises(StoreError, match="copies cannot be left out under Ray"):
        fill_on_ray(
            store, [], coder, options=OPTIONS, limits=Limits(), hooks=Hooks(), cluster=Cluster(),
            choices=Choices(skip_duplicates=True),
        )  # fmt: skip


def mixed_up(articles, path):
    """The articles in another order, and a line that cannot be read."""
    shuffle_lines(articles, path, 2)
    path.write_text(path.read_text("utf-8") + "no json\n", "utf-8")
    return path


class LocalRay:
    """What `tacitus.scale` uses of Ray, done here and at once; tasks and results are pickled.

    The task of the second shard is done twice, as after the loss of a machine.
    """

    def __init__(self):
        self.tasks = 0

    def remote(self, **_):
        return lambda function: types.SimpleNamespace(remote=partial(self._do, function))

    def _do(self, function, shard, job):
        self.tasks += 1
        for _ in range(2 if self.tasks == 2 else 1):
            report = function(pickle.loads(pickle.dumps(shard)), pickle.loads(job))
        return pickle.dumps(report)

    def put(self, value):
        return pickle.dumps(value)

    def wait(self, references, **_):
        return references[-1:], references[:-1]  # the last first

    def get(self, reference):
        return pickle.loads(reference)


def test_shards_that_are_sent_away_give_the_store_that_one_machine_gives(
    articles, coder, tmp_path, monkeypatch
):
    here, there = Store.create(tmp_path / "here"), Store.create(tmp_path / "there")
    fill(here, articles, coder)
    ray = LocalRay()
    monkeypatch.setattr("tacitus.scale._ray", lambda _: nullcontext(ray))
    told: list[object] = []
    tally = fill_on_ray(
        there, [str(mixed_up(articles, tmp_path / "mixed.jsonl"))], coder, options=OPTIONS,
        limits=Limits(), choices=EVERYTHING, hooks=Hooks(on_outcome=told.append),
        cluster=Cluster(processors=2), batch=13,
    )  # fmt: skip
    assert ray.tasks == 2
    assert there.digest() == here.digest()
    assert (tally.coded, tally.known) == (13, 11)  # the second answer of the shard done twice
    assert there.relation("runs").project("added, failed, finished is null").fetchall() == [
        (24, 1, False)
    ]


@pytest.mark.filterwarnings("ignore")  # Ray leaves sockets and files open
def test_ray_gives_the_store_that_one_machine_gives(articles, coder, tmp_path):
    pytest.importorskip("ray", reason="the extra [ray] is not installed")
    here, there = Store.create(tmp_path / "here"), Store.create(tmp_path / "there")
    fill(here, articles, coder)
    told: list[object] = []
    try:
        tally = fill_on_ray(
            there, [str(mixed_up(articles, tmp_path / "mixed.jsonl"))], coder, options=OPTIONS,
            limits=Limits(), choices=EVERYTHING, hooks=Hooks(on_outcome=told.append),
            cluster=Cluster(processors=2), batch=13,
        )  # fmt: skip
    except Exception as error:
        if "timed out during startup" in str(error):
            pytest.skip("Ray did not start in its 30 seconds: the machine is too busy")
        raise
    assert (tally.coded, tally.failed) == (24, 1)
    assert [failure.stage for failure in told if isinstance(failure, Failure)] == ["read"]
    assert there.digest() == here.digest()
    assert there.relation("runs").project("added, failed, finished is null").fetchall() == [
        (24, 1, False)
    ]
