"""The loss of a batch of authored documents, with a tiny random model."""

import dataclasses
import random

import numpy as np
import pytest

from tests.training.networks import LABELS, authored_samples, tiny_network, torch
from training.batches import CLS, MASK, SEP, collate, hide_words, length_groups, plan
from training.corpora.samples import IGNORE, load_tokenizer, make_sample
from training.losses import LossWeights, batch_loss, decoded, read_windows
from training.model import base_folder

WEIGHTS = LossWeights(heads={"anchors": 2.0}, argument=0.5, same_event=0.7, dyad=1, smoothing=0.05)


@pytest.fixture(scope="module")
def samples():
    return authored_samples(2)


@pytest.fixture
def model():
    return tiny_network()


def loss_of(model, samples):
    random.seed(0)
    torch.manual_seed(0)
    return batch_loss(model, collate("authored", samples), LABELS, WEIGHTS)


def test_batch_loss_has_a_part_for_every_head_that_is_labelled(model, samples):
    loss, parts = loss_of(model, samples)
    unlabelled = {"names", "attribution", "factuality", "roles"}
    assert set(parts) == {*LABELS, "argument", "same_event", "dyad"} - unlabelled
    assert np.isfinite(list(parts.values())).all()
    assert loss.item() == pytest.approx(sum(parts.values()), rel=1e-4)


def test_batch_loss_teaches_every_part_that_is_labelled(model, samples):
    loss, _ = loss_of(model, samples)
    loss.backward()
    idle = {name for name, p in model.named_parameters() if p.grad is None}
    idle = {name for name in idle if not name.startswith("words.")}
    assert {name.rpartition(".")[0] for name in idle} <= {
        "heads.out.names", "heads.out.attribution", "heads.out.factuality", "heads.said_hidden",
    }  # fmt: skip


def test_batch_loss_falls_when_the_model_learns_one_batch(model, samples):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    before, _ = loss_of(model, samples)
    for _ in range(3):
        loss, _ = loss_of(model, samples)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    after, _ = loss_of(model, samples)
    assert after.item() < before.item()


def test_batch_loss_leaves_out_what_a_corpus_does_not_label(model, samples):
    sample = samples[0]
    bare = type(sample)(
        **{name: getattr(sample, name) for name in sample.__slots__}
        | {"labels": {"names": np.zeros(len(sample.ids), dtype=np.int64)}, "events": None}
        | {"dyads": []}
    )
    _, parts = loss_of(model, [bare])
    assert set(parts) == {"names"}


def test_decoded_parts_at_a_new_beginning_and_at_another_type():
    assert decoded([0, 1, 2, 2, 1, 0, 2, 3, 4, 2]) == [(1, 4), (4, 5), (6, 7), (7, 9), (9, 10)]


def test_plan_gives_each_corpus_its_epochs(samples):
    steps = plan({"a": samples, "b": samples}, {"a": 2, "b": 0.5}, tokens=100_000, seed=1)
    taken = {corpus: sum(len(g) for c, g in steps if c == corpus) for corpus in ("a", "b")}
    assert taken == {"a": 2 * len(samples), "b": len(samples) // 2}


def test_hide_words_hides_a_share_of_the_pieces_and_says_which(samples):
    torch.manual_seed(0)
    batch = collate("authored", samples)
    hidden = hide_words(batch, 0.3, 30_522)
    assert hidden.hidden is not None
    chosen = hidden.hidden != IGNORE
    assert torch.equal(hidden.hidden[chosen], batch.input_ids[chosen])
    assert torch.equal(hidden.input_ids[~chosen], batch.input_ids[~chosen])
    pieces = (batch.input_ids != CLS) & (batch.input_ids != SEP) & (batch.mask == 1)
    assert not (chosen & ~pieces).any()
    assert 0.05 < chosen.sum() / pieces.sum() < 0.65
    assert (hidden.input_ids[chosen] == MASK).float().mean() > 0.5


def test_batch_loss_asks_for_hidden_words_where_they_count(model, samples):
    weights = dataclasses.replace(WEIGHTS, words=1.0)
    torch.manual_seed(0)
    batch = hide_words(collate("authored", samples), 0.3, 30_522)
    loss, parts = batch_loss(model, batch, LABELS, weights)
    loss.backward()
    assert parts["words"] > 0
    assert model.words.hidden.weight.grad is not None
    assert "words" not in batch_loss(model, batch, LABELS, WEIGHTS)[1]


def test_batch_loss_of_text_without_labels_is_that_of_its_words(model):
    sample = make_sample(load_tokenizer(base_folder()), "x", "Reed cutters met the river council.")
    torch.manual_seed(0)
    batch = hide_words(collate("texts", [sample]), 0.5, 30_522)
    _, parts = batch_loss(model, batch, LABELS, dataclasses.replace(WEIGHTS, words=1.0))
    assert set(parts) == {"words"}


def test_windows_of_like_length_are_read_together():
    groups = length_groups([10, 250, 12, 240, 90, 11])

    assert sorted(map(sorted, groups)) == [[0, 2, 5], [1, 3], [4]]
    assert length_groups([7]) == [[0]]
    assert sorted(i for g in length_groups([5, 5, 5, 5]) for i in g) == [0, 1, 2, 3]


def test_states_do_not_hang_on_how_windows_are_grouped(model, samples):
    batch = collate("authored", samples)
    model.eval()
    with torch.no_grad():
        together, _ = model(batch.input_ids, batch.mask, batch.shapes)
        grouped, _ = read_windows(model, batch)
    model.train()

    assert len(length_groups(batch.mask.sum(1).tolist())) > 1
    torch.testing.assert_close(
        grouped[batch.row, batch.column], together[batch.row, batch.column], atol=1e-4, rtol=1e-4
    )
