from __future__ import annotations

import pytest

from tacitus.resolve.toponym_mentions import add_toponyms
from tests.resolve.worlds import marked, small_gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return small_gazetteer()


def added(text, gazetteer):
    document, segmentation, mentions = marked(text)
    found = add_toponyms(document, segmentation, mentions, gazetteer)
    assert found[: len(mentions)] == mentions
    return [mention.span.of(document.text) for mention in found[len(mentions) :]]


def test_add_toponyms_finds_the_town_in_the_name_of_a_body(gazetteer):
    assert added("[Nairobi City Council|organisation] met.", gazetteer) == ["Nairobi"]


def test_add_toponyms_leaves_the_surname_of_a_person(gazetteer):
    text = "[Ada Paris|person] won. [Paris|person] smiled. [Lyon Police|organisation] did not."
    assert added(text, gazetteer) == ["Lyon"]


def test_add_toponyms_leaves_names_that_a_place_mention_covers(gazetteer):
    assert added("They met in [Kisumu|place].", gazetteer) == []


def test_add_toponyms_leaves_names_outside_every_mention(gazetteer):
    assert added("Kisumu slept.", gazetteer) == []


def test_add_toponyms_finds_the_rest_of_a_list_read_as_one_place(gazetteer):
    text = "From [Beirut, Sidon and Tripoli|place] buses left."
    assert added(text, gazetteer) == ["Sidon", "Tripoli"]


def test_add_toponyms_takes_a_body_for_its_town_where_the_document_does(gazetteer):
    text = "[Lyon|organisation] won 2-1. Fans in [Lyon|place] danced."
    assert added(text, gazetteer) == ["Lyon"]


@pytest.mark.parametrize("short", ["Tex.", "TX"])
def test_add_toponyms_reads_shortened_states(short, gazetteer):
    assert added(f"a man of [Elgin, {short}|organisation], said so", gazetteer) == [
        short.strip(".")
    ]


def test_add_toponyms_gives_ids_of_their_own_and_a_chance(gazetteer):
    document, segmentation, mentions = marked("[Nairobi City Council|organisation] met.")
    (new,) = add_toponyms(document, segmentation, mentions, gazetteer)[1:]
    assert new.id not in {mention.id for mention in mentions}
    assert (new.kind, new.form) == ("place", "name")
    assert 0.45 <= new.score < 1
