"""Makes the relevance gate of `tacitus ingest`: hashed logistic regression, numpy only.

    python -m training.gate --data D            writes tacitus/data/gate.npz, says what it loses
    python -m training.gate --data D --sweep    cross-validates lead lengths, penalties, and rules
    python -m training.gate --data D --dev      measures the packaged gate on the dev splits

Positives are training articles with at least one event; negatives are articles in which the
annotators found none, and texts of other kinds than news (GUM). A tenth of the documents
(`held_out`) is never trained on. The file holds weights of hashed words, no text.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tacitus.ingest.gate import BUCKETS, LEAD, Gate, features, load_gate
from training.corpora.annotated import load_annotated
from training.corpora.samples import held_out, read_records, text_key

HERE = Path(__file__).parent
OUT = HERE.parent / "tacitus" / "data" / "gate.npz"
FOLDS = 5
# Kinds of GUM that are no news and carry no political events to speak of; its speeches, court
# transcripts, essays, letters and biographies often do, and are left out.
OTHER = ("fiction", "whow", "academic", "voyage", "conversation", "textbook", "vlog", "podcast")
PENALTY = 1e-5  # of --sweep, 2026-11; up to 1e-3 it hardly matters
WANTED = 0.99  # recall in cross-validation; the held-out tenth is to keep 0.98
_STEPS = 400


@dataclass(frozen=True, slots=True)
class Article:
    """A text of the gate, and whether it is worth coding."""

    doc_id: str
    text: str
    kind: str  # "news" or "other"
    worth: bool


def load_articles(data: Path, split: str = "train") -> list[Article]:
    """Every article of the split, each text once."""
    found: dict[str, Article] = {}
    records = read_records(data / "events" / f"{split}.jsonl")
    if split == "train":
        for name in ("news", "wire"):
            records += load_annotated(HERE / "corpora" / "annotated" / f"{name}.jsonl", data)
    for record in records:
        article = Article(record["doc_id"], record["text"], "news", bool(record["events"]))
        found.setdefault(text_key(record["text"]), article)
    for record in read_records(data / "gum" / f"{split}.jsonl"):
        if record["meta"]["genre"] in OTHER:
            article = Article(record["doc_id"], record["text"], "other", False)
            found.setdefault(text_key(record["text"]), article)
    return list(found.values())


def fit(articles: Sequence[Article], lead: int = LEAD, penalty: float = PENALTY) -> Gate:
    """A gate with threshold 0, by gradient descent with Adam; both classes weigh the same."""
    found = [features(article.text, lead) for article in articles]
    rows = np.repeat(np.arange(len(found)), [len(f) for f in found])
    columns = np.concatenate(found)
    values = np.concatenate([np.full(len(f), 1 / np.sqrt(max(1, len(f)))) for f in found])
    worth = np.array([article.worth for article in articles])
    weight = np.where(worth, 0.5 / worth.sum(), 0.5 / (~worth).sum())
    state: NDArray[np.float64] = np.zeros(BUCKETS + 1)
    mean, square = np.zeros_like(state), np.zeros_like(state)
    for step in range(1, _STEPS + 1):
        logits = state[-1] + np.bincount(rows, values * state[columns], minlength=len(found))
        error = weight * (1 / (1 + np.exp(-logits)) - worth)
        slope: NDArray[np.float64] = np.zeros_like(state)
        slope += np.bincount(columns, values * error[rows], minlength=BUCKETS + 1)
        slope[:-1] += penalty * state[:-1]
        slope[-1] = error.sum()
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        ahead = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        state -= 0.05 * (mean / (1 - 0.9**step)) / ahead
    return Gate(state[:-1].astype(np.float32), float(state[-1]), 0.0)


def rule_scores(articles: Sequence[Article], lead: int = LEAD) -> NDArray[np.float64]:
    """The other way, for comparison: the share of agent nouns, countries and their people."""
    folder = resources.files("tacitus") / "data"
    words: set[str] = set()
    for name in ("agents.tsv", "countries.tsv", "roles.tsv", "organisations.tsv", "peoples.tsv"):
        for line in (folder / name).read_text("utf-8").splitlines():
            if line and line[0] != "#":
                words.update(w.lower() for w in line.split("\t")[0].split("|") if len(w) > 3)
    known = {zlib.crc32(word.encode()) % BUCKETS for word in words}
    scores = []
    for article in articles:
        found = features(article.text, lead)
        scores.append(len(known & set(found.tolist())) / max(1, len(found)))
    return np.array(scores)


def cross_validated(
    articles: Sequence[Article], lead: int = LEAD, penalty: float = PENALTY
) -> NDArray[np.float64]:
    """Scores of the articles, each by a gate that was trained on the other folds."""
    fold = np.array([zlib.crc32(f"gate {a.doc_id}".encode()) % FOLDS for a in articles])
    scores = np.zeros(len(articles))
    for number in range(FOLDS):
        gate = fit([a for a, f in zip(articles, fold, strict=True) if f != number], lead, penalty)
        for place in np.flatnonzero(fold == number).tolist():
            scores[place] = gate.score_of(" ".join(articles[place].text.split()[:lead]))
    return scores


def threshold_for(articles: Sequence[Article], scores: NDArray[np.float64], recall: float) -> float:
    """The highest threshold that keeps this share of the articles worth coding."""
    worth = np.sort(scores[[a.worth for a in articles]])
    return float(worth[int((1 - recall) * len(worth))])


def report(
    name: str, articles: Sequence[Article], scores: NDArray[np.float64], least: float
) -> None:
    """One line: recall, and the share skipped of news without events and of other texts."""
    kept = scores >= least
    worth = np.array([a.worth for a in articles])
    news = np.array([a.kind == "news" for a in articles]) & ~worth
    other = ~news & ~worth
    parts = [f"recall {kept[worth].mean():.3f} of {worth.sum()}"]
    for label, group in (("news without events", news), ("other texts", other)):
        if group.any():
            parts.append(f"skipped {1 - kept[group].mean():.2f} of {group.sum()} {label}")
    sys.stdout.write(f"{name}: {'; '.join(parts)}\n")


def sweep(articles: Sequence[Article]) -> None:
    """What every choice skips at the wanted recall, in cross-validation."""
    for lead in (40, 80, 150):
        scores = rule_scores(articles, lead)
        report(f"rules, lead {lead}", articles, scores, threshold_for(articles, scores, WANTED))
        for penalty in (1e-5, 1e-4, 3e-4, 1e-3):
            scores = cross_validated(articles, lead, penalty)
            least = threshold_for(articles, scores, WANTED)
            report(f"words, lead {lead}, penalty {penalty:g}", articles, scores, least)


def write_gate(gate: Gate, out: Path) -> None:
    """Write the weights in 8 bits."""
    scale = float(np.abs(gate.weights).max()) / 127
    weights = np.round(gate.weights / scale).astype(np.int8)
    with out.open("wb") as stream:
        np.savez_compressed(
            stream, weights=weights, scale=scale, bias=gate.bias, threshold=gate.threshold
        )


def main(arguments: list[str] | None = None) -> int:
    """Train and write, sweep, or measure on dev."""
    parser = argparse.ArgumentParser(prog="python -m training.gate")
    parser.add_argument("--data", type=Path, required=True, help="folder of the gold sets")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--dev", action="store_true")
    options = parser.parse_args(arguments)
    if options.dev:
        _measure("dev", load_articles(options.data, "dev"), load_gate())
        return 0
    articles = load_articles(options.data)
    training = [a for a in articles if not held_out(a.doc_id)]
    if options.sweep:
        sweep(training)
        return 0
    scores = cross_validated(training)
    least = threshold_for(training, scores, WANTED)
    report("cross-validation", training, scores, least)
    gate = fit(training)
    gate = Gate(gate.weights, gate.bias, least)
    write_gate(gate, options.out)
    _measure("held-out tenth", [a for a in articles if held_out(a.doc_id)], gate)
    sys.stdout.write(json.dumps({"threshold": least, "bytes": options.out.stat().st_size}) + "\n")
    return 0


def _measure(name: str, articles: Sequence[Article], gate: Gate) -> None:
    started = time.process_time()
    scores = np.array([gate.score_of(article.text) for article in articles])
    spent = (time.process_time() - started) / len(articles)
    report(name, articles, scores, gate.threshold)
    sys.stdout.write(f"{1000 * spent:.2f} ms of CPU an article\n")


if __name__ == "__main__":
    raise SystemExit(main())
