from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tacitus.extract.relations import find_relations, name_span
from tacitus.records import Document, Mention, Span
from tests.extract.marked_text import read_marked, segment

CASES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "relations.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_find_relations_agrees_with_the_golden_case(case):
    document, segmentation, mentions, labels = read_marked(case["text"])
    found = find_relations(document, segmentation, mentions)
    body = {m.id: labels[m.id] for m in mentions}
    got = [[body[r.person_id], r.role, body.get(r.organisation_id or ""), r.status] for r in found]
    assert got == case["relations"]


def test_find_relations_gives_one_relation_for_a_role_told_twice():
    document, segmentation, mentions, _ = read_marked(
        "President [Ada Moreau|person|name|1] left. President [Moreau|person|name|1] will return."
    )
    assert len(find_relations(document, segmentation, mentions)) == 1


def test_name_span_leaves_the_title_out():
    text = "Foreign Minister Olga Brandt"
    assert name_span(text, Span(start=0, end=28)).of(text) == "Olga Brandt"


@given(st.text(alphabet="Aab ,.’-\nof", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_find_relations_stands_any_text(text, left, right):
    start, end = sorted((min(left, len(text)), min(right, len(text))))
    person = Mention(id="m1", span=Span(start=start, end=end), kind="person", form="name")
    for relation in find_relations(Document(text=text), segment(text), (person,)):
        assert relation.span.end <= len(text)
