"""One result file a suite: what was measured, on what data, with which weights, on what machine."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from benchmarks.errors import BenchmarkError


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What a suite measured. `n` counts records scored; metrics are percentages but in `speed`."""

    n: int
    metrics: Mapping[str, float]
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A result file."""

    suite: str
    n: int
    metrics: Mapping[str, float]
    seconds: float
    model_sha256: str | None  # None: no weights in the package
    hardware: str
    data: str = ""
    data_sha256: str = ""
    limit: int | None = None  # only the first records were scored; None: all
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    def write(self, path: Path) -> None:
        """Write the result as JSON, making the folder."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.to_json() + "\n", "utf-8")


def read_result(path: Path) -> Result:
    """The result of a file that `Result.write` wrote.

    Raises:
        BenchmarkError: the file cannot be read or is not a result.
    """
    try:
        return Result(**json.loads(path.read_text("utf-8")))
    except (OSError, json.JSONDecodeError, TypeError) as error:
        raise BenchmarkError(
            f"{path} is not a result: {error}; write it with `python -m benchmarks run`"
        ) from error


def read_results(folder: Path) -> list[Result]:
    """The results of every JSON file of a folder, by name."""
    return [read_result(path) for path in sorted(folder.glob("*.json"))]


def model_sha256(model: Path | None = None) -> str | None:
    """The SHA-256 of a folder's weights (of all their bytes, files by name), or None.

    Without a folder, of those in the package.
    """
    folder = model or resources.files("tacitus") / "data" / "model"
    if not folder.is_dir():
        return None
    weights = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".onnx")), key=lambda f: f.name
    )
    if not weights:
        return None
    digest = hashlib.sha256()
    for file in weights:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def hardware() -> str:
    """The processor, its cores, the system and Python, in words."""
    cores = os.cpu_count() or 1
    return (
        f"{_processor()}, {cores} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").split("\n")
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"
