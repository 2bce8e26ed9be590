"""Who reports an event: the pair head and the attributions weighed together, against nobody."""

from functools import partial

import numpy as np
import pytest

from tacitus.extract.anchors import Cluster
from tacitus.extract.arguments import ROLES, RoleScores
from tacitus.extract.speakers import FEATURES, find_candidates, find_speaker, speaker_chance
from tacitus.records import Attribution, Mention, Segmentation, Span

TEXT = "Ana Ruiz said rebels fired on Kilo. Troops fled Kilo, the army added. She wept."
WEIGHTS = {
    "bias": -0.6, "pair": 0.6, "elsewhere": 0.3, "inner": 0.6, "beside": 0.6, "pronoun": -0.5,
}  # fmt: skip


def span_of(words):
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def mention(name, words, chain, form="name"):
    return Mention(id=name, span=span_of(words), kind="person", form=form, chain=chain)


MENTIONS = {
    m.id: m
    for m in (
        mention("ana", "Ana Ruiz", "c1"),
        mention("rebels", "rebels", "c2", "nominal"),
        mention("army", "the army", "c3", "nominal"),
        mention("she", "She", "c1", "pronoun"),
    )
}
LAYOUT = Segmentation(
    headline=None, dateline=None, paragraphs=(), quotes=(),
    sentences=(Span(start=0, end=35), Span(start=36, end=69), Span(start=70, end=len(TEXT))),
)  # fmt: skip
SAID = Attribution(
    id="a1", source_id="ana", source=span_of("Ana Ruiz"), cue=span_of("said"),
    content=(span_of("rebels fired on Kilo"),),
)  # fmt: skip
ADDED = Attribution(
    id="a2", source_id="army", source=span_of("the army"), cue=span_of("added"), content=()
)


def scores(**chances) -> RoleScores:
    out: RoleScores = {role: {} for role in ROLES}
    for name, chance in chances.items():
        out["speaker"][MENTIONS[name].chain] = (MENTIONS[name], chance)
    return out


def candidates(anchor, own, merged=None, attributions=()):
    cluster = Cluster(anchors=(span_of(anchor),), scores=(0.9,), types_k=np.ones(1, np.float32))
    found = find_candidates(cluster, own, merged or own, attributions, MENTIONS, LAYOUT)
    return {candidate.mention.id: candidate for candidate in found}


def speaker(anchor, own, attributions=(), *, weights=WEIGHTS, threshold=0.32):
    found = list(candidates(anchor, own, attributions=attributions).values())
    return find_speaker(found, partial(speaker_chance, weights=weights), threshold)


@pytest.mark.parametrize(
    ("anchor", "chances", "attributions", "wanted"),
    [
        ("fired", {}, (), None),
        ("fired", {"ana": 0.6}, (), "ana"),
        ("fired", {"ana": 0.3}, (), None),
        ("fired", {"ana": 0.3}, (SAID,), "ana"),  # neither is enough alone
        ("fired", {"ana": 0.01}, (SAID,), None),
        ("fired", {"ana": 0.4, "army": 0.5}, (SAID,), "ana"),  # the source of the inner content
        ("fled", {"ana": 0.3, "army": 0.3}, (ADDED,), "army"),  # a cue beside, its content lost
        ("fled", {"she": 0.45}, (), None),  # a pronoun needs more than a name
        ("fled", {"ana": 0.45}, (), "ana"),
    ],
)
def test_the_likeliest_of_all_speaks_unless_nobody_is_likelier(
    anchor, chances, attributions, wanted
):
    assert speaker(anchor, scores(**chances), attributions) == wanted


def test_candidates_carry_what_each_witness_says():
    found = candidates("fired", scores(ana=0.5), scores(ana=0.9, rebels=0.01), (SAID, ADDED))
    assert list(found) == ["ana"]  # the army's cue stands in another sentence, rebels are unheard
    features = found["ana"].features
    assert tuple(features) == FEATURES
    assert features["pair"] == pytest.approx(0.0)
    assert features["elsewhere"] == pytest.approx(2.197, abs=1e-3)  # the logit of 0.9
    assert (features["inner"], features["beside"], features["pronoun"]) == (1.0, 0.0, 0.0)
    assert found["ana"].anchor == span_of("fired")


def test_the_words_of_the_source_stand_for_its_chain():
    found = candidates("fired", scores(she=0.5), attributions=(SAID,))
    assert list(found) == ["ana"]
    assert found["ana"].features["pair"] == pytest.approx(0.0)


def test_a_cue_that_is_the_anchor_makes_its_source_no_reporter():
    assert candidates("added", scores(), attributions=(ADDED,)) == {}


def test_an_attribution_without_a_source_is_nobodys():
    unsourced = Attribution(
        id="a3", source_id=None, source=None, cue=None, content=SAID.content, hedge="reportedly"
    )
    assert candidates("fired", scores(), attributions=(unsourced,)) == {}


def test_without_weights_the_pair_heads_chance_decides():
    assert speaker("fired", scores(ana=0.55), weights={}, threshold=0.5) == "ana"
    assert speaker("fired", scores(ana=0.45), (SAID,), weights={}, threshold=0.5) is None
