"""The gold of disputes: sets of invented reports of one happening, and what holds between them.

Enters: `benchmarks/data/disputes/*.yaml`, or another file or folder. Leaves: `DisputeSet` values,
checked by `benchmarks.disputes_checks`. The format is told in `benchmarks/data/disputes/README.md`.

    python -m benchmarks.disputes_gold [PATH]     every problem of every file, or counts
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.disputes_checks import problems, problems_across
from benchmarks.disputes_files import SPLITS, read_set
from benchmarks.disputes_records import DisputeSet, Split
from benchmarks.errors import BenchmarkError

FOLDER = Path(__file__).parent / "data" / "disputes"


def read_disputes(path: Path = FOLDER, split: Split | None = None) -> tuple[DisputeSet, ...]:
    """The sets of a file or folder, in the order of their file names; of one split if given.

    Raises:
        BenchmarkError: a file cannot be read, is no set, or says something that cannot be so.
    """
    sets = [read_set(file) for file in _files(path)]
    wrong = [problem for each in sets for problem in problems(each)] + problems_across(sets)
    if wrong:
        more = f" (and {len(wrong) - 1} more problems)" if len(wrong) > 1 else ""
        raise BenchmarkError(wrong[0] + more)
    return tuple(each for each in sets if split is None or each.split == split)


def _files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise BenchmarkError(f"{path} holds no *.yaml; expected a file or folder of dispute sets")
    return files


def counts(sets: Sequence[DisputeSet]) -> str:
    """What the sets hold, a line each for dev and test."""
    lines = []
    for split in SPLITS:
        of = [each for each in sets if each.split == split]
        happenings = [happening for each in of for happening in each.happenings]
        kinds = Counter(dispute.kind for each in happenings for dispute in each.disputes)
        types = Counter(each.event_type for each in happenings)
        lines.append(
            f"{split}: {len(of)} sets, {sum(len(each.reports) for each in of)} reports, "
            f"{len(happenings)} happenings, {sum(len(each.mentions) for each in happenings)} "
            f"mentions, {sum(len(each.accounts) for each in happenings)} accounts, "
            f"{sum(kinds.values())} disputes ({', '.join(f'{k} {n}' for k, n in kinds.items())}), "
            f"{sum(len(each.confirms) for each in happenings)} confirmations; types "
            + ", ".join(f"{name} {n}" for name, n in sorted(types.items()))
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Prints every problem found, or counts; the number of files with problems, at most 1."""
    sets: list[DisputeSet] = []
    wrong: list[str] = []
    for file in _files(Path(arguments[0]) if arguments else FOLDER):
        try:
            sets.append(read_set(file))
        except BenchmarkError as error:
            wrong.append(str(error))
    wrong += [problem for each in sets for problem in problems(each)]
    wrong += problems_across(sets)
    print("\n".join(wrong) if wrong else counts(sets))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
