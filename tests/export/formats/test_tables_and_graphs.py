"""Spreadsheets, databases, graphs, maps and linked data, each opened by what reads it."""

from __future__ import annotations

import json
from datetime import date, datetime

import duckdb
import geojson
import networkx
import openpyxl
import pytest
from pyld import jsonld

from tacitus.export.formats import FORMATS, ExportOptions
from tests.export.formats.event_rows import counts, hand_rows, party, row_of, talks

EVIL = '=cmd|" /C calc"!A0'


def written(name, rows, tmp_path, **options):
    path = tmp_path / f"events{FORMATS[name].suffix}"
    report = FORMATS[name].write(iter(rows), path, ExportOptions(**options))
    return path, report


def sheet_of(path):
    sheet = openpyxl.load_workbook(path)["events"]
    names, *rows = sheet.iter_rows()
    return [dict(zip([c.value for c in names], row, strict=True)) for row in rows]


def test_a_spreadsheet_has_days_numbers_and_text(tmp_path):
    path, report = written("xlsx", [*hand_rows(), talks()], tmp_path)
    rows = sheet_of(path)
    assert [row["event_type"].value for row in rows] == ["COERCE", "REJECT", "CONSULT"]
    assert rows[0]["date_start"].value == datetime(2024, 3, 4)
    assert rows[0]["date_start"].number_format == "yyyy-mm-dd"
    assert (rows[0]["arrested"].value, rows[2]["arrested"].value) == (14, None)
    assert rows[2]["actor_countries"].value == "KEN; UGA"
    assert (report.events, report.written) == (3, 3)
    assert counts(report)["the country or id of who says so"] == 1


def test_the_same_events_give_the_same_spreadsheet(tmp_path):
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (first, second):
        FORMATS["xlsx"].write(hand_rows(), path)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_spreadsheet_is_a_formula(tmp_path, start):
    rows = [row_of(title=f"{start}1+1", url="https://example.org/=1", publisher=EVIL)]
    path, _ = written("xlsx", rows, tmp_path)
    (row,) = sheet_of(path)
    assert {cell.data_type for cell in row.values()} <= {"s", "n", "d", "b"}
    assert row["publisher"].value == f"'{EVIL}"
    assert row["title"].value.startswith("'")
    assert row["url"].hyperlink is None


def test_a_raw_spreadsheet_still_holds_text_and_no_formula(tmp_path):
    import zipfile

    path, _ = written("xlsx", [row_of(publisher=EVIL)], tmp_path, raw=True)
    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_what_a_cell_cannot_hold_is_counted(tmp_path):
    rows = [row_of(sentence="x" * 40_000, title="a\x00b\ud800", date_start=date(1850, 1, 1))]
    path, report = written("xlsx", rows, tmp_path)
    (row,) = sheet_of(path)
    assert len(row["sentence"].value) == 32_767
    assert row["title"].value == "a\ufffdb\ufffd"
    assert row["date_start"].value == "1850-01-01"  # a sheet counts days from 1900
    assert counts(report)["text longer than a cell holds"] == 1


def test_a_database_holds_every_column(tmp_path):
    rows = [*hand_rows(), talks()]
    path, report = written("duckdb", rows, tmp_path)
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.sql("from events").fetchall()
        columns = connection.sql("from events").columns
    assert columns == list(rows[0])
    assert [dict(zip(columns, row, strict=True))["actors"] for row in found] == [
        row["actors"] for row in rows
    ]
    assert (report.format, report.losses) == ("duckdb", ())
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_an_edge_of_a_graph_is_an_event_between_two(tmp_path):
    rows = [*hand_rows(), talks()]
    path, report = written("graphml", rows, tmp_path)
    graph = networkx.read_graphml(path)
    edges = list(graph.edges(data=True))
    assert graph.is_directed()
    assert graph.number_of_edges() == 4  # the visit has two who visit
    found = {(a, b): data for a, b, data in edges}
    assert found["Kenya|KEN", "TZA"]["event_type"] == "CONSULT"
    assert graph.nodes["TZA"] == {
        "label": "Tanzania",
        "entity_id": "TZA",
        "country": "TZA",
        "sectors": "GOV",
    }
    arrest = next(data for _, _, data in edges if data["event_type"] == "COERCE")
    assert (arrest["speaker"], arrest["certainty"], arrest["disputed"]) == (
        "Interior Ministry of Veldania",
        "probable",
        True,
    )
    assert (arrest["quad"], arrest["date_start"]) == (4.0, "2024-03-04")
    assert (report.events, report.written) == (3, 3)


def test_actors_without_recipient_are_joined_and_one_alone_is_left_out(tmp_path):
    together = row_of(event_id="d3#e1", actors=talks()["actors"], recipients=[])
    alone = row_of(event_id="d3#e2", recipients=[])
    path, report = written("graphml", [together, alone], tmp_path)
    ((_, _, data),) = networkx.read_graphml(path).edges(data=True)
    assert data["relation"] == "with"
    assert counts(report)["names nobody, or one party and no other"] == 1


def test_an_edge_of_a_dynamic_graph_is_there_on_its_days(tmp_path):
    path, report = written("gexf", [*hand_rows(), talks()], tmp_path)
    graph = networkx.read_gexf(path)
    days = sorted(
        (data["event_type"], data.get("start"), data.get("end"))
        for _, _, data in graph.edges(data=True)
    )
    assert days == [
        ("COERCE", "2024-03-04", "2024-03-04"),
        ("CONSULT", "2024-03-05", "2024-03-05"),
        ("CONSULT", "2024-03-05", "2024-03-05"),
        ("REJECT", None, None),
    ]
    assert 'mode="dynamic"' in path.read_text("utf-8")
    assert counts(report)["has no date: its edge is there at all times"] == 1


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_names_in_graphs_are_escaped(tmp_path, name):
    evil = '"/><edge source="x" target="y"/>&\x07\ud800\n]]>'
    rows = [row_of(actors=[party(evil)], recipients=[party("b", entity_id='<&"')], title=evil)]
    path, _ = written(name, rows, tmp_path)
    graph = (networkx.read_graphml if name == "graphml" else networkx.read_gexf)(path)
    assert graph.number_of_edges() == 1
    assert '<&"' in graph.nodes


