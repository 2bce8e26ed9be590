import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml

from tacitus.extract.factuality import judge_factuality
from tacitus.records import Attribution, Document, Event, Span
from tests.extract.encodings import make_encoding
from tests.extract.marked_text import segment, span_of

GOLDEN = Path(__file__).parents[1] / "golden" / "factuality.yaml"
CASES = yaml.safe_load(GOLDEN.read_text("utf-8"))
USUAL = {"certainty": "certain", "polarity": "pos", "time_status": "past", "historical": False}


def judge(text, anchor, event_type="ASSAULT", heads=None, attributions=()):
    offsets = np.array([m.span() for m in re.finditer(r"\w+", text)], dtype=np.int64).reshape(-1, 2)
    heads = heads or {}
    scores = {
        head: np.tile(np.array(list(row.values()), dtype=np.float32), (len(offsets), 1))
        for head, row in heads.items()
    }
    encoding = make_encoding(offsets, scores, {head: tuple(row) for head, row in heads.items()})
    event = Event(id="e1", anchor=anchor, event_type=event_type)
    document = Document(text=text, published=date(2020, 6, 1))
    (judged,) = judge_factuality(document, segment(text), encoding, [event], attributions)
    return judged


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_judge_factuality_agrees_with_the_golden_case(case):
    before, anchor, after = re.split(r"\[\[|\]\]", case["text"])
    span = Span(start=len(before), end=len(before) + len(anchor))
    judged = judge(before + anchor + after, span, case["type"])
    got = {name: getattr(judged, name) for name in USUAL}
    assert got == {**USUAL, **case["expect"]}


def test_judge_factuality_believes_a_sure_head():
    text = "Troops seized the ship."
    judged = judge(
        text,
        span_of(text, "seized"),
        heads={"certainty": {"certain": 0.02, "probable": 0.96, "possible": 0.02}},
    )
    assert judged.certainty == "probable"


def test_judge_factuality_lets_a_plain_negation_outweigh_a_wavering_head():
    text = "Troops did not seize the ship."
    judged = judge(
        text,
        span_of(text, "seize"),
        heads={"polarity": {"pos": 0.8, "neg": 0.2}},
    )
    assert judged.polarity == "neg"


@pytest.mark.parametrize(
    ("hedge", "certainty"),
    [("reportedly", "probable"), ("possibly", "possible"), (None, "certain")],
)
def test_judge_factuality_takes_the_hedge_of_the_attribution_around_the_event(hedge, certainty):
    text = "Hale said troops seized the ship."
    attribution = Attribution(
        id="a1",
        source_id=None,
        source=None,
        cue=None,
        content=(Span(start=10, end=33),),
        hedge=hedge,
    )
    assert judge(text, span_of(text, "seized"), attributions=[attribution]).certainty == certainty


@pytest.mark.parametrize(
    ("text", "anchor", "low", "high"),
    [
        ("Troops seized the ship.", "seized", 2, 3),
        ("Troops reportedly seized the ship.", "seized", 1, 2),
        ("Troops did not seize the ship.", "seize", -3, -2),
        ("Troops will seize the ship.", "seize", 0, 2),
    ],
)
def test_judge_factuality_keeps_the_value_in_the_range_of_the_other_fields(text, anchor, low, high):
    judged = judge(
        text,
        span_of(text, anchor),
        "PROTEST",
        heads={"factuality": {"factuality": 0.5}},
    )
    assert low <= judged.factuality <= high
