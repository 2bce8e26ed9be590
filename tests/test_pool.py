"""Coding in several processes: results in order, and a killed process costs one document."""

import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from tacitus import pool
from tacitus.pipeline import Coder
from tacitus.records import Document, Failure

TINY = Path(__file__).parent / "data" / "tiny_model"
FAILURE = Failure(path="bad.txt", stage="read", reason="it is empty")


class Deadly(Document):
    """Kills the process that unpickles it, as the system does when memory runs out."""

    def __reduce__(self):
        return os._exit, (9,)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(pool, "BATCH", 1)


def good(number):
    # one text: int8 activations are scaled by batch, so neighbours move the last digits of scores
    text = "Police arrested 12 protesters in Oslo on Monday, officials said."
    return Document(text=text, path=f"{number}.txt")


def test_code_many_in_two_processes_gives_what_one_gives_and_passes_failures_on():
    coder = Coder(model=TINY)
    documents = [*map(good, range(10, 14)), FAILURE, *map(good, range(14, 18))]
    found: list[Any] = list(coder.code_many(documents, workers=2))
    assert found == list(coder.code_many(documents))
    assert found[4] == FAILURE
    assert [coding.document for coding in found if coding != FAILURE] == documents[:4] + (
        documents[5:]
    )


def test_code_in_processes_names_the_document_that_killed_its_process_and_goes_on():
    deadly = Deadly(text="x" * 1234, path="deadly.txt")

    def documents():
        yield good(10)
        yield deadly
        for child in multiprocessing.active_children():  # what follows meets a broken pool
            child.join(30)
        yield FAILURE
        yield good(11)

    found: list[Any] = list(pool.code_in_processes(documents(), {"model": TINY}, 1))
    first, killed, passed_on, last = found
    assert (first.document, last.document) == (good(10), good(11))
    assert passed_on == FAILURE
    assert (killed.path, killed.stage) == ("deadly.txt", "extract")
    assert killed.reason == (
        "the process that coded this document (1,234 characters) was killed, perhaps for memory; "
        "the document was left out, the others go on"
    )


def test_code_in_processes_of_nothing_is_nothing():
    assert list(pool.code_in_processes([], {"model": TINY}, 2)) == []
