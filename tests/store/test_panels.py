from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tacitus.errors import StoreError
from tacitus.store.lake import Lake
from tacitus.store.panels import LeftOut, make_panel
from tacitus.store.query import EventFilter
from tacitus.store.query_cache import open_queries
from tacitus.store.rows import coding_row
from tests.store.newsroom import ENVOY, ISLANDS, KENYA, MARCH, UGANDA, Told, story, write_store

EXPECTED = story(
    "What may come",
    Told(
        event_type="AID",
        actor=KENYA,
        recipient=UGANDA,
        day=date(2024, 3, 9),
        others={"time_status": "future"},
    ),
    Told(event_type="AID", actor=KENYA, recipient=UGANDA, day=date(2024, 1, 1)),
    Told(
        event_type="AID",
        actor=KENYA,
        recipient=UGANDA,
        day=date(2024, 3, 1),
        last_day=date(2024, 12, 31),
    ),
    published=date(2024, 3, 9),
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panels") / "store"
    return open_queries(write_store(folder, (date(2024, 5, 5), [MARCH, ENVOY, ISLANDS, EXPECTED])))


def events_of(panel, *names):
    rows = panel.found.dicts()
    return [(*(row[name] for name in names), row["events"]) for row in rows]


def test_a_pair_has_zero_where_both_are_named_and_nothing_where_one_is_not(connection):
    panel = make_panel(connection, "dyad-month")
    assert (panel.first, panel.last) == (date(2024, 3, 1), date(2024, 5, 31))
    assert events_of(panel, "actor_iso3", "recipient_iso3", "month") == [
        ("CIV", "KEN", "2024-03", 1),
        ("CIV", "KEN", "2024-04", None),
        ("CIV", "KEN", "2024-05", None),  # Kenya is named, Côte d'Ivoire is not
        ("KEN", "UGA", "2024-03", 1),
        ("KEN", "UGA", "2024-04", None),
        ("KEN", "UGA", "2024-05", 0),
        ("UGA", "KEN", "2024-03", 0),
        ("UGA", "KEN", "2024-04", None),
        ("UGA", "KEN", "2024-05", 1),
    ]


def test_what_no_cell_has_is_counted_by_its_reason(connection):
    panel = make_panel(connection, "dyad-month")
    assert panel.left_out == LeftOut(no_date=1, several_periods=1, not_happened=1, outside=1)


def test_a_country_has_its_events_as_actor_and_as_recipient(connection):
    rows = list(make_panel(connection, "country-year").found.dicts())
    (kenya,) = [row for row in rows if row["iso3"] == "KEN"]
    assert kenya == {
        "iso3": "KEN",
        "year": 2024,
        "events": 6,
        "as_actor": 4,
        "as_recipient": 2,
        "quad1": 1,
        "quad2": 3,
        "quad3": 1,
        "quad4": 1,
        "documents": 4,
    }
    (fiji,) = [row for row in rows if row["iso3"] == "FJI"]
    assert (fiji["events"], fiji["documents"]) == (0, 1)  # named as a place


def test_the_panel_is_balanced_over_the_days_and_countries_asked_for(connection):
    wanted = EventFilter(since=date(2024, 2, 26), until=date(2024, 3, 10), event_type=("AID",))
    countries = ["Uganda", "KEN", "PER"]
    panel = make_panel(connection, "dyad-week", wanted, countries=countries, all_dyads=True)
    rows = events_of(panel, "actor_iso3", "recipient_iso3", "week")
    assert len(rows) == 6 * 2
    assert {row[2] for row in rows} == {date(2024, 2, 26), date(2024, 3, 4)}
    assert ("KEN", "UGA", date(2024, 3, 4), 0) in rows
    assert ("PER", "KEN", date(2024, 3, 4), None) in rows


def test_a_pair_without_events_has_no_rows_unless_all_are_asked_for(connection):
    def pairs(**options):
        rows = make_panel(connection, "dyad-year", **options).found.dicts()
        return {f"{row['actor_iso3']} {row['recipient_iso3']}" for row in rows}

    assert pairs() == {"CIV KEN", "KEN UGA", "UGA KEN"}
    assert pairs(countries=["KEN", "UGA", "PER"]) == {"KEN UGA", "UGA KEN"}
    everybody = pairs(all_dyads=True)  # of the countries that documents name
    assert {"CIV UGA", "FJI KEN"} <= everybody
    assert not any("PER" in pair for pair in everybody)


def test_rows_made_for_some_actors_at_a_time_are_those_made_at_once(connection, monkeypatch):
    for codes in (["iso3"], ["cow", "iso3"]):
        whole = make_panel(connection, "dyad-month", codes=codes, all_dyads=True).found
        with monkeypatch.context() as patched:
            patched.setattr("tacitus.store.panels._AT_ONCE", 1)
            parts = list(
                make_panel(connection, "dyad-month", codes=codes, all_dyads=True).found.rows()
            )
        assert parts == whole.relation().fetchall()


def test_units_are_named_by_the_lists_asked_for(connection):
    rows = make_panel(connection, "country-month", codes=["cow", "gw", "iso3"]).found.dicts()
    assert {(row["cow"], row["gw"], row["iso3"]) for row in rows} >= {(501, 501, "KEN")}


def test_two_countries_of_one_number_are_one_unit(tmp_path):
    soviet = dataclasses.replace(KENYA, name="Soviet Union", country="SUN")
    russia = dataclasses.replace(KENYA, name="Russia", country="RUS")
    day = date(1991, 12, 24)
    both = story(
        "Two names",
        Told(event_type="AID", actor=soviet, recipient=UGANDA, day=day),
        Told(event_type="AID", actor=russia, recipient=UGANDA, day=day),
        Told(event_type="AID", actor=russia, recipient=soviet, day=day),
        published=day,
    )
    connection = open_queries(write_store(tmp_path / "store", (day, [both])))
    panel = make_panel(connection, "dyad-month", codes=["cow"])
    assert events_of(panel, "actor_cow", "recipient_cow") == [(365, 500, 2)]
    panel = make_panel(connection, "country-month", codes=["cow"])
    assert ((365, 3) in events_of(panel, "cow"), len(events_of(panel, "cow"))) == (True, 2)


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("dyad-mnth", {}, 'there is no panel "dyad-mnth"; did you mean "dyad-month"?'),
        (
            "dyad-month",
            {"codes": ["fips"]},
            'there is no list of country codes "fips"; expected iso3, cow, gw',
        ),
        (
            "dyad-month",
            {"countries": ["Ugandaa"]},
            'country "Ugandaa" is not known; did you mean UGA (Uganda)?',
        ),
        (
            "dyad-month",
            {"wanted": EventFilter(since=date(2030, 1, 1))},
            "the panel would run from 2030-01-01 to 2024-05-31; expected the earlier day first: "
            "the store's documents are of other days, so give both --since and --until",
        ),
    ],
)
def test_a_wrong_panel_says_what_is_expected(connection, kind, options, message):
    with pytest.raises(StoreError) as error:
        make_panel(connection, kind, **options)
    assert str(error.value) == message


