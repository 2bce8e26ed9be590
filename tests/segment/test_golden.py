"""Cases of tests/golden/segment.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tacitus.records import Document, Span
from tacitus.segment import split_document

FILE = Path(__file__).parents[1] / "golden" / "segment.yaml"
CASES = yaml.safe_load(FILE.read_text("utf-8"))


def words(span: Span | None, text: str) -> str | None:
    return None if span is None else " ".join(span.of(text).split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_split_document_finds_what_the_case_lists(case: dict[str, Any]) -> None:
    text = case["text"]
    found = split_document(Document(text=text))
    parts = {
        "headline": words(found.headline, text),
        "dateline": words(found.dateline, text),
        "sentences": [words(span, text) for span in found.sentences],
        "quotes": [words(span, text) for span in found.quotes],
    }
    expected = {name: case[name] for name in parts if name in case}
    assert expected
    assert {name: parts[name] for name in expected} == expected


def test_split_document_takes_the_title_as_headline_when_the_text_begins_with_it() -> None:
    text = "Talks fail.\nThe envoys left Geneva."
    found = split_document(Document(text=text, title="Talks fail."))
    assert words(found.headline, text) == "Talks fail."
    assert [words(span, text) for span in found.paragraphs] == [
        "Talks fail.",
        "The envoys left Geneva.",
    ]


def test_split_document_ignores_a_title_that_the_text_does_not_hold() -> None:
    found = split_document(Document(text="The envoys left Geneva on Monday.", title="Talks fail"))
    assert found.headline is None
