from typing import Any

import yaml

from tacitus.records import Span
from tacitus.review.golden import Decided, golden_yaml


def decided(**given):
    values: dict[str, Any] = {
        "kind": "code",
        "subject": "d#e1",
        "asked": "ACCUSE",
        "verdict": "no",
        "correction": "COERCE/arrest",
        "judges": ("ada",),
        "document_id": "d",
        "anchor": Span(start=17, end=25),
    }
    return Decided(**values | given)


def test_a_corrected_code_is_a_case():
    (case,) = yaml.safe_load(golden_yaml([decided()]))
    assert case == {
        "name": "code of d#e1",
        "document": "d",
        "anchor": [17, 25],
        "was": {"type": "ACCUSE"},
        "expect": {"type": "COERCE", "mode": "arrest"},
        "judges": ["ada"],
    }


def test_the_sentence_has_its_anchor_marked():
    one = decided(text="Police arrested\nnine.", text_start=10)
    (case,) = yaml.safe_load(golden_yaml([one]))
    assert case["text"] == "Police [[arrested]] nine."


def test_what_is_expected_of_each_kind():
    cases = [
        decided(verdict="yes", correction=None),
        decided(correction="none"),
        decided(correction=None),
        decided(kind="actor", asked="Norland", correction='[{"name": "Ostia"}]'),
        decided(kind="same-event", asked="same", document_id=None, anchor=None),
    ]
    assert [case["expect"] for case in yaml.safe_load(golden_yaml(cases))] == [
        {"type": "ACCUSE"},
        {"event": False},
        {"not": {"type": "ACCUSE"}},
        {"actors": ["Ostia"]},
        {"same_event": False},
    ]
