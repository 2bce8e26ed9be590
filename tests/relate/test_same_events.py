from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from tacitus.errors import ModelError
from tacitus.relate.blocking import find_candidates
from tacitus.relate.clusters import APART, average_linkage, connected
from tacitus.relate.explanations import explain
from tacitus.relate.pair_features import FEATURES, VECTOR_FEATURES, days_between, features_of
from tacitus.relate.pair_scores import load_scorer
from tacitus.relate.reports import Party, Told
from tacitus.relate.same_events import find_same_events
from tacitus.relate.words import anchor_stems, family_of, stem_of

HAMAS = Party(name="Hamas", entity_id="hamas", country="PSE")
ISRAEL = Party(name="Israel", entity_id="isr", country="ISR")
DAY = date(2023, 5, 2)
SHELLED = Told(
    event_id="a#e1",
    document_id="a",
    event_type="ASSAULT",
    actors=(HAMAS,),
    recipients=(ISRAEL,),
    date_start=DAY,
    date_end=DAY,
    date_basis="stated",
    place_name="Sderot",
    place_country="ISR",
    lat=31.52,
    lon=34.6,
    place_basis="stated",
    anchor="shelled",
    sentence="Hamas shelled the Israeli town of Sderot at dawn on Tuesday, wounding two farmers.",
    published=DAY,
)
SHELLING = replace(
    SHELLED,
    event_id="b#e1",
    document_id="b",
    anchor="shelling",
    sentence="Two farmers were wounded in the shelling of Sderot by Hamas at dawn.",
)
MONTHS_LATER = replace(
    SHELLED,
    event_id="c#e1",
    document_id="c",
    date_start=DAY + timedelta(days=200),
    date_end=DAY + timedelta(days=200),
    published=DAY + timedelta(days=200),
)
TALKS = Told(
    event_id="d#e1",
    document_id="d",
    event_type="CONSULT",
    actors=(Party(name="Peru", entity_id="per", country="PER"),),
    anchor="met",
    sentence="Ministers from Peru met in Lima to talk about fishing.",
    published=DAY,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [("planned", "plans"), ("killing", "killed"), ("carried", "carry"), ("fled", "flee")],
)
def test_the_forms_of_a_word_have_one_stem(one, other):
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize("word", ["bus", "need", "crisis", "ring"])
def test_an_ending_that_is_none_stays(word):
    assert stem_of(word).startswith(word[:3])
    assert stem_of(word) != stem_of("planned")


def test_quake_and_earthquake_are_one_family_but_not_one_stem():
    assert stem_of("quake") != stem_of("earthquake")
    assert family_of(stem_of("quake")) == family_of(stem_of("earthquakes"))


def test_an_anchor_of_small_words_keeps_them():
    assert anchor_stems("was") == ("be",)
    assert anchor_stems("the shelling") == ("shel",)


def test_two_reports_of_one_shelling_are_linked_and_one_of_months_later_is_not():
    found = find_same_events([SHELLED, SHELLING, MONTHS_LATER, TALKS])
    assert found.groups == (("a#e1", "b#e1"),)
    (link,) = found.links
    assert (link.left_id, link.right_id, link.relation) == ("a#e1", "b#e1", "same_event")
    assert link.judge == "model"
    assert link.evidence == (
        'same type ASSAULT; "shelled" and "shelling"; both name Hamas -> Israel; Sderot; '
        "both on 2023-05-02; both sentences have Hamas, Sderot, dawn, wounding"
    )


def test_the_order_of_the_happenings_changes_nothing():
    told = [SHELLED, SHELLING, MONTHS_LATER, TALKS]
    assert find_same_events(told[::-1]) == find_same_events(told)


def test_what_a_person_decided_holds():
    told = [SHELLED, SHELLING, TALKS]
    apart = find_same_events(told, judged={("b#e1", "a#e1"): False})
    assert apart.groups == ()
    together = find_same_events(told, judged={("a#e1", "d#e1"): True})
    assert any({"a#e1", "d#e1"} <= set(group) for group in together.groups)
    decided = [link for link in together.links if link.right_id == "d#e1"]
    assert [(link.judge, link.score) for link in decided] == [("person", 1.0)]


