"""A stage of training: it ends where it would have ended had nobody stopped it."""

import pytest

from tests.training.networks import CONFIG, authored_samples, tiny_network, torch
from training import train

STAGE = {
    "name": "short", "epochs": {"authored": 2}, "batches_per_step": 2, "warmup": 0.1,
    "learning_rate": 1e-3, "head_rate": 1e-3,
}  # fmt: skip


@pytest.fixture(scope="module")
def corpora():
    return {"authored": authored_samples(6)}


def run(corpora, checkpoint):
    config = CONFIG | {"tokens_per_step": 150}
    train.train_stage(tiny_network(), corpora, config, STAGE, checkpoint)
    return torch.load(checkpoint, weights_only=True)


def test_a_stopped_stage_ends_as_one_that_ran_through(corpora, tmp_path, monkeypatch):
    whole = run(corpora, tmp_path / "whole.pt")
    assert whole["step"] >= 3
    monkeypatch.setattr(train, "SAVE_EVERY", 1)
    learn = train._Learner.__call__

    def stop(self, number, *arguments):
        if number == 4:
            raise KeyboardInterrupt
        return learn(self, number, *arguments)

    monkeypatch.setattr(train._Learner, "__call__", stop)
    with pytest.raises(KeyboardInterrupt):
        run(corpora, tmp_path / "parts.pt")
    monkeypatch.setattr(train._Learner, "__call__", learn)
    parts = run(corpora, tmp_path / "parts.pt")
    for name, weights in whole["model"].items():
        assert torch.equal(weights, parts["model"][name]), name


def test_what_a_stage_hands_on_is_an_average_of_its_weights(corpora, tmp_path):
    saved = run(corpora, tmp_path / "short.pt")
    first, last = tiny_network().state_dict(), saved["last"]
    name = "heads.out.event_types.weight"
    moved = (last[name] - first[name]).norm()
    assert 0 < (saved["model"][name] - first[name]).norm() < moved


def test_a_checkpoint_with_other_weights_is_refused(tmp_path):
    path = tmp_path / "other.pt"
    torch.save({"model": {"argument.nothing": torch.zeros(1)}}, path)
    with pytest.raises(RuntimeError, match=r"argument\.nothing; remove it and train again"):
        train.take_weights(tiny_network(), path)
