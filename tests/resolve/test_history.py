"""An event whose stated days lie long before publication is background."""

from datetime import date

import pytest

from tacitus.records import Document, Event, Interval, Resolution, Span
from tacitus.resolve.history import mark_historical

PUBLISHED = date(2021, 3, 4)


def coded(end, basis="stated", published=PUBLISHED):
    event = Event(id="e1", anchor=Span(start=0, end=1), event_type="ASSAULT")
    dated = Resolution(
        subject_id="e1", kind="interval", target=Interval(start=end, end=end),
        basis=basis, score=1.0, evidence="",
    )  # fmt: skip
    return mark_historical(Document(text="x", published=published), [event], [dated])[0]


@pytest.mark.parametrize(
    ("end", "historical"),
    [(date(2014, 8, 31), True), (date(2021, 1, 1), True), (date(2021, 3, 1), False)],
)
def test_mark_historical_looks_at_how_long_ago_it_ended(end, historical):
    assert coded(end).historical is historical


def test_mark_historical_trusts_no_default_and_needs_a_publication_date():
    assert not coded(date(2014, 1, 1), basis="publication_date").historical
    assert not coded(date(2014, 1, 1), published=None).historical
