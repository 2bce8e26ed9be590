from __future__ import annotations

import csv
import dataclasses
import io
import json
import subprocess
import sys

import pytest

from tacitus.coding import CodedDocument
from tacitus.errors import ModelError
from tests.codings import coding_of
from tests.commands import StubCoder

NOTE = "publication date unknown: relative dates stay unresolved; give --published"


def test_read_prints_who_says_so_and_how_surely(run):
    result = run("read", "one.txt", "--published", "2024-03-06")
    assert result.exit_code == 0
    assert result.stderr == ""
    for words in (
        "Veldania says it arrested 14 agents",
        "Harbour Wire · 2024-03-06 · 2 events · one.txt",
        "Police → 14 agents of Ostrava Bank",
        "COERCE/arrest · arrested: 14",
        "2024-03-04",
        "Port Selm, VLD",
        "Interior Ministry",
        "“reportedly”",
        "disputed by e2",
        "disputes e1",
        "0.87",
    ):
        assert words in result.stdout
    assert "\x1b" not in result.stdout  # no colours off a terminal
    assert not any(line != line.rstrip() for line in result.stdout.splitlines())


@pytest.mark.parametrize("form", ["table", "tree"])
def test_read_cuts_nothing_off_at_80_columns(run, form, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    result = run("read", "one.txt", "--format", form)
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "…" not in result.stdout
    words = " ".join(result.stdout.split())
    assert "<script>alert(1)</script>" in words
    for word in coding_of().document.text.split("Wire) - ")[1].split():
        assert word in words


def test_read_says_a_note_once_for_all_articles(run):
    result = run("read", "one.txt", "other.txt")
    assert result.stdout.count(NOTE) == 1
    assert f"note: {NOTE} (2 articles)" in result.stdout
    result = run("read", "one.txt", "other.txt", "--format", "jsonl")
    assert result.stderr == f"note: {NOTE} (2 articles)\n"


def test_read_goes_on_after_an_input_that_fails_and_exits_1(run):
    result = run("read", "broken.txt", "one.txt", "--published", "2024-03-06")
    assert result.exit_code == 1
    assert result.stderr == "error: broken.txt: read: empty file; expected an article\n"
    assert "Police → 14 agents" in result.stdout


def test_read_writes_one_json_object_for_one_article_and_a_list_for_more(run):
    result = run("read", "one.txt", "--format", "json")
    assert CodedDocument.from_json(result.stdout) == coding_of(path="one.txt", published=None)
    assert json.loads(result.stdout)["events_resolved"][0]["type"] == "COERCE"
    assert len(json.loads(run("read", "two.txt", "--format", "json").stdout)) == 2
    assert json.loads(run("read", "broken.txt", "--format", "json").stdout) == []


def test_read_writes_json_lines(run):
    lines = run("read", "two.txt", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["document"]["path"] for line in lines] == ["two.txt", "two.txt"]


def test_read_writes_the_format_that_the_output_file_asks_for(run, tmp_path):
    out = tmp_path / "events.csv"
    result = run("read", "one.txt", "--published", "2024-03-06", "--out", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8"))))
    assert [row["event_type"] for row in rows] == ["COERCE", "REJECT"]
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]


def test_read_says_in_one_line_that_it_cannot_write(run, tmp_path):
    out = tmp_path / "gone" / "events.csv"
    result = run("read", "one.txt", "--out", str(out))
    assert result.exit_code == 1
    assert result.stderr == f"error: {out}.partial: No such file or directory\n"


def test_read_leaves_no_half_written_file(run, tmp_path, monkeypatch):
    def code_many(self, documents, workers=1):
        yield coding_of()
        raise ModelError("the model's files are damaged; install tacitus again")

    monkeypatch.setattr(StubCoder, "code_many", code_many)
    result = run("read", "one.txt", "--out", str(tmp_path / "events.jsonl"))
    assert result.exit_code == 1
    assert result.stderr == "error: the model's files are damaged; install tacitus again\n"
    assert list(tmp_path.iterdir()) == []


def test_read_shows_that_an_article_has_no_events(run):
    result = run("read", "quiet.txt", "--published", "2024-03-06")
    assert "0 events" in result.stdout
    assert "no events found" in result.stdout


def test_read_never_passes_escape_sequences_on(run, monkeypatch):
    def code(self, document):
        coding = coding_of()
        title = "Title \x1b]0;owned\x07 [bold]x[/bold]"
        return dataclasses.replace(
            coding, document=dataclasses.replace(coding.document, title=title)
        )

    monkeypatch.setattr(StubCoder, "code", code)
    result = run("read", "one.txt")
    assert "\x1b" not in result.stdout
    assert "Title �]0;owned� [bold]x[/bold]" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read"], "Missing argument 'INPUT"),
        (["read", "a.txt", "--published", "yesterday"], '"yesterday" is not a day; expected YYYY-'),
        (["read", "a.txt", "--format", "xml"], "'xml' is not one of 'table', 'tree', 'json'"),
        (["read", "a.txt", "--min-score", "2"], "Invalid value for '--min-score'"),
        (["read", "a.txt", "--workers", "0"], "Invalid value for '--workers'"),
        (["read", "a.txt", "--codebook", "gone.yaml"], "'gone.yaml' does not exist"),
        (["read", "a.txt", "--encoding", "utf-9"], 'encoding "utf-9" is not known'),
        (["reed"], "No such command 'reed'"),
        (["why", "a.txt"], "Missing argument 'EVENT'"),
    ],
)
def test_wrong_use_exits_2_and_says_what_was_expected(run, arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_a_bad_codebook_is_one_line(run, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("event_types: {}")
    result = run("read", "one.txt", "--codebook", str(path))
    assert result.exit_code == 1
    assert result.stderr == (
        'error: event type "PROTSET" is not in the codebook; did you mean "X"?\n'
    )


def test_read_masks_persons_without_a_public_role(run):
    result = run("read", "one.txt", "--format", "csv", "--mask-private")
    assert "Brandt" not in result.stdout
    assert "████ ██████" in result.stdout


def test_version_is_printed(run):
    from tacitus import __version__

    assert run("--version").stdout == f"tacitus {__version__}\n"


def test_help_names_every_command_and_option(run):
    text = run("--help").stdout
    for command in ("read", "why", "demo", "codebook"):
        assert command in text
    assert run("-h").exit_code == 0
    assert "--mask-private" in run("read", "--help").stdout


def test_help_loads_neither_numpy_nor_rich():
    code = (
        "heavy = ('numpy', 'onnxruntime', 'tacitus.records', 'rich');"
        "import sys; from typer.testing import CliRunner; from tacitus.cli import app;"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0;"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
