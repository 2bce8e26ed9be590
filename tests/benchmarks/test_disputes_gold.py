from datetime import date
from pathlib import Path

import pytest
import yaml

from benchmarks.disputes_checks import problems, problems_across, roots, span
from benchmarks.disputes_files import read_set
from benchmarks.disputes_gold import FOLDER, counts, main, read_disputes
from benchmarks.errors import BenchmarkError

FILES = sorted(FOLDER.glob("*.yaml"))
FILLER = " ".join(["The inquiry goes on."] * 20)


def text(title, body):
    return f"{title}\n\nTAKORADI - {body} {FILLER}\n"


def a_set():
    """A sound set as a file holds it: a denial, a copy, and a report of something else."""
    reports = [
        ("a", "own", text("Shed blown up", "Rebels blew up a shed, police said, and 4 died.")),
        ("b", "copy of a", text("Blast", "Rebels blew up a shed, police said, and 4 died.")),
        ("c", "own", text("Not us", "The Reed Front denied any part in the explosion.")),
    ]
    return {
        "id": "shed-01",
        "split": "dev",
        "world": "A shed was blown up.",
        "reports": [
            {
                "id": name,
                "publisher": f"Herald {name}",
                "country": "GHA",
                "published": date(2023, 4, 11),
                "origin": origin,
                "text": words,
            }
            for name, origin, words in reports
        ],
        "events": [
            {
                "id": "e1",
                "type": "ASSAULT",
                "mentions": [
                    {"report": "a", "words": "blew up"},
                    {"report": "b", "words": "blew up"},
                    {"report": "c", "words": "explosion"},
                ],
                "accounts": [
                    {
                        "report": report,
                        "speaker": "police",
                        "stance": "asserts",
                        "figures": {"killed": 4},
                        "blames": "rebels",
                    }
                    for report in "ab"
                ]
                + [{"report": "c", "speaker": "The Reed Front", "stance": "denies"}],
                "disputes": [["a", "c", "denial"], ["c", "b", "denial"]],
                "confirms": [],
                "independent": 2,
            }
        ],
        "stories": [["a", "b", "c"]],
    }


def write(folder, raw, name="shed.yaml"):
    path = folder / name
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    return path


def read_changed(folder, change):
    raw = a_set()
    change(raw)
    return read_set(write(folder, raw))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_committed_set_says_nothing_that_cannot_be_so(path: Path):
    assert problems(read_set(path)) == []


def test_committed_sets_differ_in_ids_and_headlines_and_are_halved():
    sets = read_disputes()
    assert problems_across(sets) == []
    dev, test = (len(read_disputes(split=split)) for split in ("dev", "test"))
    assert dev > 0
    assert abs(dev - test) <= 8


def test_read_set_gives_values(tmp_path):
    gold = read_set(write(tmp_path, a_set()))
    assert problems(gold) == []
    assert gold.reports[1].rests_on == ("a",)
    assert gold.reports[0].title == "Shed blown up"
    assert gold.happenings[0].accounts[0].figures == {"killed": 4}
    assert gold.happenings[0].reports == {"a", "b", "c"}
    assert gold.happenings[0].disputes[1].pair == {"b", "c"}


def test_roots_follow_copies_and_stop_where_the_happening_is_not_told(tmp_path):
    gold = read_set(write(tmp_path, a_set()))
    assert roots(gold, gold.happenings[0]) == {"a": {"a"}, "b": {"a"}, "c": {"c"}}

    def untold(raw):
        raw["events"][0]["mentions"] = raw["events"][0]["mentions"][1:]

    gold = read_changed(tmp_path, untold)
    assert roots(gold, gold.happenings[0]) == {"b": {"b"}, "c": {"c"}}


def test_span_counts_whole_words_only():
    assert span("Attackers attack; the attack ended", "attack", 2) == (22, 28)
    assert span("Attackers", "Attack", 1) is None


