"""The whole way from gold data to the model that ships: train, export, calibrate.

`python -m training --data ../shared/data` (or `make train`). Checkpoints lie in `runs/`, which git
ignores; a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import yaml

from training.calibrate import tune
from training.export_onnx import export_checkpoint
from training.train import train

HERE = Path(__file__).parent


def main() -> None:
    """Train every stage, export the last one and choose its thresholds."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the gold sets")
    parser.add_argument("--runs", type=Path, default=Path("runs/model"), help="for checkpoints")
    parser.add_argument("--out", type=Path, default=Path("tacitus/data/model"))
    parser.add_argument("--config", type=Path, default=HERE / "config.yaml")
    parser.add_argument("--with-reviews", type=Path, metavar="DIR", help="a store with judgements")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = yaml.safe_load(arguments.config.read_text("utf-8"))
    if arguments.with_reviews:
        config["reviews"] = str(arguments.with_reviews)
        for stage in config["stages"]:
            if "annotated" in stage["epochs"]:  # judged news is read as often as annotated news
                stage["epochs"]["reviews"] = stage["epochs"]["annotated"]
    last = train(arguments.data, arguments.runs, config)
    export_checkpoint(last, config, arguments.out)
    tune(arguments.data, arguments.out)


if __name__ == "__main__":
    main()
