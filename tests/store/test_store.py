"""What a store promises, in `docs/store.md`, each shown by the test that it names."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest

from tacitus.errors import StoreError
from tacitus.records import Failure, Link
from tacitus.store import Counts, Run, Store
from tests.store.writer import article

RUN = Run(coder_version="test-1")


@pytest.fixture
def store(tmp_path):
    return Store.create(tmp_path / "news")


def rows(store, view, columns="*", as_of=None):
    return store.relation(view, as_of).project(columns).fetchall()


def test_a_coding_comes_back_as_it_was_added(store):
    coding = article(1, retrieved=datetime(2024, 3, 6, 9, tzinfo=UTC))
    store.add([coding], run=RUN)
    assert store.coding(coding.document.id) == coding


def test_a_text_with_lone_surrogates_comes_back_as_it_was_added(store):
    coding = article(1, publisher="Wire \ud800")
    store.add([coding], run=RUN)
    assert store.coding(coding.document.id) == coding
    assert rows(store, "documents", "publisher") == [("Wire ?",)]
    assert store.check() == []


def test_adding_the_same_twice_gives_no_new_row(store):
    outcomes = [article(1), article(2), Failure(path="x.txt", stage="read", reason="empty")]
    assert store.add(outcomes, run=RUN) == Counts(added=2, failed=1)
    digest = store.digest()
    assert store.add(outcomes, run=Run(coder_version="test-1")) == Counts(known=3)
    assert len(rows(store, "documents")) == 2
    assert len(rows(store, "failures")) == 1
    assert store.digest() == digest


def test_twins_in_one_batch_give_one_row(store):
    assert store.add([article(1), article(1)], run=RUN) == Counts(added=1, known=1)


def test_known_gives_what_that_coder_has_coded(store):
    store.add([article(1)], run=RUN)
    ids = [article(n).document.id for n in (1, 2)]
    assert store.known(ids, "test-1") == {ids[0]}
    assert store.known(ids, "test-2") == set()
    assert store.known([], "test-1") == set()


def test_the_digest_is_the_same_in_any_order_and_batch_size(tmp_path):
    codings = [article(number) for number in range(7)]
    one, other = Store.create(tmp_path / "one"), Store.create(tmp_path / "other")
    one.add(codings, run=RUN)
    other.add(reversed(codings), run=Run(coder_version="test-1"), batch=2)
    assert one.digest() == other.digest()
    other.add([article(8)], run=RUN)
    assert one.digest() != other.digest()


def test_the_digest_does_not_see_where_an_article_was_found(tmp_path):
    one, other = Store.create(tmp_path / "one"), Store.create(tmp_path / "other")
    one.add([article(1, path="a.txt")], run=RUN)
    other.add([article(1, path="b.jsonl:3")], run=RUN)
    assert one.digest() == other.digest()


def test_a_new_coder_supersedes_and_the_old_coding_stays(store):
    store.add([article(1), article(2)], run=RUN)
    before = datetime.now(UTC)
    old = store.digest()
    newer = dataclasses.replace(article(1, version="test-2"), events=())
    assert store.add([newer], run=Run(coder_version="test-2")) == Counts(added=1)
    by_coder = "coder_version, event_count"
    assert sorted(rows(store, "documents", by_coder)) == [("test-1", 2), ("test-2", 0)]
    assert sorted(rows(store, "documents", by_coder, before)) == [("test-1", 2)] * 2
    assert len(rows(store, "events")) == 2
    assert len(rows(store, "events", as_of=before)) == 4
    assert store.digest(before) == old
    assert store.coding(article(1).document.id, before) == article(1)
    assert store.check() == []


def test_as_of_a_day_counts_to_its_end(store):
    store.add([article(1)], run=RUN)
    today = datetime.now(UTC).date()
    assert rows(store, "documents", as_of=today - timedelta(days=1)) == []
    assert len(rows(store, "documents", as_of=today + timedelta(days=1))) == 1
    assert rows(store, "runs", as_of=date(2001, 1, 1)) == []


def test_replace_keeps_what_says_the_same_and_supersedes_the_rest(store):
    store.add([article(1), article(2)], run=RUN)
    corrected = article(2, publisher="Ridge Post")
    outcomes = [article(1), corrected]
    assert store.add(outcomes, run=RUN) == Counts(known=2)
    assert store.add(outcomes, run=RUN, replace=True) == Counts(added=1, known=1)
    assert store.coding(corrected.document.id) == corrected
    assert len(rows(store, "documents")) == 2


def test_a_clock_that_goes_back_hides_no_row(store, monkeypatch):
    store.add([article(1)], run=RUN)

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2020, 1, 1, tzinfo=tz)

    monkeypatch.setattr("tacitus.store.lake.datetime", Earlier)
    store.add([article(1, version="test-2")], run=Run(coder_version="test-2"))
    assert rows(store, "documents", "coder_version") == [("test-2",)]


def test_what_was_coded_before_an_error_is_added(store):
    def outcomes():
        yield article(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.add(outcomes(), run=RUN)
    assert len(rows(store, "documents")) == 1


def test_a_run_is_told_with_its_counts(store):
    run = Run(coder_version="test-1", arguments={"inputs": ["a.txt"]})
    seen: list[Counts] = []
    store.add([article(1), article(2)], run=run, batch=1, on_commit=seen.append)
    store.add([article(2)], run=run)
    assert [counts.added for counts in seen] == [1, 2]
    ((run_id, finished, arguments, added, known),) = rows(
        store, "runs", "run_id, finished, arguments, added, known"
    )
    assert (run_id, arguments, added, known) == (run.id, '{"inputs": ["a.txt"]}', 2, 1)
    assert finished >= run.started.replace(tzinfo=None)


def test_events_are_typed_and_flat(store):
    store.add([article(1)], run=RUN)
    columns = "event_id, date_start, place, lat, speaker, arrested, disputes, disputed"
    name = article(1).document.id
    first, second = sorted(rows(store, "events", columns))
    ministry = "Interior Ministry of Veldania"
    monday = date(2024, 3, 4)
    assert first == (f"{name}#e1", monday, "Port Selm", 12.5, ministry, 14.0, None, True)
    assert second == (f"{name}#e2", None, None, None, None, None, f"{name}#e1", False)


def test_parties_attributions_and_places_have_their_rows(store):
    store.add([article(1)], run=RUN)
    parties = rows(store, "event_actors", "role, position, name, country")
    assert sorted(parties, key=str) == [
        ("actor", 1, "Ilka Brandt", None),
        ("actor", 1, "Police", None),
        ("recipient", 1, "14 agents of Ostrava Bank", None),
        ("recipient", 1, "Interior Ministry of Veldania", "VLD"),
    ]
    said = rows(store, "attributions", "source, source_country, hedge, len(event_ids)")
    assert said == [("Veldania's interior ministry", "VLD", "reportedly", 1)]
    assert rows(store, "places", "name, event_count") == [("Port Selm", 1)]
    assert ("vld-interior", 1) in rows(store, "entities", "entity_id, event_count")


def test_links_between_documents_stand_beside_those_inside_one(store):
    store.add([article(1), article(2)], run=RUN)
    ids = [article(n).document.id for n in (1, 2)]
    link = Link(
        left_id=ids[0], right_id=ids[1], relation="same_story", score=0.8, judge="rule", evidence=""
    )
    assert store.add_links([link, link]) == 1
    assert store.add_links([link]) == 0
    assert store.add_links([dataclasses.replace(link, score=0.9)]) == 1
    found = rows(store, "links", "relation, score")
    assert sorted(found) == [("disputes", 0.9), ("disputes", 0.9), ("same_story", 0.9)]


def test_a_relation_keeps_the_rows_of_when_it_was_made(store):
    store.add([article(1)], run=RUN, batch=1)
    before = store.relation("documents")
    store.add([article(2), article(3)], run=RUN, batch=1)
    assert store.compact() > 0
    assert len(before.fetchall()) == 1
    assert len(rows(store, "documents")) == 3


def test_the_folder_may_have_blanks_and_signs_in_its_name(tmp_path):
    store = Store.create(tmp_path / "a b% #x? é*")
    store.add([article(1)], run=RUN)
    reopened = Store.open(store.path)
    assert reopened.known([article(1).document.id], "test-1")
    assert len(rows(reopened, "events")) == 2
    assert reopened.check() == []
    assert reopened.vacuum() == []


@pytest.mark.parametrize("name", ["a%20b", "a[1]", "a|b"])
def test_a_name_that_the_tables_cannot_have_is_refused(tmp_path, name):
    with pytest.raises(StoreError, match=r'has "(%20|\[|\|)" in its name, which the tables cannot'):
        Store.create(tmp_path / name)


def test_a_folder_with_something_in_it_is_no_place_for_a_store(store, tmp_path):
    with pytest.raises(StoreError, match=r"news is not empty; .* to be made: open it instead"):
        Store.create(store.path)
    with pytest.raises(StoreError, match=r"is not empty; .* to be made: choose another name"):
        Store.create(tmp_path)


def test_a_store_that_was_cut_off_while_made_is_made_again(store):
    (store.path / "tacitus.json").rename(store.path / "tacitus.json.4711")
    again = Store.create(store.path)
    assert again.add([article(1)], run=RUN) == Counts(added=1)


def test_an_empty_store_has_every_view(store):
    from tacitus.store import VIEWS

    assert {view: rows(store, view) for view in VIEWS} == {view: [] for view in VIEWS}
    assert store.check() == []


def test_a_view_that_is_not_there_is_named(store):
    with pytest.raises(StoreError, match=r'view "event" is not in a store; expected one of docum'):
        store.relation("event")


def test_a_document_that_is_not_there_is_named(store):
    with pytest.raises(StoreError, match=r'document "abc" has no coding in .*news; expected'):
        store.coding("abc")
