"""Properties that hold for any text at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.records import Document, Segmentation, Span
from tacitus.segment import split_document

PIECES = st.sampled_from(
    [
        "He left.",
        "“We go.",
        "go,” he said.",
        '"',
        "‘",
        "’",
        "\n",
        "\r\n",
        "\n\n",
        "\u2028",
        " ",
        "\0",
        "😀",
        "U.S.",
        "Gen. Ali",
        "GENEVA (AP) - ",
        "سلام.",
        "\ud800",
        "«",
        "»",
        "''",
        "...",
        "(",
        ")",
        "1.",
        "a",
        "Envoys meet",
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=200), st.lists(PIECES, max_size=60).map("".join)
)


def check(text: str, segmentation: Segmentation) -> None:
    """Every promise of `Segmentation` about `text`."""
    for spans in (segmentation.paragraphs, segmentation.sentences, segmentation.quotes):
        assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for spans in (segmentation.paragraphs, segmentation.sentences):
        assert all(span.of(text) == span.of(text).strip() for span in spans)
        outside = "".join(
            text[a:b]
            for a, b in zip(
                [0, *(span.end for span in spans)],
                [*(span.start for span in spans), len(text)],
                strict=True,
            )
        )
        assert not outside.strip()
    paragraphs = iter(segmentation.paragraphs)
    paragraph = next(paragraphs, None)
    for sentence in segmentation.sentences:
        while paragraph is not None and paragraph.end <= sentence.start:
            paragraph = next(paragraphs, None)
        assert paragraph is not None
        assert paragraph.contains(sentence)
    if segmentation.headline:
        assert segmentation.headline == segmentation.paragraphs[0]
    if segmentation.dateline:
        assert any(span.contains(segmentation.dateline) for span in segmentation.paragraphs)


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_split_document_keeps_its_promises_for_any_text(text: str) -> None:
    check(text, split_document(Document(text=text, id="x")))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.text(max_size=20))
def test_split_document_keeps_its_promises_with_any_title(text: str, title: str) -> None:
    document = Document(text=f"{title}\n{text}", title=title, id="x")
    check(document.text, split_document(document))


@pytest.mark.parametrize(
    "unit",
    [
        "He said so to Gen. Ali. ",
        "a",
        "“a ",
        '"He said. ',
        "(a. ",
        ".",
        "A. B. ",
        "‘s ",
        "s’ ",
        "«",
        "' a",
        "\n",
        "a\n",
        "“a\n\n",
        "\u2028a",
        "1. ",
        "GENEVA, ",
        "😀",
        "al-A. al-B ",
        "?! ",
    ],
)
def test_split_document_stays_linear_on_hostile_text(unit: str) -> None:
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    started = time.perf_counter()
    segmentation = split_document(Document(text=text, id="x"))
    assert (
        time.perf_counter() - started < 4
    )  # 0.1 to 0.5 s on a quiet core; a quadratic step takes minutes
    assert segmentation.sentences or not text.strip()


def test_split_document_of_nothing_is_empty() -> None:
    segmentation = split_document(Document(text=" \n "))
    assert segmentation.paragraphs == segmentation.sentences == segmentation.quotes == ()
    assert segmentation.headline is None


def test_split_document_takes_crlf_as_one_line_break() -> None:
    text = (
        "Envoys meet again\r\n\r\nThey met in Geneva on Monday, officials said.\r\n\r\nThey left."
    )
    segmentation = split_document(Document(text=text))
    assert segmentation.headline == Span(start=0, end=17)
    assert len(segmentation.paragraphs) == 3
