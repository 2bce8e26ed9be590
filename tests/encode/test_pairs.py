"""The pair heads in numpy: what is worked out once a span equals the head written out in full."""

import numpy as np
import pytest

from tacitus.encode.pairs import (
    ROLES,
    Paired,
    gap_between,
    mean_vectors,
    score_arguments,
    score_same_event,
)

WIDTH, HIDDEN, RANK, FEATURES = 6, 5, 3, 4


def head(name, outputs, rng):
    shapes = {
        "left.weight": (RANK, WIDTH),
        "right.weight": (RANK, WIDTH),
        "hidden.weight": (HIDDEN, 2 * WIDTH + RANK + FEATURES),
        "hidden.bias": (HIDDEN,),
        "out.weight": (outputs, HIDDEN),
        "out.bias": (outputs,),
        "middle.weight": (HIDDEN, WIDTH),
    }
    return {f"{name}.{k}": rng.normal(size=s).astype(np.float32) for k, s in shapes.items()}


def written_out(w, left, right, features, gap):
    product = (w["left.weight"] @ left) * (w["right.weight"] @ right)
    joined = np.concatenate([left, right, product, features])
    states = w["hidden.weight"] @ joined + w["hidden.bias"] + w["middle.weight"] @ gap
    inner = 0.7978845608 * (states + 0.044715 * states**3)
    logits = w["out.weight"] @ (0.5 * states * (1 + np.tanh(inner))) + w["out.bias"]
    return 1 / (1 + np.exp(-logits))


@pytest.fixture
def paired():
    rng = np.random.default_rng(4)
    return Paired(
        left_aw=rng.normal(size=(2, WIDTH)).astype(np.float32),
        right_mw=rng.normal(size=(3, WIDTH)).astype(np.float32),
        first_n=np.array([0, 1, 1]),
        second_n=np.array([2, 0, 1]),
        features_nf=rng.normal(size=(3, FEATURES)).astype(np.float32),
    )


def test_arguments_read_both_spans_and_what_stands_between(paired):
    rng = np.random.default_rng(5)
    weights = head("argument", len(ROLES), rng)
    vectors = rng.normal(size=(8, WIDTH)).astype(np.float32)
    gaps = [(1, 4), (3, 3), (5, 8)]
    found = score_arguments(weights, paired, vectors, np.array(gaps))
    w = {key.removeprefix("argument."): value for key, value in weights.items()}
    for row, (low, high) in enumerate(gaps):
        gap = vectors[low:high].mean(axis=0) if high > low else np.zeros(WIDTH)
        left = paired.left_aw[paired.first_n[row]]
        right = paired.right_mw[paired.second_n[row]]
        wanted = written_out(w, left, right, paired.features_nf[row], gap)
        assert found[row] == pytest.approx(wanted, abs=1e-5)


def test_same_event_reads_no_words_between(paired):
    weights = head("same_event", 1, np.random.default_rng(6))
    found = score_same_event(weights, paired)
    w = {key.removeprefix("same_event."): value for key, value in weights.items()}
    left, right = paired.left_aw[0], paired.right_mw[2]
    wanted = written_out(w, left, right, paired.features_nf[0], np.zeros(WIDTH))
    assert found[0] == pytest.approx(wanted[0], abs=1e-5)


@pytest.mark.parametrize(
    ("left", "right", "gap"),
    [
        ((2, 4), (7, 9), (4, 7)),
        ((7, 9), (2, 4), (4, 7)),
        ((2, 4), (4, 6), (4, 4)),
        ((2, 6), (3, 4), (4, 4)),
    ],
)
def test_gap_is_what_stands_between_in_either_order(left, right, gap):
    assert gap_between(left, right) == gap


def test_mean_vectors_are_means_of_rows():
    values = np.arange(12, dtype=np.float32).reshape(4, 3)
    assert mean_vectors(values, [(0, 2), (3, 4)]).tolist() == [[1.5, 2.5, 3.5], [9, 10, 11]]