def event(raw):
    return raw["events"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda raw: event(raw)["mentions"][0].update(nth=2),
            'report a does not have "blew up" 2 times as whole words',
        ),
        (
            lambda raw: event(raw).update(type="ASSUALT"),
            'event type "ASSUALT" is not in the codebook; did you mean "ASSAULT"?',
        ),
        (
            lambda raw: event(raw)["mentions"][0].update(report="x"),
            'mention in report "x", which the set does not have',
        ),
        (lambda raw: event(raw).update(independent=3), "independent is 3; expected 1 to 2"),
        (
            lambda raw: event(raw)["disputes"].append(["c", "a", "denial"]),
            "a and c are said to dispute (denial) twice",
        ),
        (
            lambda raw: event(raw).update(confirms=[["a", "b"]]),
            "a and b confirm, but rest on the same report",
        ),
        (
            lambda raw: event(raw).update(confirms=[["a", "c"]]),
            "a and c both dispute and confirm; expected one of them",
        ),
        (
            lambda raw: event(raw).update(disputes=[], confirms=[["a", "c"]]),
            "a and c confirm, but one asserts and the other denies",
        ),
        (
            lambda raw: event(raw)["disputes"].pop(),
            "a and b have the same accounts, but only one of them disputes c (denial)",
        ),
        (
            lambda raw: event(raw)["disputes"].append(["a", "c", "figures"]),
            "a and c dispute by figures, but their accounts do not show it",
        ),
        (
            lambda raw: event(raw)["disputes"].append(["a", "a", "denial"]),
            "pair a; expected two reports that have accounts",
        ),
        (
            lambda raw: event(raw)["accounts"][0].update(figures={"dead": 4}),
            'figure "dead" in a; expected killed, injured',
        ),
        (
            lambda raw: raw["reports"][1].update(origin="cites c"),
            'report b rests on "c", which is no report before it in the file',
        ),
        (
            lambda raw: raw["reports"][0].update(country="GHN"),
            'country "GHN" is no ISO 3166-1 alpha-3 code',
        ),
        (
            lambda raw: raw["reports"][2].update(text="Short\n\nThe explosion."),
            "report c has 3 words; expected 80 to 250",
        ),
        (
            lambda raw: raw["reports"][0].update(text="Shed blown up " + FILLER + " blew up"),
            "report a does not begin with a headline and an empty line",
        ),
        (
            lambda raw: raw.update(stories=[["a", "b"]]),
            "stories hold a, b; expected each of a, b, c once",
        ),
        (lambda raw: raw["reports"].pop(), "2 reports; expected 3 to 6"),
    ],
)
def test_problems_name_what_cannot_be_so(tmp_path, change, said):
    found = problems(read_changed(tmp_path, change))
    assert any(problem.startswith("shed-01: ") and said in problem for problem in found), found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw.update(split="train"), 'split is "train"; expected one of dev, test'),
        (lambda raw: raw.pop("world"), "shed.yaml lacks world; expected events, id"),
        (
            lambda raw: event(raw)["accounts"][0].update(stance="doubts"),
            'stance is "doubts"; expected one of asserts, denies',
        ),
        (
            lambda raw: event(raw)["disputes"].append(["a", "c", "motive"]),
            'kind of dispute is "motive"; expected one of denial, perpetrator',
        ),
        (
            lambda raw: raw["reports"][0].update(origin="borrowed of a"),
            'report a: origin is "borrowed of a"; expected own, agency',
        ),
        (
            lambda raw: raw["reports"][0].update(published="11 April"),
            "published is '11 April'; expected a day as 2019-07-23",
        ),
        (
            lambda raw: event(raw)["accounts"][0].update(figures={"killed": "four"}),
            "figures are {'killed': 'four'}; expected as {killed: 4}",
        ),
        (
            lambda raw: event(raw)["mentions"][0].update(span=3),
            'mention has "span", which is not in the format',
        ),
    ],
)
def test_read_set_refuses_another_shape(tmp_path, change, said):
    with pytest.raises(BenchmarkError) as caught:
        read_changed(tmp_path, change)
    assert said in str(caught.value)


def test_read_disputes_refuses_the_same_set_twice(tmp_path):
    write(tmp_path, a_set())
    write(tmp_path, a_set(), "again.yaml")
    with pytest.raises(BenchmarkError, match=r"shed-01: 2 sets have this id.*2 more problems"):
        read_disputes(tmp_path)


def test_read_disputes_names_a_folder_without_sets(tmp_path):
    with pytest.raises(BenchmarkError, match=r"holds no \*\.yaml"):
        read_disputes(tmp_path)


def test_main_prints_every_problem_or_counts(tmp_path, capsys):
    raw = a_set()
    write(tmp_path, raw)
    assert main([str(tmp_path)]) == 0
    assert "dev: 1 sets, 3 reports, 1 happenings, 3 mentions" in capsys.readouterr().out
    raw["stories"] = []
    event(raw)["independent"] = 0
    write(tmp_path, raw)
    (tmp_path / "broken.yaml").write_text("id: [", "utf-8")
    assert main([str(tmp_path)]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_counts_name_kinds_and_types(tmp_path):
    said = counts([read_set(write(tmp_path, a_set()))])
    assert "2 disputes (denial 2), 0 confirmations; types ASSAULT 1" in said