def test_nothing_comes_of_nothing():
    assert find_same_events([]).links == ()
    assert find_same_events([SHELLED]).groups == ()


def test_an_explanation_says_what_differs():
    denied = replace(SHELLING, polarity="neg", actors=(Party(name="Ayyash Brigade"),))
    assert explain(SHELLED, denied).endswith(
        "; but actors Hamas and Ayyash Brigade; one of the two is denied"
    )


def test_an_explanation_counts_the_days_within_the_precision_of_both():
    vague = replace(SHELLING, date_start=DAY + timedelta(days=2), date_end=DAY + timedelta(days=3))
    assert "2 to 3 days apart" in explain(SHELLED, vague)


def test_every_feature_has_its_name_and_a_pair_reads_the_same_both_ways():
    table = load_scorer().tabulate([SHELLED, SHELLING])
    one, two = np.array([0], np.int32), np.array([1], np.int32)
    there, back = features_of(table, one, two), features_of(table, two, one)
    assert there.shape == (1, len(FEATURES))
    assert np.allclose(there, back)


def test_vectors_add_their_features():
    told = [replace(t, vector=np.ones(4, np.float32)) for t in (SHELLED, SHELLING)]
    table = load_scorer().tabulate(told)
    row = features_of(table, np.array([0], np.int32), np.array([1], np.int32))[0]
    assert len(row) == len(FEATURES) + len(VECTOR_FEATURES)
    assert row[len(FEATURES)] == pytest.approx(1.0)


def test_a_year_overlaps_each_of_its_days():
    year = replace(SHELLING, date_start=date(2023, 1, 1), date_end=date(2023, 12, 31))
    table = load_scorer().tabulate([SHELLED, year, MONTHS_LATER])
    left = np.array([0, 0], np.int32)
    assert days_between(table, left, np.array([1, 2], np.int32)).tolist() == [0, 200]


def test_pairs_beyond_the_window_are_no_candidates():
    found = find_candidates(load_scorer().tabulate([SHELLED, SHELLING, MONTHS_LATER]))
    pairs = list(zip(found.left_p.tolist(), found.right_p.tolist(), strict=True))
    assert pairs == [(0, 1)]
    assert found.left_out == 0


def test_the_number_of_candidates_is_bounded():
    told = [replace(SHELLED, event_id=f"{i}#e1", document_id=str(i)) for i in range(300)]
    found = find_candidates(load_scorer().tabulate(told))
    assert len(found.left_p) <= 24 * 300


def test_average_linkage_does_not_chain():
    scores = {(0, 1): 0.9, (1, 2): 0.8}  # 0 and 2 have nothing in common
    assert average_linkage(4, scores, 0.5) == [[0, 1], [2], [3]]
    assert average_linkage(4, scores, 0.4) == [[0, 1, 2], [3]]
    assert average_linkage(3, {(0, 1): 0.9, (1, 2): 0.9, (0, 2): APART}, 0.1)[0] == [0, 1]


def test_average_linkage_is_that_of_the_definition():
    chance = Random(5)
    count = 14
    scores = {(i, j): chance.random() for j in range(count) for i in range(j)}

    def mean(a, b):
        return sum(scores[min(i, j), max(i, j)] for i in a for j in b) / (len(a) * len(b))

    groups = [[i] for i in range(count)]
    while len(groups) > 1:
        best, a, b = max((mean(a, b), a, b) for a in groups for b in groups if a < b)
        if best < 0.5:
            break
        groups = [g for g in groups if g not in (a, b)] + [sorted(a + b)]
    assert average_linkage(count, scores, 0.5) == sorted(groups)


def test_connected_joins_what_hangs_together():
    assert connected(5, [(0, 3), (3, 4)]) == [[0, 3, 4], [1], [2]]


def test_weights_for_other_features_are_refused(tmp_path):
    file = tmp_path / "relate.json"
    file.write_text('{"same_events": {"rarity": {}, "rarest": 5, "plain": {"weights": {}}}}')
    with pytest.raises(ModelError, match=r"has no weights for same events .*features expected"):
        load_scorer(file)
