"""The project files: what is pinned, and what the wheel holds."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(requirements):
    return {normal(re.split(r"[^A-Za-z0-9._-]", requirement)[0]) for requirement in requirements}


def test_the_lock_pins_every_requirement_with_a_hash():
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==[^\n]*\\\n    --hash=sha256:", LOCK, re.MULTILINE)
    wanted = names_of(PROJECT["project"]["dependencies"]) | names_of(
        PROJECT["dependency-groups"]["dev"]
    )
    assert wanted <= {normal(name) for name in pinned}
    assert len(pinned) == len(re.findall(r"^[A-Za-z0-9._-]+==", LOCK, re.MULTILINE))


def test_the_lock_names_no_address():
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", LOCK)


def test_core_and_dev_leave_training_packages_out():
    assert not re.search(r"^(torch|transformers|onnx)==", LOCK, re.MULTILINE)


def test_the_wheel_holds_the_data_files(tmp_path):
    builder = pytest.importorskip("hatchling.builders.wheel")
    (wheel,) = builder.WheelBuilder(str(ROOT)).build(directory=str(tmp_path))
    held = set(zipfile.ZipFile(wheel).namelist())
    data = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tacitus").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert data <= held
    assert not [name for name in held if name.startswith(("tests/", "training/", "benchmarks/"))]
