from dataclasses import replace

import pytest

from benchmarks.chain_scores import ceafe_tally
from benchmarks.coders import open_coder
from benchmarks.errors import BenchmarkError
from benchmarks.event_mentions import MentionedDocument
from benchmarks.gold import GoldRecord
from benchmarks.suites.same_events import conll_of, grouped, run, score_documents
from tacitus.relate.pair_scores import load_scorer
from tacitus.relate.reports import Told
from training.same_events import rarities


def mentioned(name, anchors, chains, found=()):
    told = tuple(
        Told(
            event_id=f"{name}#e{i}",
            document_id=name,
            event_type="ASSAULT",
            anchor=anchor,
            sentence=f"Gunmen {anchor} a baker named Orsolya in Zagreb.",
        )
        for i, anchor in enumerate(anchors)
    )
    spans = tuple((10 * i, 10 * i + 5) for i in range(len(anchors)))
    return MentionedDocument(
        id=name,
        topic="1",
        subtopic="1 a",
        length=100,
        spans=spans,
        chains=tuple(chains),
        told=told,
        found_spans=tuple((spans[i],) for i in found),
        found=tuple(replace(told[i], event_id=f"{name}#f{i}") for i in found),
    )


def test_conll_counts_singletons_and_names_of_groups_do_not_matter():
    assert conll_of(["a", "a", "b"], ["x", "x", "y"])["conll_f1"] == pytest.approx(100)
    parted = conll_of(["a", "a", "b"], ["1", "2", "3"])
    assert parted["muc_f1"] == 0
    assert parted["b3_f1"] == pytest.approx(80)  # precision 1, recall 2/3


def test_ceafe_by_parts_pairs_each_chain_once():
    gold = [frozenset({(0, 1), (1, 2)}), frozenset({(5, 6)})]
    found = [frozenset({(0, 1)}), frozenset({(1, 2)}), frozenset({(5, 6)})]
    tally = ceafe_tally(gold, found)
    assert (tally.gold, tally.found) == (2, 3)
    assert tally.gold_hit == pytest.approx(2 / 3 + 1)


def test_groups_follow_the_threshold():
    assert grouped(3, {(0, 1): 0.6}, 0.5) == ["0", "0", "1"]
    assert grouped(3, {(0, 1): 0.6}, 0.7) == ["0", "1", "2"]


def test_documents_are_scored_with_gold_and_with_found_mentions():
    documents = [
        mentioned("a", ["stabbed", "ran"], ["1", "2"], found=[0]),
        mentioned("b", ["stabbing"], ["1"], found=[0]),
    ]
    scores = score_documents(documents, load_scorer())
    assert scores.n == 2
    assert scores.metrics["lemma_conll_f1"] == pytest.approx(100)
    assert scores.metrics["found_mention_f1"] == pytest.approx(80)  # two of three
    assert scores.details["candidate_recall"] == 100
    assert (scores.details["mentions"], scores.details["chains"]) == (3, 2)


def test_gold_without_chains_is_refused():
    record = GoldRecord(id="a", text="x", published=None, fields={"events": []})
    with pytest.raises(BenchmarkError, match="no record has `events` with `chain`"):
        run([record], open_coder)


def test_rare_stems_are_left_to_the_default():
    found = rarities(["the war"] * 199 + ["the peace"])
    assert found == {"the": 0.0, "war": 0.01}
