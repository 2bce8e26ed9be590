import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import plv
from tacitus.records import Code, Span
from tests.benchmarks.fake_coders import FakeCoder, record

TEXT = "Norland thanked Sudmark."


def relation(root, penta=None, source=(0, 7), target=(16, 23)):
    return {"root": root, "penta": penta, "source": source and list(source), "target": target}


def scores(root, *codes, **fields):
    coder = FakeCoder(dyads={TEXT: [Code(event_type=c, mode=None, score=s) for c, s in codes]})
    return plv.run([record(TEXT, relation=relation(root, **fields))], lambda: coder).metrics


def test_the_right_root_scores_100():
    assert set(scores("SUPPORT", ("SUPPORT", 0.9)).values()) == {100.0}


def test_the_best_code_is_the_answer():
    assert scores("AID", ("SUPPORT", 0.2), ("AID", 0.7))["root_macro_f1"] == 100.0


@pytest.mark.parametrize("half", ["CONCEDE", "RETREAT"])
def test_yield_is_concede_or_retreat_and_of_quad_class_2(half):
    metrics = scores("YIELD", (half, 0.9), penta=2)
    assert (metrics["root_macro_f1"], metrics["quad_macro_f1"]) == (100.0, 100.0)


def test_a_wrong_root_of_the_same_quad_class_is_half_right():
    metrics = scores("ACCUSE", ("REJECT", 0.9))
    assert (metrics["root_macro_f1"], metrics["quad_macro_f1"]) == (0.0, 100.0)


def test_a_wrong_quad_class_of_the_same_pole_keeps_the_binary_score():
    metrics = scores("ACCUSE", ("ASSAULT", 0.9))
    assert (metrics["quad_macro_f1"], metrics["binary_macro_f1"]) == (0.0, 100.0)


def test_the_quad_class_of_the_gold_goes_before_that_of_its_root():
    assert scores("SUPPORT", ("SUPPORT", 0.9), penta=2)["quad_macro_f1"] == 0.0


def test_no_code_is_a_wrong_answer():
    assert set(scores("SUPPORT").values()) == {0.0}


def test_the_coder_is_given_the_spans_and_none_for_an_unwritten_side():
    coder = FakeCoder()
    plv.run([record(TEXT, relation=relation("AID", source=None))], lambda: coder)
    assert coder.dyads_seen == [(None, Span(start=16, end=23))]


def test_records_without_a_relation_are_refused():
    with pytest.raises(BenchmarkError, match="no record has a `relation`"):
        plv.run([record(TEXT)], FakeCoder)
