"""Trains the model: gold data and the authored corpus -> a checkpoint. Resumes where it stopped.

`python -m training.train --data ../shared/data --out runs/model [--stage NAME]`
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import time
from pathlib import Path
from typing import Any

import torch
import yaml
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from tacitus.codebook import load_codebook
from tacitus.encode.labels import head_labels
from training.batches import collate, plan
from training.corpora.annotated import load_annotated
from training.corpora.authored import load_authored
from training.corpora.dyads import dyad_samples
from training.corpora.events import event_samples
from training.corpora.factuality import factuality_samples
from training.corpora.names import name_samples
from training.corpora.polnear import attribution_samples
from training.corpora.quotations import quotation_samples
from training.corpora.samples import Sample, held_out, load_tokenizer, read_records, text_key
from training.losses import LossWeights, batch_loss
from training.model import Tacitus, base_folder

LOG = logging.getLogger("training")
CORPORA = Path(__file__).parent / "corpora"
SAVE_EVERY = 150


def load_corpora(data: Path, config: dict[str, Any]) -> dict[str, list[Sample]]:
    """Every corpus as samples. Texts of the events dev split are left out of all of them."""
    labels = head_labels(load_codebook())
    tokenizer = load_tokenizer(base_folder())
    dev = {text_key(r["text"]) for r in read_records(data / "events" / "dev.jsonl")}

    def records(name: str) -> list[dict[str, Any]]:
        found = read_records(data / name / "train.jsonl")
        return [r for r in found if text_key(r["text"]) not in dev]

    events = [r for r in records("events") if not held_out(r["doc_id"])]
    plv = [r for r in records("plv") if not r["meta"]["suggested_dev"]]
    authored = [r for path in sorted(CORPORA.glob("authored/*.txt")) for r in load_authored(path)]
    annotated = [
        r for path in sorted(CORPORA.glob("annotated/*.jsonl")) for r in load_annotated(path, data)
    ]
    roots = config["roots"]
    return {
        "events": event_samples(events, tokenizer, labels, roots),
        "authored": event_samples(authored, tokenizer, labels, roots),
        "annotated": event_samples(annotated, tokenizer, labels, roots),
        "names": name_samples(records("en_worldwide_newswire"), tokenizer, labels),
        "polnear": attribution_samples(records("polnear"), tokenizer, labels),
        "quotations": quotation_samples(records("polnear"), tokenizer, labels),
        "factuality": factuality_samples(records("fact_uds_ih2"), tokenizer),
        "dyads": dyad_samples(plv, tokenizer, roots),
    }


def _optimizer(model: Tacitus, stage: dict[str, Any]) -> torch.optim.AdamW:
    base = [p for n, p in model.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    return torch.optim.AdamW(
        [
            {"params": base, "lr": stage["learning_rate"]},
            {"params": heads, "lr": stage["head_rate"]},
        ],
        weight_decay=0.01,
        fused=True,
    )


def _rate(step: int, steps: int, warmup: float) -> float:
    warm = max(1, int(steps * warmup))
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def train_stage(
    model: Tacitus,
    corpora: dict[str, list[Sample]],
    config: dict[str, Any],
    stage: dict[str, Any],
    out: Path,
) -> None:
    """Run one stage to its end, from its checkpoint where there is one."""
    labels = head_labels(load_codebook())
    weights = LossWeights(**config["loss"] | stage.get("loss", {}))
    steps = plan(corpora, stage["epochs"], config["tokens_per_step"], config["seed"])
    optimizer = _optimizer(model, stage)
    checkpoint = out / f"{stage['name']}.pt"
    first = 0
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(config["average"]))
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(saved["last"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["step"]
    model.train()
    began = time.time()
    means: dict[str, float] = {}
    for step in range(first, len(steps)):
        corpus, indices = steps[step]
        torch.manual_seed(config["seed"] * 100_003 + step)
        random.seed(config["seed"] * 100_003 + step)
        scale = _rate(step, len(steps), stage["warmup"])
        for group, rate in zip(optimizer.param_groups, ("learning_rate", "head_rate"), strict=True):
            group["lr"] = stage[rate] * scale
        batch = collate(corpus, [corpora[corpus][i] for i in indices])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss, parts = batch_loss(model, batch, labels, weights)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        average.update_parameters(model)
        optimizer.zero_grad(set_to_none=True)
        for name, value in parts.items():
            means[name] = 0.98 * means.get(name, value) + 0.02 * value
        if step % 50 == 0:
            shown = " ".join(f"{k} {v:.3f}" for k, v in sorted(means.items()))
            LOG.info(
                "%s %d/%d %.0fs | %s", stage["name"], step, len(steps), time.time() - began, shown
            )
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == len(steps):
            state = {
                "model": average.module.state_dict(),  # what the next stage and the export take
                "last": model.state_dict(),
                "average": average.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step + 1,
            }
            torch.save(state, checkpoint.with_suffix(".tmp"))
            checkpoint.with_suffix(".tmp").replace(checkpoint)


def train(data: Path, out: Path, config: dict[str, Any], only: str | None = None) -> Path:
    """Run the stages of a configuration, or the one that is named; the last checkpoint."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config["seed"])
    corpora = load_corpora(data, config)
    sizes = {name: (len(c), sum(len(s.ids) for s in c)) for name, c in corpora.items()}
    LOG.info("documents and tokens: %s", json.dumps(sizes))
    model = Tacitus(head_labels(load_codebook()), len(config["roots"]))
    before: Path | None = None
    for stage in config["stages"]:
        checkpoint = out / f"{stage['name']}.pt"
        if only in {None, stage["name"]}:
            if before is not None and before.exists():
                model.load_state_dict(torch.load(before, weights_only=True)["model"])
            train_stage(model, corpora, config, stage, out)
        before = checkpoint
    assert before is not None
    return before


def main() -> None:
    """Train every stage of the configuration, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.yaml")
    parser.add_argument("--stage", help="run this stage only, from the stage before it")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = yaml.safe_load(arguments.config.read_text("utf-8"))
    train(arguments.data, arguments.out, config, arguments.stage)


if __name__ == "__main__":
    main()
