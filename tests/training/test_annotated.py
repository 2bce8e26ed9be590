"""Annotations of third-party articles: kept as offsets, tied to the text they were made for."""

import json

import pytest

from training.corpora.annotated import (
    SETS,
    compile_files,
    load_annotated,
    main,
    short_anchor,
    unread_articles,
)
from training.corpora.authored import AuthoredError

TEXT = (
    "Port police arrested two fishermen on Monday, officials said. "
    "The union of dockers condemned the arrests and called for a strike of all the crews that "
    "lie in the harbour, and it asked the minister of labour to meet its leaders before Friday. "
    "The minister of labour refused, and she told reporters that the law had to take its course, "
    "whatever the crews of the boats in the harbour might think of it or do about it next week."
)
ANN = (
    "## enww-port_1.txt date=2021-03-03\n"
    "1> COERCE/arrest | arrested | a: Port police@KEN.COP | r: two fishermen@KEN.CVL"
    " | also: arrests | s: officials | cue: said\n"
    "2> ACCUSE/disapprove | condemned | a: The union of dockers=dockers' union@KEN.LAB"
    " | r: *=Port police@KEN.COP\n"
)


@pytest.fixture
def data(tmp_path):
    for folder in (*SETS.values(), "events"):
        (tmp_path / folder).mkdir()
        for split in ("train", "dev"):
            (tmp_path / folder / f"{split}.jsonl").write_text("", encoding="utf-8")
    article = {"doc_id": "port_1.txt", "text": TEXT, "published": None}
    path = tmp_path / "en_worldwide_newswire" / "train.jsonl"
    path.write_text(json.dumps(article) + "\n", encoding="utf-8")
    return tmp_path


def write(folder, text, name="a.ann"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_compiled_annotations_hold_no_text_that_a_span_gives(data):
    records, problems = compile_files([write(data, ANN)], data)
    assert problems == []
    (record,) = records
    assert "text" not in record
    arrest, blame = record["events"]
    assert arrest["actors"] == [{"span": [0, 11], "country": "KEN", "sector": "COP"}]
    assert blame["actors"][0]["name"] == "dockers' union"
    assert record["published"] == "2021-03-03"


def test_loading_gives_the_events_of_the_working_file(data):
    out = data / "out.jsonl"
    assert main(["compile", "--data", str(data), "--out", str(out), str(write(data, ANN))]) == 0
    (record,) = load_annotated(out, data)
    assert record["text"] == TEXT
    arrest, blame = record["events"]
    assert [TEXT[slice(*s)] for s in (arrest["anchor"], *arrest["also"])] == ["arrested", "arrests"]
    assert arrest["actors"][0]["name"] == "Port police"
    assert arrest["speaker"] == {"span": [46, 55], "name": "officials"}
    assert blame["recipients"][0] == {
        "span": None, "name": "Port police", "country": "KEN", "sector": "COP"
    }  # fmt: skip


def test_loading_refuses_another_text(data):
    out = data / "out.jsonl"
    main(["compile", "--data", str(data), "--out", str(out), str(write(data, ANN))])
    path = data / "en_worldwide_newswire" / "train.jsonl"
    path.write_text(path.read_text("utf-8").replace("Monday", "Sunday"), encoding="utf-8")
    with pytest.raises(AuthoredError, match=r"enww-port_1\.txt is not the annotated one"):
        load_annotated(out, data)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("9> ACCUSE | condemned", "there is no sentence 9"),
        ("1> ACCUSE | applauded", '"applauded" does not stand in the text'),
        ("some words", "not a head nor an event line: some words"),
        ("1> REJECT | refused | disputes=k", "disputes=k names no event with id=k"),
    ],
)
def test_a_fault_is_named_and_its_article_left_out(data, line, fault):
    records, problems = compile_files([write(data, ANN + line + "\n")], data)
    assert records == []
    assert len(problems) == 1
    assert fault in problems[0]


def test_an_unknown_article_is_named(data):
    _, problems = compile_files([write(data, "## enww-other.txt\n1> ACCUSE | condemned\n")], data)
    assert problems == ["a.ann:1: no article has the id enww-other.txt"]


def test_articles_of_the_gold_set_are_not_read_again(data):
    assert [doc_id for doc_id, _, _ in unread_articles(data)] == ["enww-port_1.txt"]
    gold = {"doc_id": "enww-port_1.txt", "text": TEXT, "events": []}
    (data / "events" / "dev.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    assert unread_articles(data) == []


def test_sheets_number_the_sentences(data):
    assert main(["sheets", "--data", str(data), "--out", str(data / "sheets")]) == 0
    lines = (data / "sheets" / "000.txt").read_text("utf-8").split("\n")
    assert lines[0] == "## enww-port_1.txt (date unknown)"
    assert lines[1].startswith("1| Port police arrested")


@pytest.mark.parametrize(
    ("phrase", "kept"),
    [
        ("shot and killed", "shot and killed"),
        ("should also close its borders", "close"),
        ("he's addressing them all", "addressing"),
        ("what they will do to it", "what they will do to it"),
    ],
)
def test_long_anchors_are_cut_to_their_first_content_word(phrase, kept):
    text = f"Well, {phrase}."
    assert text[slice(*short_anchor(text, [6, 6 + len(phrase)]))] == kept


def test_the_command_says_what_is_not_there(data, tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["check", "--data", str(data), str(tmp_path / "none.ann")])
    assert stop.value.code == 2
    assert "none.ann" in capsys.readouterr().err
    (data / "re3d" / "train.jsonl").unlink()
    with pytest.raises(SystemExit):
        main(["check", "--data", str(data), str(write(data, ANN))])
    assert "lacks train.jsonl of re3d" in capsys.readouterr().err
