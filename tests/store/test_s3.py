"""A store in a bucket, on a local server that speaks S3."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tacitus.errors import StoreError
from tacitus.ingest.fill import Choices, fill_store
from tacitus.store import Run, Store
from tacitus.store.query_cache import open_queries
from tests.ingest.newswire import OTHER, WordCoder, article, printed
from tests.store.writer import article as coding

pytest.importorskip("moto.server", reason="moto, a local S3 server, is not installed")
pytest.importorskip("obstore", reason="the extra [s3] is not installed")


@pytest.fixture(scope="module")
def server():
    """The address of the server, with an empty bucket "news"."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _make_bucket(address)
            yield address
        finally:
            process.kill()


def _make_bucket(address):
    for _ in range(600):
        try:
            request = urllib.request.Request(f"{address}/news", method="PUT")
            urllib.request.urlopen(request, timeout=30).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


@pytest.fixture
def options(server, tmp_path, monkeypatch):
    monkeypatch.setenv("TACITUS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return {
        "AWS_ENDPOINT_URL": server,
        "AWS_REGION": "us-east-1",
        "AWS_ALLOW_HTTP": "true",
    }


def ids(store):
    return {row[0] for row in store.relation("documents").project("document_id").fetchall()}


def test_a_store_in_a_bucket_is_filled_read_and_checked(options, tmp_path):
    address = "s3://news/one.store"
    store = Store.create(address, options)
    documents = [printed("Herald", 5), printed("Post", 6), article(OTHER)]
    tally = fill_store(store, documents, WordCoder(), choices=Choices(batch=2))
    assert (tally.coded, tally.links) == (3, 1)
    again = Store.open(address, options)
    assert fill_store(again, documents, WordCoder()).known == 3
    here = Store.create(tmp_path / "here")
    fill_store(here, documents, WordCoder())
    assert again.digest() == here.digest()
    assert again.check() == []
    assert again.info().path == address
    with open_queries(again.path) as connection:  # as the commands do
        found = connection.execute("select event_type from events order by 1").fetchall()
    assert found == [("COERCE",), ("COERCE",), ("CONSULT",)]


def test_two_writers_to_a_bucket_give_one_row_each(options):
    address = "s3://news/two.store"
    one = Store.create(address, options)
    other = Store.open(address, options)
    one.lake.table("codings")  # it has seen the table before the other writes
    other.add([coding(1)], run=Run(coder_version="test-1"))
    stale = one.lake._opened["codings"]
    assert stale.version() == 0
    assert one.lake._commit(stale, "codings", [{"document_id": "late"}], {}) is False
    counts = one.add([coding(1), coding(2)], run=Run(coder_version="test-1"))
    assert (counts.added, counts.known) == (1, 1)
    assert ids(other) == {coding(1).document.id, coding(2).document.id}


def test_secrets_are_not_written(options, tmp_path):
    given = {**options, "AWS_SECRET_ACCESS_KEY": "hidden words"}
    store = Store.create("s3://news/three.store", given)
    kept = (store.path / "remote.json").read_text("utf-8")
    assert "hidden words" not in kept
    assert options["AWS_ENDPOINT_URL"] in kept


def test_a_bucket_that_is_not_there_is_said(options):
    with pytest.raises(StoreError, match="s3://gone/x is not a store"):
        Store.open("s3://gone/x", options)
    with pytest.raises((StoreError, OSError), match="gone"):
        Store.create("s3://gone/x", options)


def test_a_place_of_another_kind_is_refused():
    with pytest.raises(StoreError, match='"gs://bucket/x" is no place for a store'):
        Store.create("gs://bucket/x")
