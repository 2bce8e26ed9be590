"""Temperatures: probabilities that are as often right as they say."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: pip install tacitus[train]")

from training.temperatures import _fit, calibration_error  # noqa: E402 - after the check


def overconfident(count, seed):
    """Labels drawn from the true probabilities; logits twice as large as they should be."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(scale=1.5, size=(count, 3))
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    gold = np.array([rng.choice(3, p=row) for row in chances])
    wrong = np.exp(2 * logits)
    return np.log(wrong / wrong.sum(axis=1, keepdims=True)), gold


def test_fit_finds_the_temperature_that_was_lost():
    fitted = _fit("modes", overconfident(4000, 1), overconfident(4000, 2))
    assert fitted.temperature == pytest.approx(2.0, rel=0.1)
    assert fitted.ece_before > 8
    assert fitted.ece_after < 3


def test_calibration_error_is_the_gap_between_sure_and_right():
    logs = np.log([[0.9, 0.1], [0.9, 0.1], [0.2, 0.8]])
    assert calibration_error(logs, np.array([0, 1, 1]), 1.0) == pytest.approx(100 * (0.8 + 0.2) / 3)


def test_calibration_error_can_leave_the_first_label_out():
    logs = np.log([[0.9, 0.1], [0.2, 0.8]])
    assert calibration_error(logs, np.array([1, 1]), 1.0, skip_first=True) == pytest.approx(20.0)
    assert calibration_error(logs[:1], np.array([1]), 1.0, skip_first=True) == 0.0
