from __future__ import annotations

import dataclasses

import pytest

from tacitus.export.events import events_resolved
from tacitus.export.phrases import (
    certainty_phrase,
    date_phrase,
    place_phrase,
    quantity_phrases,
    speaker_phrase,
    status_phrases,
    who_phrase,
)
from tacitus.records import Quantity, Span
from tests.codings import coding_of


@pytest.fixture
def item():
    return events_resolved(coding_of())[0]


def test_a_default_says_that_it_is_one(item):
    assert place_phrase(item) == "Port Selm, VLD"
    item["place"]["basis"] = "dateline"
    item["date"]["basis"] = "publication_date"
    assert place_phrase(item) == "Port Selm, VLD (dateline)"
    assert date_phrase(item) == "2024-03-04 (by pub. date)"


def test_a_country_that_is_a_default_has_a_question_mark(item):
    item["recipients"][0].update(country="VLD", sectors=["SPY"], basis="inferred")
    assert who_phrase(item) == "Police → 14 agents of Ostrava Bank (VLD SPY)"
    item["recipients"][0]["basis"] = "dateline"
    assert who_phrase(item) == "Police → 14 agents of Ostrava Bank (VLD? SPY)"


def test_days_are_shown_as_a_range_only_when_they_differ(item):
    assert date_phrase(item) == "2024-03-04"
    item["date"]["end"] = "2024-03-10"
    assert date_phrase(item) == "2024-03-04 to 2024-03-10"
    item["date"] = None
    assert date_phrase(item) == "no date"


def test_speaker_is_the_outlet_when_the_text_names_no_other(item):
    assert speaker_phrase(item, "Harbour Wire") == "Interior Ministry of Veldania"
    item["speaker"] = {"name": "unnamed", "span": None}
    assert speaker_phrase(item, "Harbour Wire") == "an unnamed source"
    item["speaker"] = None
    assert speaker_phrase(item, "Harbour Wire") == "Harbour Wire itself"
    assert speaker_phrase(item, None) == "the article itself"


def test_nobody_is_a_question_mark_and_no_recipient_has_no_arrow(item):
    item["actors"] = []
    assert who_phrase(item) == "? → 14 agents of Ostrava Bank"
    item["recipients"] = []
    assert who_phrase(item) == "?"


def test_what_is_not_a_plain_past_event_says_so(item):
    assert status_phrases(item) == []
    item.update(polarity="neg", time_status="future", historical=True)
    assert status_phrases(item) == ["did not happen", "future", "background"]
    assert certainty_phrase(item) == "probable: “reportedly”"


@pytest.mark.parametrize(
    ("quantity", "phrase"),
    [
        ({"kind": "killed", "value": 4.0, "modifier": "at_least"}, "killed: at least 4"),
        ({"kind": "displaced", "value": 1_200_000.0}, "displaced: 1,200,000"),
        ({"kind": "money", "value": 1.5, "unit": "USD"}, "money: 1.5 USD"),
        ({"kind": "killed", "value": 30.0, "modifier": "about"}, "killed: about 30"),
        ({"kind": "injured", "value": None}, "injured: some"),
    ],
)
def test_numbers_are_shown_as_the_text_qualifies_them(quantity, phrase):
    coding = coding_of()
    number = Quantity(span=Span(start=0, end=1), **quantity)
    event = dataclasses.replace(coding.events[0], quantities=(number,))
    item = events_resolved(dataclasses.replace(coding, events=(event,)))[0]
    assert quantity_phrases(item) == [phrase]
