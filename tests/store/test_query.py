from __future__ import annotations

import builtins
import sys
from datetime import date

import pytest

from tacitus.errors import ExtraError, StoreError
from tacitus.store.query import EventFilter, count_events, find_events
from tacitus.store.query_cache import FOLDER, open_queries
from tacitus.store.query_values import parse_box
from tests.store.newsroom import ENVOY, ISLANDS, MARCH, write_store


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("query") / "store"
    first, later = date(2024, 3, 8), date(2024, 5, 5)
    return write_store(folder, (first, [MARCH, ENVOY]), (later, [ISLANDS]))


@pytest.fixture(scope="module")
def connection(path):
    return open_queries(path)


def types(connection, **filters):
    found = find_events(connection, EventFilter(**filters))
    return " ".join(row["event_type"] for row in found.dicts())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "CONSULT ACCUSE COERCE AID REJECT"),
        ({"actor": ("kenya",)}, "ACCUSE COERCE"),  # a country: its police too
        ({"actor": ("KÉNYA police",)}, "COERCE"),
        ({"actor": ("ken-police",)}, "COERCE"),
        ({"actor": ("KEN",)}, "ACCUSE COERCE"),
        ({"actor": ("ken pol",)}, ""),  # whole words only
        ({"actor": ("Uganda", "marchers")}, "CONSULT REJECT"),
        ({"recipient": ("uganda",)}, "ACCUSE"),
        ({"country": ("cote d'ivoire",)}, "AID"),
        ({"country": ("Fiji",)}, "CONSULT"),  # of the place
        ({"sector": ("cop",)}, "COERCE"),
        ({"event_type": ("aid", "Reject")}, "AID REJECT"),
        ({"mode": ("COERCE/arrest",)}, "COERCE"),
        ({"quad": (3,)}, "ACCUSE REJECT"),
        ({"quad": (3,), "event_type": ("REJECT", "AID")}, "REJECT"),
        ({"context": ("corruption",)}, "COERCE"),
        ({"since": date(2024, 3, 5)}, "CONSULT ACCUSE"),
        ({"since": date(2024, 5, 3)}, "CONSULT"),  # its second day
        ({"until": date(2024, 3, 4)}, "COERCE AID"),
        ({"place": ("fiji",)}, "CONSULT"),
        ({"place": ("nairobi",)}, "COERCE"),
        ({"bbox": (36.0, -2.0, 37.0, 0.0)}, "COERCE"),
        ({"bbox": (170.0, -20.0, -170.0, 0.0)}, "CONSULT"),  # over the 180th meridian
        ({"publisher": ("valley",)}, "ACCUSE AID"),
        ({"speaker": ("interior ministry",)}, "COERCE"),
        ({"speaker": ("Kenya",)}, "COERCE"),
        ({"disputed": True}, "COERCE REJECT"),
        ({"disputed": False}, "CONSULT ACCUSE AID"),
        ({"min_score": 0.9}, "ACCUSE COERCE AID"),
        ({"actor": ("Kenya",), "min_score": 0.95}, "ACCUSE"),
        ({"actor": ("x' or true --",)}, ""),
    ],
)
def test_a_filter_finds_the_events_that_fit(connection, filters, expected):
    assert types(connection, **filters) == expected


def test_events_at_an_earlier_day_are_those_that_were_known(path):
    assert types(open_queries(path, date(2024, 4, 1))) == "ACCUSE COERCE AID REJECT"
    assert types(open_queries(path, date(2024, 1, 1))) == ""


def test_limit_gives_the_latest(connection):
    assert [row["event_type"] for row in find_events(connection, limit=1).dicts()] == ["CONSULT"]


def test_the_columns_are_those_of_the_view_events_and_what_judges_said(connection):
    columns = connection.sql("from events").columns
    assert find_events(connection).columns == [*columns, "code_basis", "review"]


