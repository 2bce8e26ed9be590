"""Fits who reports an event on the held-out tenth of train: a choice among candidates and nobody.

Enters: the coder under tuning and gold documents that the model was not trained on. Leaves: the
weights that `tacitus.extract.speakers` reads from the model's `model.json`. Found events are paired
with gold ones as the suite `events` pairs them. A candidate is right when a mention of its chain
overlaps the gold speaker, or when their names share a word; where the gold names nobody, "nobody"
is right. Events whose gold speaker is no candidate teach nothing and are left out.

The choice is a conditional logit (McFadden 1974), its weights drawn to zero by a ridge.

`python -m training.speakers --data ../shared/data --model tacitus/data/model` fits the weights of
one model, leaves its other numbers as they are and logs what five folds of documents give.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.suites.event_pairs import WORDS_OF_OFFICE, pair_events, told_event
from tacitus.coding import CodedDocument
from tacitus.extract.speakers import FEATURES, Candidate, speaker_chance
from tacitus.records import Entity

if TYPE_CHECKING:
    from training.calibrate import Bench

LOG = logging.getLogger("training")
NAMES = ("bias", *FEATURES)
RIDGE = 3.0  # 1, 3 and 10 gave the same within a point (five folds, 2026-11-24)
STEPS = 50  # of Newton's method; the weights stand still after about ten
FOLDS = 5
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One event with those who may have told it; the first row stands for nobody."""

    document: int
    inputs_cf: Array  # (candidates + 1, features + 1): a bias for all but nobody
    right_c: NDArray[np.bool_]  # (candidates + 1,)


def read_choices(bench: Bench, thresholds: Mapping[str, float]) -> list[Choice]:
    """The choices of all found events that have a gold event of their type or at their place."""
    coder, heard = bench.coder, list[Candidate]()
    kept = coder.thresholds, coder.score_speaker

    def remember(candidate: Candidate) -> float:
        heard.append(candidate)
        return 0.0

    coder.thresholds, coder.score_speaker = dict(thresholds) | {"event": 0.0}, remember
    out: list[Choice] = []
    parts = zip(bench.documents, bench.layouts, bench.encodings, strict=True)
    for number, ((document, layout, encoding), gold) in enumerate(
        zip(parts, bench.records, strict=True)
    ):
        heard.clear()
        coding = coder.code_encoded(document, layout, encoding)
        out += _choices(number, coding, gold.fields["events"], heard)
    coder.thresholds, coder.score_speaker = kept
    return out


def _choices(
    number: int,
    coding: CodedDocument,
    gold: Sequence[Mapping[str, Any]],
    heard: Sequence[Candidate],
) -> list[Choice]:
    wanted = [told_event(event) for event in gold]
    found = [told_event(event) for event in coding.events_resolved()]
    gold_of = {id(told): event for told, event in zip(wanted, gold, strict=True)}
    event_of = {id(told): event for told, event in zip(found, coding.events, strict=True)}
    out = []
    for pair in pair_events(coding.document.text, wanted, found):
        touching = any(s < e and b < t for s, t in pair.gold.anchors for b, e in pair.found.anchors)
        if pair.same_type or touching:
            event = event_of[id(pair.found)]
            candidates = [c for c in heard if c.anchor == event.anchor]
            out.append(_choice(number, coding, candidates, gold_of[id(pair.gold)]["speaker"]))
    return [choice for choice in out if choice.right_c.any()]


def _choice(
    number: int,
    coding: CodedDocument,
    candidates: Sequence[Candidate],
    speaker: Mapping[str, Any] | None,
) -> Choice:
    rows = [[0.0] * len(NAMES)]
    rows += [[1.0, *(c.features[name] for name in FEATURES)] for c in candidates]
    right = [speaker is None]
    right += [speaker is not None and _is_speaker(coding, c, speaker) for c in candidates]
    return Choice(document=number, inputs_cf=np.array(rows), right_c=np.array(right))


def _is_speaker(coding: CodedDocument, candidate: Candidate, speaker: Mapping[str, Any]) -> bool:
    own = candidate.mention
    chain = [m for m in coding.mentions if m.id == own.id or (m.chain and m.chain == own.chain)]
    span = speaker.get("span")
    if span and any(m.span.start < span[1] and span[0] < m.span.end for m in chain):
        return True
    names = {
        r.subject_id: r.target.name
        for r in coding.resolutions
        if r.kind == "entity" and isinstance(r.target, Entity)
    }
    name = names.get(own.id, own.span.of(coding.document.text))
    return not _words(name).isdisjoint(_words(speaker.get("name") or ""))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{3,}", name.lower())) - WORDS_OF_OFFICE


def fit_speakers(choices: Sequence[Choice], ridge: float = RIDGE) -> dict[str, float]:
    """The weights by name under which the right candidates are likeliest."""
    lengths = [len(choice.right_c) for choice in choices]
    starts = np.cumsum([0, *lengths])[:-1]
    inputs = np.concatenate([choice.inputs_cf for choice in choices])
    right = np.concatenate([choice.right_c for choice in choices])

    penalty = ridge * np.eye(len(NAMES))
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        chance = _shares(inputs @ weights, lengths, starts)
        wanted = chance * right  # of several right ones the likeliest is aimed at most
        wanted /= np.repeat(np.add.reduceat(wanted, starts), lengths)
        gradient = inputs.T @ (chance - wanted) + penalty @ weights
        means = np.add.reduceat(inputs * chance[:, None], starts)
        curvature = (inputs * chance[:, None]).T @ inputs - means.T @ means + penalty
        weights = weights - np.linalg.solve(curvature, gradient)
    return {name: round(float(w), 4) for name, w in zip(NAMES, weights, strict=True)}


def _shares(utility: Array, lengths: Sequence[int], starts: NDArray[np.int64]) -> Array:
    """Probabilities of the candidates of each choice, which sum to 1 over the choice."""
    scaled = np.exp(utility - np.repeat(np.maximum.reduceat(utility, starts), lengths))
    out: Array = scaled / np.repeat(np.add.reduceat(scaled, starts), lengths)
    return out


def log_loss(choices: Sequence[Choice], weights: Mapping[str, float]) -> float:
    """Mean negative log probability of the right candidates, in nats."""
    order = np.array([weights[name] for name in NAMES])
    total = 0.0
    for choice in choices:
        scaled = np.exp(choice.inputs_cf @ order)
        total -= float(np.log(scaled[choice.right_c].sum() / scaled.sum()))
    return total / max(1, len(choices))


def main() -> None:
    """Fit the speakers of the model that is named."""
    from training.calibrate import Bench, search_speaker  # noqa: PLC0415 - it imports this module

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    path = arguments.model / "model.json"
    spec = json.loads(path.read_text("utf-8"))
    bench = Bench(arguments.data, arguments.model)
    choices = read_choices(bench, spec["thresholds"])
    for fold in range(FOLDS):
        weights = fit_speakers([c for c in choices if c.document % FOLDS != fold])
        left_out = [c for c in choices if c.document % FOLDS == fold]
        LOG.info("fold %d: log loss %.3f, %s", fold, log_loss(left_out, weights), weights)
    spec["speaker_weights"] = fit_speakers(choices)
    bench.coder.score_speaker = partial(speaker_chance, weights=spec["speaker_weights"])
    spec["thresholds"] = search_speaker(bench, spec["thresholds"])
    LOG.info("%d choices, weights %s", len(choices), spec["speaker_weights"])
    path.write_text(json.dumps(spec, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
