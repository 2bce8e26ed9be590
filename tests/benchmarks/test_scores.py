import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scores import (
    Tally,
    exact_tally,
    label_f1,
    macro_f1,
    overlap_tally,
    paired,
    trimmed,
)

spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda s: (s[0], s[0] + s[1]))


def test_f1_is_the_harmonic_mean():
    tally = Tally(gold=4, found=2, gold_hit=1, found_hit=1)
    assert (tally.precision, tally.recall) == (50.0, 25.0)
    assert tally.f1 == pytest.approx(100 / 3)


def test_f1_of_nothing_is_zero():
    assert Tally().f1 == 0.0


def test_exact_tally_asks_for_both_ends():
    tally = exact_tally([(0, 3), (5, 9)], [(0, 3), (5, 8)])
    assert (tally.gold_hit, tally.found_hit) == (1, 1)


def test_overlap_tally_asks_for_one_code_point():
    tally = overlap_tally([(0, 3), (5, 9)], [(2, 6)])
    assert (tally.gold_hit, tally.found_hit) == (2, 1)
    assert overlap_tally([(0, 3)], [(3, 6)]).gold_hit == 0


@given(st.lists(spans, max_size=8))
def test_a_perfect_answer_scores_100(gold):
    for tally in (exact_tally(gold, gold), overlap_tally(gold, gold)):
        assert tally.f1 == (100.0 if gold else 0.0)


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_paired_uses_every_span_once(gold, found):
    pairs = paired(gold, found)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


def test_paired_prefers_the_longest_overlap():
    assert paired([(0, 10)], [(0, 2), (1, 10)]) == [(0, 1)]


def test_trimmed_drops_white_space_at_the_ends():
    text = "a  b c "
    assert trimmed((1, 7), text) == (3, 6)


def test_label_f1_counts_a_missing_answer_against_the_gold_only():
    answers = [("A", "A"), ("A", None), ("B", "A")]
    assert label_f1(answers) == {"A": 50.0, "B": 0.0}
    assert macro_f1(answers) == 25.0
    assert macro_f1([]) == 0.0
