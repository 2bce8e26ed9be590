from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.assignments import assigned

weights = st.integers(0, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9), min_size=columns, max_size=columns), max_size=5
    )
)


def best_sum(table):
    """The largest sum by trying every way."""
    if not table or not table[0]:
        return 0
    if len(table) > len(table[0]):
        table = list(zip(*table, strict=True))
    return max(
        sum(row[column] for row, column in zip(table, columns, strict=True))
        for columns in permutations(range(len(table[0])), len(table))
    )


def test_the_largest_sum_goes_before_the_largest_weight():
    assert assigned([[9, 8], [8, 1]]) == [(0, 1), (1, 0)]


def test_what_is_left_over_is_not_paired():
    assert assigned([[1, 5, 2]]) == [(0, 1)]
    assert assigned([[1], [5], [2]]) == [(1, 0)]
    assert assigned([[0, 0], [0, 0.5]]) == [(1, 1)]


@pytest.mark.parametrize("empty", [[], [[]], [[], []]])
def test_nothing_is_paired_with_nothing(empty):
    assert assigned(empty) == []


@given(weights)
def test_the_sum_is_that_of_trying_every_way(table):
    pairs = assigned(table)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert sum(table[row][column] for row, column in pairs) == best_sum(table)
