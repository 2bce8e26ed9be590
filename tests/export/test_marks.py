from __future__ import annotations

import dataclasses

from tacitus.export.events import events_resolved
from tacitus.export.marks import marks_of, runs_of
from tacitus.records import Span
from tests.codings import TEXT, coding_of


def _marks(coding=None):
    coding = coding or coding_of()
    return [mark for item in events_resolved(coding) for mark in marks_of(coding, item)]


def test_marks_name_the_part_of_every_span():
    found = {(mark.span.of(TEXT), mark.part) for mark in _marks() if mark.event_id == "e1"}
    assert found == {
        ("arrested", "anchor"),
        ("Police", "actor"),
        ("14 agents of Ostrava Bank", "recipient"),
        ("Veldania's interior ministry", "speaker"),
        ("reportedly said", "cue"),
        ("reportedly", "hedge"),
        ("Port Selm", "place"),
        ("on Monday", "time"),
        ("14", "number"),
    }


def test_hedge_outside_the_cue_is_found_in_the_sentence():
    coding = coding_of()
    attribution = dataclasses.replace(coding.attributions[0], cue=None, hedge="REPORTEDLY")
    marks = _marks(dataclasses.replace(coding, attributions=(attribution,)))
    assert [mark.span.of(TEXT) for mark in marks if mark.part == "hedge"] == ["reportedly"]


def test_hedge_that_stands_nowhere_is_not_marked():
    coding = coding_of()
    attribution = dataclasses.replace(coding.attributions[0], hedge="is thought to")
    marks = _marks(dataclasses.replace(coding, attributions=(attribution,)))
    assert [mark for mark in marks if mark.part == "hedge"] == []


def test_runs_put_together_are_the_text():
    whole = Span(start=0, end=len(TEXT))
    runs = list(runs_of(TEXT, _marks(), whole))
    assert "".join(run.text for run in runs) == TEXT
    assert all(run.text for run in runs)


def test_runs_of_a_sentence_stay_inside_it():
    sentence = coding_of().segmentation.sentences[1]
    runs = list(runs_of(TEXT, _marks(), sentence))
    assert "".join(run.text for run in runs) == sentence.of(TEXT)
