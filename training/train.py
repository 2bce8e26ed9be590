"""Trains the model: gold data and the authored corpus -> a checkpoint. Resumes where it stopped.

`python -m training.train --data ../shared/data --out runs/model [--stage NAME]`
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import yaml
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from tacitus.codebook import load_codebook
from tacitus.encode.labels import head_labels
from training.batches import collate, hide_words, plan
from training.corpora.mixture import load_corpora
from training.corpora.samples import Sample
from training.losses import LossWeights, batch_loss
from training.model import Tacitus
from training.parallel import process_count, run_in_processes, sum_gradients

LOG = logging.getLogger("training")
SAVE_EVERY = 150


def _optimizer(model: Tacitus, stage: dict[str, Any]) -> torch.optim.AdamW:
    words = model.encoder.get_submodule("embeddings.word_embeddings")
    words.requires_grad_(not stage.get("freeze_words", False))  # half of all weights, slow to step
    for name, parameter in model.named_parameters() if "only" in stage else ():
        parameter.requires_grad_(name.startswith(f"{stage['only']}."))  # one head, by its module
    learnt = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    base = [p for n, p in learnt if n.startswith("encoder.")]
    heads = [p for n, p in learnt if not n.startswith("encoder.")]
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


@dataclass(kw_only=True)
class Progress:
    """What a stage has come to: the weights, their moving average, the optimizer, the step."""

    model: Tacitus
    average: AveragedModel
    optimizer: torch.optim.AdamW
    step: int = 0

    def load(self, path: Path) -> None:
        """Go on from a checkpoint of the same stage."""
        saved = torch.load(path, weights_only=True)
        self.model.load_state_dict(saved["last"])
        self.average.load_state_dict(saved["average"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step = saved["step"]

    def save(self, path: Path) -> None:
        """Write a checkpoint; "model" is what the next stage and the export take."""
        state = {
            "model": self.average.module.state_dict(),
            "last": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
        }
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)


def train_stage(  # noqa: PLR0913 - what a stage starts from and where it goes
    model: Tacitus,
    corpora: dict[str, list[Sample]],
    config: dict[str, Any],
    stage: dict[str, Any],
    checkpoint: Path,
    rank: int = 0,
) -> None:
    """Run one stage to its end, from its checkpoint where there is one.

    A step takes the gradients of `batches_per_step` batches; several processes share them, and the
    first one (rank 0) reports and writes checkpoints.
    """
    share = stage.get("batches_per_step", 1)
    batches = plan(corpora, stage["epochs"], config["tokens_per_step"], config["seed"])
    steps = min(len(batches) // share, stage.get("steps", len(batches)))
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(config["average"]))
    progress = Progress(model=model, average=average, optimizer=_optimizer(model, stage))
    if checkpoint.exists():
        progress.load(checkpoint)
    learn = _Learner(model=model, corpora=corpora, config=config, stage=stage)
    report = _Report(name=stage["name"], steps=steps)
    model.train()
    last = min(steps, stage.get("stop", steps))  # a stage may hand on before its rate has come down
    for step in range(progress.step, last):
        scale = _rate(step, steps, stage["warmup"])
        for group, rate in zip(
            progress.optimizer.param_groups, ("learning_rate", "head_rate"), strict=True
        ):
            group["lr"] = stage[rate] * scale
        for number in range(step * share + rank, (step + 1) * share, process_count()):
            report.add(learn(number, *batches[number], 1 / share))
        sum_gradients(model)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        progress.optimizer.step()
        progress.average.update_parameters(model)
        progress.optimizer.zero_grad(set_to_none=True)
        progress.step = step + 1
        if rank == 0:
            report.show(step)
            if progress.step % SAVE_EVERY == 0 or progress.step == last:
                progress.save(checkpoint)


class _Learner:
    """Adds the gradients of one batch after another to a model."""

    def __init__(
        self,
        *,
        model: Tacitus,
        corpora: dict[str, list[Sample]],
        config: dict[str, Any],
        stage: dict[str, Any],
    ) -> None:
        self.model, self.corpora, self.seed = model, corpora, config["seed"]
        self.labels = head_labels(load_codebook())
        self.weights = LossWeights(**config["loss"] | stage.get("loss", {}))
        self.hide = stage.get("hide", 0.0)  # share of word pieces to tell from the others
        self.vocabulary = model.encoder.config.vocab_size
        self.device = next(model.parameters()).device

    def __call__(
        self, number: int, corpus: str, indices: list[int], part: float
    ) -> dict[str, float]:
        """The parts of the loss of batch `number`; its gradients count by `part`."""
        torch.manual_seed(self.seed * 100_003 + number)
        random.seed(self.seed * 100_003 + number)
        batch = collate(corpus, [self.corpora[corpus][i] for i in indices])
        if self.hide:
            batch = hide_words(batch, self.hide, self.vocabulary)
        with self.device, torch.autocast(self.device.type, dtype=torch.bfloat16):
            loss, parts = batch_loss(self.model, batch.to(self.device), self.labels, self.weights)
        (loss * part).backward()
        return parts


class _Report:
    """Moving means of the parts of the loss, in the log every fifty steps."""

    def __init__(self, *, name: str, steps: int) -> None:
        self.name, self.steps, self.began = name, steps, time.time()
        self.means: dict[str, float] = {}

    def add(self, parts: dict[str, float]) -> None:
        for name, value in parts.items():
            self.means[name] = 0.98 * self.means.get(name, value) + 0.02 * value

    def show(self, step: int) -> None:
        if step % 50 == 0:
            shown = " ".join(f"{k} {v:.3f}" for k, v in sorted(self.means.items()))
            took = time.time() - self.began
            LOG.info("%s %d/%d %.0fs | %s", self.name, step, self.steps, took, shown)


@dataclass(frozen=True, kw_only=True)
class _Run:
    """One stage as a task of a process."""

    data: Path
    config: dict[str, Any]
    stage: dict[str, Any]
    before: Path | None
    checkpoint: Path

    def __call__(self, rank: int) -> None:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
        corpora = load_corpora(self.data, self.config)
        sizes = {name: (len(c), sum(len(s.ids) for s in c)) for name, c in corpora.items()}
        if rank == 0:
            LOG.info("documents and tokens: %s", json.dumps(sizes))
        torch.manual_seed(self.config["seed"])
        model = Tacitus(head_labels(load_codebook()), len(self.config["roots"]))
        if self.before is not None:
            take_weights(model, self.before)
        train_stage(model.to(_device()), corpora, self.config, self.stage, self.checkpoint, rank)


def take_weights(model: Tacitus, checkpoint: Path) -> None:
    """Load the weights of a checkpoint; parts that it lacks keep their first values.

    Raises:
        RuntimeError: the checkpoint has weights that the model has not, or of another shape.
    """
    weights = torch.load(checkpoint, weights_only=True, map_location="cpu")["model"]
    missing, unexpected = model.load_state_dict(weights, strict=False)
    if unexpected:
        raise RuntimeError(
            f"{checkpoint} has weights that the model has not: {', '.join(unexpected)}; "
            "remove it and train again"
        )
    if missing:
        LOG.info("not in %s, so untrained: %s", checkpoint, ", ".join(missing))


def _device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def train(data: Path, out: Path, config: dict[str, Any], only: str | None = None) -> Path:
    """Run the stages of a configuration, or the one that is named; the last checkpoint.

    On a CPU a stage whose steps have several batches runs in as many processes as there are
    batches or cores.
    """
    out.mkdir(parents=True, exist_ok=True)
    before: Path | None = None
    for stage in config["stages"]:
        checkpoint = out / f"{stage['name']}.pt"
        if only in {None, stage["name"]}:
            processes = min(stage.get("batches_per_step", 1), os.cpu_count() or 1)
            run = _Run(data=data, config=config, stage=stage, before=before, checkpoint=checkpoint)
            if _device().type == "cpu" and processes > 1:
                run_in_processes(processes, run)
            else:
                run(0)
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
