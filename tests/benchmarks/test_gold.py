import json
from datetime import date

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.gold import read_gold


def write(path, *records):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


def test_read_gold_splits_at_line_feeds_only(tmp_path):
    text = "One line\u2028still the same\u0085and the same"
    gold = read_gold(write(tmp_path / "a.jsonl", {"id": "x", "text": text}))
    assert [r.text for r in gold.records] == [text]


def test_read_gold_of_a_folder_takes_dev_before_the_others(tmp_path):
    write(tmp_path / "train.jsonl", {"id": "t", "text": "train"})
    write(tmp_path / "dev.jsonl", {"id": "d", "text": "dev"})
    gold = read_gold(tmp_path)
    assert [r.id for r in gold.records] == ["d"]
    assert gold.chosen == "dev.jsonl"


def test_read_gold_of_a_folder_without_dev_takes_every_file_and_says_so(tmp_path):
    write(tmp_path / "a.jsonl", {"id": "a", "text": "a"})
    write(tmp_path / "b.jsonl", {"id": "b", "text": "b"})
    gold = read_gold(tmp_path)
    assert [r.id for r in gold.records] == ["a", "b"]
    assert "every .jsonl" in gold.chosen


def test_read_gold_of_a_folder_keeps_the_suggested_dev_records(tmp_path):
    write(
        tmp_path / "train.jsonl",
        {"id": "a", "text": "a", "meta": {"suggested_dev": False}},
        {"id": "b", "text": "b", "meta": {"suggested_dev": True}},
    )
    assert [r.id for r in read_gold(tmp_path).records] == ["b"]
    assert len(read_gold(tmp_path / "train.jsonl").records) == 2


def test_read_gold_of_a_folder_of_sets_takes_the_set_of_the_suite(tmp_path):
    write(tmp_path / "events" / "dev.jsonl", {"id": "e", "text": "e"})
    gold = read_gold(tmp_path, "events")
    assert gold.name == "events/dev.jsonl"
    assert len(gold.sha256) == 64


def test_read_gold_of_several_sets_reads_one_after_the_other(tmp_path):
    for name in ("near", "far"):
        write(tmp_path / name / "dev.jsonl", {"id": name, "text": name})
    gold = read_gold(tmp_path, ("near", "far"))
    assert [(r.id, r.set_name) for r in gold.records] == [("near", "near"), ("far", "far")]
    assert (gold.name, gold.chosen) == ("near/dev.jsonl + far/dev.jsonl", "dev.jsonl")
    assert gold.sha256 != read_gold(tmp_path, ("far", "near")).sha256
    assert read_gold(tmp_path / "far", ("near", "far")).name == "far/dev.jsonl"
    with pytest.raises(BenchmarkError, match="has near but not lost; give the path of one set"):
        read_gold(tmp_path, ("near", "lost"))


def test_read_gold_reads_the_publication_date_where_there_is_one(tmp_path):
    path = write(
        tmp_path / "a.jsonl",
        {"text": "a", "published": "2021-02-03"},
        {"text": "b", "published": None},
        {"text": "c"},
    )
    assert [r.published for r in read_gold(path).records] == [date(2021, 2, 3), None, None]


def test_first_cuts_the_records_and_none_keeps_them(tmp_path):
    gold = read_gold(write(tmp_path / "a.jsonl", {"text": "a"}, {"text": "b"}))
    assert len(gold.first(1).records) == 1
    assert gold.first(None) is gold


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{not json\n", "line 1 is not JSON"),
        (b'{"id": 1}\n', "line 1 is not a record"),
        (b'{"text": "a", "published": "yesterday"}\n', "published is 'yesterday'"),
        (b"\xff\xfe\n", "is not UTF-8"),
        (b"\n\n", "holds no record"),
    ],
)
def test_read_gold_names_what_is_wrong(tmp_path, content, message):
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(BenchmarkError, match=message):
        read_gold(path)


def test_read_gold_names_a_missing_path_and_an_empty_folder(tmp_path):
    with pytest.raises(BenchmarkError, match=r"nowhere does not exist"):
        read_gold(tmp_path / "nowhere")
    with pytest.raises(BenchmarkError, match=r"holds no \.jsonl file"):
        read_gold(tmp_path)
