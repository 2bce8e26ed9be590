from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.event_columns import GDELT_MENTIONS, ICEWS
from tacitus.store import Run, Store
from tests.codings import coding_of
from tests.imports.test_files import icews_line, tabs, write


@pytest.fixture
def store(tmp_path):
    made = Store.create(tmp_path / "s")
    made.add([coding_of()], run=Run(coder_version="test-1"))
    return made


def run(store, *arguments):
    return CliRunner().invoke(app, ["import", "--store", str(store.path), *map(str, arguments)])


def test_events_of_others_are_beside_ours_and_nothing_is_lost(store, tmp_path):
    path = write(
        tmp_path / "i.tab",
        "\t".join(ICEWS),
        icews_line(),
        icews_line(),
        icews_line(City="Mombasa"),
        icews_line(Event_ID="902", CAMEO_Code=""),
        icews_line(Event_ID="903", CAMEO_Code="141"),
    )
    done = run(store, "--from", "icews", path)
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines()[-1] == "2 added, 1 known already, 2 failed"
    assert f"{path}:5: CAMEO Code is empty; expected such as 042" in done.stderr
    assert "note: 1 more; the view failures has all" in done.stderr
    rows = store.relation("external_events").order("line").fetchall()
    assert [row[0] for row in rows] == ["icews:901@2014-03-02", "icews:903@2014-03-02"]
    both = store.relation("all_events").project("system, event_type, actors[1].name").fetchall()
    assert sorted(both, key=str) == [
        ("icews", "COERCE", "Police (Kenya)"),
        ("icews", "PROTEST", "Police (Kenya)"),
        ("tacitus", "COERCE", "Police"),
        ("tacitus", "REJECT", "Ilka Brandt"),
    ]
    failures = store.relation("failures").project("path, stage").fetchall()
    assert sorted(failures) == [(f"{path}:4", "duplicate"), (f"{path}:5", "read")]
    again = run(store, path)
    assert again.stderr.splitlines()[-1] == "0 added, 3 known already, 2 failed"
    assert len(store.relation("external_events").fetchall()) == 2


def test_mentions_are_kept_each_once(store, tmp_path):
    line = tabs(GDELT_MENTIONS, GLOBALEVENTID=7, MentionTimeDate=20230105081500, MentionType=1)
    path = write(tmp_path / "m.CSV", line, line, line.replace("0815", "0830"))
    done = run(store, "--from", "gdelt", path)
    assert done.stderr == "2 added, 1 known already, 0 failed\n"
    found = store.relation("external_mentions").project("event_id, mentioned_at").fetchall()
    assert {event_id for event_id, _ in found} == {"gdelt:7"}
    assert sorted(moment.minute for _, moment in found) == [15, 30]


def test_what_is_wrong_is_one_line(store, tmp_path):
    done = run(store, "--from", "gedelt", tmp_path / "x")
    assert done.exit_code == 1
    assert done.stderr == (
        'error: system "gedelt" is not known; expected one of polecat, icews, gdelt, acled\n'
    )
    done = run(store, tmp_path / "none.tab")
    assert done.exit_code == 1
    assert "none.tab cannot be read" in done.stderr
