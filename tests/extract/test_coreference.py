from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tacitus.extract.coreference import find_chains
from tacitus.extract.relations import find_relations
from tacitus.records import Document, Mention, Span
from tests.extract.marked_text import read_marked, segment

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "golden" / "coreference.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_find_chains_agrees_with_the_golden_case(case):
    document, segmentation, mentions, labels = read_marked(case["text"])
    relations = find_relations(document, segmentation, mentions)
    found = find_chains(document, segmentation, mentions, relations)
    for left in found:
        for right in found:
            words = (left.span.of(document.text), right.span.of(document.text))
            same = labels[left.id] == labels[right.id]
            assert (left.chain == right.chain) is same, words


def test_find_chains_keeps_the_order_and_numbers_chains_by_first_mention():
    document, segmentation, mentions, _ = read_marked(
        "[Anna Berg|person|name|1] met [Jonas Hale|person|name|2]. [Berg|person|name|1] left."
    )
    found = find_chains(document, segmentation, mentions[::-1], ())
    assert [m.id for m in found] == ["m3", "m2", "m1"]
    assert [m.chain for m in found] == ["c1", "c2", "c1"]


def test_find_chains_joins_a_name_with_the_phrase_around_it():
    text = "Foreign Minister Anna Berg left."
    outer = Mention(id="m1", span=Span(start=0, end=26), kind="person", form="name")
    inner = Mention(id="m2", span=Span(start=17, end=26), kind="person", form="name")
    found = find_chains(Document(text=text), segment(text), (outer, inner), ())
    assert found[0].chain == found[1].chain == "c1"


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)
)
def test_find_chains_gives_every_mention_a_chain_whatever_the_text(text, ranges):
    spans = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in ranges]
    mentions = [
        Mention(
            id=f"m{i}", span=Span(start=s, end=e), kind="person" if i % 2 else "group", form="name"
        )
        for i, (s, e) in enumerate(spans)
    ]
    found = find_chains(Document(text=text), segment(text), mentions, ())
    assert [m.id for m in found] == [m.id for m in mentions]
    assert all(m.chain for m in found)
