"""The best way to pair the rows of a table with its columns, each used once at most.

Enters: a weight for every pair. Leaves: the pairs of the largest sum of weights, exactly.

Source: Kuhn 1955, "The Hungarian Method for the Assignment Problem", in the form with shortest
augmenting paths (Jonker & Volgenant 1987), O(rows² x columns). Some tens of each are quick.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

_FREE = -1


def assigned(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Index pairs (row, column) of the largest sum, by row; a pair of weight 0 is left out."""
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        turned = [list(column) for column in zip(*weights, strict=True)]
        return sorted((row, column) for column, row in assigned(turned))
    row_of = _row_of_each_column([[-weight for weight in row] for row in weights])
    pairs = sorted((row, column) for column, row in enumerate(row_of) if row != _FREE)
    return [(row, column) for row, column in pairs if weights[row][column]]


def _row_of_each_column(costs: Sequence[Sequence[float]]) -> list[int]:
    """The row that each column is given for the least cost; rows are no more than columns."""
    columns = len(costs[0])
    row_prices = [0.0] * len(costs)
    column_prices = [0.0] * columns
    row_of = [_FREE] * columns
    for new in range(len(costs)):
        lengths = [math.inf] * columns  # of the shortest path that ends in the column
        before = [_FREE] * columns  # the column before it on that path
        done: list[int] = []
        row, last, length = new, _FREE, 0.0
        while row != _FREE:
            open_columns = [column for column in range(columns) if column not in done]
            for column in open_columns:
                step = costs[row][column] - row_prices[row] - column_prices[column]
                if length + step < lengths[column]:
                    lengths[column], before[column] = length + step, last
            last = min(open_columns, key=lengths.__getitem__)
            length = lengths[last]
            done.append(last)
            row = row_of[last]
        _reprice(row_prices, column_prices, new, [(row_of[c], c, lengths[c]) for c in done], length)
        _turn_path(row_of, before, last, new)
    return row_of


def _reprice(
    row_prices: list[float],
    column_prices: list[float],
    new: int,
    done: Sequence[tuple[int, int, float]],
    length: float,
) -> None:
    """Keep every reduced cost at 0 or more, and at 0 on the path of that length."""
    row_prices[new] += length
    for row, column, reached in done:
        column_prices[column] -= length - reached
        if row != _FREE:
            row_prices[row] += length - reached


def _turn_path(row_of: list[int], before: Sequence[int], last: int, new: int) -> None:
    """Give each column of the path the row that held the column before it."""
    while last != _FREE:
        earlier = before[last]
        row_of[last] = new if earlier == _FREE else row_of[earlier]
        last = earlier
