import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import ner
from tests.benchmarks.fake_coders import FakeCoder, record, span_of

TEXT = "Ada Quill flew to Port Sudmark."


def entity(words, label):
    start, end = span_of(TEXT, words)
    return {"start": start, "end": end, "label": label}


GOLD = [entity("Ada Quill", "Person"), entity("Port Sudmark", "Location")]


def scores(*names):
    coder = FakeCoder(named={TEXT: [(*span_of(TEXT, words), label) for words, label in names]})
    return ner.run([record(TEXT, entities=GOLD)], lambda: coder).metrics


def test_a_perfect_answer_scores_100_on_every_label():
    metrics = scores(("Ada Quill", "Person"), ("Port Sudmark", "Location"))
    assert metrics == {
        "span_f1": 100.0,
        "overlap_f1": 100.0,
        "f1_Location": 100.0,
        "f1_Person": 100.0,
    }


def test_a_wrong_label_is_no_match():
    metrics = scores(("Ada Quill", "Organization"), ("Port Sudmark", "Location"))
    assert (metrics["span_f1"], metrics["f1_Person"]) == (50.0, 0.0)
    assert "f1_Organization" not in metrics


def test_a_shorter_span_matches_by_overlap_only():
    metrics = scores(("Quill", "Person"), ("Port Sudmark", "Location"))
    assert (metrics["span_f1"], metrics["overlap_f1"]) == (50.0, 100.0)


def test_records_without_entities_are_refused():
    with pytest.raises(BenchmarkError, match="no record has `entities`"):
        ner.run([record(TEXT)], FakeCoder)
