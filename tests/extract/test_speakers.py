"""Who reports an event: the pair head and the attributions heard together."""

import pytest

from tacitus.extract.arguments import ROLES, Arguments, RoleScores
from tacitus.extract.speakers import find_speaker
from tacitus.records import Attribution, Mention, Span

THRESHOLDS = {"told": 0.4, "speaker": 0.5}


def mention(number):
    return Mention(
        id=f"m{number}", span=Span(start=number * 10, end=number * 10 + 5), kind="person",
        form="name", chain=f"c{number}", score=1.0,
    )  # fmt: skip


MENTIONS = {m.id: m for m in map(mention, range(1, 4))}


def attribution(source):
    return Attribution(
        id="a1", source=None, source_id=source, cue=None, content=(Span(start=60, end=90),),
        hedge=None, parent_id=None, score=1.0,
    )  # fmt: skip


def speaker(chances, *sources, actors=()):
    scores: RoleScores = {role: {} for role in ROLES}
    for name, chance in chances.items():
        scores["speaker"][MENTIONS[name].chain] = (MENTIONS[name], chance)
    roles = Arguments(actors=tuple((MENTIONS[name], 0.9) for name in actors))
    return find_speaker(roles, scores, [attribution(s) for s in sources], MENTIONS, THRESHOLDS)


@pytest.mark.parametrize(
    ("chances", "sources", "wanted"),
    [
        ({}, (), None),
        ({"m1": 0.6}, (), "m1"),
        ({"m1": 0.4}, (), None),
        ({"m1": 0.4}, ("m1",), "m1"),  # neither is enough alone
        ({}, ("m1",), None),
        ({"m1": 0.55, "m2": 0.3}, ("m2",), "m2"),
        ({"m1": 0.35, "m2": 0.35}, ("m1", "m2"), "m1"),  # the nearest attribution counts more
        ({"m1": 0.2}, (None, "m1"), "m1"),  # an attribution without a source is nobody's
    ],
)
def test_the_likeliest_of_both_speaks(chances, sources, wanted):
    assert speaker(chances, *sources) == wanted


def test_an_actor_does_not_report_its_own_act():
    assert speaker({"m1": 0.9, "m2": 0.6}, actors=("m1",)) == "m2"
    assert speaker({"m1": 0.9}, "m1", actors=("m1",)) is None
