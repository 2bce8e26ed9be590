import pytest

from tacitus.review.questions import Question, impact, in_order, uncertainty


def question(subject="d#e1", probability=0.5, hangs_on_it=1, kind="code"):
    return Question(
        kind=kind,
        subject=subject,
        asked="ACCUSE",
        probability=probability,
        hangs_on_it=hangs_on_it,
    )


def test_uncertainty_is_highest_at_the_threshold():
    assert [uncertainty(p) for p in (0.5, 0.0, 1.0)] == [1.0, 0.0, 0.0]
    assert uncertainty(0.9, threshold=0.2) == pytest.approx(0.125)


def test_each_doubling_of_what_hangs_on_it_counts_one_more():
    assert [impact(n) for n in (0, 1, 2, 8)] == [1, 1, 2, 4]


def test_unsure_questions_on_which_much_hangs_come_first():
    sure, unsure = question("a", 0.95, 8), question("b", 0.6, 1)
    big, pair = question("c", 0.6, 8), question("b", 0.6, 1, kind="same-event")
    assert in_order([sure, unsure, big, pair]) == [big, pair, unsure, sure]
