"""Anchors of one happening are joined by the mean of all pair scores between two groups."""

from hypothesis import given
from hypothesis import strategies as st

from tacitus.extract.anchors import _average_linkage

COUNT = 7
PAIRS = [(i, j) for i in range(COUNT) for j in range(i + 1, COUNT)]
pair_scores = st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 100).map(lambda n: n / 100))


def plain_linkage(scores, threshold):
    """The same groups, every mean added up anew."""
    groups = {i: [i] for i in range(COUNT)}
    for (i, j), score in sorted(scores.items(), key=lambda item: -item[1]):
        left = next(k for k, members in groups.items() if i in members)
        right = next(k for k, members in groups.items() if j in members)
        if left == right or score < threshold:
            continue
        between = [
            scores.get((min(a, b), max(a, b)), 0) for a in groups[left] for b in groups[right]
        ]
        if sum(between) / len(between) >= threshold:
            groups[left] = sorted(groups[left] + groups.pop(right))
    return list(groups.values())


# a threshold between the steps of the scores' means: rounding cannot decide
@given(pair_scores, st.sampled_from([0.1234567, 0.3456789, 0.5432101]))
def test_average_linkage_joins_groups_by_the_mean_of_all_pairs(scores, threshold):
    assert _average_linkage(COUNT, scores, threshold) == plain_linkage(scores, threshold)


def test_average_linkage_answers_for_thousands_of_anchors():
    count, reach = 3000, 20
    alike = {(i, j): 0.9 for i in range(count) for j in range(i + 1, min(count, i + reach))}
    groups = _average_linkage(count, alike, 0.5)
    assert sorted(member for group in groups for member in group) == list(range(count))
    assert max(len(group) for group in groups) > 10


def test_average_linkage_of_nothing_is_nothing():
    assert _average_linkage(0, {}, 0.5) == []
