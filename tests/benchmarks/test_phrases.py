import hashlib
import json
import re
from datetime import date

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.phrases import LIST, read_phrases
from tacitus.codebook import load_codebook

TEXT = "Norland met. The army of Norland said so. It rained."
LABELS = {"country": "NOR", "code_1": "MIL", "code_2": None}


@pytest.fixture
def sets(tmp_path):
    record = {"id": "n-1", "text": TEXT, "published": "2021-03-04"}
    (tmp_path / "data" / "news").mkdir(parents=True)
    (tmp_path / "data" / "news" / "train.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    return tmp_path / "data"


@pytest.fixture
def listed(tmp_path):
    def write(**changes):
        row = {
            "id": "phrase-0",
            "set": "news",
            "record": "n-1",
            "start": 13,
            "end": 32,
            "context": [13, 41],
            "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "labels": LABELS,
        }
        path = tmp_path / "list.jsonl"
        path.write_text(json.dumps(row | changes) + "\n", "utf-8")
        return path

    return write


def test_the_list_is_made_into_records_from_the_texts_of_the_sets(sets, listed):
    gold = read_phrases(sets, listed())
    (record,) = gold.records
    assert (record.text, record.set_name) == ("The army of Norland", "news")
    assert record.published == date(2021, 3, 4)
    assert record.fields["labels"] == LABELS
    assert record.fields["meta"] == {
        "query_date": "2021-03-04",
        "context": "The army of Norland said so.",
    }
    assert (gold.name, len(gold.sha256)) == ("phrases/list.jsonl", 64)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sha256": "ab" * 32}, "phrase-0: the text of n-1 is not the one labelled"),
        ({"record": "n-2"}, "phrase-0: news has no record n-2"),
        ({"set": "olds"}, r"train\.jsonl does not exist; the listed phrases stand in it"),
    ],
)
def test_another_text_or_none_is_refused(sets, listed, changes, message):
    with pytest.raises(BenchmarkError, match=message):
        read_phrases(sets, listed(**changes))


def test_a_file_or_a_folder_of_phrases_goes_before_the_list(sets, tmp_path):
    own = json.dumps({"id": "p", "text": "the army", "labels": LABELS})
    for folder in (sets / "entities", tmp_path / "other"):
        folder.mkdir()
        (folder / "dev.jsonl").write_text(own + "\n", "utf-8")
    for path in (sets, tmp_path / "other", tmp_path / "other" / "dev.jsonl"):
        assert [r.text for r in read_phrases(path).records] == ["the army"]


def test_a_path_that_is_none_is_named(tmp_path):
    with pytest.raises(BenchmarkError, match="does not exist"):
        read_phrases(tmp_path / "nowhere")


def test_our_list_holds_offsets_and_codes_but_no_words():
    rows = [json.loads(line) for line in LIST.read_text("utf-8").split("\n") if line]
    sectors = load_codebook().sectors
    assert len({row["id"] for row in rows}) == len(rows) == 500
    for row in rows:
        assert row.keys() == {
            "id", "set", "record", "start", "end", "context", "sha256", "labels",
        }  # fmt: skip
        first, last = row["context"]
        assert first <= row["start"] < row["end"] <= last
        country, *codes = (row["labels"][key] for key in ("country", "code_1", "code_2"))
        assert country is None or re.fullmatch("[A-Z]{3}", country)
        assert all(code is None or code in sectors for code in codes)
