from __future__ import annotations

import csv
import json
from datetime import date

import duckdb
import pytest

from tacitus.event_columns import ACLED, GDELT_EVENTS, GDELT_MENTIONS, ICEWS, POLECAT
from tacitus.export.formats import FORMATS, ExportOptions, parquet, phoenix
from tests.export.formats.event_rows import counts, hand_rows, party, row_of, talks

DENIED = "did not happen: denied, expected or supposed"


def export(name, rows, tmp_path, **options):
    path = tmp_path / f"out{FORMATS[name].suffix}"
    return FORMATS[name].write(rows, path, ExportOptions(**options)), path


def tab_rows(path, columns):
    """The lines as a reader that knows no quotes sees them, by column."""
    lines = path.read_text("utf-8").split("\n")
    assert lines.pop() == ""
    cells = [line.split("\t") for line in lines]
    assert {len(line) for line in cells} == {len(columns)}
    return [dict(zip(columns, line, strict=True)) for line in cells]


def query_rows(query):
    found = duckdb.connect().execute(query)
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def duckdb_rows(path, columns, *, header, delimiter="\\t"):
    """What DuckDB makes of the file when each column has its type."""
    wanted = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    quote = '"' if delimiter == "," else ""
    query = (
        f"select * from read_csv('{path}', delim = '{delimiter}', quote = '{quote}', "
        f"header = {header}, auto_detect = false, columns = {{{wanted}}}, nullstr = '')"
    )
    return query_rows(query)


def typed(names, **kinds):
    return {name: kinds.get(name.replace(" ", "_"), "varchar") for name in names}


def test_polecat_has_its_40_columns(tmp_path):
    report, path = export("polecat", [*hand_rows(), talks()], tmp_path)
    assert len(POLECAT) == 40
    kinds = {"Event_Date": "date", "Intensity": "double", "Actor_COW": "int", "Latitude": "double"}
    rows = duckdb_rows(path, typed(POLECAT, GeoNames_ID="bigint", **kinds), header=True)
    first, second = rows
    assert first["Event Date"] == date(2024, 3, 4)
    assert (first["Event Type"], first["Event Mode"], first["Intensity"]) == (
        "COERCE",
        "arrest",
        -7,
    )
    assert (first["Quad Code"], first["Contexts"]) == ("MATERIAL CONFLICT", "intelligence")
    assert (first["Actor Name"], first["GeoNames ID"], first["Latitude"]) == ("Police", 77, 12.5)
    assert (second["Actor Name"], second["Actor Country"]) == ("Kenya", "KEN")
    assert (second["Recipient Sectors"], second["Country"]) == ("GOV", "Tanzania")
    assert (report.events, report.written) == (3, 2)
    found = counts(report)
    assert found["has no date"] == 1
    assert (
        found["who says so"] == found["that another account denies it, or that it denies one"] == 1
    )
    assert found["actors after the first"] == 1
    assert found["numbers of killed, injured, arrested and others"] == 1


def test_what_no_event_at_hand_has_counts_as_nothing_lost(tmp_path):
    report, _ = export("polecat", [talks()], tmp_path)
    assert "who says so" not in counts(report)
    assert {loss.what: loss.count for loss in report.losses}["who says so"] == 0


def test_icews_has_its_20_columns(tmp_path):
    rows = [row_of(actors=[party("Police", "KEN", "COP", "GOV")]), talks()]
    report, path = export("icews", rows, tmp_path)
    assert len(ICEWS) == 20
    kinds = {"Event_ID": "bigint", "Event_Date": "date", "Intensity": "double"}
    first, second = duckdb_rows(path, typed(ICEWS, **kinds), header=True)
    assert (first["CAMEO Code"], first["Event Text"]) == ("173", "COERCE/arrest")
    assert (first["Source Sectors"], first["Source Country"]) == (
        "police,executive and governing parties and agencies",
        "Kenya",
    )
    assert second["CAMEO Code"] == "042"
    assert (second["City"], second["Country"]) == ("Dodoma", "Tanzania")
    assert 0 < first["Event ID"] < 2**53
    assert counts(report)["has PLOVER's score where the format has Goldstein's"] == 2


