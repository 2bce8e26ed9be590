"""The encoder's offsets are code points of the text, whatever the text holds."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.encode.encoder import Encoder
from tacitus.encode.model_files import load_model_files
from tacitus.encode.shapes import SHAPES, shape_ids
from tacitus.errors import ModelError
from tacitus.records import Document
from tacitus.segment import split_document

TINY = Path(__file__).parent.parent / "data" / "tiny_model"
AWKWARD = [
    "",
    "\0\0",
    "Line one\r\nline two\r\n\r\nThird.",
    "Erdoğan met Zelenskyy 🤝 in İstanbul.",
    "قال الوزير إن المحادثات فشلت. The minister said talks failed.",
    "Lone surrogate \ud800 here.",
    "a\u2028b\u00ad\u200b\ufeffc e\u0301",
    "北京 said on Monday",
    "word" * 3000,
]


@pytest.fixture(scope="module")
def encoder():
    return Encoder(TINY)


def encode(encoder, text):
    return encoder.encode(text, split_document(Document(text=text)))


def check_offsets(encoding, text):
    offsets = encoding.offsets_t
    assert ((0 <= offsets) & (offsets <= len(text))).all()
    assert (offsets[:, 0] <= offsets[:, 1]).all()
    assert (np.diff(offsets[:, 0]) >= 0).all()
    for scores in encoding.scores.values():
        assert len(scores) == len(offsets)
        assert np.isfinite(scores).all()


@pytest.mark.parametrize("text", AWKWARD)
def test_encode_gives_offsets_inside_awkward_text(encoder, text):
    encoding = encode(encoder, text)
    check_offsets(encoding, text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_encode_gives_ordered_offsets_for_any_unicode(encoder, text):
    check_offsets(encode(encoder, text), text)


def test_encode_puts_each_word_where_it_stands(encoder):
    text = "Erdoğan said 🤝 the talks FAILED."
    encoding = encode(encoder, text)
    words = {text[start:end] for start, end in encoding.offsets_t.tolist()}
    assert {"said", "the", "."} <= words
    assert "".join(text[s:e] for s, e in encoding.offsets_t.tolist()) == text.replace(" ", "")


def test_encode_many_gives_what_encode_gives_one_by_one(encoder):
    texts = ["The police arrested protesters on Monday.", "Talks. " * 300, "", "He said so."]
    pairs = [(text, split_document(Document(text=text))) for text in texts]
    together = encoder.encode_many(pairs)
    for (text, segmentation), encoding in zip(pairs, together, strict=True):
        alone = encoder.encode(text, segmentation)
        assert (alone.offsets_t == encoding.offsets_t).all()
        # int8 activations are scaled by batch, so the last digits may differ
        np.testing.assert_allclose(alone.scores["anchors"], encoding.scores["anchors"], atol=0.05)


def test_encode_answers_for_a_line_of_a_megabyte(encoder):
    text = "The army said on Monday. " * 8_000
    encoding = encode(encoder, text)
    assert encoding.offsets_t[-1, 1] == len(text.rstrip())


def test_load_model_files_names_what_a_folder_lacks(tmp_path):
    with pytest.raises(
        ModelError, match=r"lacks model\.onnx, pairs\.npz, tokenizer\.json, model\.json"
    ):
        load_model_files(tmp_path)


def test_load_model_files_refuses_another_format(tmp_path):
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("x")
    np.savez(tmp_path / "pairs.npz", a=np.zeros(1))
    (tmp_path / "model.json").write_text('{"format": 99}')
    with pytest.raises(ModelError, match="has format 99, this version reads 1"):
        load_model_files(tmp_path)


def test_shape_ids_tell_case_and_sentence_starts():
    text = "Police in NATO cities, iPhone 7"
    offsets = [(0, 6), (7, 9), (10, 14), (15, 21), (21, 22), (23, 29), (30, 31)]
    names = [SHAPES[i] for i in shape_ids(text, offsets, [0] * len(offsets))]
    assert names == ["title_first", "lower", "upper", "lower", "other", "mixed", "digit"]
