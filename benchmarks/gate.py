"""The gate: every score against its floor, on the very data that the floor was measured on.

    python -m benchmarks.gate --data FOLDER                    run every suite and compare
    python -m benchmarks.gate --results benchmarks/results     compare results written before
    ... --update                                               pin what was measured

`floors.json` holds the epsilon (percentage points that a score may lie below its floor, for ties
and rounding) and, for each suite, the SHA-256 of its gold and a floor a metric. `--update` raises
floors, and pins new data; it refuses to lower a floor, or to swap the data under one, without
`--allow-regression`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks.coders import open_coder
from benchmarks.errors import BenchmarkError
from benchmarks.results import Result, model_sha256, read_results
from benchmarks.runs import run_suite
from benchmarks.suites import SUITES
from tacitus.errors import TacitusError

FLOORS = Path(__file__).parent / "floors.json"
EPSILON = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteFloors:
    """The floors of one suite and the gold that they were measured on."""

    data: str
    data_sha256: str
    floors: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What `floors.json` holds."""

    epsilon: float
    suites: Mapping[str, SuiteFloors]


def read_floors(path: Path) -> Floors:
    """The floors of a file.

    Raises:
        BenchmarkError: it cannot be read or has another shape.
    """
    try:
        raw = json.loads(path.read_text("utf-8"))
        suites = {name: SuiteFloors(**floors) for name, floors in raw["suites"].items()}
        return Floors(epsilon=float(raw["epsilon"]), suites=suites)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BenchmarkError(
            f"{path} does not hold floors: {error!r}; expected `epsilon` and `suites`"
        ) from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write the floors as JSON."""
    path.write_text(json.dumps(asdict(floors), indent=1, sort_keys=True) + "\n", "utf-8")


def complaints(floors: Floors, results: Sequence[Result]) -> list[str]:
    """What keeps the gate shut, a line each: scores under floors, other data, missing suites."""
    measured = {result.suite: result for result in results}
    lines: list[str] = []
    for name, wanted in floors.suites.items():
        if name not in measured:
            lines.append(f"{name}: not measured; its floors stand in floors.json")
            continue
        lines += _data_complaints(name, wanted, measured[name])
        lines += _score_complaints(name, wanted, measured[name], floors.epsilon)
    return lines


def updated(floors: Floors, results: Sequence[Result], *, allow_regression: bool) -> Floors:
    """The floors with what was measured pinned.

    Raises:
        BenchmarkError: a floor would fall, or stand on other data, and `allow_regression` is off;
            or a result covers the first records only.
    """
    suites = dict(floors.suites)
    for result in results:
        if not SUITES[result.suite].gated:
            continue
        if result.limit is not None:
            raise BenchmarkError(
                f"{result.suite} was measured on its first {result.limit} records only; "
                "run it without --limit to pin it"
            )
        old = suites.get(result.suite)
        if old and not allow_regression:
            _refuse_regression(result, old, floors.epsilon)
        suites[result.suite] = _pinned(result, old, allow_regression=allow_regression)
    return replace(floors, suites=suites)


def _data_complaints(name: str, wanted: SuiteFloors, result: Result) -> list[str]:
    if result.limit is not None:
        return [f"{name}: measured on the first {result.limit} records; the floor asks for all"]
    if result.data_sha256 != wanted.data_sha256:
        return [
            f"{name}: gold {result.data} has SHA-256 {result.data_sha256[:12]}, the floor stands "
            f"on {wanted.data} with {wanted.data_sha256[:12]}; scores cannot be compared"
        ]
    return []


def _score_complaints(name: str, wanted: SuiteFloors, result: Result, epsilon: float) -> list[str]:
    lines = []
    for metric, floor in wanted.floors.items():
        score = result.metrics.get(metric)
        if score is None:
            lines.append(f"{name}: {metric} was not measured; its floor is {floor:.2f}")
        elif score < floor - epsilon:
            lines.append(f"{name}: {metric} is {score:.2f}, under its floor {floor:.2f}")
    return lines


def _refuse_regression(result: Result, old: SuiteFloors, epsilon: float) -> None:
    faults = _data_complaints(result.suite, old, result)
    faults += _score_complaints(result.suite, old, result, epsilon)
    if faults:
        raise BenchmarkError(
            "; ".join(faults) + "; to pin it all the same, give --allow-regression and say why in "
            "the commit"
        )


def _pinned(result: Result, old: SuiteFloors | None, *, allow_regression: bool) -> SuiteFloors:
    metrics = {name: score for name, score in result.metrics.items() if _is_gated(result, name)}
    if old and not allow_regression:
        # Within epsilon below is no reason to let the floor creep down.
        metrics = {name: max(score, old.floors.get(name, 0.0)) for name, score in metrics.items()}
    return SuiteFloors(data=result.data, data_sha256=result.data_sha256, floors=metrics)


def _is_gated(result: Result, metric: str) -> bool:
    return metric in SUITES[result.suite].shown


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 every score holds, 1 one does not, 2 the gate could not be run."""
    options = _parser().parse_args(arguments)
    try:
        return _gate(options)
    except (BenchmarkError, TacitusError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="the folder of gold sets; runs the suites")
    source.add_argument("--results", type=Path, help="a folder of results of this model")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--update", action="store_true", help="pin what was measured")
    parser.add_argument("--allow-regression", action="store_true", help="let a floor fall")
    return parser


def _gate(options: argparse.Namespace) -> int:
    floors = (
        Floors(epsilon=EPSILON, suites={})
        if options.update and not options.floors.exists()
        else read_floors(options.floors)
    )
    results = _results(options, floors)
    if options.update:
        write_floors(
            options.floors, updated(floors, results, allow_regression=options.allow_regression)
        )
        print(f"pinned {options.floors.name}")
        return 0
    faults = complaints(floors, results)
    gated = sum(len(suite.floors) for suite in floors.suites.values())
    print("\n".join(faults) if faults else f"{gated} scores at or above their floors")
    return 1 if faults else 0


def _results(options: argparse.Namespace, floors: Floors) -> list[Result]:
    if options.results:
        results = read_results(options.results)
        model = model_sha256()
        for result in results:
            if result.model_sha256 != model:
                raise BenchmarkError(
                    f"the result of {result.suite} is of model {str(result.model_sha256)[:12]}, "
                    f"the package holds {str(model)[:12]}; run `make bench`"
                )
        return results
    gated = [name for name, suite in SUITES.items() if suite.gated]
    names = gated if options.update else [name for name in gated if name in floors.suites]
    return [run_suite(name, options.data, open_coder) for name in names]


if __name__ == "__main__":
    sys.exit(main())