GDELT_KINDS = {
    **dict.fromkeys(("GLOBALEVENTID", "DATEADDED", "EventTimeDate", "MentionTimeDate"), "bigint"),
    **dict.fromkeys(("SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass"), "int"),
    **dict.fromkeys(("NumMentions", "NumSources", "NumArticles", "MentionType"), "int"),
    **dict.fromkeys(("FractionDate", "GoldsteinScale", "AvgTone", "MentionDocTone"), "double"),
    **{
        f"{who}Geo_{what}": "double"
        for who in ("Actor1", "Actor2", "Action")
        for what in ("Lat", "Long")
    },
    **{f"{who}Geo_Type": "int" for who in ("Actor1", "Actor2", "Action")},
    **dict.fromkeys(("SentenceID", "Actor1CharOffset", "Actor2CharOffset"), "int"),
    **dict.fromkeys(("ActionCharOffset", "InRawText", "Confidence", "MentionDocLen"), "int"),
}


def test_gdelt_events_have_their_61_columns_and_types(tmp_path):
    report, path = export("gdelt-events", [row_of(), talks()], tmp_path)
    assert len(GDELT_EVENTS) == 61
    _, row = duckdb_rows(path, typed(GDELT_EVENTS, **GDELT_KINDS), header=False)
    assert (row["SQLDATE"], row["MonthYear"], row["Year"]) == (20240305, 202403, 2024)
    assert row["FractionDate"] == pytest.approx(2024 + 65 / 365, abs=1e-4)
    assert (row["Actor1Code"], row["Actor1Name"], row["Actor1CountryCode"]) == (
        "KENGOV",
        "KENYA",
        "KEN",
    )
    assert (row["Actor2Type1Code"], row["Actor2Type2Code"]) == ("GOV", None)
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"]) == ("042", "042", "04")
    assert (row["QuadClass"], row["GoldsteinScale"], row["NumMentions"]) == (1, 4, 1)
    assert (row["ActionGeo_Type"], row["ActionGeo_FullName"]) == (4, "Dodoma, Tanzania")
    assert (row["ActionGeo_CountryCode"], row["ActionGeo_Lat"]) == ("TZ", -6.17)
    assert (row["Actor1Geo_Type"], row["IsRootEvent"], row["AvgTone"]) == (0, None, None)
    assert (row["DATEADDED"], row["SOURCEURL"]) == (20240307093000, "https://example.org/talks")
    assert report.written == 2


def test_a_country_as_place_is_a_country_in_gdelt(tmp_path):
    rows = [
        talks() | {"place": "Tanzania"},
        talks() | {"place": "Austin", "place_country": "USA"},
        talks() | {"place": None, "place_country": None, "lat": None, "lon": None},
    ]
    _, path = export("gdelt-events", rows, tmp_path)
    found = tab_rows(path, GDELT_EVENTS)
    assert [row["ActionGeo_Type"] for row in found] == ["1", "3", "0"]
    assert (found[0]["ActionGeo_FullName"], found[0]["ActionGeo_FeatureID"]) == ("Tanzania", "TZ")


def test_gdelt_mentions_point_to_the_events(tmp_path):
    rows = [row_of(), talks()]
    _, events = export("gdelt-events", rows, tmp_path)
    ids = [row["GLOBALEVENTID"] for row in tab_rows(events, GDELT_EVENTS)]
    _, path = export("gdelt-mentions", rows, tmp_path)
    assert len(GDELT_MENTIONS) == 16
    found = duckdb_rows(path, typed(GDELT_MENTIONS, **GDELT_KINDS), header=False)
    assert [str(row["GLOBALEVENTID"]) for row in found] == ids
    assert (found[0]["MentionType"], found[0]["MentionSourceName"]) == (2, "Harbour Wire")
    assert (found[1]["MentionType"], found[1]["MentionSourceName"]) == (1, "example.org")
    assert (found[0]["ActionCharOffset"], found[0]["Confidence"]) == (rows[0]["anchor_start"], 87)


