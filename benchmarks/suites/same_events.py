"""Which mentions of happenings, in one document or several, are one.

The protocol of the literature on ECB+: the mentions of all documents are taken as those of one, so
that chains run across documents; singletons count on both sides; CoNLL F1 is the mean of MUC, B³
and CEAF by entity. `conll_f1` has gold mentions and gold subtopics: only mentions of one subtopic
are compared. (Barhom et al. 2019 compare within clusters of documents that came out as the
subtopics; the lemma baseline of 76.5 on test is of that kind.) The scorer reads the encoder's
vectors of the anchors; `plain_conll_f1` is without them, as a store is. `topic_conll_f1` compares
within topics, which hold two seminal events each; `corpus_conll_f1` has no topics and looks only at
the pairs that blocking finds, with the threshold of a store. `lemma_conll_f1` joins mentions of a
subtopic with one last stem, by the same code.

`found_conll_f1` has the mentions that tacitus finds itself. It looks for happenings of PLOVER and
the gold marks every kind, so recall has a low roof; `found_mention_f1` shows it. A found anchor
counts for the gold mention that it overlaps.

Source: Cybulska & Vossen 2014 (LREC); Barhom et al. 2019 (ACL); Cattan et al. 2021 (ACL Findings)
on singletons and topics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TypeAlias

import numpy as np

from benchmarks.chain_scores import Chain, b3_tally, ceafe_tally, muc_tally
from benchmarks.coders import OpenCoder
from benchmarks.errors import BenchmarkError
from benchmarks.event_mentions import MentionedDocument, read_mentions
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Range, exact_tally, paired
from tacitus.pipeline import Coder
from tacitus.records import Floats
from tacitus.relate.blocking import find_candidates
from tacitus.relate.clusters import average_linkage
from tacitus.relate.pair_scores import EventScorer, load_scorer, score_pairs
from tacitus.relate.reports import Told
from tacitus.relate.same_events import LINKED, pair_chances
from tacitus.relate.tables import Ints, Table, tabulate
from tacitus.relate.words import anchor_stems

Pairs: TypeAlias = Mapping[tuple[int, int], float]
_LEAST = 0.02  # pairs less probable than this count as 0
_BINS = 10


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """CoNLL F1 with gold and with found mentions, and the lemma baseline.

    Raises:
        BenchmarkError: no record has events with chains, or the coder is not tacitus' own.
    """
    annotated = [r for r in records if any(e.get("chain") for e in r.fields.get("events") or ())]
    if not annotated:
        raise BenchmarkError("no record has `events` with `chain`; give another set")
    coder = open_coder()
    if not isinstance(coder, Coder):
        raise BenchmarkError(
            f"the coder is a {type(coder).__name__}; expected one that codes given anchors"
        )
    return score_documents(list(read_mentions(coder, annotated)), load_scorer())


def score_documents(documents: Sequence[MentionedDocument], scorer: EventScorer) -> Scores:
    """The scores of documents that were told."""
    told = [t for d in documents for t in d.told]
    bare = [replace(t, vector=None) for t in told]
    gold = [chain for d in documents for chain in d.chains]
    subtopics = [d.subtopic for d in documents for _ in d.told]
    topics = [d.topic for d in documents for _ in d.told]
    chances = _scored(told, subtopics, scorer)
    plain = _scored(bare, subtopics, scorer)
    labels = {
        "": grouped(len(told), chances, scorer.vectors.threshold),
        "plain_": grouped(len(told), plain, scorer.plain.threshold),
        "lemma_": _by_lemma(told, subtopics),
        "topic_": grouped(len(told), _scored(told, topics, scorer), scorer.vectors.threshold),
        "corpus_": grouped(len(told), pair_chances(scorer.tabulate(told), scorer), LINKED),
    }
    all_scores = {name: conll_of(gold, found) for name, found in labels.items()}
    found_scores = _found_scores(documents, scorer)
    return Scores(
        n=len(documents),
        metrics=all_scores[""]
        | {f"{name}conll_f1": s["conll_f1"] for name, s in all_scores.items() if name}
        | found_scores,
        details={
            "measures": {name or "gold_mentions": s for name, s in all_scores.items()},
            "mentions": len(told),
            "chains": len(set(gold)),
            "candidate_recall": _candidate_recall(bare, gold, scorer),
            "calibration_error": _calibration_error(chances, gold),
            "plain_calibration_error": _calibration_error(plain, gold),
        },
    )


def settle(
    told: Sequence[Told],
    parts: Sequence[str],
    score: Callable[[Table, Ints, Ints], Floats],
    rarities: tuple[Mapping[str, float], float],
) -> Pairs:
    """Probabilities of all pairs of happenings of one part, by index, small ones left out."""
    table = tabulate(told, *rarities)
    members: dict[str, list[int]] = defaultdict(list)
    for i, part in enumerate(parts):
        members[part].append(i)
    pairs = [pair for rows in members.values() for pair in combinations(rows, 2)]
    if not pairs:
        return {}
    both = np.array(pairs, dtype=np.int32)
    chances = score(table, both[:, 0], both[:, 1]).tolist()
    return {pair: c for pair, c in zip(pairs, chances, strict=True) if c >= _LEAST}


def grouped(count: int, chances: Pairs, threshold: float) -> list[str]:
    """The group of each of `count` mentions."""
    labels = [""] * count
    for number, group in enumerate(average_linkage(count, chances, threshold)):
        for member in group:
            labels[member] = str(number)
    return labels


def conll_of(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """CoNLL F1 and its three parts, of labels of the same mentions; singletons count."""
    spans = [(i, i + 1) for i in range(len(gold))]
    return conll_of_chains(_chains(gold, spans), _chains(found, spans))


def conll_of_chains(gold: Sequence[Chain], found: Sequence[Chain]) -> dict[str, float]:
    """CoNLL F1 and its three parts, of chains whose mentions may differ."""
    parts = {
        "muc_f1": muc_tally(gold, found).f1,
        "b3_f1": b3_tally(gold, found).f1,
        "ceafe_f1": ceafe_tally(gold, found).f1,
    }
    return {"conll_f1": sum(parts.values()) / len(parts), **parts}


def _chains(labels: Iterable[str], spans: Iterable[Range]) -> list[Chain]:
    chains: dict[str, set[Range]] = {}
    for label, span in zip(labels, spans, strict=True):
        chains.setdefault(label, set()).add(span)
    return [frozenset(chain) for chain in chains.values()]


def _scored(told: Sequence[Told], parts: Sequence[str], scorer: EventScorer) -> Pairs:
    def score(table: Table, left: Ints, right: Ints) -> Floats:
        return score_pairs(table, left, right, scorer.weights_for(table))

    return settle(told, parts, score, (scorer.rarity, scorer.rarest))


def _by_lemma(told: Sequence[Told], parts: Sequence[str]) -> list[str]:
    """The head of an anchor is taken to be its last word that carries meaning."""
    heads = [(anchor_stems(t.anchor) or ("",))[-1] for t in told]
    return [f"{part} {head}" for part, head in zip(parts, heads, strict=True)]


def _found_scores(documents: Sequence[MentionedDocument], scorer: EventScorer) -> dict[str, float]:
    """Scores of the mentions that the coder finds, within subtopics."""
    told = [t for d in documents for t in d.found]
    labels = grouped(
        len(told),
        _scored(told, [d.subtopic for d in documents for _ in d.found], scorer),
        scorer.plain.threshold,
    )
    gold_spans: list[Range] = []
    found_spans: list[Range] = []
    found_labels: list[str] = []
    start = at = 0
    for d in documents:  # the documents as one text, one after the other
        own = [(span, labels[at + i]) for i, spans in enumerate(d.found_spans) for span in spans]
        aligned = dict(
            (f, d.spans[g]) for g, f in paired(d.spans, [span for span, _ in own])
        )  # found index -> the gold mention that it counts for
        for i, (span, label) in enumerate(own):
            low, high = aligned.get(i, span)
            found_spans.append((start + low, start + high))
            found_labels.append(label)
        gold_spans += [(start + low, start + high) for low, high in d.spans]
        start += d.length + 1
        at += len(d.found)
    gold = _chains([c for d in documents for c in d.chains], gold_spans)
    scores = conll_of_chains(gold, _apart(_chains(found_labels, found_spans)))
    return {
        "found_conll_f1": scores["conll_f1"],
        "found_mention_f1": exact_tally(gold_spans, found_spans).f1,
    }


def _apart(chains: Sequence[Chain]) -> list[Chain]:
    """The chains, a mention that stands in two left to the first."""
    seen: set[Range] = set()
    out: list[Chain] = []
    for chain in chains:
        own = frozenset(chain) - seen
        seen |= own
        if own:
            out.append(own)
    return out


def _candidate_recall(told: Sequence[Told], gold: Sequence[str], scorer: EventScorer) -> float:
    """The share of gold pairs of mentions that blocking finds, in percent."""
    found = find_candidates(scorer.tabulate(told))
    pairs = set(zip(found.left_p.tolist(), found.right_p.tolist(), strict=True))
    members: dict[str, list[int]] = defaultdict(list)
    for i, chain in enumerate(gold):
        members[chain].append(i)
    wanted = {pair for rows in members.values() for pair in combinations(rows, 2)}
    return round(100 * len(wanted & pairs) / max(1, len(wanted)), 2)


def _calibration_error(chances: Pairs, gold: Sequence[str]) -> float:
    """Mean distance between probability and share of pairs that are one, in ten bins (ECE), %."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for (i, j), chance in chances.items():
        bins[min(_BINS - 1, int(chance * _BINS))].append((chance, gold[i] == gold[j]))
    error = sum(abs(sum(c for c, _ in b) - sum(s for _, s in b)) for b in bins)
    return round(100 * error / max(1, len(chances)), 2)
