import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tacitus.extract.numbers import find_numbers, read_number
from tacitus.extract.quantities import find_quantities
from tacitus.records import Document, Event, Span
from tests.extract.marked_text import segment

GOLDEN = Path(__file__).parents[1] / "golden" / "quantities.yaml"
CASES = yaml.safe_load(GOLDEN.read_text("utf-8"))
ANCHOR = re.compile(r"\[\[([^|]+)\|([A-Z]+)\]\]")


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_find_quantities_agrees_with_the_golden_case(case):
    text, at = "", 0
    events: list[Event] = []
    for match in ANCHOR.finditer(case["text"]):
        text += case["text"][at : match.start()]
        anchor = Span(start=len(text), end=len(text) + len(match[1]))
        events.append(Event(id=str(len(events) + 1), anchor=anchor, event_type=match[2]))
        text, at = text + match[1], match.end()
    text += case["text"][at:]
    found = find_quantities(Document(text=text), segment(text), events)
    got = [[int(e.id), q.kind, q.value, q.modifier] for e in found for q in e.quantities]
    assert sorted(got, key=str) == sorted(case["quantities"], key=str)


def test_find_quantities_gives_the_span_of_the_number_and_the_currency():
    text = "Norland gave the rebels £2.5 million in aid."
    event = Event(id="e1", anchor=Span(start=8, end=12), event_type="AID")
    (quantity,) = find_quantities(Document(text=text), segment(text), [event])[0].quantities
    assert (quantity.span.of(text), quantity.unit) == ("£2.5 million", "GBP")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("14", 14),
        ("46,694", 46694),
        ("1.000", 1000),
        ("1.5 million", 1_500_000),
        ("twenty-two", 22),
        ("two dozen", 24),
        ("one hundred and ninety", 190),
        ("a dozen", 12),
        ("dozens", None),
        ("several hundred", None),
    ],
)
def test_read_number_knows_figures_and_words(written, value):
    assert read_number(written) == value


@given(st.text(max_size=80))
def test_find_numbers_stands_any_text(text):
    for number in find_numbers(text, Span(start=0, end=len(text))):
        assert number.span.end <= len(text)
        assert number.value is None or number.value >= 0