def test_phoenix_has_lines_of_8(tmp_path):
    who = [party("agents", None, "SPY", "UNK")]
    rows = [row_of(actors=[party("the EU", "EUR")], recipients=who), talks()]
    report, path = export("phoenix", rows, tmp_path)
    first, second = tab_rows(path, phoenix.COLUMNS)
    assert (first["date"], first["source"], first["target"]) == ("20240304", "IGOEEC", "SPY")
    assert (first["code"], first["issues"]) == ("173", "INTELLIGENCE,1")
    assert (second["source"], second["target"], second["ids"]) == ("KENGOV", "TZAGOV", "d2_e1")
    assert "has an actor or recipient without a CAMEO code, written as ---" not in counts(report)
    report, path = export("phoenix", [row_of(actors=[party("someone")])], tmp_path)
    assert tab_rows(path, phoenix.COLUMNS)[0]["source"] == "---"
    assert counts(report)["has an actor or recipient without a CAMEO code, written as ---"] == 1


def test_acled_has_its_31_columns(tmp_path):
    clash = row_of(
        event_type="ASSAULT",
        mode="firearms",
        actors=[party("Army of Kenya", "KEN", "MIL"), party("Kenyan police", "KEN", "COP")],
        recipients=[party("rebels", "KEN", "REB")],
        place="Garissa",
        place_country="KEN",
        killed=3.0,
    )
    attack = clash | {"recipients": [party("villagers", "KEN", "CVL")], "killed": None}
    march = row_of(event_type="PROTEST", mode="demo", actors=[party("nurses", "KEN", "MED")])
    report, path = export("acled", [clash, attack, march, talks()], tmp_path)
    assert len(ACLED) == 31
    kinds = dict.fromkeys(("year", "time_precision", "inter1", "inter2", "interaction"), "int")
    kinds |= {"event_date": "date", "iso": "int", "fatalities": "int", "timestamp": "bigint"}
    rows = duckdb_rows(path, typed(ACLED, **kinds), header=True, delimiter=",")
    assert [row["event_type"] for row in rows] == [
        "Battles",
        "Violence against civilians",
        "Protests",
    ]
    assert (rows[0]["actor1"], rows[0]["assoc_actor_1"]) == ("Army of Kenya", "Kenyan police")
    assert [row["interaction"] for row in rows] == [12, 17, 60]
    assert (rows[0]["fatalities"], rows[1]["fatalities"]) == (3, None)
    assert [row["civilian_targeting"] for row in rows] == [None, "Civilian targeting", None]
    assert (rows[0]["iso"], rows[0]["country"], rows[0]["location"]) == (404, "Kenya", "Garissa")
    assert rows[0]["timestamp"] == 1709803800
    assert counts(report)["is of a kind that ACLED does not code"] == 1


def test_precision_of_time_and_place_in_acled(tmp_path):
    march = row_of(event_type="PROTEST", mode="demo", place="Kenya", place_country="KEN")
    week = march | {"date_end": date(2024, 3, 10), "place": "Kisumu", "place_basis": "dateline"}
    month = march | {"date_end": date(2024, 3, 31), "place": "Kisumu"}
    _, path = export("acled", [march, week, month], tmp_path)
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert [row["time_precision"] for row in rows] == ["1", "2", "3"]
    assert [row["geo_precision"] for row in rows] == ["3", "2", "1"]


def test_plover_records_have_the_required_fields(tmp_path):
    rows = [*hand_rows(), talks() | {"date_end": date(2024, 3, 6)}]
    report, path = export("plover", rows, tmp_path)
    arrest, visit = json.loads(path.read_text("utf-8"))
    for record in (arrest, visit):
        assert {"id", "date", "actor", "event"} <= set(record)
    assert (arrest["event"], arrest["mode"], arrest["size"]) == (
        ["COERCE"],
        ["arrest"],
        {"arrested": 14},
    )
    assert (arrest["quad_code"], arrest["event_scale"]) == (4, -7)
    assert visit["actor"][1] == {"code": "UGA", "sector": ["GOV"], "entity_text": "Uganda"}
    assert (visit["date"], visit["enddate"]) == ("2024-03-05", "2024-03-06")
    assert visit["event_loc"]["country_code"] == "TZA"
    assert "actors after the first" not in counts(report)
    assert counts(report)["has no date"] == 1


