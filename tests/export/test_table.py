from __future__ import annotations

import dataclasses

import pytest

from tacitus.export.events import events_resolved
from tacitus.export.table import quote_text, shown
from tests.codings import coding_of


@pytest.mark.parametrize(
    ("longest", "quote"),
    [
        (
            None,
            "“Police in Port Selm arrested 14 agents of Ostrava Bank on Monday, Veldania's "
            "interior ministry reportedly said.”",
        ),
        (60, "“Police in Port Selm arrested 14 agents of Ostrava Bank on…”"),
        (24, "“…Selm arrested 14…”"),
        (3, "“…arrested…”"),
    ],
)
def test_quote_of_a_long_sentence_keeps_the_words_around_the_anchor(longest, quote):
    coding = coding_of()
    item = events_resolved(coding)[0]
    assert quote_text(coding, item, longest=longest).plain == quote


def test_quote_leaves_the_dateline_out():
    coding = coding_of()
    _, first, second = coding.segmentation.paragraphs
    layout = dataclasses.replace(coding.segmentation, sentences=(first, second))
    coding = dataclasses.replace(coding, segmentation=layout)
    quote = quote_text(coding, events_resolved(coding)[0]).plain
    assert quote.startswith("“Police in Port Selm arrested")


def test_quote_marks_the_anchor():
    coding = coding_of()
    quote = quote_text(coding, events_resolved(coding)[0])
    (span,) = [span for span in quote.spans if span.style == "underline"]
    assert quote.plain[span.start : span.end] == "arrested"


def test_shown_takes_no_markup_and_no_control_characters():
    assert shown("[red]x[/red] \x1b[31m \ud800").plain == "[red]x[/red] �[31m �"
