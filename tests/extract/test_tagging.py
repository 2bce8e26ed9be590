"""Labels of names: the same words mean the same thing throughout a document."""

import numpy as np

from tacitus.extract.tagging import TypedSpan, decode_spans, with_one_label
from tacitus.records import Span
from tests.extract.encodings import make_encoding

TEXT = "Colón won. Colón lies north. Colón drew."
LABELS = ("O", "B-Location", "I-Location", "B-Organization", "I-Organization")


def named(start, label, score):
    return TypedSpan(span=Span(start=start, end=start + 5), label=label, score=score)


def test_the_same_words_take_the_label_that_weighs_most():
    found = [
        named(0, "Organization", 0.9),
        named(11, "Location", 0.6),
        named(29, "Organization", 0.5),
    ]
    assert [item.label for item in with_one_label(found, TEXT)] == ["Organization"] * 3
    assert [item.span for item in with_one_label(found, TEXT)] == [item.span for item in found]


def test_one_sure_mention_outweighs_two_doubtful_ones():
    found = [named(0, "Location", 0.95), named(11, "Organization", 0.4), named(29, "Misc", 0.4)]
    assert {item.label for item in with_one_label(found, TEXT)} == {"Location"}


def test_a_name_is_not_cut_where_its_words_lean_to_other_labels():
    text = "World Forum"
    scores = np.array([[0.05, 0.5, 0.0, 0.45, 0.0], [0.05, 0.0, 0.3, 0.1, 0.55]], dtype=np.float32)
    encoding = make_encoding(np.array([[0, 5], [6, 11]]), {"names": scores}, {"names": LABELS})
    found = decode_spans(text, encoding, "names")
    assert [(item.span.of(text), item.label) for item in found] == [(text, "Organization")]
