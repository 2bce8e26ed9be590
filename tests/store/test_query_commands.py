"""The commands over a small store, and every command that docs/queries.md shows."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.export.frame import COLUMNS
from tests.store.newsroom import ENVOY, ISLANDS, MARCH, Told, somebody, story, write_store

DOCS = Path(__file__).parents[2] / "docs" / "queries.md"
EXAMPLES = re.findall(r"^tacitus .+$", DOCS.read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands") / "store"
    first, later = date(2024, 3, 8), date(2024, 5, 5)
    return write_store(folder, (first, [MARCH, ENVOY]), (later, [ISLANDS]))


def ask(path, *arguments):
    return CliRunner().invoke(app, [*arguments, "--store", str(path)])


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_command_of_the_docs_runs(path, example):
    command = shlex.split(example.partition(" > ")[0])[1:]
    command[command.index("news.store")] = str(path)
    done = CliRunner().invoke(app, command)
    assert (done.exit_code, "error" in done.stderr) == (0, False), done.stderr


def test_a_table_shows_who_did_what_to_whom_and_who_says_so(path):
    done = ask(path, "events", "--type", "COERCE")
    for words in ("2024-03-04", "Nairobi, KEN", "Kenya Police Service → marchers", "COERCE/arrest"):
        assert words in done.stdout
    assert "says: Interior Ministry" in done.stdout
    assert f"{MARCH.document.id}#e0" in done.stdout
    assert "disputed" in done.stdout


def test_csv_has_the_columns_of_read(path):
    done = ask(path, "events", "--format", "csv", "--actor", "Kenya")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["actors"] for row in rows] == ["Kenya", "Kenya Police Service"]
    assert rows[1]["actor_sectors"] == "COP"


def test_json_is_a_list_and_jsonl_one_object_a_line(path):
    whole = json.loads(ask(path, "events", "--format", "json").stdout)
    lines = ask(path, "events", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == whole
    assert whole[0]["actors"][0]["country"] == "UGA"
    assert json.loads(ask(path, "events", "--format", "json", "--type", "PROTEST").stdout) == []


def test_events_of_a_search_and_of_a_day(path):
    done = ask(path, "events", "--text", "ferries", "--group-by", "type", "--format", "csv")
    assert done.stdout == "type,events,documents\nCONSULT,1,1\n"
    done = ask(path, "events", "--as-of", "2024-04-01", "--text", "ferries", "--format", "csv")
    assert len(done.stdout.splitlines()) == 1


def test_a_panel_without_any_pair_says_so(path):
    done = ask(path, "panel", "dyad-month", "--countries", "NOR,PER")
    assert done.stdout.count("\n") == 1
    assert "no pair of these countries has an event; --all-dyads gives every pair" in done.stderr


def test_a_panel_tells_zero_from_not_covered(path):
    done = ask(path, "panel", "dyad-month", "--countries", "Kenya,UGA")
    assert "KEN,UGA,2024-04,NA,NA,NA,NA,NA,0,0\n" in done.stdout
    assert "KEN,UGA,2024-05,0,0,0,0,0,1,1\n" in done.stdout
    assert done.stderr == "note: in no cell from 2024-03-01 to 2024-05-31: 1 without a date\n"
    done = ask(path, "panel", "dyad-month", "--countries", "Kenya,UGA", "--format", "jsonl")
    assert json.loads(done.stdout.splitlines()[1])["events"] is None


def test_sql_writes_rows_and_says_when_there_are_more(path):
    done = ask(path, "sql", "select range as n from range(9)", "--limit", "2", "--format", "csv")
    assert done.stdout == "n\n0\n1\n"
    assert done.stderr.startswith("note: there are more than these 2 rows")


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(tmp_path):
    trap = story("=HYPERLINK(1)", Told(event_type="AID", actor=somebody("@SUM(1)")), publisher="+1")
    path = write_store(tmp_path / "store", (date(2024, 1, 1), [trap]))
    done = ask(path, "events", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["title"], row["actors"], row["publisher"]) == ("'=HYPERLINK(1)", "'@SUM(1)", "'+1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["events", "--type", "PROTSET"], 'event type "PROTSET" is not known; did you mean "PROTE'),
        (["events", "--bbox", "1,2"], 'bounding box "1,2" cannot be read; expected west,south,'),
        (["events", "--group-by", "tpe"], 'events cannot be grouped by "tpe"; did you mean "type"'),
        (["panel", "dyads"], 'there is no panel "dyads"; did you mean "dyad-'),
        (["search", '"x'], 'search "x has a quotation mark that does not end'),
        (["sql", "drop table x"], "SQL: the query is DROP; expected one SELECT over the views"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_1(path, arguments, message):
    done = ask(path, *arguments)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"error: {message}")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_is_no_store_is_said_to_be_none(tmp_path):
    done = ask(tmp_path, "events")
    assert (done.exit_code, "is not a store" in done.stderr) == (1, True)
