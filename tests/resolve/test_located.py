from __future__ import annotations

import pytest

from tacitus.resolve.places import resolve_places
from tests.resolve.worlds import marked, small_gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return small_gazetteer()


def places(text, gazetteer, events=()):
    document, segmentation, mentions = marked(text)
    return list(resolve_places(document, segmentation, mentions, events, (), gazetteer))


def test_resolve_places_puts_an_unknown_place_next_to_the_town_named_with_it(gazetteer):
    text = "They met at [Testa Hall|facility] in [Kisumu|place]."
    hall, town = places(text, gazetteer)
    assert (hall.target.name, hall.target.lat, hall.basis) == (
        "Testa Hall",
        town.target.lat,
        "inferred",
    )
    assert hall.target.geonames_id is None
    assert "its point is that of Kisumu" in hall.evidence


def test_resolve_places_reads_a_name_as_one_place_throughout(gazetteer):
    text = "From [Paris, Texas|place] to [Lyon|place]. [Paris|place] slept."
    assert [p.target.country for p in places(text, gazetteer)] == ["USA", "FRA", "USA"]


def test_resolve_places_leaves_an_unknown_place_without_a_name_alone(gazetteer):
    text = "They met in [the village|place] near [Kisumu|place]."
    assert places(text, gazetteer)[0].target is None


def test_resolve_places_lets_towns_named_with_their_state_speak_for_the_others(gazetteer):
    text = "From [Dallas, Texas|place] buses went to [Paris|place]."
    assert places(text, gazetteer)[1].target.geonames_id == 2
