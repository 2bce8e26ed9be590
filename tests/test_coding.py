from __future__ import annotations

import dataclasses
import json
import pickle
from datetime import date
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.coding import CodedDocument
from tacitus.errors import SchemaError
from tacitus.records import (
    Attribution,
    Coding,
    Document,
    Entity,
    Event,
    Interval,
    Link,
    Mention,
    Place,
    Relation,
    Resolution,
    Segmentation,
    Span,
    Timex,
)
from tests.codings import coding_of

spans = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(
    lambda pair: Span(start=min(pair), end=max(pair))
)
texts = st.text(max_size=8)
scalars = {
    str: texts,
    float: st.floats(allow_nan=False, allow_infinity=False),
    Span: spans,
}


def _of(hint) -> st.SearchStrategy:
    """Any value of a type that a record's field may have."""
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([_of(kind) for kind in get_args(hint)])
    if get_origin(hint) is tuple:
        return _few(_of(get_args(hint)[0]))
    if dataclasses.is_dataclass(hint) and hint is not Span:
        return _any(hint)
    return scalars[hint] if hint in scalars else st.from_type(hint)


def _any(cls, /, **fixed: st.SearchStrategy) -> st.SearchStrategy:
    """Any value of a dataclass, every field drawn."""
    hints = get_type_hints(cls)
    drawn = {f.name: _of(hints[f.name]) for f in dataclasses.fields(cls) if f.name not in fixed}
    return st.builds(cls, **(drawn | fixed))


def _few(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=2).map(tuple)


resolutions = st.one_of(
    [
        _any(Resolution, kind=st.just(kind), target=st.none() | _any(target))
        for kind, target in (("entity", Entity), ("interval", Interval), ("place", Place))
    ]
)
codings = st.builds(
    CodedDocument,
    document=_any(Document, id=st.text("0123456789abcdef", min_size=1)),
    segmentation=_any(Segmentation),
    mentions=_few(_any(Mention)),
    attributions=_few(_any(Attribution)),
    timexes=_few(_any(Timex)),
    events=_few(_any(Event)),
    relations=_few(_any(Relation)),
    resolutions=_few(resolutions),
    links=_few(_any(Link)),
    coder_version=texts,
    notes=_few(texts),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(codings)
def test_json_round_trip_is_the_identity(coding):
    assert CodedDocument.from_json(coding.to_json()) == coding
    assert CodedDocument.from_json(coding.to_json(indent=None)) == coding


def test_json_on_one_line_stays_on_one_line_for_every_reader():
    text = "A\u2028B\u2029C\x85D\x0bE\x1cF \ud800 \N{PILE OF POO}"
    coding = coding_of()
    coding = dataclasses.replace(coding, document=dataclasses.replace(coding.document, text=text))
    line = coding.to_json(indent=None)
    assert len(line.splitlines()) == 1
    assert CodedDocument.from_json(line).document.text == text
    assert line.encode("utf-8")


def test_coding_goes_between_processes_unchanged():
    assert pickle.loads(pickle.dumps(coding_of())) == coding_of()


def test_coding_class_adds_no_field_to_the_value():
    assert [f.name for f in dataclasses.fields(CodedDocument)] == [
        f.name for f in dataclasses.fields(Coding)
    ]


def _changed(**changes):
    raw = json.loads(coding_of().to_json())
    for path, value in changes.items():
        *parents, last = [int(key) if key.isdigit() else key for key in path.split("__")]
        parent = raw
        for key in parents:
            parent = parent[key]
        if value is KeyError:
            del parent[last]
        else:
            parent[last] = value
    return json.dumps(raw)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON: Expecting property name"),
        ("[1]", "a JSON list; expected an object as in docs/json.md"),
        (_changed(format_version=9), "format_version 9; expected 1: code the article again"),
        (_changed(document=KeyError), "document: missing; docs/json.md lists the fields"),
        (_changed(events__1__anchor=[1]), r"events\[1\].anchor: \[1\]; expected \[start, end\]"),
        (_changed(events__0__anchor=[9, 1]), r"events\[0\].anchor: span 9:1 is not a range"),
        (
            _changed(events__0__polarity="no"),
            r'events\[0\].polarity: "no"; expected one of pos, neg',
        ),
        (_changed(events__0__score="x"), r'events\[0\].score: "x"; expected float'),
        (_changed(events__0__historical=1), r"events\[0\].historical: 1; expected bool"),
        (_changed(events__0__mod="x"), r'events\[0\]: unknown field "mod"; expected id, anchor'),
        (_changed(events=None), "events: null; expected a list"),
        (
            _changed(document__published="6 May"),
            'document.published: "6 May"; expected an ISO 8601',
        ),
        (_changed(resolutions__0__kind="x"), r'resolutions\[0\].kind: "x"; expected one of entity'),
        (_changed(document=3), r"document: 3; expected an object \(Document\)"),
    ],
)
def test_from_json_says_which_field_is_wrong(text, message):
    with pytest.raises(SchemaError, match=message):
        CodedDocument.from_json(text)


def test_events_frame_has_one_value_a_cell_and_the_same_columns_in_each_row():
    rows = coding_of().events_frame()
    assert len({tuple(row) for row in rows}) == 1
    assert {type(cell) for row in rows for cell in row.values()} <= {
        str,
        int,
        float,
        bool,
        type(None),
    }
    first, second = rows
    assert first["actors"] == "Police"
    assert first["recipient_countries"] is None
    assert first["date_start"] == "2024-03-04"
    assert first["arrested"] == 14
    assert first["killed"] is None
    assert first["speaker"] == "Interior Ministry of Veldania"
    assert str(first["sentence"]).startswith("Police in Port Selm arrested")
    assert second["disputes"] == "e1"
    assert second["recipient_sectors"] == "GOV COP"


def test_events_frame_without_a_publication_date_has_no_dates():
    coding = coding_of(published=None)
    assert coding.document.published is None
    assert [row["date_start"] for row in coding.events_frame()] == [None, None]
    assert coding_of().document.published == date(2024, 3, 6)
