"""Chooses decoding thresholds and fits event scores on the held-out tenth of train, never on dev.

Thresholds: each is moved in turn over a grid while the others stand still; what is maximised is
`triple_f1` plus half of `type_f1` of the benchmark suite `events`. That suite does not punish a
party too many, so the threshold for further parties ("argument") may only be one at which the
events found have as many parties as the gold ones. Scores: a logistic regression
from the features of `tacitus.extract.event_scores` to "a gold event of this type stands there".
Temperatures of the heads come first (`temperatures.py`). All are written into the model's
`model.json`. Who reports an event has weights of its own (`speakers.py`).
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.gold import read_gold
from benchmarks.suites.event_pairs import EventPair, ToldEvent, pair_events, told_event
from benchmarks.suites.events import metrics
from tacitus.extract.event_scores import FEATURES, event_score
from tacitus.extract.speakers import speaker_chance
from tacitus.pipeline import Coder
from tacitus.records import Document
from tacitus.segment import split_document
from training.corpora.samples import held_out
from training.speakers import fit_speakers, read_choices
from training.temperatures import fit_temperatures

LOG = logging.getLogger("training")
GRID = {
    "same_event": (0.3, 0.4, 0.5, 0.6, 0.7),
    "alike": (1.0, 1.3, 1.5, 1.8),
    "decay": (0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
    "actor": (0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.5),
    "recipient": (0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6),
    "argument": (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8),
    "reporter": (0.1, 0.25, 0.5, 1.0),
    "event": (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5),
    "speaker": (0.15, 0.18, 0.22, 0.27, 0.32, 0.38, 0.44, 0.5),
    # only gold places count in its measure: below 0.1 a third more events that have none got one
    "place": (0.1, 0.2, 0.3, 0.45, 0.6),
}
# Candidates are taken down to this; the event's score then decides, with more to go by.
ANCHOR = 0.25
# Of values that differ by less than this many points of the objective, below what 359 events can
# tell apart, the lowest is taken: a reader can raise --min-score but not bring back what was left
# out, and a low decay keeps the parties of other sentences out.
PRUDENT = {"event": 0.5, "decay": 0.5}
PARTIES = 0.1  # parties an event, of about two: how far from gold their mean number may be
RIDGE = 1.0
Scores = dict[str, float]
Thresholds = dict[str, float]


class Bench:
    """The held-out documents, encoded once, and the coder under tuning."""

    def __init__(self, data: Path, model: Path) -> None:
        records = read_gold(data / "events" / "train.jsonl").records
        gold = [record for record in records if held_out(record.fields["doc_id"])]
        self.coder = Coder(model=model)
        self.documents = [Document(text=r.text, published=r.published) for r in gold]
        self.layouts = [split_document(document) for document in self.documents]
        pairs = zip(self.documents, self.layouts, strict=True)
        # one by one, as they are coded in use: int8 arithmetic is scaled by what is read together
        self.encodings = [self.coder.encoder.encode(d.text, layout) for d, layout in pairs]
        self.records = gold
        self.gold = [[told_event(event) for event in r.fields["events"]] for r in gold]
        self.parties = _mean([_parties(event) for r in gold for event in r.fields["events"]])
        self._seen: dict[str, Scores] = {}

    def code(self, thresholds: Thresholds) -> list[list[tuple[ToldEvent, float]]]:
        """The events of each document with their scores."""
        self.coder.thresholds = thresholds
        out = []
        self.found_parties: list[int] = []
        for parts in zip(self.documents, self.layouts, self.encodings, strict=True):
            events = self.coder.code_encoded(*parts).events_resolved()
            self.found_parties += map(_parties, events)
            out.append([(told_event(event), float(event["score"])) for event in events])
        return out

    def pairs(self, found: list[list[tuple[ToldEvent, float]]]) -> list[list[EventPair]]:
        """The pairs of gold and found events, document by document."""
        triples = zip(self.documents, self.gold, found, strict=True)
        return [pair_events(d.text, gold, [e for e, _ in events]) for d, gold, events in triples]

    def score(self, thresholds: Thresholds) -> Scores:
        """The metrics of the suite `events` under these thresholds."""
        key = json.dumps(thresholds, sort_keys=True)
        if key not in self._seen:
            found = self.code(thresholds)
            pairs = [pair for document in self.pairs(found) for pair in document]
            scores = metrics(sum(map(len, self.gold)), sum(map(len, found)), pairs)
            off = abs(_mean(self.found_parties) - self.parties)
            self._seen[key] = scores | {"parties_off": off}
        return self._seen[key]

    def forget(self) -> None:
        """Drop remembered scores: the coder was changed."""
        self._seen.clear()


def _parties(event: Mapping[str, Any]) -> int:
    return len(event["actors"]) + len(event["recipients"])


def _mean(values: list[int]) -> float:
    return sum(values) / max(1, len(values))


def fit_score(bench: Bench, thresholds: Thresholds) -> dict[str, float]:
    """Weights of the event score, by ridge logistic regression (Newton's method)."""
    rows: list[Mapping[str, float]] = []

    def remember(features: Mapping[str, float]) -> float:
        rows.append(features)
        return len(rows) / 10_000  # an event's score then says which row is its own

    bench.coder.score_event = remember
    found = bench.code(thresholds | {"event": 0.0})
    right = {id(p.found) for pairs in bench.pairs(found) for p in pairs if p.same_type}
    inputs, labels = [], []
    for event, score in (item for document in found for item in document):
        row = rows[round(score * 10_000) - 1]
        inputs.append([1.0, *(row[name] for name in FEATURES)])
        labels.append(float(id(event) in right))
    weights = _logistic(np.array(inputs), np.array(labels))
    return dict(zip(("bias", *FEATURES), (round(float(w), 4) for w in weights), strict=True))


def _logistic(inputs: np.ndarray, labels: np.ndarray, steps: int = 30) -> np.ndarray:
    weights = np.zeros(inputs.shape[1])
    penalty = RIDGE * np.eye(inputs.shape[1])
    penalty[0, 0] = 0.0
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (chance - labels) + penalty @ weights
        curvature = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + penalty
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def search(bench: Bench, start: Thresholds, names: list[str]) -> Thresholds:
    """Coordinate search over `GRID`: the best thresholds found.

    A threshold of speakers, places or further parties is judged by its own measure, the others by
    the objective.
    """
    best = dict(start)
    for name in names:
        trials = [best | {name: value} for value in GRID[name]]
        top = max(_objective(name, bench.score(trial)) for trial in [best, *trials])
        slack = PRUDENT.get(name, 0.0)
        best = next(t for t in [*trials, best] if _objective(name, bench.score(t)) >= top - slack)
        LOG.info("%s -> %s %s", name, best[name], bench.score(best))
    return best


def search_speaker(bench: Bench, start: Thresholds) -> Thresholds:
    """`start` with the threshold of speakers that suits the bench's `score_speaker`."""
    bench.forget()
    return search(bench, start, ["speaker"])


def _objective(name: str, scores: Scores) -> float:
    if name == "speaker":
        return scores["speaker"] + 0.5 * scores["speaker_named"]
    if name == "reporter":
        return scores["actor"] + 0.5 * scores["speaker_named"]
    if name == "argument":
        return scores["triple_f1"] - 1000 * max(0.0, scores["parties_off"] - PARTIES)
    return scores["place"] if name == "place" else scores["triple_f1"] + 0.5 * scores["type_f1"]


def tune(data: Path, model: Path) -> None:
    """Tune one model folder in place."""
    path = model / "model.json"
    spec = json.loads(path.read_text("utf-8"))
    spec["temperatures"] = {}
    path.write_text(json.dumps(spec, indent=1) + "\n", "utf-8")
    fitted = fit_temperatures(data, model, spec["roots"])
    spec["temperatures"] = {head: f.temperature for head, f in fitted.items()}
    spec["calibration_error"] = {
        head: {"before": f.ece_before, "after": f.ece_after} for head, f in fitted.items()
    }
    LOG.info("temperatures %s", fitted)
    path.write_text(json.dumps(spec, indent=1) + "\n", "utf-8")
    bench = Bench(data, model)
    thresholds = spec["thresholds"] | {"anchor": ANCHOR}
    weights = fit_score(bench, thresholds)
    bench.coder.score_event = partial(event_score, weights=weights)
    LOG.info("score weights %s", weights)
    thresholds = search(bench, thresholds | {"event": 0.3}, ["event", *GRID])
    speaking = fit_speakers(read_choices(bench, thresholds))
    bench.coder.score_speaker = partial(speaker_chance, weights=speaking)
    LOG.info("speaker weights %s", speaking)
    thresholds = search_speaker(bench, thresholds)
    before = _objective("event", bench.score(thresholds))
    refitted = fit_score(bench, thresholds)
    bench.coder.score_event = partial(event_score, weights=refitted)
    bench.forget()
    again = search(bench, thresholds, ["event", "actor", "recipient", "argument"])
    if _objective("event", bench.score(again)) > before:  # else the first fit was the better one
        weights, thresholds = refitted, again
    LOG.info("chosen %s", thresholds)
    spec |= {"thresholds": thresholds, "score_weights": weights, "speaker_weights": speaking}
    path.write_text(json.dumps(spec, indent=1) + "\n", "utf-8")


def main() -> None:
    """Tune the model that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tune(arguments.data, arguments.model)


if __name__ == "__main__":
    main()
