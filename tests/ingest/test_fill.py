import random

import pytest

from tacitus.ingest.fill import Choices, fill_store
from tacitus.ingest.recode import recode_store
from tacitus.ingest.tally import Hooks
from tacitus.records import Document, Failure
from tacitus.store import Store
from tests.ingest.newswire import BODY, OTHER, RECIPE, WordCoder, article, printed


@pytest.fixture
def store(tmp_path):
    return Store.create(tmp_path / "news")


def rows(store, view, columns):
    return sorted(store.relation(view).project(columns).fetchall())


def test_what_is_coded_can_be_read_back(store):
    tally = fill_store(store, [article(), article(OTHER, title="Border reopens")], WordCoder())
    assert (tally.coded, tally.events, tally.saved) == (2, 2, 2)
    assert rows(store, "events", "event_type, anchor") == [
        ("COERCE", "arrested"),
        ("CONSULT", "met"),
    ]


def test_the_same_again_codes_nothing(store):
    coder = WordCoder()
    fill_store(store, [article(), article(OTHER)], coder)
    digest, coded = store.digest(), len(coder.coded)
    tally = fill_store(store, [article(), article(OTHER), article()], coder)
    assert (tally.known, tally.coded, len(coder.coded)) == (3, 0, coded)
    assert store.digest() == digest


def test_twins_in_one_input_are_coded_once(store):
    coder = WordCoder()
    tally = fill_store(store, [article(), article()], coder)
    assert (tally.coded, tally.known, len(coder.coded)) == (1, 1, 1)


def test_what_is_no_news_is_a_row_and_can_be_coded_all_the_same(store):
    recipe = Document(text=RECIPE, path="biscuits.txt")
    tally = fill_store(store, [recipe], WordCoder())
    assert (tally.coded, tally.not_news, tally.skipped) == (0, 1, 1)
    ((path, stage, reason),) = rows(store, "failures", "path, stage, reason")
    assert (path, stage) == ("biscuits.txt", "gate")
    assert "--all" in reason
    tally = fill_store(store, [recipe], WordCoder(), choices=Choices(everything=True))
    assert (tally.coded, tally.not_news) == (1, 0)


def test_failures_are_kept_and_the_others_go_on(store):
    unread = Failure(path="a.txt", stage="read", reason="it is empty")
    french = Failure(path="b.txt", stage="language", reason="it is French")
    tally = fill_store(store, [unread, french, article("broken " + BODY), article()], WordCoder())
    assert (tally.coded, tally.failed, tally.other_language) == (1, 2, 1)
    assert [stage for (stage,) in rows(store, "failures", "stage")] == [
        "extract",
        "language",
        "read",
    ]


@pytest.mark.parametrize("seed", range(3))
def test_copies_are_linked_and_coded_all_the_same(tmp_path, seed):
    documents = [printed("Post", 6), printed("Herald", 5), printed("Gazette", 7), article(OTHER)]
    herald = documents[1].id
    random.Random(seed).shuffle(documents)
    store = Store.create(tmp_path / "news")
    tally = fill_store(store, documents, WordCoder(), choices=Choices(batch=seed + 1))
    found = rows(store, "links", "relation, left_id, right_id")
    assert tally.coded == 4
    assert tally.links == len(found) == 3
    assert {relation for relation, _, _ in found} == {"same_text"}
    assert sum(right == herald for _, _, right in found) == 2


def test_copies_of_what_the_store_has_are_linked_without_the_index(store):
    fill_store(store, [printed("Herald", 5)], WordCoder())
    (store.path / "copies.sqlite").unlink()
    fill_store(store, [printed("Post", 6)], WordCoder())
    assert rows(store, "links", "left_id, right_id") == [
        (printed("Post", 6).id, printed("Herald", 5).id)
    ]


def test_later_copies_can_be_left_out(store):
    choices = Choices(skip_duplicates=True)
    documents = [printed("Herald", 5), printed("Post", 6), printed("Gazette", 3)]
    tally = fill_store(store, documents, WordCoder(), choices=choices)
    assert (tally.coded, tally.duplicates) == (2, 1)  # the Gazette's is the original
    ((path, reason),) = rows(store, "failures", "path, reason")
    assert path == "Post.txt"
    assert f"same text as {printed('Herald', 5).id}" in reason
    assert (printed("Post", 6).id, printed("Herald", 5).id) in rows(
        store, "links", "left_id, right_id"
    )


def test_no_link_leads_to_what_could_not_be_coded(store):
    broken = article(f"{BODY} broken", url="one")
    fill_store(store, [broken, printed("Post", 6)], WordCoder())
    assert rows(store, "links", "left_id") == []


def test_a_stop_ends_the_run_after_what_is_under_way(store):
    asked: list[object] = []
    documents = [article(BODY, url=str(number)) for number in range(9)]
    hooks = Hooks(on_outcome=asked.append, stopping=lambda: len(asked) >= 4)
    tally = fill_store(store, documents, WordCoder(), choices=Choices(batch=2), hooks=hooks)
    assert tally.coded == tally.saved == 4
    assert fill_store(store, documents, WordCoder()).known == 4
    assert len(rows(store, "documents", "document_id")) == 9


def test_an_error_loses_nothing_that_was_coded(store):
    def documents():
        yield article()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_store(store, documents(), WordCoder())
    assert fill_store(store, [article()], WordCoder()).known in (0, 1)
    assert len(rows(store, "documents", "document_id")) == 1


def test_a_run_keeps_its_arguments_and_sums(store):
    fill_store(store, [article()], WordCoder(), choices=Choices(arguments={"all": False}))
    assert rows(store, "runs", "arguments, added, failed") == [('{"all": false}', 1, 0)]


def test_coding_again_supersedes_and_keeps_the_old(store):
    fill_store(store, [article(), article(OTHER)], WordCoder())
    newer = WordCoder(version="test-2", types={"accused": "ACCUSE", "met": "CONSULT"})
    run, counts, tally = recode_store(store, newer)
    assert (counts.added, tally.coded) == (2, 2)
    assert rows(store, "events", "event_type") == [("ACCUSE",), ("CONSULT",)]
    assert {r for (r,) in rows(store, "documents", "run_id")} == {run}
    assert len(rows(store, "runs", "run_id")) == 2


def test_coding_again_with_the_same_result_adds_nothing(store):
    fill_store(store, [article()], WordCoder())
    _, counts, _ = recode_store(store, WordCoder())
    assert (counts.added, counts.known) == (0, 1)


def test_only_outdated_codings_are_made_again_when_asked(store):
    fill_store(store, [article()], WordCoder())
    fill_store(store, [article(OTHER)], WordCoder(version="test-2"))
    coder = WordCoder(version="test-2")
    _, counts, tally = recode_store(store, coder, outdated=True)
    assert (tally.coded, tally.known, counts.added) == (1, 1, 1)
    assert coder.coded == [article().id]
