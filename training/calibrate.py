"""Chooses decoding thresholds on the held-out tenth of the training documents, never on dev.

Each threshold is moved in turn over a grid while the others stand still, twice; what is maximised
is `triple_f1` + 0.5 `type_f1` of the `events` suite. Writes them into the model's `model.json`.

`python -m training.calibrate --data ../shared/data --model tacitus/data/model`
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.suites.events import score_documents
from tacitus.pipeline import Coder
from training.corpora.samples import held_out, read_records

LOG = logging.getLogger("training")
GRID = {
    "anchor": (0.25, 0.35, 0.45, 0.55, 0.65, 0.75),
    "event": (0.0, 0.4, 0.5, 0.6, 0.7, 0.8),
    "same_event": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
    "argument": (0.2, 0.3, 0.4, 0.5, 0.6),
    "speaker": (0.2, 0.3, 0.4, 0.5, 0.6),
    "place": (0.2, 0.3, 0.4, 0.5, 0.6),
}
Objective = Callable[[dict[str, float]], float]


def search(objective: Objective, start: dict[str, float], *, rounds: int = 2) -> dict[str, float]:
    """Coordinate search over `GRID`: the best thresholds found."""
    best, top = dict(start), objective(start)
    for _ in range(rounds):
        for name, values in GRID.items():
            for value in values:
                trial = best | {name: value}
                if trial == best:
                    continue
                score = objective(trial)
                if score > top:
                    best, top = trial, score
            LOG.info("%s %s -> %.2f", name, best.get(name), top)
    return best


def main() -> None:
    """Tune the thresholds of one model folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    records = read_records(arguments.data / "events" / "train.jsonl")
    records = [r for r in records if held_out(r["doc_id"])]
    coder = Coder(model=arguments.model)

    def objective(thresholds: dict[str, float]) -> float:
        coder.thresholds = thresholds
        metrics: dict[str, Any] = score_documents(records, coder)["metrics"]
        return float(metrics["triple_f1"]) + 0.5 * float(metrics["type_f1"])

    path = arguments.model / "model.json"
    spec = json.loads(path.read_text("utf-8"))
    spec["thresholds"] = search(objective, spec["thresholds"])
    path.write_text(json.dumps(spec, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
