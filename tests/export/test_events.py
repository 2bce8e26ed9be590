from __future__ import annotations

import dataclasses

from tacitus.export.events import events_resolved
from tests.codings import TEXT, coding_of, span_of


def _with_event(coding, **changes):
    first, *rest = coding.events
    return dataclasses.replace(coding, events=(dataclasses.replace(first, **changes), *rest))


def _with_attribution(coding, **changes):
    changed = dataclasses.replace(coding.attributions[0], **changes)
    return dataclasses.replace(coding, attributions=(changed,))


def _words(span):
    return TEXT[span[0] : span[1]]


def test_events_resolved_looks_every_id_up():
    first, second = events_resolved(coding_of())
    assert {k: v for k, v in first.items() if k not in {"anchor", "also", "cue", "actors"}} == {
        "id": "e1",
        "type": "COERCE",
        "mode": "arrest",
        "contexts": ["intelligence"],
        "recipients": [
            {
                "name": "14 agents of Ostrava Bank",
                "span": [102, 127],
                "country": None,
                "cow": None,
                "gw": None,
                "sectors": [],
                "entity_id": None,
                "basis": "none",
            }
        ],
        "date": {
            "start": "2024-03-04",
            "end": "2024-03-04",
            "basis": "stated",
            "span": [128, 137],
        },
        "place": {
            "name": "Port Selm",
            "span": [83, 92],
            "country": "VLD",
            "lat": 12.5,
            "lon": -4.25,
            "geonames_id": 77,
            "claimants": [],
            "basis": "stated",
        },
        "speaker": {"name": "Interior Ministry of Veldania", "span": [139, 167]},
        "hedge": "reportedly",
        "certainty": "probable",
        "polarity": "pos",
        "time_status": "past",
        "historical": False,
        "quantities": [
            {
                "kind": "arrested",
                "value": 14.0,
                "unit": None,
                "modifier": "exact",
                "span": [102, 104],
            }
        ],
        "factuality": 1.5,
        "score": 0.87,
        "disputes": None,
    }
    assert _words(first["anchor"]) == "arrested"
    assert [_words(span) for span in first["also"]] == ["arrested"]
    assert _words(first["cue"]) == "reportedly said"
    assert second["recipients"][0]["entity_id"] == "vld-interior"
    assert second["recipients"][0]["basis"] == "stated"
    assert second["disputes"] == "e1"


def test_events_resolved_gives_null_where_nothing_was_found():
    second = events_resolved(coding_of())[1]
    assert second["date"] is None  # looked up, target None
    assert second["place"] is None  # not looked up
    assert second["speaker"] is None
    assert second["cue"] is None


def test_events_resolved_calls_a_speaker_unnamed_when_the_text_names_nobody():
    coding = _with_event(coding_of(), speaker_id=None)
    assert events_resolved(coding)[0]["speaker"] is None
    unnamed = _with_attribution(coding, source_id=None, source=None)
    assert events_resolved(unnamed)[0]["speaker"] == {"name": "unnamed", "span": None}
    assert events_resolved(unnamed)[0]["hedge"] == "reportedly"


def test_events_resolved_uses_the_words_of_a_source_that_is_no_mention():
    coding = _with_event(coding_of(), speaker_id=None)
    words = _with_attribution(coding, source_id=None, source=span_of("agents"))
    speaker = events_resolved(words)[0]["speaker"]
    assert speaker is not None
    assert speaker["name"] == "agents"


def test_events_resolved_takes_the_cue_of_the_speakers_own_attribution():
    coding = coding_of()
    other = dataclasses.replace(
        coding.attributions[0], id="a0", source_id="m1", cue=span_of("says"), hedge=None
    )
    coding = dataclasses.replace(coding, attributions=(other, *coding.attributions))
    coding = _with_event(coding, attribution_ids=("a0", "a1"))
    assert events_resolved(coding)[0]["hedge"] == "reportedly"


def test_events_resolved_points_at_the_dateline_for_a_place_that_came_from_it():
    coding = coding_of()
    mention = dataclasses.replace(coding.mention("m3"), id="m9", span=span_of("PORT SELM"))
    place = coding.resolution("m3", "place")
    event_place = coding.resolution("e1", "place")
    assert place is not None
    assert event_place is not None
    coding = dataclasses.replace(
        _with_event(coding, toponym_ids=()),
        mentions=(*coding.mentions, mention),
        resolutions=(
            dataclasses.replace(event_place, basis="dateline"),
            dataclasses.replace(place, subject_id="m9"),
        ),
    )
    found = events_resolved(coding)[0]["place"]
    assert found is not None
    assert found["basis"] == "dateline"
    assert found["span"] is not None
    assert _words(found["span"]) == "PORT SELM"


def test_events_resolved_survives_ids_that_nothing_has():
    coding = _with_event(
        coding_of(), actor_ids=("gone",), timex_ids=("gone",), attribution_ids=("gone",)
    )
    assert events_resolved(coding)[0]["actors"] == []
    assert events_resolved(coding)[0]["cue"] is None
