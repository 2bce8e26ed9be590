from __future__ import annotations

import csv
import dataclasses
import io
import json
import subprocess
import sys
import types

import pytest
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.coding import CodedDocument
from tacitus.errors import CodebookError, ModelError
from tacitus.records import Document, Failure
from tests.codings import coding_of

NOTE = "publication date unknown: relative dates stay unresolved; give --published"


class StubCoder:
    """Gives every document the hand-built coding; texts that say so cannot be coded."""

    def __init__(self, codebook=None, min_score=None):
        if codebook is not None and "bad" in codebook.name:
            raise CodebookError('event type "PROTSET" is not in the codebook;\ndid you mean "X"?')

    def code(self, document):
        coding = coding_of(path=document.path, published=document.published)
        return coding if "quiet" not in document.path else dataclasses.replace(coding, events=())

    def code_many(self, documents, workers=1):
        for document in documents:
            yield document if isinstance(document, Failure) else self.code(document)


def stub_read_input(source, options):
    if "broken" in source:
        yield Failure(path=source, stage="read", reason="empty file; expected\nan article")
        return
    for _ in range(2 if "two" in source else 1):
        yield Document(text="x", path=source, published=options.published)


@pytest.fixture
def run(monkeypatch):
    """Runs a command with the stages replaced."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    pipeline = types.ModuleType("tacitus.pipeline")
    pipeline.__dict__.update(Coder=StubCoder)
    monkeypatch.setattr("tacitus.readers.read_input", stub_read_input)
    monkeypatch.setitem(sys.modules, "tacitus.pipeline", pipeline)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


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


def test_why_brackets_the_parts_and_gives_evidence_and_runners_up(run):
    result = run("why", "one.txt", "e1", "--published", "2024-03-06")
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    for part in (
        "[Police](actor) in [Port Selm](place) [arrested](anchor)",
        "[on Monday](time)",
        "[Veldania's interior ministry](speaker) [reportedly](hedge+cue)[ said](cue)",
        '“on Monday” = 2024-03-04 (stated, 0.90): the Monday before 2024-03-06 ("on Monday")',
        "Interior Ministry of Veldania [vld-interior VLD GOV COP]",
        "Port Selm [VLD · city · 12.500, -4.250 · GeoNames 77]",
        "“Police” = not looked up",
        "COERCE/arrest 0.87",
        "ACCUSE/allege 0.11",
    ):
        assert part in words


def test_why_reads_a_saved_coding_back(run, tmp_path):
    saved = tmp_path / "one.json"
    assert run("read", "one.txt", "--published", "2024-03-06", "--out", str(saved)).exit_code == 0
    again = run("why", str(saved), "e1")
    assert again.stdout == run("why", "one.txt", "e1", "--published", "2024-03-06").stdout
    assert "[on Monday](time)" in again.stdout


def test_why_says_that_nothing_was_found(run):
    words = " ".join(run("why", "one.txt", "e1").stdout.split())
    assert "= nothing found (no basis, 0.90): no publication date to count from" in words


def test_why_lists_the_events_there_are(run):
    result = run("why", "one.txt", "e99")
    assert result.exit_code == 1
    assert result.stderr == 'error: one.txt has no event "e99"; it has e1, e2\n'
    result = run("why", "quiet.txt", "e1")
    assert result.stderr == 'error: quiet.txt has no event "e1"; it has no events\n'


def test_why_reads_the_article_that_was_asked_for(run):
    assert run("why", "two.txt", "e1", "--article", "2").exit_code == 0
    result = run("why", "two.txt", "e1", "--article", "3")
    assert result.stderr == "error: two.txt holds 2 articles; there is no --article 3\n"
    result = run("why", "broken.txt", "e1")
    assert result.stderr == "error: broken.txt: read: empty file; expected an article\n"


def test_read_masks_persons_without_a_public_role(run):
    result = run("read", "one.txt", "--format", "csv", "--mask-private")
    assert "Brandt" not in result.stdout
    assert "████ ██████" in result.stdout


def test_demo_prints_events_a_summary_and_what_to_try_next(run, monkeypatch):
    def read_twice(source, options):
        return stub_read_input("two.txt", options)

    monkeypatch.setattr("tacitus.readers.read_input", read_twice)
    result = run("demo")
    assert result.exit_code == 0
    assert "COERCE/arrest" in result.stdout
    summary = "2 articles from 1 outlet: 4 events, 50% told by a speaker in the text, 2 disputed, "
    assert summary in result.stdout
    for command in ("tacitus read FILE", "tacitus why FILE e1", "tacitus codebook"):
        assert command in result.stdout


def test_demo_articles_can_be_read():
    from importlib import resources

    from tacitus.readers import read_input

    path = str(resources.files("tacitus") / "data" / "demo" / "articles.jsonl")
    documents = [outcome for outcome in read_input(path) if isinstance(outcome, Document)]
    assert len(documents) == len(list(read_input(path))) >= 12
    assert all(document.published and document.publisher for document in documents)
    assert all(120 <= len(document.text.split()) <= 350 for document in documents)
    assert len({document.publisher for document in documents}) >= 6


def test_codebook_prints_types_and_modes(run):
    result = run("codebook")
    assert result.exit_code == 0
    assert "CONSULT" in result.stdout
    assert "third-party" in result.stdout
    one = run("codebook", "consult")
    assert "actor travels, recipient hosts" in one.stdout
    assert "verbal cooperation, score +2.5" in one.stdout
    assert "no modes" in run("codebook", "AGREE").stdout


def test_codebook_names_the_closest_type(run):
    result = run("codebook", "PROTSET")
    assert result.exit_code == 1
    assert result.stderr == (
        'error: event type "PROTSET" is not in the codebook; did you mean "PROTEST"?\n'
    )


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
