"""Who reports an event is fitted as one choice among candidates and nobody."""

import numpy as np
import pytest

from tacitus.extract.speakers import FEATURES
from training.speakers import NAMES, Choice, fit_speakers, log_loss


def choice(*pairs, right):
    """A choice of nobody (row 0) and candidates with these values of "pair"."""
    rows = np.zeros((len(pairs) + 1, len(NAMES)))
    rows[1:, 0] = 1.0
    rows[1:, NAMES.index("pair")] = pairs
    marked = np.zeros(len(pairs) + 1, dtype=bool)
    marked[right] = True
    return Choice(document=0, inputs_cf=rows, right_c=marked)


def test_names_are_those_of_the_decoder():
    assert ("bias", *FEATURES) == NAMES


def test_fit_speakers_finds_the_odds_of_somebody_against_nobody():
    choices = [choice(0.0, right=[1])] * 75 + [choice(0.0, right=[0])] * 25
    weights = fit_speakers(choices, ridge=0.0001)
    assert weights["bias"] == pytest.approx(np.log(3), abs=1e-3)
    assert log_loss(choices, weights) == pytest.approx(0.5623, abs=1e-3)  # entropy of 3 to 1


def test_fit_speakers_learns_that_the_likelier_candidate_speaks():
    choices = [choice(2.0, -2.0, right=[1]), choice(-2.0, 2.0, right=[2]), choice(-3.0, right=[0])]
    weights = fit_speakers(choices * 10)
    assert weights["pair"] > 0.5
    assert weights["elsewhere"] == weights["inner"] == 0.0
    assert log_loss(choices, weights) < log_loss(choices, dict.fromkeys(NAMES, 0.0))


def test_fit_speakers_counts_any_of_several_right_candidates():
    choices = [choice(1.0, 1.0, right=[1, 2])] * 3 + [choice(1.0, 1.0, right=[0])]
    weights = fit_speakers(choices, ridge=0.0001)
    somebody = weights["bias"] + weights["pair"]
    assert 2 * np.exp(somebody) == pytest.approx(3.0, abs=0.01)
