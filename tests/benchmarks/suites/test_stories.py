from datetime import date

import pytest

from benchmarks.disputes_gold import read_disputes
from benchmarks.disputes_records import GoldReport
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.suites import stories
from benchmarks.suites.stories import is_right, run, story_tallies
from tacitus.relate.syndication import Origin


def no_coder():
    raise AssertionError("the suite needs no coder")


def record(name, text, topic):
    meta = {"topic": topic, "subtopic": "a"}
    return GoldRecord(id=name, text=text, published=date(2023, 4, 1), fields={"meta": meta})


def test_a_story_cut_in_two_loses_recall_and_not_precision():
    b3, pairs = story_tallies([["a", "b", "c"], ["d"]], [["a", "b"], ["c"], ["d"]])
    assert (b3.precision, round(b3.recall, 1)) == (100.0, 66.7)
    assert (pairs.precision, round(pairs.recall, 1)) == (100.0, 33.3)


def test_documents_of_two_happenings_are_scored_apart():
    texts = ["The ferry Adwoa sank off Tarkwa.", "Ferry Adwoa sank near Tarkwa.", "Peru voted."]
    records = [record(str(n), t, "1" if n < 2 else "2") for n, t in enumerate(texts)]
    scores = run(records, no_coder)
    assert (scores.n, scores.metrics["b3_f1"], scores.metrics["pair_f1"]) == (3, 100.0, 100.0)
    assert not any(name.startswith("test_") for name in scores.metrics)


def test_both_halves_are_scored_apart_when_the_gold_of_disputes_is_given(monkeypatch):
    one = read_disputes(split="dev")[0]
    records = [
        GoldRecord(id=one.id, text="", published=date(2023, 4, 1), fields={"dispute_set": one})
    ]
    metrics = run(records, no_coder).metrics
    assert set(metrics) == {
        f"dev_{name}"
        for name in ("origin", "rests_on", "independent", "disputes_b3_f1", "disputes_pair_f1")
    }


@pytest.mark.parametrize(
    ("kind", "of", "right"),
    [("cites", "a", True), ("cites", "b", False), ("copy", "a", False), ("own", None, False)],
)
def test_an_origin_is_right_with_its_kind_and_report(kind, of, right):
    gold = GoldReport(
        id="c", publisher="X", country="GHA", published=date(2023, 4, 1),
        origin="cites", rests_on=("a",), text="t",
    )  # fmt: skip
    assert is_right(gold, Origin(kind=kind, of=of, evidence=""), apart=True) is right


def test_records_without_stories_are_refused():
    bare = GoldRecord(id="1", text="t", published=date(2023, 4, 1), fields={})
    with pytest.raises(BenchmarkError, match="no record has `meta.subtopic`"):
        run([bare], no_coder)


def test_a_folder_without_either_is_refused(tmp_path):
    with pytest.raises(BenchmarkError, match=r"holds no \.jsonl file"):
        stories.read_stories(tmp_path)
