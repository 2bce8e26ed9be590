from datetime import date

import pytest
import yaml
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.records import Code, Link
from tacitus.store import Run, Store
from tests.store.newsroom import Told, somebody, story

NORLAND, OSTIA = somebody("Norland", "NOR", "GOV"), somebody("Ostia", "ITA", "GOV")
ALTERNATIVES = (Code(event_type="COERCE", mode="arrest", score=0.3),)


@pytest.fixture
def store(tmp_path):
    unsure = {"score": 0.5, "alternatives": ALTERNATIVES}
    one = story(
        "Norland holds nine",
        Told(event_type="ACCUSE", actor=NORLAND, recipient=OSTIA, others=unsure),
        published=date(2024, 3, 7),
    )
    other = story(
        "Nine held",
        Told(event_type="COERCE", mode="arrest", actor=OSTIA, others={"score": 0.9}),
        published=date(2024, 3, 8),
    )
    store = Store.create(tmp_path / "news.store")
    store.add([one, other], run=Run(coder_version="v1"))
    link = Link(
        left_id=f"{one.document.id}#e0",
        right_id=f"{other.document.id}#e0",
        relation="same_event",
        score=0.6,
        judge="model",
        evidence="the same words",
    )
    store.add_links([link])
    return store


def run(store, *arguments, keys=""):
    command = [*arguments, "--store", str(store.path)]
    return CliRunner().invoke(app, command, input=keys, catch_exceptions=False)


def review(store, keys, *arguments, judge="ada"):
    done = run(store, "review", "--judge", judge, *arguments, keys=keys)
    assert done.exit_code == 0, done.output
    return done.output


def shown(store, *arguments):
    return run(store, "events", "--format", "csv", *arguments).output


def test_a_question_shows_the_words_and_its_place(store):
    output = review(store, "q", "--kind", "code")
    assert "1 of 2 · 0 answered · p 0.50 · 2 hang on it" in output
    assert "[accuse](anchor)" in output
    assert "Is this the right code: ACCUSE?" in output
    assert output.endswith("0 answered by ada, 2 left\n")


def test_a_corrected_code_is_shown_and_found(store):
    review(store, "n2q", "--kind", "code")
    (row,) = store.relation("reviewed_events").filter("review = 'corrected'").fetchall()
    assert "ACCUSE" not in shown(store)
    assert shown(store, "--type", "COERCE").count("COERCE,arrest") == 2
    assert "COERCE/arrest (reviewed)" in run(store, "events").output
    assert store.relation("events").filter("event_type = 'ACCUSE'").fetchall() != []


def test_an_event_judged_wrong_is_left_out_until_it_is_asked_for(store):
    review(store, "n1q", "--kind", "code")
    assert "ACCUSE" not in shown(store)
    assert "ACCUSE" in shown(store, "--with-rejected")


def test_undo_takes_back_by_a_row_that_supersedes(store):
    review(store, "n1zq", "--kind", "code")
    assert "ACCUSE" in shown(store)
    assert store.relation("reviews").fetchall() == []
    rows = store.lake.select("reviews", ("verdict",), "true", {})
    assert sorted(rows) == [("no",), ("undone",)]


def test_a_corrected_actor_is_found_by_the_right_name(store):
    output = review(store, "n2q", "--kind", "actor")
    assert "  2  Ostia" in output
    assert "reviewed" in shown(store, "--actor", "Ostia", "--type", "ACCUSE")
    assert "ACCUSE" not in shown(store, "--actor", "Norland")


def links(store):
    found = store.relation("links").filter("relation = 'same_event'")
    return found.project("score, judge").fetchall()


def test_a_pair_gets_a_link_of_the_judge_and_undo_gives_the_old_one_back(store):
    review(store, "n", "--kind", "same-event")
    assert links(store) == [(0.0, "ada")]
    review(store, "yz", "--kind", "same-event", judge="bo")
    assert links(store) == [(0.0, "ada")]


def test_what_a_judge_answered_is_asked_of_others_only(store):
    review(store, "yy", "--kind", "code")
    assert "there is nothing to ask ada" in review(store, "", "--kind", "code")
    assert "2 answered by bo" in review(store, "yn1", "--kind", "code", judge="bo")
    done = run(store, "review", "--agreement")
    assert "ada and bo: 2 questions, 50% the same, kappa 0.00" in done.output


def test_most_judges_decide_and_of_as_many_the_last(store):
    review(store, "n1q", "--kind", "code")
    review(store, "yq", "--kind", "code", judge="bo")
    assert "ACCUSE" in shown(store)
    review(store, "n1q", "--kind", "code", judge="cy")
    assert "ACCUSE" not in shown(store)


def test_decisions_are_written_as_golden_cases_without_the_text(store, tmp_path):
    review(store, "n2q", "--kind", "code")
    path = tmp_path / "cases.yaml"
    assert run(store, "review", "--export", str(path)).exit_code == 0
    (case,) = yaml.safe_load(path.read_text("utf-8"))
    assert case["expect"] == {"type": "COERCE", "mode": "arrest"}
    assert "text" not in case
    run(store, "review", "--export", str(path), "--with-text")
    (case,) = yaml.safe_load(path.read_text("utf-8"))
    assert "Norland [[accuse]] Ostia" in case["text"]


def test_judges_may_not_sign_as_the_program(store):
    done = run(store, "review", "--judge", "model")
    assert done.exit_code == 1
    assert '"model" cannot be a judge' in done.stderr


def test_agreement_needs_two_judges(store):
    assert "no two judges have judged" in run(store, "review", "--agreement").output
