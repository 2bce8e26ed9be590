from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from tacitus.records import Entity, Relation, Span
from tacitus.resolve.entities import resolve_entities
from tacitus.resolve.knowledge_files import load_knowledge
from tests.resolve.worlds import marked, small_gazetteer

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "golden" / "entities.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def knowledge():
    loaded = load_knowledge(with_places=False)
    loaded.places = small_gazetteer()
    yield loaded
    loaded.places = None


def told(resolution) -> str:
    target = resolution.target
    if target is None:
        return f"- | - | - | {resolution.basis}"
    sectors = ",".join(target.sectors) or "-"
    return f"{target.name} | {target.country or '-'} | {sectors} | {resolution.basis}"


@pytest.mark.parametrize("case", GOLDEN, ids=[case["why"] for case in GOLDEN])
def test_resolve_entities_agrees_with_the_golden_cases(case, knowledge):
    document, segmentation, mentions = marked(case["text"])
    resolutions = resolve_entities(document, segmentation, mentions, (), knowledge)
    assert [told(resolution) for resolution in resolutions] == case["want"]


def test_resolve_entities_gives_one_resolution_with_evidence_for_every_mention(knowledge):
    document, segmentation, mentions = marked(
        "[Kenya|place] and [xyzzy|misc|nominal] and [it|misc|pronoun]."
    )
    resolutions = resolve_entities(document, segmentation, mentions, (), knowledge)
    assert [r.subject_id for r in resolutions] == [m.id for m in mentions]
    assert all(r.kind == "entity" and r.evidence for r in resolutions)


def test_resolve_entities_takes_the_role_that_a_person_held_on_the_day(knowledge):
    document, segmentation, mentions = marked("[Joe Biden|person] spoke.")
    sectors = {}
    for year in (2005, 2012, 2019):
        dated = replace(document, published=date(year, 6, 1), id="")
        (resolution,) = resolve_entities(dated, segmentation, mentions, (), knowledge)
        assert isinstance(resolution.target, Entity)
        sectors[year] = resolution.target.sectors
    assert sectors == {2005: ("LEG",), 2012: ("GOV",), 2019: ("ELI",)}


def test_resolve_entities_reads_a_relation_to_a_body(knowledge):
    document, segmentation, mentions = marked(
        "[Omar Testani|person] of [the Taliban|organisation] agreed."
    )
    relation = Relation(
        person_id="m0",
        role="negotiator",
        organisation_id="m1",
        status="current",
        span=Span(start=0, end=5),
    )
    resolution, _ = resolve_entities(document, segmentation, mentions, (relation,), knowledge)
    assert told(resolution) == "Omar Testani | AFG | REB | stated"
    assert 'role "negotiator"' in resolution.evidence


def test_resolve_entities_ties_a_misspelt_surname_to_the_full_name(knowledge):
    document, segmentation, mentions = marked(
        "Saleh al-Arouri of Hamas arrived. [Al-Arour|person] said nothing."
    )
    (resolution,) = resolve_entities(document, segmentation, mentions, (), knowledge)
    assert told(resolution) == "Saleh al-Arouri | PSE | REB | inferred"


def test_resolve_entities_leaves_a_party_of_a_country_that_nobody_names(knowledge):
    document, segmentation, mentions = marked(
        "[The Democrats|organisation] won in Seoul, South Korea."
    )
    (resolution,) = resolve_entities(document, segmentation, mentions, (), knowledge)
    assert told(resolution).split(" | ")[1] == "KOR"
    assert resolution.basis == "inferred"


def test_resolve_entities_scores_a_country_of_the_story_lower_than_a_stated_one(knowledge):
    document, segmentation, mentions = marked(
        "[Kenyan police|group|nominal] and [soldiers|group|nominal] left."
    )
    stated, inferred = resolve_entities(document, segmentation, mentions, (), knowledge)
    assert stated.score > inferred.score
    assert "KEN" in inferred.evidence
