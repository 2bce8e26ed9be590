"""Small files of each schema, written here; what is wrong in some is what published files have."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import date, datetime

import pytest

from tacitus.errors import ReadError
from tacitus.event_columns import ACLED, GDELT_EVENTS, GDELT_MENTIONS, ICEWS, POLECAT
from tacitus.export.formats import FORMATS
from tacitus.imports import read_events_file, system_of
from tacitus.records import Failure
from tests.export.formats.event_rows import party, row_of, talks


def tabs(columns, **cells):
    named = {name.replace("_", " "): value for name, value in cells.items()}
    wanted = named if set(named) <= set(columns) else cells
    assert set(wanted) <= set(columns)
    return "\t".join(str(wanted.get(name, "")) for name in columns)


def write(path, *lines, encoding="utf-8"):
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def read(path, system=None):
    """Rows, and failures as (line, reason)."""
    found = list(read_events_file(path, system))
    rows = [item for item in found if not isinstance(item, Failure)]
    failures = [
        (item.path.rpartition(":")[2], item.reason) for item in found if isinstance(item, Failure)
    ]
    return rows, failures


VISIT = {
    "Event_ID": "20230105-1",
    "Event_Date": "2023-01-05",
    "Event_Type": "CONSULT",
    "Event_Mode": "visit",
    "Intensity": "4.0",
    "Contexts": "diplomatic;economic",
    "Actor_Name": "Kenya",
    "Actor_Country": "KEN",
    "Primary_Actor_Sector": "GOV",
    "Recipient_Name": "None",
    "Recipient_Country": "TZA",
    "Placename": "Dodoma",
    "Country": "Tanzania",
    "Latitude": "-6.17",
    "Longitude": "35.74",
    "GeoNames_ID": "160196.0",
    "Source": "Wire",
    "Publication_Date": "2023-01-06",
    "Version": "v1",
}


def test_a_polecat_event(tmp_path):
    path = write(tmp_path / "p.txt", "\t".join(POLECAT), tabs(POLECAT, **VISIT))
    (row,), failures = read(path)
    assert failures == []
    assert (row["event_id"], row["system"], row["line"]) == ("polecat:20230105-1", "polecat", 2)
    assert (row["event_type"], row["mode"], row["code"]) == ("CONSULT", "visit", "CONSULT/visit")
    assert row["contexts"] == ["diplomatic", "economic"]
    assert row["actors"] == [{"name": "Kenya", "country": "KEN", "sectors": ["GOV"], "basis": None}]
    assert row["recipients"][0]["name"] == "TZA"
    assert (row["place_country"], row["lat"], row["geonames_id"]) == ("TZA", -6.17, 160196)
    assert (row["date_start"], row["published"]) == (date(2023, 1, 5), date(2023, 1, 6))
    assert json.loads(row["raw"])["Event ID"] == "20230105-1"


def test_a_polecat_file_with_a_headline_in_its_header_only_and_trailing_tabs(tmp_path):
    header = [*POLECAT[:34], "Headline", *POLECAT[34:]]
    renamed = ["Event Intensity" if name == "Intensity" else name for name in header]
    line = tabs(POLECAT, **VISIT)
    path = write(tmp_path / "p.txt", "\t".join(renamed) + "\t\t", line + "\t\t\t", line)
    rows, failures = read(path)
    assert failures == []
    assert [(row["intensity"], row["published"]) for row in rows] == 2 * [(4, date(2023, 1, 6))]


def test_malformed_polecat_lines_are_named(tmp_path):
    good = tabs(POLECAT, **VISIT)
    path = write(
        tmp_path / "p.txt",
        "\t".join(POLECAT),
        good.replace("Dodoma", "Dod\toma"),
        good.replace("Wire", "Wi\nre"),
        good.replace("2023-01-05", "soon"),
        good.replace("-6.17", "-96.17"),
        good.replace("4.0", "high"),
        good,
    )
    rows, failures = read(path)
    assert [row["line"] for row in rows] == [8]
    assert [number for number, _ in failures] == ["2", "3", "4", "5", "6", "7"]
    reasons = [reason.partition(" (line:")[0] for _, reason in failures]
    assert reasons == [
        "41 columns; expected 40",
        "34 columns; expected 40",
        "7 columns; expected 40",
        'Event Date "soon" is no day; expected such as 2023-01-31',
        "-96.17, 35.74 is not on the map; expected latitude, longitude in degrees",
        'Intensity "high" is no number',
    ]


def icews_line(**cells):
    usual = {
        "Event_ID": "901",
        "Event_Date": "2014-03-02",
        "Source_Name": "Police (Kenya)",
        "Source_Sectors": "Police,Government",
        "Source_Country": "Kenya",
        "CAMEO_Code": "173",
        "Target_Name": "Student (Kenya)",
        "Target_Country": "Kenya",
        "City": "Nairobi",
        "Country": "Kenya",
    }
    return tabs(ICEWS, **(usual | cells))


def test_icews_events(tmp_path):
    path = write(
        tmp_path / "i.tab",
        "\t".join(ICEWS),
        icews_line(),
        icews_line(Event_Date="2014-03-04"),
        icews_line(Event_ID="902", CAMEO_Code="42"),
        icews_line(Event_ID="903", CAMEO_Code="13y", Source_Country="Côte d'Ivoire"),
        icews_line(Event_ID="904", CAMEO_Code="010", Target_Name="None", Target_Country=""),
        icews_line(Event_ID="905", CAMEO_Code=""),
        encoding="latin-1",
    )
    rows, failures = read(path)
    assert [row["event_id"] for row in rows[:2]] == [
        "icews:901@2014-03-02",
        "icews:901@2014-03-04",
    ]
    assert [(row["event_type"], row["code"]) for row in rows[1:]] == [
        ("COERCE", "173"),
        ("CONSULT", "42"),
        (None, "13y"),
        (None, "010"),
    ]
    assert rows[0]["actors"][0]["sectors"] == ["COP", "GOV"]
    assert rows[3]["actors"][0]["country"] == "CIV"
    assert rows[4]["recipients"] == []
    assert failures[0][0] == "7"
    assert failures[0][1].startswith("CAMEO Code is empty; expected such as 042")


def test_gdelt_events_and_mentions(tmp_path):
    event = tabs(
        GDELT_EVENTS,
        GLOBALEVENTID=77,
        SQLDATE=20230105,
        Actor1Name="ROMANIA",
        Actor1CountryCode="ROM",
        Actor1Type1Code="MED",
        Actor2Name="UNITED NATIONS",
        Actor2KnownGroupCode="UNO",
        Actor2Type1Code="IGO",
        EventCode="042",
        GoldsteinScale=1.9,
        ActionGeo_FullName="Bucharest, Romania",
        ActionGeo_CountryCode="RO",
        SOURCEURL="https://example.org/a",
    )
    path = write(tmp_path / "20230105.export.CSV", event, event.replace("77", "7x", 1), "77\t1")
    (row,), failures = read(path, "gdelt")
    assert (row["event_id"], row["event_type"], row["intensity"]) == ("gdelt:77", "CONSULT", 1.9)
    assert [row["actors"][0][key] for key in ("country", "sectors")] == ["ROU", ["JRN"]]
    assert row["recipients"][0]["country"] == "UNO"
    assert (row["place_country"], row["url"]) == ("ROU", "https://example.org/a")
    assert [reason.partition(" (")[0] for _, reason in failures] == [
        'GLOBALEVENTID "7x" is no number',
        "2 columns; expected 61",
    ]
    mention = tabs(
        GDELT_MENTIONS,
        GLOBALEVENTID=77,
        MentionTimeDate=20230105081500,
        MentionType=1,
        MentionIdentifier="https://example.org/a",
        SentenceID=3,
        Confidence=40,
    )
    path = write(tmp_path / "m.CSV", mention)
    (row,), _ = read(path)
    assert (row["event_id"], row["url"]) == ("gdelt:77", "https://example.org/a")
    assert (row["mentioned_at"], row["confidence"]) == (datetime(2023, 1, 5, 8, 15), 0.4)


CLASH = {
    "event_id_cnty": "KEN9",
    "event_date": "05 January 2023",
    "time_precision": "2",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Kenya (2022-)",
    "actor2": "Civilians (Somalia)",
    "inter2": "7",
    "iso": "404",
    "country": "Kenya",
    "location": "Garissa",
    "fatalities": "3",
}


def commas(cells, sign=","):
    return sign.join(f'"{cells.get(name, "")}"' for name in ACLED)


@pytest.mark.parametrize("sign", [",", ";"])
def test_acled_events(tmp_path, sign):
    note = CLASH | {"notes": "Shots, then\nsilence; no more.", "event_id_cnty": "KEN10"}
    other = CLASH | {"event_type": "Strategic developments", "sub_event_type": "Other"}
    path = write(
        tmp_path / "a.csv",
        "\ufeff" + sign.join(ACLED),
        commas(note, sign),
        commas(other | {"event_id_cnty": "KEN11"}, sign),
        commas(CLASH, sign) + sign + "more",
    )
    (first, second), failures = read(path)
    assert (first["event_type"], first["mode"], first["code"]) == (
        "ASSAULT",
        None,
        "Battles/Armed clash",
    )
    assert first["sentence"] == "Shots, then silence; no more."
    assert (first["date_start"], first["date_end"]) == (date(2023, 1, 2), date(2023, 1, 8))
    assert [side[0]["country"] for side in (first["actors"], first["recipients"])] == ["KEN", "SOM"]
    assert (first["killed"], first["place_country"]) == (3, "KEN")
    assert (second["event_type"], second["code"]) == (None, "Strategic developments/Other")
    assert failures[0][0] == "5"
    assert failures[0][1].startswith("32 columns; expected 31")


@pytest.mark.parametrize(
    ("name", "system"),
    [("polecat", "polecat"), ("icews", "icews"), ("gdelt-events", "gdelt"), ("acled", "acled")],
)
def test_what_we_export_comes_back(tmp_path, name, system):
    clash = row_of(
        event_id="d3#e1",
        event_type="ASSAULT",
        mode="sexual",
        contexts=[],
        actors=[party("soldiers (Kenya)", "KEN", "MIL")],
        recipients=[party("villagers (Uganda)", "UGA", "CVL")],
        place="Kisumu",
        place_country="KEN",
    )
    rows = [clash] if name == "acled" else [clash, talks()]
    path = tmp_path / "file"
    FORMATS[name].write(rows, path)
    found, failures = read(path, system)
    assert failures == []
    for ours, theirs in zip(rows, found, strict=True):
        for column in ("event_type", "mode", "date_start", "date_end", "place_country", "lat"):
            assert theirs[column] == ours[column], column
        for role in ("actors", "recipients"):
            assert theirs[role][0]["country"] == ours[role][0]["country"]
        assert theirs["place"].startswith(ours["place"])


def test_a_packed_file_is_opened(tmp_path):
    text = "\t".join(ICEWS) + "\n" + icews_line() + "\n"
    (tmp_path / "i.tab.gz").write_bytes(gzip.compress(text.encode()))
    with zipfile.ZipFile(tmp_path / "i.zip", "w") as archive:
        archive.writestr("i.tab", text)
    assert len(read(tmp_path / "i.tab.gz")[0]) == len(read(tmp_path / "i.zip")[0]) == 1
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a", text)
        archive.writestr("b", text)
    with pytest.raises(ReadError, match="holds 2 files; expected one file of events: unpack it"):
        read(tmp_path / "two.zip")


def test_a_file_of_something_else_is_refused(tmp_path):
    path = write(tmp_path / "x.csv", "a,b", "1,2")
    with pytest.raises(ReadError, match="is no file of POLECAT, ICEWS, GDELT or ACLED; expected"):
        system_of(path)
    path = write(tmp_path / "i.tab", "\t".join(ICEWS))
    with pytest.raises(ReadError, match="is a file of icews; expected one of polecat"):
        read(path, "polecat")
    path = write(tmp_path / "j.tab", "\t".join(name for name in ICEWS if name != "Target Name"))
    with pytest.raises(ReadError, match='has no column "Target Name"; expected a file of icews'):
        read(path)
    with pytest.raises(ReadError, match="cannot be read"):
        read(tmp_path / "none")


def test_an_empty_file_is_said(tmp_path):
    with pytest.raises(ReadError, match="it has 0"):
        read(write(tmp_path / "e"))
