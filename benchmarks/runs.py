"""One run of one suite: gold in, result out. The commands and the gate share it."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.coders import OpenCoder
from benchmarks.errors import BenchmarkError
from benchmarks.gold import read_gold
from benchmarks.results import Result, hardware, model_sha256
from benchmarks.suites import OTHER_NAMES, SUITES, Suite


def find_suite(name: str) -> Suite:
    """The suite of that name, or of another name that it has.

    Raises:
        BenchmarkError: there is none.
    """
    name = OTHER_NAMES.get(name, name)
    if name not in SUITES:
        raise BenchmarkError(f'there is no suite "{name}"; expected one of {", ".join(SUITES)}')
    return SUITES[name]


def run_suite(
    name: str,
    data: Path,
    open_coder: OpenCoder,
    *,
    limit: int | None = None,
    model: Path | None = None,
) -> Result:
    """The result of a suite on a file, a folder of gold, or a folder of such folders.

    `model` is the folder of the coder's weights, None for those in the package.

    Raises:
        BenchmarkError: there is no such suite, or the data does not fit it.
    """
    suite = find_suite(name)
    if limit is not None and limit < 1:
        raise BenchmarkError(f"limit is {limit}; expected at least 1 record")
    gold = (suite.read(data) if suite.read else read_gold(data, suite.folder)).first(limit)
    started = time.perf_counter()
    scores = suite.run(gold.records, open_coder)
    return Result(
        suite=OTHER_NAMES.get(name, name),
        n=scores.n,
        metrics={metric: round(value, 2) for metric, value in scores.metrics.items()},
        seconds=round(time.perf_counter() - started, 1),
        model_sha256=model_sha256(model),
        hardware=hardware(),
        data=gold.name,
        data_sha256=gold.sha256,
        limit=limit,
        details={"taken": gold.chosen, **scores.details},
    )
