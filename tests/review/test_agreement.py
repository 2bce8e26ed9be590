import pytest

from tacitus.review.agreement import agreements, cohen_kappa


def interval(pairs):
    found = cohen_kappa(pairs)
    assert found is not None
    return found


def test_kappa_of_a_table_that_was_worked_out_by_hand():
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10
    pairs += [("no", "no")] * 15
    kappa, low, high = interval(pairs)
    # agreed 0.7, by chance 0.5
    assert kappa == pytest.approx(0.4)
    assert (low, high) == (pytest.approx(0.1511, abs=1e-4), pytest.approx(0.6489, abs=1e-4))


def test_agreement_on_all_of_few_questions_is_not_certain():
    kappa, low, high = interval([("yes", "yes")] * 3 + [("no", "no")] * 3)
    assert (kappa, high) == (1.0, 1.0)
    assert low == pytest.approx(2 * 0.025 ** (1 / 6) - 1)


def test_kappa_says_nothing_where_all_verdicts_are_the_same():
    assert cohen_kappa([("yes", "yes")] * 5) is None


def test_only_questions_that_both_judged_count():
    verdicts = {"b": {"1": "yes", "2": "no"}, "a": {"2": "no", "3": "yes"}, "c": {"9": "no"}}
    (found,) = agreements(verdicts)
    assert (found.judges, found.questions, found.agreed) == (("a", "b"), 1, 1.0)
