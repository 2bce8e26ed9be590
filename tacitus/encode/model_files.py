"""Opens a model folder: what lies in it, and whether it fits this version of the code.

A model folder holds `model.onnx` (encoder and token heads), `pairs.npz` (pair heads),
`tokenizer.json` and `model.json` (labels, roots, decoding thresholds, version, provenance).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tacitus.errors import ModelError

FORMAT = 1
FILES = ("model.onnx", "pairs.npz", "tokenizer.json", "model.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """A model folder's parts, the graph still on disk."""

    folder: Path
    version: str
    labels: dict[str, tuple[str, ...]]  # head -> labels, in the order of the output columns
    roots: tuple[str, ...]  # labels of the dyad head
    thresholds: dict[str, float]
    score_weights: dict[str, float]  # of an event's score; empty before calibration
    speaker_weights: dict[str, float]  # of who reports an event; empty before calibration
    temperatures: dict[str, float]  # head -> what its logits are divided by; absent: 1
    pairs: dict[str, NDArray[np.float32]]

    @property
    def sha256(self) -> str:
        """Digest of the graph and the pair heads, hex."""
        digest = hashlib.sha256()
        for name in ("model.onnx", "pairs.npz"):
            digest.update((self.folder / name).read_bytes())
        return digest.hexdigest()


def default_folder() -> Path:
    """The model that ships with the package."""
    return Path(str(resources.files("tacitus") / "data" / "model"))


def load_model_files(folder: Path | None = None) -> ModelFiles:
    """The parts of a model folder.

    Raises:
        ModelError: a file is missing or unreadable, or the format is of another version.
    """
    folder = folder or default_folder()
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"model folder {folder} lacks {', '.join(missing)}; expected {', '.join(FILES)}; "
            "reinstall tacitus, or train a model (training/README.md)"
        )
    try:
        spec = json.loads((folder / "model.json").read_text("utf-8"))
        with np.load(folder / "pairs.npz") as arrays:
            pairs = {name: arrays[name].astype(np.float32) for name in arrays.files}
    except (OSError, ValueError) as error:
        raise ModelError(f"model folder {folder}: {error}; reinstall tacitus") from error
    if spec.get("format") != FORMAT:
        raise ModelError(
            f"model folder {folder} has format {spec.get('format')}, this version reads {FORMAT}; "
            "use the model that came with it, or train again"
        )
    return ModelFiles(
        folder=folder,
        version=spec["version"],
        labels={head: tuple(names) for head, names in spec["labels"].items()},
        roots=tuple(spec["roots"]),
        thresholds=spec["thresholds"],
        score_weights=spec.get("score_weights", {}),
        speaker_weights=spec.get("speaker_weights", {}),
        temperatures=spec.get("temperatures", {}),
        pairs=pairs,
    )
