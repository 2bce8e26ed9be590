import re
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tacitus.extract.attributions import find_attributions
from tacitus.extract.tagging import decode_spans
from tacitus.records import Document, Mention, Span
from tests.extract.encodings import ATTRIBUTION, encode_spans, make_encoding
from tests.extract.marked_text import segment, span_of

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "golden" / "attributions.yaml").read_text("utf-8")
)
MARK = re.compile(r"\{([^|{}]+)\|(\w+)\}")


def code(case):
    text, spans, at = "", [], 0
    for match in MARK.finditer(case["text"]):
        text += case["text"][at : match.start()]
        spans.append((Span(start=len(text), end=len(text) + len(match[1])), match[2]))
        text, at = text + match[1], match.end()
    text += case["text"][at:]
    mentions = []
    for words, what in case.get("mentions", {}).items():
        kind, form = what.split()
        mentions.append(Mention(id=words, span=span_of(text, words), kind=kind, form=form))
    document = Document(text=text)
    return document, find_attributions(document, segment(text), encode_spans(text, spans), mentions)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_find_attributions_agrees_with_the_golden_case(case):
    document, found = code(case)
    words = [
        [a.source and a.source.of(document.text), a.cue and a.cue.of(document.text)]
        + [[span.of(document.text) for span in a.content]]
        for a in found
    ]
    assert words == case["groups"]
    assert [a.hedge for a in found] == case.get("hedges", [None] * len(found))
    assert [a.parent_id for a in found] == case.get("parents", [None] * len(found))
    if "speakers" in case:
        assert [a.source_id for a in found] == case["speakers"]


def test_decode_spans_never_starts_a_span_inside():
    offsets = np.array([[0, 1], [2, 3], [4, 5]], dtype=np.int64)
    scores = np.full((3, 7), 0.01, dtype=np.float32)
    scores[:, ATTRIBUTION.index("I-cue")] = 0.9
    scores[0, ATTRIBUTION.index("B-cue")] = 0.05
    encoding = make_encoding(offsets, {"attribution": scores}, {"attribution": ATTRIBUTION})
    (span,) = decode_spans("a b c", encoding, "attribution")
    assert (span.span, span.label) == (Span(start=0, end=5), "cue")


def test_decode_spans_takes_whole_words():
    offsets = np.array([[0, 3], [3, 6], [7, 9]], dtype=np.int64)
    scores = np.full((3, 7), 0.01, dtype=np.float32)
    scores[0, ATTRIBUTION.index("B-source")] = 0.9
    scores[1:, 0] = 0.9
    encoding = make_encoding(offsets, {"attribution": scores}, {"attribution": ATTRIBUTION})
    (span,) = decode_spans("Lindau ok", encoding, "attribution")
    assert span.span == Span(start=0, end=6)


def test_decode_spans_gives_nothing_without_the_head_or_tokens():
    empty = make_encoding(np.zeros((0, 2), dtype=np.int64), {}, {})
    assert decode_spans("", empty, "attribution") == ()


@given(st.lists(st.lists(st.floats(0, 1), min_size=7, max_size=7), min_size=1, max_size=12))
def test_find_attributions_holds_every_decoded_span_once(rows):
    text = "a b c. d e f. " * 2
    text = text[: 2 * len(rows)].ljust(2 * len(rows), "x")
    offsets = np.array([[2 * i, 2 * i + 1] for i in range(len(rows))], dtype=np.int64)
    encoding = make_encoding(
        offsets, {"attribution": np.array(rows, dtype=np.float32)}, {"attribution": ATTRIBUTION}
    )
    decoded = decode_spans(text, encoding, "attribution")
    found = find_attributions(Document(text=text), segment(text), encoding, ())
    held = [s for a in found for s in (a.source, *a.content) if s is not None]
    assert sorted(held) == sorted(s.span for s in decoded if s.label != "cue")
    cues = [a.cue for a in found if a.cue is not None]
    assert all(any(c.contains(s.span) for c in cues) for s in decoded if s.label == "cue")
