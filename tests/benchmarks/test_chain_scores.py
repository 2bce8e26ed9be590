"""The worked examples of the papers, their figures worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.chain_scores import b3_tally, ceafe_tally, muc_tally


def chains(*parts):
    """Chains of mentions that are written as letters and figures."""
    return [frozenset((ord(letter), ord(letter) + 1) for letter in part) for part in parts]


def figures(tally):
    return tally.precision, tally.recall, tally.f1


# Vilain et al. 1995: what a response keeps of the links of a key
@pytest.mark.parametrize(
    ("key", "response", "precision", "recall"),
    [
        (["ABCD"], ["ABCD"], 1, 1),
        (["ABCD"], ["AB", "CD"], 1, 2 / 3),
        (["AB", "CD"], ["ABCD"], 2 / 3, 1),
        (["ABCD"], ["AB"], 1, 1 / 3),
        (["ABC"], ["AC"], 1, 1 / 2),
        (["ABCD"], ["ACX"], 1 / 2, 1 / 3),
        (["AB"], ["CD"], 0, 0),
    ],
)
def test_muc_counts_the_links_that_are_kept(key, response, precision, recall):
    tally = muc_tally(chains(*key), chains(*response))
    assert (tally.precision, tally.recall) == pytest.approx((100 * precision, 100 * recall))


# Bagga & Baldwin 1998, figures 2 to 5, and Luo 2005, table 1, score the same four responses.
KEY = ["12345", "67", "89ABC"]
SMALL_MIX = ["12345", "6789ABC"]
LARGE_MIX = ["1234589ABC", "67"]
ALL_ONE = ["123456789ABC"]
NONE_ALIKE = list("123456789ABC")


@pytest.mark.parametrize("response", [SMALL_MIX, LARGE_MIX])
def test_muc_does_not_tell_a_small_mix_from_a_large_one(response):
    tally = muc_tally(chains(*KEY), chains(*response))
    assert figures(tally) == pytest.approx((90, 100, 100 * 18 / 19))


@pytest.mark.parametrize(
    ("response", "precision", "recall"),
    [
        (SMALL_MIX, (5 + 4 / 7 + 25 / 7) / 12, 1),
        (LARGE_MIX, (25 / 10 + 25 / 10 + 2) / 12, 1),
        (ALL_ONE, (25 + 4 + 25) / 12 / 12, 1),
        (NONE_ALIKE, 1, 3 / 12),
    ],
)
def test_b3_counts_the_share_of_its_chain_that_each_mention_keeps(response, precision, recall):
    tally = b3_tally(chains(*KEY), chains(*response))
    assert (tally.precision, tally.recall) == pytest.approx((100 * precision, 100 * recall))


@pytest.mark.parametrize(
    ("response", "alike", "f1"),
    [
        (SMALL_MIX, 1 + 10 / 12, 73.3),
        (LARGE_MIX, 10 / 15 + 1, 66.7),
        (ALL_ONE, 10 / 17, 29.4),
        (NONE_ALIKE, 2 / 6 + 2 / 3 + 2 / 6, 17.8),
    ],
)
def test_ceafe_counts_how_alike_the_paired_chains_are(response, alike, f1):
    tally = ceafe_tally(chains(*KEY), chains(*response))
    expected = (100 * alike / len(response), 100 * alike / len(KEY))
    assert (tally.precision, tally.recall) == pytest.approx(expected)
    assert tally.f1 == pytest.approx(f1, abs=0.05)


def test_a_mention_of_one_side_only_counts_against_that_side():
    key, response = chains("ABC"), chains("AB", "XY")
    assert figures(muc_tally(key, response))[:2] == pytest.approx((50, 50))
    assert figures(b3_tally(key, response))[:2] == pytest.approx((50, 400 / 9))
    assert figures(ceafe_tally(key, response))[:2] == pytest.approx((40, 80))


partitions = st.lists(st.integers(0, 4), max_size=10).map(
    lambda labels: [
        frozenset((i, i + 1) for i, label in enumerate(labels) if label == chain)
        for chain in set(labels)
    ]
)


@pytest.mark.parametrize("measure", [muc_tally, b3_tally, ceafe_tally])
@given(gold=partitions, found=partitions)
def test_the_two_sides_turned_round_turn_precision_and_recall_round(measure, gold, found):
    one, other = measure(gold, found), measure(found, gold)
    assert (one.precision, one.recall) == pytest.approx((other.recall, other.precision))
    assert 0 <= one.f1 <= 100.0001


@pytest.mark.parametrize("measure", [b3_tally, ceafe_tally])
@given(gold=partitions)
def test_the_gold_itself_scores_100(measure, gold):
    assert measure(gold, gold).f1 == pytest.approx(100 if gold else 0)
