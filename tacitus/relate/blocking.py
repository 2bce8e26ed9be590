"""Pairs of happenings that may be one, without looking at every pair.

Enters: a `Table`. Leaves: `Candidates`. Each happening stands under several keys: what it is with
who takes part, where, or with rare words of its sentence. Two that share a key and are not too far
apart in time are a pair. In a block of many, only neighbours in time are: so the number of
pairs grows with the number of happenings. When there are still too many, pairs that share few keys
are left out first.

Source: the keys are those of standard blocking, the neighbours are those of the sorted
neighbourhood method (Hernandez & Stolfo 1995), the choice by shared keys is the meta-blocking of
Papadakis et al. 2014 (TKDE).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tacitus.relate.pair_features import days_between
from tacitus.relate.tables import NO_DAY, Ints, Table

Keys = NDArray[np.int64]
WINDOW = 7  # days between two dates of one happening at most, beyond the precision of each
VAGUE = 31  # an interval of more days than this says little; the day of publication stands for it
SMALL = 40  # in blocks up to this size all are paired
NEIGHBOURS = 8  # in larger ones: with so many that follow
MOST = 24  # pairs for each happening over all, on average
_MIXED = np.int64(-7046029254386353131)  # odd, large: spreads numbers over 64 bits
_NONE = np.int64(-1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Pairs of rows of a table, the lower row left, sorted."""

    left_p: Ints
    right_p: Ints
    keys_p: Ints  # how many keys the two share
    left_out: int  # pairs that were found and left out as too many


def find_candidates(table: Table, *, most: int = MOST, window: int = WINDOW) -> Candidates:
    """The pairs that are worth a score.

    `most` bounds the pairs for each happening, on average; `window` is in days.
    """
    day_n = sorting_days(table)
    found = [_pairs_of(table, keys_nk, day_n, window) for keys_nk in _keys(table)]
    codes = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    codes, counts = np.unique(codes, return_counts=True)
    least, kept = 1, len(codes)
    while kept > most * len(table.told) and least < counts.max():
        least += 1
        kept = int((counts >= least).sum())
    chosen = counts >= least
    left_p, right_p = np.divmod(codes[chosen], np.int64(max(1, len(table.told))))
    return Candidates(
        left_p=left_p.astype(np.int32),
        right_p=right_p.astype(np.int32),
        keys_p=counts[chosen].astype(np.int32),
        left_out=len(codes) - kept,
    )


def sorting_days(table: Table) -> Ints:
    """The day (n,) by which each is sorted; NO_DAY: unknown.

    The first day of a short interval, else the day of publication.
    """
    vague = (table.start_n == NO_DAY) | (table.end_n - table.start_n > VAGUE)
    out: Ints = np.where(vague, table.published_n, table.start_n).astype(np.int32)
    return out


def _keys(table: Table) -> Iterator[Keys]:
    """Keys (n, keys of one kind), -1 where a happening has none."""
    families = table.families_nk[:, :2]
    parties = np.concatenate([table.actors_nk[:, :3], table.recipients_nk[:, :3]], axis=1)
    names = np.concatenate([table.actor_names_nk[:, :3], table.recipient_names_nk[:, :3]], axis=1)
    types, places = table.type_n[:, None], table.place_n[:, None]
    dyads = _crossed(table.actors_nk[:, :2], table.recipients_nk[:, :2], 0, ordered=False)
    rare = table.words_nk[:, :4]
    yield _crossed(families, parties, 1)
    yield _crossed(types, dyads, 2)
    yield _crossed(types, places, 3)
    yield _crossed(families, places, 4)
    yield _crossed(families, names, 5)
    yield _crossed(families, table.capitals_nk[:, :6], 6)
    yield _crossed(families, rare, 7)
    yield _crossed(types, table.capitals_nk[:, :4], 8)
    yield np.concatenate(
        [_crossed(rare[:, i : i + 1], rare[:, i + 1 :], 9, ordered=False) for i in range(3)],
        axis=1,
    )


def _crossed(one: Ints | Keys, two: Ints | Keys, kind: int, *, ordered: bool = True) -> Keys:
    """Every number of one list with every number of the other as one key; -1 where one is -1."""
    left, right = one[:, :, None].astype(np.int64), two[:, None, :].astype(np.int64)
    if not ordered:
        left, right = np.minimum(left, right), np.maximum(left, right)
    with np.errstate(over="ignore"):
        mixed = ((left * _MIXED + right) ^ (np.int64(kind) << 48)) * _MIXED
    mixed = np.where((left == _NONE) | (right == _NONE), _NONE, mixed ^ (mixed >> 29))
    return mixed.reshape(len(one), -1)


def _pairs_of(table: Table, keys_nk: Keys, day_n: Ints, window: int) -> Keys:
    """Pairs, each as left * n + right, once for every kind of key that they share."""
    row_e, column_e = np.nonzero(keys_nk != _NONE)
    key_e = keys_nk[row_e, column_e]
    order = np.lexsort((table.words_nk[row_e, 0], day_n[row_e], key_e))
    key_e = key_e[order]
    sorted_e: Ints = row_e[order].astype(np.int32)
    limit_e = _limits(key_e)
    out = [np.zeros(0, dtype=np.int64)]
    for step in range(1, int(limit_e.max(initial=0)) + 1):
        at = np.flatnonzero((limit_e[:-step] >= step) & (key_e[:-step] == key_e[step:]))
        left, right = sorted_e[at], sorted_e[at + step]
        near = (left != right) & _near_in_time(table, left, right, day_n, window)
        low = np.minimum(left, right)[near].astype(np.int64)
        out.append(low * len(table.told) + np.maximum(left, right)[near])
    return np.unique(np.concatenate(out))


def _limits(key_e: Keys) -> Ints:
    """With how many that follow each entry of the sorted keys is paired."""
    starts = np.flatnonzero(np.append(True, key_e[1:] != key_e[:-1])) if len(key_e) else key_e
    sizes = np.diff(np.append(starts, len(key_e)))
    size_e = np.repeat(sizes, sizes)
    out: Ints = np.where(size_e <= SMALL, size_e - 1, NEIGHBOURS).astype(np.int32)
    return out


def _near_in_time(
    table: Table, left: Ints, right: Ints, day_n: Ints, window: int
) -> NDArray[np.bool_]:
    """Whether the dates lie within the window; where one is not known, the days of publication."""
    known = (table.start_n[left] != NO_DAY) & (table.start_n[right] != NO_DAY)
    gap = days_between(table, left, right)
    sorted_by = (day_n[left] != NO_DAY) & (day_n[right] != NO_DAY)
    other = np.where(sorted_by, np.abs(day_n[left] - day_n[right]), 0)
    out: NDArray[np.bool_] = np.where(known, gap, other) <= window
    return out
