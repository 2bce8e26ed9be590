"""What a store is asked in Python."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from tacitus.errors import ExtraError, StoreError
from tacitus.store import Store
from tests.store.newsroom import ENVOY, ISLANDS, MARCH, Told, story, write_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results") / "store"
    first, later = date(2024, 3, 8), date(2024, 5, 5)
    write_store(folder, (first, [MARCH, ENVOY]), (later, [ISLANDS]))
    return Store.open(folder)


def types(found):
    return " ".join(row["event_type"] for row in found.dicts())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "CONSULT ACCUSE COERCE AID REJECT"),
        ({"actor": "kenya"}, "ACCUSE COERCE"),
        ({"actor": ["kenya"], "type": "ACCUSE"}, "ACCUSE"),
        ({"type": ["AID", "REJECT"]}, "AID REJECT"),
        ({"type": {"AID", "REJECT"}}, "AID REJECT"),
        ({"event_type": "AID"}, "AID"),
        ({"quad": 1, "limit": 1}, "CONSULT"),
        ({"actor": None, "limit": 2}, "CONSULT ACCUSE"),
        ({"as_of": "2024-03-20", "type": "CONSULT"}, ""),
        ({"as_of": date(2024, 6, 1), "type": "CONSULT"}, "CONSULT"),
    ],
)
def test_events_are_found_by_the_filters_of_the_command(store, filters, expected):
    assert types(store.events(**filters)) == expected


def test_days_and_boxes_are_given_as_text_or_as_values(store):
    day = store.events(type="ACCUSE").relation().project("date_start").fetchall()[0][0]
    assert types(store.events(since=str(day), until=day)).split().count("ACCUSE") == 1
    box = "33.9,-4.7,41.9,5.5"
    given = tuple(map(float, box.split(",")))
    assert types(store.events(bbox=box)) == types(store.events(bbox=given)) != ""


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"actr": "Kenya"}, r'events have no filter "actr"; did you mean "actor"\?'),
        ({"tpye": "AID"}, r'events have no filter "tpye"; did you mean "type"\?'),
        ({"type": "AIDE"}, r'event type "AIDE" is not known; did you mean "AID"\?'),
        ({"since": "last week"}, 'since "last week" is not a day; expected YYYY-MM-DD'),
        ({"as_of": "May"}, 'as_of "May" is not a day; expected YYYY-MM-DD'),
        ({"quad": "1"}, "quad is '1'; expected a number or a list"),
        ({"actor": 7}, "actor is 7; expected text or a list"),
    ],
)
def test_a_filter_that_is_wrong_is_said(store, filters, message):
    with pytest.raises(StoreError, match=message):
        store.events(**filters)


def test_events_are_counted_and_put_into_panels(store):
    assert store.count("type", country="Kenya").relation().fetchall()[0][1] >= 1
    rows = list(store.count(["publisher", "type"], limit=1).dicts())
    assert list(rows[0]) == ["publisher", "type", "events", "documents"]
    panel = store.panel("country-month", countries=["KEN"], codes=["cow"])
    assert {row["cow"] for row in panel.found.dicts()} == {501}


def test_documents_are_searched_and_sql_is_answered(store):
    (hit,) = store.search("envoy", limit=1)
    assert hit.title
    assert types(store.events(text="envoy")) != ""
    ((count,),) = store.sql("select count(*) from events").rows
    assert count == 5


def test_a_result_is_arrow(store):
    table = store.events(type=["AID", "ACCUSE"]).arrow()
    assert table.num_rows == 2
    assert "actors" in table.column_names


def test_a_result_is_a_frame_of_pandas(store):
    pytest.importorskip("pandas")
    frame = store.events(type="ACCUSE").pandas()
    assert list(frame["event_type"]) == ["ACCUSE"]
    assert frame["actors"][0][0]["country"] == "KEN"
    assert str(frame["date_start"].dtype).startswith("datetime64")
    assert store.events(type="ACCUSE", actor="Nobody").pandas().empty


def test_a_result_is_a_frame_of_polars(store):
    polars = pytest.importorskip("polars")
    frame = store.count("type").polars()
    assert frame.schema["events"] == polars.Int64
    assert frame.filter(polars.col("type") == "AID")["events"].to_list() == [1]
    assert store.events(type="ACCUSE").polars()["actors"][0][0]["country"] == "KEN"


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_library_that_is_missing_is_named(store, name, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ExtraError, match=f"{name} is not installed; .* pip install {name}"):
        getattr(store.events(), name)()


def test_a_notebook_shows_the_first_rows(store):
    page = store.events()._repr_html_()
    assert "<th>event_type</th>" in page
    assert "<td>ACCUSE</td>" in page
    assert "5 rows" in page
    assert "<td>5</td>" in store.sql("select 5 as five")._repr_html_()


def test_a_notebook_shows_no_markup_of_an_article(tmp_path):
    told = story("<script>alert(1)</script>", Told(event_type="AID"))
    write_store(tmp_path / "store", (date(2024, 3, 8), [told] * 1))
    page = Store.open(tmp_path / "store").events()._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
