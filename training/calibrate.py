"""Chooses decoding thresholds on the held-out tenth of the training documents, never on dev.

Each threshold is moved in turn over a grid while the others stand still, for two rounds; what is
maximised is `triple_f1` plus half of `type_f1` of the benchmark suite `events`. The thresholds are
written into the model's `model.json`.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable
from pathlib import Path

from benchmarks.gold import read_gold
from benchmarks.suites.event_pairs import EventPair, pair_events, told_event
from benchmarks.suites.events import metrics
from tacitus.pipeline import Coder
from tacitus.records import Document
from tacitus.segment import split_document
from training.corpora.samples import held_out

LOG = logging.getLogger("training")
GRID = {
    "anchor": (0.3, 0.4, 0.5, 0.6, 0.7),
    "event": (0.0, 0.5, 0.6, 0.7, 0.8, 0.9),
    "same_event": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
    "actor": (0.02, 0.05, 0.1, 0.2, 0.3),
    "recipient": (0.05, 0.1, 0.2, 0.3, 0.4),
    "reporter": (0.1, 0.25, 0.5, 1.0),
    "argument": (0.15, 0.25, 0.35, 0.5),
    "speaker": (0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 1.1),
    "place": (0.05, 0.1, 0.2, 0.3, 0.45, 0.6),
}
Scores = dict[str, float]


def search(
    score: Callable[[dict[str, float]], Scores], start: dict[str, float], *, rounds: int = 2
) -> dict[str, float]:
    """Coordinate search over `GRID`: the best thresholds found.

    A threshold of speakers or places is judged by its own metric, the others by the objective.
    """
    best = dict(start)
    for _ in range(rounds):
        for name, values in GRID.items():
            trials = [best | {name: value} for value in values]
            best = max([best, *trials], key=lambda trial: _objective(name, score(trial)))
            LOG.info("%s -> %s %s", name, best.get(name), score(best))
    return best


def _objective(name: str, scores: Scores) -> float:
    own = {"speaker": "speaker", "place": "place"}.get(name)
    return scores[own] if own else scores["triple_f1"] + 0.5 * scores["type_f1"]


def tune(data: Path, model: Path) -> None:
    """Tune the thresholds of one model folder in place."""
    records = read_gold(data / "events" / "train.jsonl").records
    gold = [record for record in records if held_out(record.fields["doc_id"])]
    coder = Coder(model=model)
    documents = [Document(text=r.text, published=r.published) for r in gold]
    layouts = [split_document(document) for document in documents]
    texts = [document.text for document in documents]
    encodings = coder.encoder.encode_many(zip(texts, layouts, strict=True))
    wanted = [[told_event(event) for event in r.fields["events"]] for r in gold]
    seen: dict[str, Scores] = {}

    def score(thresholds: dict[str, float]) -> Scores:
        key = json.dumps(thresholds, sort_keys=True)
        if key not in seen:
            coder.thresholds = thresholds
            pairs: list[EventPair] = []
            found = 0
            for one in zip(documents, layouts, encodings, wanted, strict=True):
                events = coder.code_encoded(*one[:3]).events_resolved()
                given = [told_event(event) for event in events]
                found += len(given)
                pairs += pair_events(one[0].text, one[3], given)
            seen[key] = metrics(sum(map(len, wanted)), found, pairs)
        return seen[key]

    path = model / "model.json"
    spec = json.loads(path.read_text("utf-8"))
    spec["thresholds"] = search(score, spec["thresholds"])
    path.write_text(json.dumps(spec, indent=1) + "\n", "utf-8")


def main() -> None:
    """Tune the thresholds of the model that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tune(arguments.data, arguments.model)


if __name__ == "__main__":
    main()
