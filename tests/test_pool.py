"""Coding in several processes: results in order, and a process that dies costs one document."""

import os
import signal
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tacitus.errors import ModelError
from tacitus.pipeline import Coder
from tacitus.pool import CoderPool, Limits
from tacitus.records import Document, Failure

TINY = Path(__file__).parent / "data" / "tiny_model"
FAILURE = Failure(path="bad.txt", stage="read", reason="it is empty")
HOSTILE = "tests.hostile_coder:HostileCoder"


def good(number):
    text = f"Police arrested {number} protesters in Oslo on Monday, officials said."
    return Document(text=text, path=f"{number}.txt")


def hostile(workers=1, limits=None, **arguments):
    return closing(CoderPool(arguments, workers, limits=limits, coder=HOSTILE))


def reasons(texts, limits, **arguments):
    with hostile(1, limits, **arguments) as pool:
        found: list[Any] = list(pool.code_many([Document(text=text) for text in texts]))
    return [
        (outcome.stage, outcome.reason) if isinstance(outcome, Failure) else outcome.document.text
        for outcome in found
    ]


def test_code_many_in_two_processes_gives_what_one_gives_and_passes_failures_on():
    coder = Coder(model=TINY)
    documents = [*map(good, range(10, 14)), FAILURE, *map(good, range(14, 18))]
    found: list[Any] = list(coder.code_many(documents, workers=2))
    assert found == list(coder.code_many(documents))
    assert found[4] == FAILURE
    assert [coding.document for coding in found if coding != FAILURE] == documents[:4] + (
        documents[5:]
    )


def test_documents_that_kill_hang_or_grow_are_failures_and_the_others_go_on():
    limits = Limits(seconds=1.5, memory=1 << 28)
    texts = ["first", "die now", "hang up", f"grow {1 << 30}", "wrong", "fault", "last"]
    first, died, hung, grew, wrong, fault, last = reasons(texts, limits)
    assert (first, last) == ("first", "last")
    left_out = "times; the document was left out, the others go on"
    who = "the process that coded this document (7 characters)"
    assert died == ("encode", f"{who} was killed, perhaps for memory, 2 {left_out}")
    assert hung == ("encode", f"{who} took more than 1.5 seconds and was killed, 2 {left_out}")
    assert "(15 characters) took more than 0.25 GB and was ended" in grew[1]
    assert wrong == ("extract", "it is wrong")
    assert fault == ("extract", "KeyError: 'e1'; this is a fault of tacitus: report it")


def test_a_failure_in_a_process_names_its_document():
    with hostile() as pool:
        (found,) = pool.code_many([Document(text="wrong", path="w.txt", id="d1")])
    assert found == Failure(path="w.txt", stage="extract", reason="it is wrong", document_id="d1")


def test_a_document_whose_process_is_killed_once_is_coded(tmp_path):
    assert reasons(["once a", "once b"], Limits(), folder=str(tmp_path)) == ["once a", "once b"]


def test_processes_that_are_killed_between_documents_cost_nothing():
    with hostile(2, Limits(tries=1)) as pool:
        assert len(list(pool.code_many(map(good, range(4))))) == 4
        for number in pool.numbers():
            os.kill(number, signal.SIGKILL)
            os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT)
        found: list[Any] = list(pool.code_many(map(good, range(4))))
    assert [coding.document for coding in found] == [*map(good, range(4))]


def test_no_more_documents_are_read_than_are_under_way():
    read = []

    def documents():
        for number in range(1000):
            read.append(number)
            yield good(number)

    with hostile() as pool:
        outcomes = pool.code_many(documents())
        next(outcomes)
    assert len(read) < 20


def test_a_coder_that_cannot_be_opened_says_why():
    with hostile(refuse="no weights") as pool, pytest.raises(ModelError, match="no weights"):
        list(pool.code_many([good(1)]))


def test_code_many_of_nothing_starts_nothing():
    with hostile(2) as pool:
        assert list(pool.code_many([])) == []
        assert pool.numbers() == []