def test_counts_by_groups(connection):
    found = count_events(connection, ["type", "actor-country"], EventFilter(quad=(2, 3)))
    assert found.columns == ["type", "actor_country", "events", "documents"]
    assert list(found.rows()) == [("ACCUSE", "KEN", 1, 1), ("AID", "CIV", 1, 1)]
    months = count_events(connection, ["month"], EventFilter(since=date(2024, 1, 1)))
    assert list(months.rows()) == [("2024-03", 3, 2), ("2024-05", 1, 1)]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (
            {"event_type": ("PROTSET",)},
            'event type "PROTSET" is not known; did you mean "PROTEST"?',
        ),
        ({"mode": ("arest",)}, 'mode "arest" is not known; did you mean "arrest"?'),
        ({"sector": ("GOOV",)}, 'sector "GOOV" is not known; did you mean "GOV"?'),
        ({"context": ("corupt",)}, 'context "corupt" is not known; did you mean "corruption"?'),
        ({"country": ("Kenia",)}, 'country "Kenia" is not known; did you mean KEN (Kenya)?'),
        (
            {"since": date(2024, 5, 1), "until": date(2024, 4, 1)},
            "since 2024-05-01 is after until 2024-04-01; expected the earlier day first",
        ),
        (
            {"quad": (5,)},
            "quad class 5 does not exist; expected 1 verbal cooperation, "
            "2 material cooperation, 3 verbal conflict or 4 material conflict",
        ),
        ({"min_score": 1.5}, "score 1.5 is no probability; expected 0 to 1"),
    ],
)
def test_a_wrong_filter_names_the_nearest_right_value(connection, filters, message):
    with pytest.raises(StoreError) as error:
        find_events(connection, EventFilter(**filters))
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,3", 'bounding box "1,2,3" cannot be read; expected west,south,east,north'),
        ("0,10,1,5", "bounding box 0,10,1,5 has its south above its north; did you mean 0,5,1,10?"),
        ("-4,170,5,179", "bounding box -4,170,5,179 is outside the map (latitude first?)"),
        ("nan,0,1,1", "bounding box nan,0,1,1 is outside the map"),
    ],
)
def test_a_box_that_is_none_says_what_is_expected(text, message):
    with pytest.raises(StoreError) as error:
        parse_box(text)
    assert str(error.value).startswith(message)


def test_a_group_that_is_not_known_names_the_nearest(connection):
    with pytest.raises(StoreError, match='grouped by "mnth"; did you mean "month"?'):
        count_events(connection, ["mnth"])


def test_arrow_needs_nothing_more(connection, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert find_events(connection).arrow().num_rows == 5


def test_pandas_and_polars_say_what_to_install(connection, monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name in ("pandas", "polars"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(ExtraError, match=rf"{name} is not installed; .*pip install {name}"):
            getattr(find_events(connection), name)()


def test_a_cache_that_cannot_be_written_is_not_needed(tmp_path):
    path = write_store(tmp_path / "store", (date(2024, 3, 8), [MARCH]), (date(2024, 3, 9), [ENVOY]))
    (path / FOLDER).write_text("no folder")
    plain = open_queries(path)
    rows = list(find_events(plain).rows())
    (path / FOLDER).unlink()
    cached = open_queries(path)
    assert len(list((path / FOLDER).iterdir())) == 4  # two parts for each of two files
    assert list(find_events(cached).rows()) == rows
    assert sorted(plain.sql("select document_id from document_countries").fetchall()) == sorted(
        cached.sql("select document_id from document_countries").fetchall()
    )


def test_a_later_coding_of_a_document_takes_the_place_of_the_earlier(tmp_path):
    import dataclasses

    again = dataclasses.replace(MARCH, events=MARCH.events[:1])
    path = write_store(
        tmp_path / "store", (date(2024, 3, 8), [MARCH]), (date(2024, 3, 10), [again])
    )
    assert types(open_queries(path)) == "COERCE"
    assert types(open_queries(path, date(2024, 3, 9))) == "COERCE REJECT"


def test_what_duckdb_raises_is_one_line_that_says_what_to_do(tmp_path):
    path = write_store(tmp_path / "store", (date(2024, 3, 8), [MARCH]))
    connection = open_queries(path)
    connection.execute("set memory_limit = '1MB'")
    with pytest.raises(StoreError) as error:
        list(find_events(connection).rows())
    assert str(error.value) == (
        "the query needs more memory than it may take, 512MB; expected a smaller one: narrow it "
        "down by days, types or countries, or ask for fewer rows"
    )
    gone = open_queries(path)
    for file in (path / FOLDER).iterdir():
        file.unlink()
    with pytest.raises(StoreError, match="a file cannot be read or written") as error:
        find_events(gone, limit=3)
    assert "\n" not in str(error.value)


def test_the_first_events_are_those_of_all(connection):
    rows = list(find_events(connection).rows())
    assert [list(find_events(connection, limit=n).rows()) for n in (1, 3, 99)] == [
        rows[:1],
        rows[:3],
        rows,
    ]


def test_a_folder_may_have_the_signs_of_a_pattern_in_its_name(tmp_path):
    for name in ("a*b?", "a-b-"):
        (tmp_path / name).mkdir()
    path = write_store(tmp_path / "a*b?" / "store", (date(2024, 3, 8), [MARCH]))
    write_store(tmp_path / "a-b-" / "store", (date(2024, 3, 8), [ENVOY]))
    for _ in range(2):  # the cache is filled, then read
        assert {row["document_id"] for row in find_events(open_queries(path)).dicts()} == {
            MARCH.document.id
        }