def test_geojson_has_a_point_or_null(tmp_path):
    rows = [talks(), row_of(lat=None, lon=None)]
    path, report = written("geojson", rows, tmp_path)
    found = geojson.loads(path.read_text("utf-8"))
    assert (found.is_valid, type(found)) == (True, geojson.FeatureCollection)
    first, second = found.features
    assert first.geometry.coordinates == [35.74, -6.17]
    assert second.geometry is None
    assert first.id == "d2#e1"
    assert set(first.properties) | {"lat", "lon", "event_id"} == set(rows[0])
    assert report.losses == ()


def test_empty_files_are_valid_too(tmp_path):
    for name in ("geojson", "jsonld", "graphml", "gexf", "xlsx", "duckdb", "csl-json"):
        path = tmp_path / f"{name}{FORMATS[name].suffix}"
        report = FORMATS[name].write([], path)
        assert (report.events, report.written) == (0, 0)
    assert geojson.loads((tmp_path / "geojson.geojson").read_text()).features == []
    assert jsonld.expand(json.loads((tmp_path / "jsonld.jsonld").read_text())) == []
    assert networkx.read_gexf(tmp_path / "gexf.gexf").number_of_nodes() == 0
    assert json.loads((tmp_path / "csl-json.json").read_text()) == []


SCHEMA = "https://schema.org/"


def test_linked_data_is_claims_about_what_happened(tmp_path):
    path, report = written("jsonld", [*hand_rows(), talks()], tmp_path)
    claims = jsonld.expand(json.loads(path.read_text("utf-8")))
    assert [claim["@type"] for claim in claims] == [[f"{SCHEMA}Claim"]] * 3

    def at(node, *names):
        for name in names:
            node = node[f"{SCHEMA}{name}"][0]
        return node.get("@value")

    arrest, _, visit = claims
    assert at(arrest, "author", "name") == "Interior Ministry of Veldania"
    assert at(visit, "author", "name") == "Harbour Wire"  # nobody else says so
    assert at(visit, "about", "location", "geo", "latitude") == -6.17
    assert at(visit, "about", "startDate") == "2024-03-05"
    assert visit[f"{SCHEMA}about"][0]["@type"] == [f"{SCHEMA}Event", f"{SCHEMA}Action"]
    assert at(visit, "appearance", "url") == "https://example.org/talks"
    assert counts(report)["that another account denies it, or that it denies one"] == 2


@pytest.mark.parametrize("name", ["jsonld", "ftm"])
def test_what_did_not_happen_is_left_out_unless_asked_for(tmp_path, name):
    rows = [row_of(polarity="neg"), talks()]
    _, report = written(name, rows, tmp_path)
    assert (report.events, report.written) == (2, 1)
    assert counts(report)["did not happen: denied, expected or supposed"] == 1
    (tmp_path / "all").mkdir()
    _, report = written(name, rows, tmp_path / "all", unreal=True)
    assert report.written == 2


def test_linked_data_takes_web_addresses_only(tmp_path):
    path, _ = written("jsonld", [row_of(url="javascript:alert(1)")], tmp_path)
    assert "javascript" not in path.read_text("utf-8")


def test_followthemoney_accepts_the_entities(tmp_path):
    pytest.importorskip("followthemoney")
    from followthemoney import model

    path, report = written("ftm", [*hand_rows(), talks()], tmp_path)
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for entity in entities:
        schema = model.get(entity["schema"])
        assert schema is not None
        schema.validate(entity)  # raises what it does not accept
        cleaned = model.get_proxy(entity, cleaned=False).to_dict()["properties"]
        assert {k: sorted(v) for k, v in cleaned.items()} == {
            k: sorted(v) for k, v in entity["properties"].items()
        }
    schemata = [entity["schema"] for entity in entities]
    assert {name: schemata.count(name) for name in set(schemata)} == {
        "Article": 2,
        "Event": 3,
        "LegalEntity": 7,
        "UnknownLink": 4,
    }
    assert len({entity["id"] for entity in entities}) == len(entities)
    assert report.written == 3


def test_entities_of_followthemoney_say_who_says_so(tmp_path):
    path, _ = written("ftm", [row_of()], tmp_path)
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    event = next(e["properties"] for e in entities if e["schema"] == "Event")
    assert "says: Interior Ministry of Veldania" in event["notes"]
    assert "arrested: exact 14" in event["notes"]
    assert event["startDate"] == ["2024-03-04"]
    names = {e["id"]: e["properties"]["name"][0] for e in entities if e["schema"] == "LegalEntity"}
    link = next(e["properties"] for e in entities if e["schema"] == "UnknownLink")
    assert (names[link["subject"][0]], link["role"]) == ("Police", ["COERCE/arrest"])


def test_countries_of_followthemoney_have_two_letters(tmp_path):
    rows = [row_of(actors=[party("a", "KEN"), party("b", "KOS"), party("c", "IGO")])]
    path, _ = written("ftm", rows, tmp_path)
    entities = [json.loads(line)["properties"] for line in path.read_text("utf-8").splitlines()]
    found = {e["name"][0]: e.get("country") for e in entities if "name" in e}
    assert (found["a"], found["b"], found["c"]) == (["ke"], ["xk"], None)
