from datetime import date

import pytest

from tacitus.extract.timexes import find_timexes
from tacitus.records import Document, Event, Interval, Segmentation, Span
from tacitus.resolve.dates import resolve_dates
from tacitus.resolve.reference_dates import reference_date
from tacitus.segment import split_document

BODY = "Norway pledged aid to Malawi. Police arrested nine fishermen in the port."


def parts(text, published=None):
    document = Document(text=text, published=published)
    segmentation = split_document(document)
    return document, segmentation, find_timexes(document, segmentation)


def reference(text, published=None):
    return reference_date(*parts(text, published))


def interval(start, end=None):
    return Interval(start=date.fromisoformat(start), end=date.fromisoformat(end or start))


def test_a_publication_date_that_is_given_is_the_reference():
    found = reference(f"Friday, 5 March 2021\n\n{BODY}", published=date(2021, 3, 9))
    assert (found.interval, found.score, found.evidence) == (interval("2021-03-09"), 1.0, "")


@pytest.mark.parametrize(
    ("text", "days", "evidence"),
    [
        (f"A pledge\n\nPublished: 5 March 2021\n\n{BODY}", interval("2021-03-05"), "line"),
        (f"A pledge\n\n{BODY}\n\nMarch 2021", interval("2021-03-01", "2021-03-31"), "line"),
        (f"5 March 2021 - {BODY}", interval("2021-03-05"), "opens the text"),
        (f"OSLO, March 5, 2021 (Agency) - {BODY}", interval("2021-03-05"), "dateline"),
        (f"{BODY} Aides left today (March 5, 2021).", interval("2021-03-05"), "“today"),
        (
            f"{BODY} They met on Friday, March 5, 2021.",
            interval("2021-03-05", "2021-03-11"),
            "“Friday, March 5, 2021”",
        ),
        (
            f"{BODY} They will meet on Friday, March 5, 2021.",
            interval("2021-02-27", "2021-03-05"),
            "“Friday, March 5, 2021”",
        ),
        (
            f"{BODY} A law of 2020 was read. They met on Friday, March 5.",
            interval("2021-03-05", "2021-03-11"),
            "fits 2021, and 2020 is the last year named",
        ),
        (
            f"{BODY}\n\nCopyright 2021 The Courier",
            interval("2021-01-01", "2021-12-31"),
            "“Copyright 2021”",
        ),
    ],
)
def test_the_text_tells_when_it_was_written(text, days, evidence):
    found = reference(text)
    assert found.interval == days
    assert evidence in found.evidence
    assert found.score < 1.0


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY} They met on 5 March 2021.",  # a date by the way may lie long back
        f"{BODY} They met on Friday, March 5.",  # no year is named
        f"{BODY} They met on Friday, March 5, after a law of 1990.",  # 1990 to 1992 do not fit
        f"{BODY} A plan for 2030 is near.",
    ],
)
def test_thin_evidence_gives_nothing(text):
    assert reference(text) is None


def test_witnesses_that_disagree_give_nothing():
    text = f"5 March 2021\n\n{BODY}\n\n9 August 2019"
    assert reference(text) is None


def test_a_date_before_what_the_text_tells_as_past_is_not_that_of_the_text():
    assert reference(f"{BODY} The law of May 2021 was repealed.\n\nCopyright 2019 X") is None


def resolved(text):
    """The resolutions of the timexes and of one past event without a date."""
    document, segmentation, timexes = parts(text)
    told = Event(id="e1", anchor=Span(start=0, end=1), event_type="ASSAULT")
    found = reference_date(document, segmentation, timexes)
    return resolve_dates(document, timexes, (told,), found)


def test_relative_dates_stand_on_the_inferred_date_and_say_so():
    monday = resolved("5 March 2021\n\nThe envoy left on Monday.")[1]
    assert monday.target == interval("2021-03-01")
    assert monday.basis == "inferred"
    assert monday.score < 0.85
    assert "2021-03-05 (inferred from the text: line “5 March 2021”)" in monday.evidence


def test_a_vague_reference_gives_a_vague_date_and_an_exact_one_keeps_its_own():
    text = "The envoy left last month and met Ana last year, not in May 2019.\n\nCopyright 2021 X"
    month, year, exact, *_ = resolved(text)
    assert month.target == interval("2020-12-01", "2021-11-30")
    assert year.target == interval("2020-01-01", "2020-12-31")
    assert (exact.target, exact.basis) == (interval("2019-05-01", "2019-05-31"), "stated")


def test_what_may_be_one_of_two_years_is_not_placed():
    july = resolved("The envoy left in July.\n\nCopyright 2021 X")[0]
    assert (july.target, july.basis) == (None, "none")
    assert "cannot be placed from 2021-01-01 to 2021-12-31" in july.evidence


def test_event_without_a_date_gets_the_default_of_a_sharp_reference_only():
    sharp = resolved("5 March 2021\n\nThe envoy left.")[-1]
    assert (sharp.target, sharp.basis) == (interval("2021-03-03", "2021-03-05"), "publication_date")
    assert sharp.score == pytest.approx(0.27)
    assert "inferred from the text: line “5 March 2021”" in sharp.evidence
    vague = resolved("The envoy left.\n\nCopyright 2021 X")[-1]
    assert (vague.target, vague.basis) == (None, "none")


def test_a_note_tells_the_reader_what_was_taken_for_the_publication_date():
    found = reference("5 March 2021\n\nThe envoy left.")
    assert found.note() == (
        "publication date not given; taken as 2021-03-05 from line “5 March 2021”"
    )


def test_a_reference_needs_no_paragraphs():
    empty = Segmentation(headline=None, dateline=None, paragraphs=(), sentences=(), quotes=())
    assert reference_date(Document(text=""), empty, ()) is None
