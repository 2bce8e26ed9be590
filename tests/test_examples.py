"""The notebook of the demo runs from its first cell to the last, and shows what it promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tacitus

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "examples" / "demo_news.ipynb"
HAS_MODEL = any((Path(tacitus.__file__).parent / "data" / "model").glob("*.onnx"))
# In a process of its own, for it leaves sockets and an event loop behind.
RUN = """
import sys, nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, timeout=300, record_timing=False).execute()
nbformat.write(notebook, sys.argv[2])
"""


def cells(path: Path) -> list[dict[str, Any]]:
    found = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


def shown(cell: dict[str, Any], kind: str) -> str:
    return "".join("".join(output["data"].get(kind, "")) for output in cell["outputs"])


@pytest.mark.skipif(not HAS_MODEL, reason="the package holds no weights yet")
def test_the_notebook_of_the_demo_answers_its_questions(tmp_path: Path) -> None:
    for module in ("nbclient", "ipykernel", "pandas"):
        pytest.importorskip(module)
    made = tmp_path / "made.ipynb"
    environment = {**os.environ, "IPYTHONDIR": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path)}
    command = [sys.executable, "-c", RUN, str(NOTEBOOK), str(made)]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    count, events, contested, pairs, plot, _ = cells(made)
    assert shown(count, "text/plain") == "14"
    assert "<th>event_type</th>" in shown(events, "text/html")
    assert shown(contested, "text/html").count("<tr>") > 1
    assert "KEN" in shown(pairs, "text/html")
    assert shown(plot, "image/svg+xml").count("<rect") >= 4
    assert [path.name for path in tmp_path.glob("*.store")] == []


def test_the_notebook_is_kept_small_and_with_its_results() -> None:
    assert NOTEBOOK.stat().st_size < 60_000
    assert "Traceback" not in NOTEBOOK.read_text("utf-8")
    counts = [cell["execution_count"] for cell in cells(NOTEBOOK)]
    assert counts == list(range(1, len(counts) + 1))
