"""The notebooks with plots run from their first cell to the last, and draw what they promise."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.test_examples import HAS_MODEL, ROOT, RUN, cells

NAMES = ("dyad_over_time", "who_says_what")


def shown(cell, kind):
    """What a cell shows of a kind; what it prints has none."""
    found = (output.get("data", {}).get(kind, "") for output in cell["outputs"])
    return "".join("".join(part) for part in found)


@pytest.fixture(scope="module", params=NAMES)
def made(request, tmp_path_factory):
    for module in ("nbclient", "ipykernel", "pandas", "matplotlib"):
        pytest.importorskip(module)
    if not HAS_MODEL:
        pytest.skip("the package holds no weights yet")
    folder = tmp_path_factory.mktemp(request.param)
    out = folder / "made.ipynb"
    environment = {**os.environ, "IPYTHONDIR": str(folder), "JUPYTER_RUNTIME_DIR": str(folder)}
    notebook = ROOT / "examples" / f"{request.param}.ipynb"
    command = [sys.executable, "-c", RUN, str(notebook), str(out)]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return request.param, cells(out)


def test_a_notebook_reads_the_articles_and_draws(made):
    name, found = made
    assert shown(found[0], "text/plain") == "14"
    plots = [cell for cell in found if shown(cell, "image/png")]
    assert len(plots) == 1
    words = "".join(shown(cell, "text/html") for cell in found)
    if name == "who_says_what":
        assert "killing 11 fighters" in words  # the army's account
        assert "six farmers" in words  # the rebels'
        assert "denied_by" in words
    else:
        said = "".join("".join(output.get("text", "")) for output in found[-2]["outputs"])
        assert "conflict up to 15 May" in said
        assert "conflict" in words


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_with_its_results(name):
    path = ROOT / "examples" / f"{name}.ipynb"
    assert path.stat().st_size < 200_000
    assert "Traceback" not in path.read_text("utf-8")
    assert all(cell["outputs"] for cell in cells(path)[:-1])
