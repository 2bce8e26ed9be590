from __future__ import annotations

import subprocess
import sys

import pytest

from tacitus.resolve.candidates import find_candidates
from tacitus.resolve.knowledge_files import load_knowledge

MINE = """
persons:
  - id: asha-reed
    name: Asha Reedmoor
    country: KEN
    spells: [governor 2010-2013 GOV, senator 2014-2019 LEG]
  - {id: omar-reed, name: Omar Reedmoor, country: KEN, spells: [minister 2016-2022 GOV]}
relations:
  - {subject: asha-reed, relation: member of, object: united-nations}
"""


@pytest.fixture
def mine(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(MINE, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Reedmoor", "2011-05-01", ["asha-reed", "omar-reed"]),
        ("Reedmoor", "2021-05-01", ["omar-reed", "asha-reed"]),
        ("Asha Reedmoor", None, ["asha-reed"]),
        ("Asha Reedmor", None, ["asha-reed"]),
        ("Wxyzt", None, []),
    ],
)
def test_find_candidates_ranks_by_who_held_a_role_that_day(mine, name, day, expected):
    from datetime import date  # noqa: PLC0415

    knowledge = load_knowledge((mine,), with_places=False)
    found = find_candidates(name, date.fromisoformat(day) if day else None, knowledge)
    assert [candidate.entry.id for candidate in found] == expected


def test_kb_show_prints_the_evidence(run, mine):
    result = run("kb", "show", "Reedmoor", "--on", "2018-01-01", "--kb", str(mine))
    assert result.exit_code == 0
    for words in (
        "Asha Reedmoor [KEN LEG] person asha-reed",
        "surname of Asha Reedmoor",
        "senator 2014-2019",
        "asha-reed member of united-nations",
        f"from {mine}",
    ):
        assert words in result.stdout.replace("\n", "") or words in result.stdout


def test_kb_show_tells_countries_from_states_and_gives_numeric_codes(run):
    result = run("kb", "show", "Georgia")
    assert "COW 372, Gleditsch-Ward 372" in result.stdout
    assert "Georgia (U.S. state)" in result.stdout


def test_kb_show_of_an_unknown_name_fails_and_says_what_to_do(run):
    result = run("kb", "show", "Zzyxq")
    assert result.exit_code == 1
    assert "--kb" in result.stdout


def test_kb_check_of_the_packaged_data_is_clean(run):
    result = run("kb", "check")
    assert result.exit_code == 0
    assert result.stdout.rstrip().endswith("no faults")


def test_kb_check_names_the_faults_of_a_users_file(run, tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text("parties: [{id: x, name: Reeds, country: QQQ}]", encoding="utf-8")
    result = run("kb", "check", "--kb", str(file))
    assert result.exit_code == 1
    assert "party x: country QQQ is neither" in result.stdout


def test_kb_check_of_a_broken_file_is_one_line(run, tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text("gangs: []", encoding="utf-8")
    result = run("kb", "check", "--kb", str(file))
    assert result.exit_code == 1
    assert '"gangs" is not known' in result.stderr


def test_a_folder_tacitus_d_is_read_without_being_named(tmp_path):
    (tmp_path / "tacitus.d").mkdir()
    (tmp_path / "tacitus.d" / "mine.yaml").write_text(MINE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tacitus", "kb", "show", "Omar Reedmoor"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "omar-reed" in done.stdout
