from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tacitus.extract.disputes import find_disputes
from tacitus.records import Event
from tests.extract.marked_text import read_marked, span_of

GOLDEN = Path(__file__).parents[1] / "golden" / "disputes.yaml"
CASES = yaml.safe_load(GOLDEN.read_text("utf-8"))


def link(case):
    document, segmentation, mentions, labels = read_marked(case["text"])
    mentions = tuple(replace(m, chain=labels[m.id]) for m in mentions)
    first = {label: mention_id for mention_id, label in reversed(labels.items())}
    events = [
        Event(
            id=f"e{number}",
            anchor=span_of(document.text, words),
            event_type=event_type,
            mode=rest[0] if rest else None,
            actor_ids=tuple(first[chain] for chain in actors),
            recipient_ids=tuple(first[chain] for chain in recipients),
            speaker_id=first.get(speaker),
        )
        for number, (words, event_type, actors, recipients, speaker, *rest) in enumerate(
            case["events"], start=1
        )
    ]
    return find_disputes(document, segmentation, events, mentions, ())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_find_disputes_agrees_with_the_golden_case(case):
    found = [[int(one.left_id[1:]), int(one.right_id[1:])] for one in link(case)]
    assert found == case["disputes"]


def test_find_disputes_says_what_answers_what():
    (found,) = link(CASES[0])
    assert (found.relation, found.judge) == ("disputes", "rule")
    assert found.evidence == '"denied" (denied accusation) answers "accused"'
    assert 0.5 < found.score <= 1
