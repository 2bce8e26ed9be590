"""Linking a store: idempotent, in any order, superseding what no longer holds."""

from __future__ import annotations

from datetime import date

from tacitus.ingest.links import link_store
from tacitus.records import Link
from tacitus.store import Run, Store
from tacitus.store.reports import judged_pairs, read_told, write_links
from tests.store.newsroom import Told, somebody, story

DAY = date(2024, 3, 7)
KENYA = somebody("Kenya", "KEN", "GOV")
UGANDA = somebody("Uganda", "UGA", "GOV")


def articles():
    arrest = Told(event_type="COERCE", mode="arrest", actor=UGANDA, recipient=KENYA, day=DAY)
    body = "Uganda marine police arrested fishermen near Migingo Island on the lake."
    return [
        story(f"Arrest near Migingo {n}", arrest, published=DAY, publisher=f"Paper {n}", body=body)
        for n in ("one", "two", "three")
    ]


def live(store):
    rows = store.relation("links").filter("score > 0").fetchall()
    return sorted(row[:4] for row in rows)


def made(path, codings):
    store = Store.create(path)
    store.add(codings, run=Run(coder_version="v1"))
    return store


def test_linking_again_writes_nothing(tmp_path):
    store = made(tmp_path / "s", articles())
    first = link_store(store)
    again = link_store(store)
    assert first.written == sum(first.links.values()) > 0
    assert (again.written, again.superseded, again.links) == (0, 0, first.links)
    assert {row[2] for row in live(store)} >= {"same_story", "same_event"}


def test_any_order_and_steps_give_the_same_links(tmp_path):
    whole = made(tmp_path / "whole", articles())
    link_store(whole)
    steps = Store.create(tmp_path / "steps")
    for coding in reversed(articles()):
        steps.add([coding], run=Run(coder_version="v1"))
        link_store(steps)
    assert live(steps) == live(whole)


def test_a_link_that_no_longer_holds_is_superseded_and_comes_back(tmp_path):
    store = made(tmp_path / "s", articles()[:2])
    ids = sorted(c.document.id for c in articles()[:2])
    link = Link(
        left_id=ids[0], right_id=ids[1], relation="same_story", score=0.9, judge="model",
        evidence="alike",
    )  # fmt: skip
    assert write_links(store.lake, [link], ids) == (1, 0)
    assert write_links(store.lake, [], ids[:1]) == (0, 0)  # its other end was not looked at
    assert write_links(store.lake, [], ids) == (0, 1)
    ((score, words),) = store.relation("links").project("score, evidence").fetchall()
    assert (score, words) == (
        0.0,
        "no longer found with the documents that are there now; it was: alike",
    )
    assert write_links(store.lake, [link], ids) == (1, 0)
    assert [row[3] for row in live(store)] == [0.9]


def test_what_a_person_judged_is_left_alone(tmp_path):
    store = made(tmp_path / "s", articles()[:2])
    with store.connect() as connection:
        one, two = (told.event_id for told in read_told(connection))
    store.add_links(
        [
            Link(
                left_id=one,
                right_id=two,
                relation="same_event",
                score=0.0,
                judge="Ada",
                evidence="",
            )
        ]
    )
    assert judged_pairs(store.lake) == {(one, two): False}
    link_store(store)
    assert not [row for row in live(store) if row[2] == "same_event"]
