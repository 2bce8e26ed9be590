import pytest

from benchmarks.calibration import Judged, calibration, expected_error, reliability


def judged(score, *, right, event_type="PROTEST"):
    return Judged(event_type=event_type, score=score, right=right)


def test_scores_that_are_probabilities_have_no_error():
    items = [judged(0.5, right=True), judged(0.5, right=False), judged(1.0, right=True)]
    assert expected_error(items) == 0.0


def test_expected_error_weighs_each_bin_by_its_events():
    # three at 0.9 of which none is right: 90 points off; one at 0.1 and right: 90 points off
    items = [judged(0.9, right=False)] * 3 + [judged(0.1, right=True)]
    assert expected_error(items) == pytest.approx(90.0)
    # one bin off by 40 points with one of four events, the other exact
    items = [judged(1.0, right=True)] * 3 + [judged(0.4, right=False)]
    assert expected_error(items) == pytest.approx(10.0)


def test_reliability_leaves_empty_bins_out():
    assert reliability([judged(1.0, right=True), judged(0.95, right=False)]) == [
        {"found": 2, "score": 97.5, "right": 50.0}
    ]


def test_curves_have_precision_and_recall_by_type():
    items = [
        judged(0.9, right=True),
        judged(0.3, right=False),
        judged(0.6, right=True, event_type="AID"),
    ]
    curves = calibration(items, {"PROTEST": 2, "AID": 1})["curves"]
    low, high = curves["PROTEST"][0], curves["PROTEST"][-1]
    assert (low["found"], low["precision"], low["recall"]) == (2, 50.0, 50.0)
    assert (high["found"], high["precision"], high["recall"]) == (1, 100.0, 50.0)
    assert curves["all"][0]["recall"] == 66.7
    assert [row["found"] for row in curves["AID"]] == [1, 1, 1, 1, 1, 0, 0, 0]


def test_nothing_found_gives_a_curve_of_zeros():
    result = calibration([], {"AID": 3})
    assert result["ece"] == 0.0
    assert {row["recall"] for row in result["curves"]["AID"]} == {0.0}
