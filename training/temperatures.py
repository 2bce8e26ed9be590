"""Fits a temperature for each head, so that its probabilities are as often right as they say.

Enters: a model folder, documents that it was not trained on. Leaves: temperatures and, on other
documents than those they were fitted on, the expected calibration error before and after.
Dividing logits by one number changes no ranking of labels. Heads whose probabilities other parts of
the model read (anchors, participants, event types) keep theirs: those parts learnt from them.

Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tacitus.encode.encoder import Encoder
from tacitus.encode.labels import SIGMOID, activation
from tacitus.records import Document
from tacitus.segment import split_document
from training.corpora.events import event_samples
from training.corpora.names import name_samples
from training.corpora.polnear import attribution_samples
from training.corpora.samples import IGNORE, Sample, held_out, load_tokenizer, read_records

GRID = np.exp(np.linspace(np.log(0.4), np.log(3.0), 53))
BINS = 15
EVENT_HEADS = ("modes", "contexts", "certainty", "polarity", "time_status", "historical")
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The temperature of one head."""

    temperature: float
    ece_before: float  # points, on documents left out of the fit
    ece_after: float


def fit_temperatures(data: Path, model: Path, roots: Sequence[str]) -> dict[str, Fitted]:
    """Head -> its temperature, for every head whose probabilities are shown to users.

    Heads of events are fitted on the held-out tenth of `events` train; names and attributions on
    the dev sets, of which every second document is for the measure only.
    """
    encoder = Encoder(model)
    labels = {head: tuple(names) for head, names in encoder.files.labels.items()}
    tokenizer = load_tokenizer(model)
    events = [r for r in read_records(data / "events" / "train.jsonl") if held_out(r["doc_id"])]
    names = read_records(data / "en_worldwide_newswire" / "dev.jsonl")
    quoted = read_records(data / "polnear" / "dev.jsonl")
    sets: list[tuple[tuple[str, ...], Callable[[], list[Sample]]]] = [
        (EVENT_HEADS, lambda: event_samples(events, tokenizer, labels, roots)),
        (("names",), lambda: name_samples(names, tokenizer, labels)),
        (("attribution",), lambda: attribution_samples(quoted, tokenizer, labels)),
    ]
    out: dict[str, Fitted] = {}
    for heads, samples_of in sets:
        samples = samples_of()
        scores = _scores(encoder, samples, heads)
        for head in heads:
            halves = [_logs(head, samples[i::2], [s[head] for s in scores[i::2]]) for i in (0, 1)]
            out[head] = _fit(head, *halves)
    return out


def _scores(
    encoder: Encoder, samples: Sequence[Sample], heads: Sequence[str]
) -> list[dict[str, NDArray[Any]]]:
    layouts = [(s.text, split_document(Document(text=s.text))) for s in samples]
    return [{h: encoder.encode(text, layout).scores[h] for h in heads} for text, layout in layouts]


def _logs(
    head: str, samples: Sequence[Sample], scores: Sequence[NDArray[Any]]
) -> tuple[Array, NDArray[np.int64]]:
    """Log probabilities (tokens, labels) with the gold; the temperature in force divided them."""
    gold = np.concatenate([s.labels[head] for s in samples])
    rows = np.clip(np.concatenate(list(scores)).astype(np.float64), 1e-9, 1 - 1e-9)
    if activation(head) == SIGMOID:
        known = gold[:, 0] != IGNORE
        logits = np.log(rows[known] / (1 - rows[known])).reshape(-1)
        return np.stack([np.zeros_like(logits), logits], axis=1), gold[known].reshape(-1)
    known = gold != IGNORE
    return np.log(rows[known]), gold[known]


def _fit(
    head: str,
    fitted_on: tuple[Array, NDArray[np.int64]],
    measured_on: tuple[Array, NDArray[np.int64]],
) -> Fitted:
    logs, gold = fitted_on
    losses = [_loss(logs, gold, t) for t in GRID]
    best = float(GRID[int(np.argmin(losses))])
    inside = head in {"names", "attribution"}
    return Fitted(
        temperature=round(best, 3),
        ece_before=round(calibration_error(*measured_on, 1.0, skip_first=inside), 2),
        ece_after=round(calibration_error(*measured_on, best, skip_first=inside), 2),
    )


def _tempered(logs: Array, temperature: float) -> Array:
    scaled = np.exp((logs - logs.max(axis=1, keepdims=True)) / temperature)
    out: Array = scaled / scaled.sum(axis=1, keepdims=True)
    return out


def _loss(logs: Array, gold: NDArray[np.int64], temperature: float) -> float:
    chance = _tempered(logs, temperature)[np.arange(len(gold)), gold]
    return float(-np.log(np.maximum(chance, 1e-12)).mean())


def calibration_error(
    logs: Array, gold: NDArray[np.int64], temperature: float, *, skip_first: bool = False
) -> float:
    """Expected calibration error of the likeliest labels, in points, over fifteen equal bins.

    `skip_first` leaves out rows whose likeliest label is the first one ("O"): nearly all tokens
    are outside of any span, and nearly all of them are easy.
    """
    chances = _tempered(logs, temperature)
    best = chances.argmax(axis=1)
    kept = best != 0 if skip_first else np.ones(len(best), dtype=bool)
    sure = chances.max(axis=1)[kept]
    right = (best == gold)[kept]
    if not len(sure):
        return 0.0
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        abs(float((sure[bins == b] - right[bins == b]).sum()))
        for b in range(BINS)
        if (bins == b).any()
    ]
    return 100 * sum(gaps) / len(sure)
