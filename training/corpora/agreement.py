"""How far our annotators agree with gold: control articles of the gold set, read by us as well.

`python -m training.corpora.agreement --data D` prints the measures of the benchmark suite `events`
with our second reading in the place of a system. The control articles are of the gold set's
held-out tenth; nothing is trained on them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.suites.event_pairs import EventPair, pair_events, told_event
from benchmarks.suites.events import metrics
from training.corpora.annotated import load_annotated
from training.corpora.samples import read_records

CONTROL = Path(__file__).parent / "control" / "second_reading.jsonl"


def agreement(data: Path, control: Path = CONTROL) -> dict[str, float]:
    """The metrics of the suite `events`, in percent, and the number of `articles`."""
    gold = {r["doc_id"]: r for r in read_records(data / "events" / "train.jsonl")}
    ours = load_annotated(control, data)
    pairs: list[EventPair] = []
    wanted = found = 0
    for record in ours:
        right = [told_event(event) for event in gold[record["doc_id"]]["events"]]
        read = [told_event(event) for event in record["events"]]
        pairs += pair_events(record["text"], right, read)
        wanted, found = wanted + len(right), found + len(read)
    return {"articles": len(ours), **metrics(wanted, found, pairs)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the agreement, a line a measure."""
    parser = argparse.ArgumentParser(prog="python -m training.corpora.agreement")
    parser.add_argument("--data", type=Path, required=True, help="folder of the gold sets")
    options = parser.parse_args(arguments)
    for name, value in agreement(options.data).items():
        sys.stdout.write(f"{name:<16} {value:6.1f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
