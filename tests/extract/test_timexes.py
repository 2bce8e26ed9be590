import re
import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tacitus.extract.timexes import find_timexes
from tacitus.records import Document, Interval, Segmentation, Span
from tacitus.resolve.dates import resolve_dates
from tacitus.resolve.timexes import place_timexes

GOLDEN = yaml.safe_load(
    (Path(__file__).parents[1] / "golden" / "timexes.yaml").read_text(encoding="utf-8")
)
PUBLISHED = GOLDEN["published"]
BRACKETS = re.compile(r"\[([^]]*)\]")


def one_paragraph(text):
    span = Span(start=0, end=len(text))
    return Segmentation(
        headline=None, dateline=None, paragraphs=(span,), sentences=(span,), quotes=()
    )


def find(text, published=PUBLISHED):
    document = Document(text=text, published=published)
    return document, find_timexes(document, one_paragraph(text))


def days(span):
    if span is None:
        return None
    start, _, end = span.partition("..")
    return Interval(start=date.fromisoformat(start), end=date.fromisoformat(end))


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case[0])
def test_timexes_are_found_and_resolved_as_the_golden_cases_say(case):
    marked, *expected = case
    document, timexes = find(BRACKETS.sub(r"\1", marked))
    resolutions = resolve_dates(document, timexes, ())
    assert [t.span.of(document.text) for t in timexes] == BRACKETS.findall(marked)
    assert [t.type for t in timexes] == [row[0] for row in expected]
    assert [r.target for r in resolutions] == [days(row[2]) for row in expected]
    placed = place_timexes(document, timexes, ())
    assert [placed[t.id].value for t in timexes] == [row[1] for row in expected]


def test_golden_cases_are_many():
    assert len(GOLDEN["cases"]) >= 120


def test_timex_value_is_given_only_where_no_reference_date_is_needed():
    _, timexes = find("Talks began on March 3, 2021 and ended two days later, on Friday.")
    assert [t.value for t in timexes] == ["2021-03-03", None, None]


PIECES = st.sampled_from(
    (
        "March 3 , 2021 last Monday the early of ' s 1980 - 5 two days ago later every 10:30 a.m. "
        "\n 😀 è may May in half and quarter first between 31 / . ( ) year weekend summer now from "
        "ended ago after to until since Easter Ramadan New Eve year-ago 9 p.m. of overnight months"
    ).split(" ")
)


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60))
def test_timexes_have_exact_offsets_and_do_not_overlap(text):
    document, timexes = find(text)
    at = 0
    for timex in timexes:
        assert at <= timex.span.start < timex.span.end <= len(text)
        assert timex.span.of(text) == timex.span.of(text).strip()
        at = timex.span.end
    assert len({timex.id for timex in timexes}) == len(timexes)
    assert len(resolve_dates(document, timexes, ())) == len(timexes)


def test_timexes_stay_inside_their_paragraph():
    text = "He was held in May\n\n3 people fled."
    segmentation = Segmentation(
        headline=None,
        dateline=None,
        paragraphs=(Span(start=0, end=18), Span(start=20, end=len(text))),
        sentences=(Span(start=0, end=18), Span(start=20, end=len(text))),
        quotes=(),
    )
    timexes = find_timexes(Document(text=text), segmentation)
    assert [t.span.of(text) for t in timexes] == ["May"]


@pytest.mark.parametrize("text", ["1" * 1_000_000, "7 " * 50_000, "twenty-" * 15_000], ids=len)
def test_long_runs_of_numbers_cost_linear_time(text):
    start = time.process_time()
    find(text)
    assert time.process_time() - start < 2
