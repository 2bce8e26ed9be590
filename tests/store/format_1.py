"""Writes a store of format 1 as it was when that format came out: never to be changed.

Uses nothing of tacitus.store, so that a later version of it cannot change what is written here.
"""

import json

import duckdb
from deltalake import write_deltalake

ACTORS = """struct(name varchar, entity_id varchar, country varchar, cow bigint, gw bigint,
    sectors varchar[], basis varchar)[]"""
LINK = """left_id varchar, right_id varchar, relation varchar, score double, judge varchar,
    evidence varchar"""
EVENTS = f"""struct(id varchar, event_type varchar, mode varchar, contexts varchar[],
    actors {ACTORS}, recipients {ACTORS},
    date_start date, date_end date, date_basis varchar,
    place struct(name varchar, country varchar, lat double, lon double, geonames_id bigint,
        claimants varchar[], basis varchar),
    speaker varchar, speaker_entity_id varchar, speaker_country varchar,
    cue varchar, hedge varchar, certainty varchar, polarity varchar, time_status varchar,
    historical boolean, factuality double, score double, disputes varchar, disputed boolean,
    quantities struct(kind varchar, value double, unit varchar, modifier varchar)[],
    anchor varchar, anchor_start bigint, anchor_end bigint, sentence varchar)[]"""
ATTRIBUTIONS = """struct(id varchar, source varchar, source_name varchar, source_entity_id varchar,
    source_country varchar, cue varchar, content varchar, hedge varchar, parent_id varchar,
    event_ids varchar[], score double)[]"""
TABLES = {
    "codings": f"""document_id varchar, title varchar, publisher varchar, published date,
        url varchar, path varchar, language varchar, retrieved timestamptz, coder_version varchar,
        run_id varchar, recorded_at timestamptz, replaces timestamptz, content_digest varchar,
        text varchar, events {EVENTS}, attributions {ATTRIBUTIONS}, links struct({LINK})[],
        coding varchar""",
    "failures": """document_id varchar, path varchar, stage varchar, reason varchar,
        coder_version varchar, run_id varchar, recorded_at timestamptz""",
    "runs": """run_id varchar, started timestamptz, finished timestamptz, coder_version varchar,
        arguments varchar, added bigint, known bigint, failed bigint, recorded_at timestamptz""",
    "links": f"{LINK}, recorded_at timestamptz",
    "reviews": """id varchar, subject varchar, verdict varchar, judge varchar,
        recorded_at timestamptz""",
}
EVENT = {
    **{"id": "e1", "event_type": "PROTEST", "date_start": "2024-03-04", "date_end": "2024-03-04"},
    **{"contexts": [], "recipients": [], "quantities": [{"kind": "killed", "value": 3.0}]},
    "actors": [{"name": "miners", "country": "VLD", "sectors": ["LAB"], "basis": "stated"}],
    "place": {"name": "Port Selm", "country": "VLD", "lat": 12.5, "lon": -4.25, "claimants": []},
    **{"score": 0.5, "disputed": False, "anchor": "marched", "sentence": "Miners marched."},
}


def write_store(path, *, document_id, text, coding, content_digest):
    """A store of one document, recorded on 2024-03-07, with the one event `EVENT`."""
    path.mkdir()
    row = {
        **{"document_id": document_id, "published": "2024-03-06", "coder_version": "v1"},
        **{"run_id": "r1", "recorded_at": "2024-03-07 10:00:00+00", "text": text},
        **{"content_digest": content_digest, "coding": coding, "events": [EVENT]},
        **{"attributions": [{"id": "a1", "source": "a union", "event_ids": ["e1"]}], "links": []},
    }
    with duckdb.connect() as connection:
        for name, columns in TABLES.items():
            connection.execute(f"create table {name} ({columns})")
            write_deltalake(str(path / name), connection.sql(f"from {name}"))
        connection.execute("insert into codings by name select unnest(?)", [row])
        write_deltalake(str(path / "codings"), connection.sql("from codings"), mode="append")
    marker = {"format": 1, "created": "2024-03-07T09:00:00+00:00"}
    (path / "tacitus.json").write_text(json.dumps(marker), "utf-8")
