"""The commands why, demo and codebook; tests/test_cli.py has read and the program as a whole."""

from __future__ import annotations

from tacitus.records import Document
from tests.commands import stub_read_collection


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


def test_demo_prints_events_a_summary_and_what_to_try_next(run, monkeypatch):
    def read_twice(sources, options):
        return stub_read_collection(["two.txt"], options)

    monkeypatch.setattr("tacitus.readers.read_collection", read_twice)
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
