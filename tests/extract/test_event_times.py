import re
import time
from datetime import date
from pathlib import Path

import pytest
import yaml

from tacitus.extract.event_times import link_timexes
from tacitus.extract.timexes import find_timexes
from tacitus.records import Document, Event, Segmentation, Span

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "golden" / "event_times.yaml").read_text(encoding="utf-8")
)
MARK = re.compile(r"\{([^}]*)\}")
SENTENCE = re.compile(r"[^.]+\.\s*")


def link(marked):
    """The words of the timexes of each event, whose anchors stand in braces."""
    text, anchors, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        anchors.append(Span(start=len(text), end=len(text) + len(match[1])))
        text, at = text + match[1], match.end()
    text += marked[at:]
    whole = Span(start=0, end=len(text))
    sentences = tuple(Span(start=m.start(), end=m.end()) for m in SENTENCE.finditer(text))
    segmentation = Segmentation(
        headline=None, dateline=None, paragraphs=(whole,), sentences=sentences, quotes=()
    )
    document = Document(text=text)
    events = tuple(
        Event(id=f"e{i}", anchor=anchor, event_type="ASSAULT") for i, anchor in enumerate(anchors)
    )
    timexes = find_timexes(document, segmentation)
    words = {timex.id: timex.span.of(text) for timex in timexes}
    linked = link_timexes(document, segmentation, events, timexes)
    return [" ".join(words[t] for t in event.timex_ids) for event in linked]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_events_take_the_timexes_that_the_golden_cases_say(case):
    marked, *expected = case
    assert link(marked) == expected


def link_one(text, anchor, *, published=date(2021, 3, 4), dateline=None, **fields):
    """The words of the timexes of one event in a text of one sentence."""
    whole = Span(start=0, end=len(text))
    segmentation = Segmentation(
        headline=None, dateline=dateline, paragraphs=(whole,), sentences=(whole,), quotes=()
    )
    start = text.index(anchor)
    event = Event(
        id="e1",
        anchor=Span(start=start, end=start + len(anchor)),
        event_type="REQUEST",
        **fields,
    )
    document = Document(text=text, published=published)
    timexes = find_timexes(document, segmentation)
    linked = link_timexes(document, segmentation, (event,), timexes)
    return [t.span.of(text) for t in timexes if t.id in linked[0].timex_ids]


def test_a_day_yet_to_come_does_not_date_what_has_happened():
    text = "Norway invited the ministers to a summit on 9 May."
    assert link_one(text, "invited") == []
    assert link_one(text, "summit", time_status="future") == ["9 May"]
    assert link_one("Norway invited the ministers on 1 March.", "invited") == ["1 March"]


def test_without_a_publication_date_no_day_is_known_to_come():
    text = "Norway invited the ministers to a summit on 9 May."
    assert link_one(text, "invited", published=None) == ["9 May"]


def test_background_is_rather_dated_by_a_day_long_past():
    text = "In 2014, aides wrote, Oslo was asked again on Monday."
    assert link_one(text, "asked", historical=False) == ["Monday"]
    assert link_one(text, "asked", historical=True) == ["2014"]


def test_the_date_of_the_dateline_dates_no_event():
    text = "OSLO, March 3 (Agency) - Norway invited the ministers."
    assert link_one(text, "invited") == ["March 3"]
    assert link_one(text, "invited", dateline=Span(start=0, end=22)) == []


def test_other_tellings_of_an_event_lend_their_date():
    text = "The attack killed nine. Rebels struck on Monday."
    segmentation = Segmentation(
        headline=None,
        dateline=None,
        paragraphs=(Span(start=0, end=len(text)),),
        sentences=(Span(start=0, end=24), Span(start=24, end=len(text))),
        quotes=(),
    )
    document = Document(text=text)
    attack = Event(
        id="e1",
        anchor=Span(start=4, end=10),
        also=(Span(start=31, end=37),),
        event_type="ASSAULT",
    )
    timexes = find_timexes(document, segmentation)
    assert link_timexes(document, segmentation, (attack,), timexes)[0].timex_ids == ("t1",)


def test_linking_costs_little_in_an_endless_sentence():
    text = "they struck on Monday and " * 3_000
    whole = Span(start=0, end=len(text))
    segmentation = Segmentation(
        headline=None, dateline=None, paragraphs=(whole,), sentences=(whole,), quotes=()
    )
    document = Document(text=text)
    events = tuple(
        Event(id=f"e{i}", anchor=Span(start=i * 26 + 5, end=i * 26 + 11), event_type="ASSAULT")
        for i in range(0, 3_000, 30)
    )
    timexes = find_timexes(document, segmentation)
    start = time.process_time()
    linked = link_timexes(document, segmentation, events, timexes)
    assert time.process_time() - start < 2
    assert [event.timex_ids for event in linked[:2]] == [("t1",), ("t31",)]