def test_no_events_is_an_empty_array_and_a_header(tmp_path):
    _, path = export("plover", [], tmp_path)
    assert json.loads(path.read_text("utf-8")) == []
    _, path = export("polecat", [], tmp_path)
    assert path.read_text("utf-8").count("\n") == 1


def test_parquet_gives_every_row_back(tmp_path):
    rows = [*hand_rows(), talks()]
    report, path = export("parquet", rows, tmp_path)
    read = query_rows(f"select * from read_parquet('{path}')")
    for row in read:
        moment = row["recorded_at"]
        row["recorded_at"] = moment.replace(tzinfo=None) if moment else None
    assert read == rows
    assert list(parquet.COLUMNS) == list(rows[0])
    assert report.losses == ()


def test_parquet_of_no_events_has_the_columns(tmp_path):
    _, path = export("parquet", [], tmp_path)
    found = query_rows(f"describe select * from read_parquet('{path}')")
    assert [row["column_name"] for row in found] == list(parquet.COLUMNS)


def test_csv_is_what_read_writes(tmp_path):
    report, path = export("csv", hand_rows(), tmp_path)
    first, second = csv.DictReader(path.read_text("utf-8").splitlines())
    assert (first["actors"], first["date_start"], first["arrested"]) == (
        "Police",
        "2024-03-04",
        "14.0",
    )
    assert second["disputes"] == first["event_id"]
    assert counts(report) == {
        "the country or id of who says so": 1,
        "that another account denies it": 1,
    }


@pytest.mark.parametrize("name", ["polecat", "icews", "gdelt-events", "phoenix", "acled", "plover"])
def test_what_did_not_happen_stays_out_unless_asked_for(name, tmp_path):
    march = row_of(event_type="PROTEST", mode="demo")
    rows = [march, march | {"polarity": "neg"}, march | {"time_status": "future"}]
    report, _ = export(name, rows, tmp_path)
    assert (report.written, counts(report)[DENIED]) == (1, 2)
    report, _ = export(name, rows, tmp_path, unreal=True)
    assert report.written == 3


@pytest.mark.parametrize("name", ["csv", "polecat", "icews", "phoenix", "acled"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(name, tmp_path):
    nasty = row_of(event_type="PROTEST", mode="demo", publisher='=HYPERLINK("x")')
    _, path = export(name, [nasty], tmp_path)
    assert "'=HYPERLINK(" in path.read_text("utf-8")
    _, path = export(name, [nasty], tmp_path, raw=True)
    assert "'=" not in path.read_text("utf-8")
    assert "=HYPERLINK(" in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["polecat", "icews", "gdelt-events", "phoenix"])
def test_tabs_and_lines_in_a_name_do_not_break_a_line(name, tmp_path):
    rows = [row_of(actors=[party("a\tb\r\nc\u2028d\x85e", "KEN")], publisher="Wire\nEast \udc80")]
    _, path = export(name, rows, tmp_path)
    header = {"polecat": 1, "icews": 1}.get(name, 0)
    assert len(path.read_text("utf-8").splitlines()) == 1 + header


@pytest.mark.parametrize("name", ["polecat", "icews", "gdelt-events", "gdelt-mentions", "phoenix"])
def test_a_type_of_another_codebook_breaks_nothing(name, tmp_path):
    report, _ = export(name, [row_of(event_type="DANCE", mode=None)], tmp_path)
    left_out = counts(report).get("its type has no CAMEO code", 0)
    assert report.written + left_out == 1


def test_an_event_has_the_same_number_in_every_file_and_another_than_others(tmp_path):
    _, path = export("icews", [row_of(event_id="a#e1"), row_of(event_id="a#e2")], tmp_path)
    first, second = (row["Event ID"] for row in tab_rows(path, ICEWS)[1:])
    assert first != second
