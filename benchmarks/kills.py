"""Kills workers and the driver of an ingest at random moments, and compares what is in the store.

    python -m benchmarks.kills --documents 20000 --worker-kills 20 --driver-kills 2

Fills one store undisturbed and one under kills (SIGKILL), run again after each kill of the driver,
from the same invented articles, and says whether their content digests are equal. The articles are
short, the model that of the tests unless --model names another; the machinery is that of
`tacitus ingest`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tacitus.store import Store

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "data" / "tiny_model"
_COUNTRIES = ("Norland", "Veldania", "Kenya", "Norway", "Ghana", "Peru", "Bolivia", "Malawi")
_ACTS = ("arrested", "expelled", "fined", "freed", "accused", "questioned", "attacked", "praised")
_WHO = ("fishermen", "students", "envoys", "miners", "reporters", "soldiers", "nurses", "traders")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run under kills came to."""

    digest: str
    documents: int
    failures: int
    faults: list[str]
    worker_kills: int
    driver_kills: int
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the digests are equal and nothing was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--worker-kills", type=int, default=20)
    parser.add_argument("--driver-kills", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model", type=Path, default=TINY)
    parser.add_argument("--folder", type=Path, help="A folder to work in; a temporary one if none.")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        place = Path(folder)
        articles = write_articles(place / "articles.jsonl", options.documents, options.seed)
        shuffled = shuffle_lines(articles, place / "shuffled.jsonl", options.seed)
        command = [*_command(options.model), "--workers", str(options.workers)]
        began = time.perf_counter()
        subprocess.run([*command, str(place / "calm"), str(articles)], cwd=ROOT, check=True)
        calm = Store.open(place / "calm").info()
        seconds = time.perf_counter() - began
        print(f"undisturbed: {calm.documents:,} documents, {seconds:.0f} s, digest {calm.digest}")
        found = run_under_kills(
            [*command, str(place / "killed"), str(shuffled)],
            place / "killed",
            worker_kills=options.worker_kills,
            driver_kills=options.driver_kills,
            pause=seconds / (options.worker_kills + options.driver_kills + 2),
            seed=options.seed,
        )
    print(
        f"{found.worker_kills} workers and {found.driver_kills} drivers killed: "
        f"{found.documents:,} documents, {found.failures} failures, {len(found.faults)} faults, "
        f"{found.seconds:.0f} s, digest {found.digest}"
    )
    same = found.digest == calm.digest and not found.faults and not found.failures
    print("the same" if same else "NOT the same")
    return int(not same)


def write_articles(path: Path, count: int, seed: int) -> Path:
    """So many invented articles of a sentence or two, each another one."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            one, other = chance.sample(_COUNTRIES, 2)
            act, who = chance.choice(_ACTS), chance.choice(_WHO)
            text = f"{one} {act} {number + 2} {who} from {other} on Monday, officials said."
            out.write(json.dumps({"text": text, "published": "2024-03-06"}) + "\n")
    return path


def shuffle_lines(path: Path, to: Path, seed: int) -> Path:
    """The lines of a file in another order."""
    lines = path.read_text("utf-8").splitlines()
    random.Random(seed + 1).shuffle(lines)
    to.write_text("\n".join(lines) + "\n", "utf-8")
    return to


def run_under_kills(  # noqa: PLR0913 - one argument a choice
    command: Sequence[str],
    store: Path,
    *,
    worker_kills: int,
    driver_kills: int,
    pause: float,
    seed: int = 0,
) -> Outcome:
    """Run `command` until it ends by itself; every `pause` seconds or so kill it or its child."""
    chance = random.Random(seed)
    plan = ["worker"] * worker_kills + ["driver"] * driver_kills
    chance.shuffle(plan)
    done = {"worker": 0, "driver": 0}
    began = time.perf_counter()
    while True:
        with subprocess.Popen(list(command), cwd=ROOT) as driver:
            while driver.poll() is None:
                try:
                    driver.wait(pause * (0.5 + chance.random()))
                except subprocess.TimeoutExpired:
                    if plan and _kill(plan[-1], driver.pid, chance):
                        done[plan.pop()] += 1
        if driver.returncode == 0:
            break
        if driver.returncode != -signal.SIGKILL:
            raise RuntimeError(f"the run ended with {driver.returncode}; expected 0")
    opened = Store.open(store)
    info = opened.info()
    return Outcome(
        digest=info.digest,
        documents=info.documents,
        failures=info.failures,
        faults=opened.check(),
        worker_kills=done["worker"],
        driver_kills=done["driver"],
        seconds=time.perf_counter() - began,
    )


def _kill(what: str, driver: int, chance: random.Random) -> bool:
    """False when there is none to kill just now."""
    numbers = [driver] if what == "driver" else _children(driver)
    if not numbers:
        return False
    try:
        os.kill(chance.choice(numbers), signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _children(parent: int) -> list[int]:
    """The processes that `parent` started, on Linux."""
    found = []
    for task in Path(f"/proc/{parent}/task").iterdir():
        try:
            found += [int(word) for word in (task / "children").read_text().split()]
        except OSError:  # the thread has ended
            continue
    return found


def _command(model: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.kills_driver", "--model", str(model)]


if __name__ == "__main__":
    sys.exit(main())
