from __future__ import annotations

import pytest

from tacitus.records import Entity, Event, Place, Resolution, Span
from tacitus.resolve import gazetteer as gazetteer_module
from tacitus.resolve.gazetteer import open_gazetteer
from tacitus.resolve.places import resolve_places
from tests.resolve.worlds import CITIES, marked, small_gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return small_gazetteer()


def event(*toponym_ids, **fields):
    return Event(
        id="e1",
        anchor=Span(start=0, end=1),
        event_type="PROTEST",
        toponym_ids=toponym_ids,
        **fields,
    )


def places(text, gazetteer, events=(), entities=()):
    document, segmentation, mentions = marked(text)
    return list(resolve_places(document, segmentation, mentions, events, entities, gazetteer))


def test_resolve_places_takes_the_larger_place_without_a_sign(gazetteer):
    (found,) = places("Crowds gathered in [Paris|place].", gazetteer)
    assert isinstance(found.target, Place)
    assert (found.target.country, found.target.geonames_id, found.basis) == ("FRA", 1, "stated")


@pytest.mark.parametrize(
    "text", ["in [Paris|place], Texas, today", "in [Paris, Texas|place] today"]
)
def test_resolve_places_heeds_what_stands_after_the_comma(text, gazetteer):
    assert places(text, gazetteer)[0].target.geonames_id == 2


def test_resolve_places_lets_the_other_places_speak(gazetteer):
    found = places(
        "From [Beirut|place] and [Sidon|place] buses went to [Tripoli|place].", gazetteer
    )
    assert found[2].target.country == "LBN"
    alone = places("Buses went to [Tripoli|place].", gazetteer)
    assert alone[0].target.country == "LBY"


def test_resolve_places_lets_the_countries_of_actors_speak(gazetteer):
    actor = Resolution(
        subject_id="x", kind="entity", target=Entity(name="Lebanon", country="LBN"),
        basis="stated", score=0.9, evidence="name",
    )  # fmt: skip
    assert places("Shots in [Tripoli|place].", gazetteer, (), (actor,))[0].target.country == "LBN"


def test_resolve_places_says_so_when_it_finds_nothing(gazetteer):
    (found,) = places("Near [Qwertyville|place] nothing moved.", gazetteer)
    assert (found.target, found.basis) == (None, "none")
    assert found.evidence == "no place of that name in the gazetteer"


def test_resolve_places_gives_the_country_of_a_place_that_it_does_not_know(gazetteer):
    actor = Resolution(
        subject_id="m0", kind="entity", target=Entity(name="Testa Hall", country="KEN"),
        basis="inferred", score=0.5, evidence="KEN, the country of the story",
    )  # fmt: skip
    (found,) = places("They met at [Testa Hall|facility].", gazetteer, (), (actor,))
    assert (found.target.name, found.target.country, found.target.lat) == (
        "Testa Hall",
        "KEN",
        None,
    )
    assert found.basis == "inferred"


def test_resolve_places_shares_a_place_along_a_chain(gazetteer):
    found = places("[Kisumu|place|name|c1] shook; [the city|place|nominal|c1] slept.", gazetteer)
    assert found[1].target == found[0].target


def test_resolve_places_puts_an_event_at_its_narrowest_toponym(gazetteer):
    found = places("Riots in [Kenya|place], in [Kisumu|place].", gazetteer, (event("m0", "m1"),))
    assert (found[-1].subject_id, found[-1].target.name, found[-1].basis) == (
        "e1",
        "Kisumu",
        "stated",
    )


def test_resolve_places_falls_back_on_the_dateline_and_says_so(gazetteer):
    found = places("NAIROBI -- Crowds marched.", gazetteer, (event(),))
    assert (found[-1].target.name, found[-1].basis) == ("Nairobi", "dateline")
    assert "dateline" in found[-1].evidence


@pytest.mark.parametrize("fields", [{"historical": True}, {"time_status": "future"}])
def test_resolve_places_does_not_put_other_times_at_the_dateline(fields, gazetteer):
    found = places("NAIROBI -- Crowds marched.", gazetteer, (event(**fields),))
    assert (found[-1].target, found[-1].basis) == (None, "none")


def test_resolve_places_does_not_put_an_event_at_a_capital_that_acts(gazetteer):
    found = places("[Paris|place] condemned the vote.", gazetteer, (event(),))
    assert found[-1].target is None


def test_lookup_folds_case_diacritics_and_articles(gazetteer):
    assert [c.name for c in gazetteer.lookup("the SINÁI")] == ["Sinai Peninsula"]
    assert gazetteer.lookup("Jidda")[0].name == "Jeddah"


def test_open_gazetteer_builds_its_index_once_and_leaves_no_part(tmp_path, monkeypatch):
    calls = []

    def fill(connection, *, cities):
        calls.append(cities)
        gazetteer_module_write(connection)

    monkeypatch.setattr(gazetteer_module, "fill_index", fill)
    first = open_gazetteer(tmp_path)
    second = open_gazetteer(tmp_path)
    assert first.path == second.path
    assert calls == ["500"]
    assert [path.suffix for path in tmp_path.iterdir()] == [".sqlite"]
    first.close()
    second.close()


def test_open_gazetteer_works_in_memory_where_the_cache_cannot_be_written(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(
        gazetteer_module,
        "fill_index",
        lambda connection, *, cities: gazetteer_module_write(connection),
    )
    opened = open_gazetteer(blocked / "cache")
    assert opened.path is None
    assert opened.lookup("Kisumu")[0].country == "KEN"
    opened.close()


def gazetteer_module_write(connection):
    from tacitus.resolve.gazetteer_index import write_index

    write_index(connection, CITIES, {"KE": "KEN"})


def of(country, subject="m0", **fields):
    return Resolution(
        subject_id=subject, kind="entity", target=Entity(name="X", country=country, **fields),
        basis="stated", score=0.9, evidence="name",
    )  # fmt: skip


def test_a_listed_body_that_the_tagger_took_for_a_place_is_none(gazetteer):
    body = of("FRA", sectors=("REB",), entity_id="paris-brigade")
    (found,) = places("Crowds left [Paris|place].", gazetteer, (), (body,))
    assert found.target is None


@pytest.mark.parametrize(
    ("event_type", "actors", "recipients", "country"),
    [
        ("COERCE", ("FRA",), ("FRA",), "FRA"),
        ("COERCE", ("FRA",), ("LBN",), None),
        ("COERCE", ("FRA",), (), None),
        ("PROTEST", ("FRA",), (), "FRA"),
        ("ACCUSE", ("FRA",), ("FRA",), None),
        ("ASSAULT", ("IGO",), ("IGO",), None),
    ],
)
def test_what_people_of_one_country_do_to_each_other_is_done_there(
    event_type, actors, recipients, country, gazetteer
):
    told = Event(
        id="e1",
        anchor=Span(start=0, end=1),
        event_type=event_type,
        actor_ids=tuple(f"a{i}" for i in range(len(actors))),
        recipient_ids=tuple(f"r{i}" for i in range(len(recipients))),
    )
    entities = [of(code, f"a{i}") for i, code in enumerate(actors)]
    entities += [of(code, f"r{i}") for i, code in enumerate(recipients)]
    found = places("Police held nine men.", gazetteer, (told,), entities)[-1]
    assert (found.target.country if found.target else None) == country
    assert found.basis == ("inferred" if country else "none")