def test_a_store_without_days_of_publication_has_no_panel(tmp_path):
    undated = story("No day", Told(event_type="AID", actor=KENYA, recipient=UGANDA))
    connection = open_queries(write_store(tmp_path / "store", (date(2024, 1, 1), [undated])))
    with pytest.raises(StoreError, match="no document of the store has a day of publication"):
        make_panel(connection, "country-month")


def test_an_event_of_several_countries_counts_once_for_each_and_each_pair(tmp_path):
    path = write_store(tmp_path / "store", (date(2024, 5, 5), [ENVOY]))
    row = coding_row(MARCH)
    events: Any = row["events"]
    event = events[0]
    party = event["actors"][0]
    several = {
        **event,
        "actors": [{**party, "country": code} for code in ("KEN", "UGA", "KEN", None)],
        "recipients": [{**party, "country": code} for code in ("UGA", "CIV")],
    }
    moment = datetime(2024, 5, 6, tzinfo=UTC)
    rows = [{**row, "events": [several], "run_id": "run", "recorded_at": moment}]
    Lake(path).append("codings", lambda _: rows)
    connection = open_queries(path)
    march = EventFilter(event_type=("COERCE",))
    dyads = make_panel(connection, "dyad-month", march)
    assert events_of(dyads, "actor_iso3", "recipient_iso3") == [
        ("KEN", "CIV", 1),
        ("KEN", "UGA", 1),
        ("UGA", "CIV", 1),
    ]
    countries = make_panel(connection, "country-month", march)
    assert events_of(countries, "iso3", "as_actor", "as_recipient") == [
        ("CIV", 0, 1, 1),
        ("KEN", 1, 0, 1),
        ("UGA", 1, 1, 1),
    ]
