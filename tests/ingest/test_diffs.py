from datetime import date

import pytest

from tacitus.errors import StoreError
from tacitus.ingest.diffs import changes_of, compare_runs
from tacitus.ingest.fill import fill_store
from tacitus.ingest.recode import recode_store
from tacitus.store import Store
from tests.ingest.newswire import OTHER, WordCoder, article

SELM = {"name": "Port Selm", "country": "VLD"}
POLICE = {"name": "police", "country": "VLD"}


def event(anchor="arrested", start=10, event_type="COERCE", **fields):
    usual = {
        "mode": None, "actors": [POLICE], "recipients": [], "place": SELM, "sentence": "S.",
        "date_start": date(2024, 3, 4), "date_end": date(2024, 3, 4),
    }  # fmt: skip
    place = {"anchor": anchor, "anchor_start": start, "anchor_end": start + len(anchor)}
    return {**usual, **place, "event_type": event_type, **fields}


def test_equal_codings_have_no_changes():
    assert changes_of("d", None, [event(), event("met", 40)], [event("met", 40), event()]) == []


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        ({"event_type": "ASSAULT", "mode": "beat"}, ("type", "COERCE", "ASSAULT/beat")),
        ({"actors": []}, ("actors", "police (VLD)", "none")),
        ({"recipients": [{"name": "Ilka", "country": None}]}, ("recipients", "none", "Ilka")),
        ({"date_start": None, "date_end": None}, ("date", "2024-03-04", "none")),
        ({"date_end": date(2024, 3, 6)}, ("date", "2024-03-04", "2024-03-04 to 2024-03-06")),
        ({"place": None}, ("place", "Port Selm (VLD)", "none")),
    ],
)
def test_a_change_names_the_field_and_both_values(fields, change):
    (found,) = changes_of("d", "T", [event()], [event(**fields)])
    assert (found.kind, found.fields) == ("changed", (change,))


def test_parties_in_another_order_are_no_change():
    two = [POLICE, {"name": "army", "country": "VLD"}]
    assert changes_of("d", None, [event(actors=two)], [event(actors=two[::-1])]) == []


def test_events_appear_and_go_in_the_order_of_the_text():
    before = [event(), event("fled", 90, "RETREAT", sentence="B.")]
    after = [event("met", 2, "CONSULT", sentence="A."), event()]
    found = changes_of("d", None, before, after)
    assert [(c.kind, c.anchor) for c in found] == [("appeared", "met"), ("went", "fled")]


def test_an_event_told_by_other_words_of_its_sentence_is_the_same():
    assert changes_of("d", None, [event("arrests", 60)], [event("arrested", 10)]) == []


def test_runs_are_compared_by_their_documents(tmp_path):
    store = Store.create(tmp_path / "news")
    fill_store(store, [article(), article(OTHER)], WordCoder())
    newer = WordCoder(version="test-2", types={"arrested": "ASSAULT", "met": "CONSULT"})
    second, _, _ = recode_store(store, newer)
    runs = [r for (r,) in store.relation("runs").project("run_id").fetchall()]
    (first,) = [run for run in runs if run != second]
    found = compare_runs(store, first, second)
    assert (found.compared, found.only_left, found.only_right) == (2, 0, 0)
    (change,) = found.changes
    assert change.fields == (("type", "COERCE", "ASSAULT"),)
    assert (change.title, change.anchor) == ("Police arrest customs officials", "arrested")


def test_a_run_that_is_not_there_is_an_error_that_names_those_that_are(tmp_path):
    store = Store.create(tmp_path / "news")
    with pytest.raises(StoreError, match=r'"last" is no run of the store; .* runs: none'):
        compare_runs(store, "last", "first")
    fill_store(store, [article()], WordCoder())
    ((run,),) = store.relation("runs").project("run_id").fetchall()
    with pytest.raises(StoreError, match=run):
        compare_runs(store, run, "last")
