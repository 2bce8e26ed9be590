"""Accounts of a happening: figures, stances, who disputes whom, which claim a denial answers."""

from __future__ import annotations

from datetime import date

import pytest

from tacitus.relate.accounts import accounts_of
from tacitus.relate.claims import happenings_of, links_of
from tacitus.relate.cross_disputes import contrast
from tacitus.relate.denials import find_answers
from tacitus.relate.figures import Dated, figure_series, figure_words, figures_apart
from tacitus.relate.reports import Figure, Party, Told
from tacitus.relate.story_events import join_in_stories

DAY, NEXT = date(2024, 3, 7), date(2024, 3, 8)
ARMY = Party(name="army", country="COL", sectors=("MIL",))
REBELS = Party(name="Orinoco Front", country="COL", sectors=("REB",))


def dated(value, day=DAY, kind="killed", modifier="exact", **others):
    return Dated(figure=Figure(kind=kind, value=value, modifier=modifier), published=day, **others)


def told(document, event_type="ASSAULT", **others):
    given = {"publisher": f"Paper {document}", "published": DAY, "sentence": "Shells fell."}
    event_id = f"{document}#{others.pop('name', 'e1')}"
    return Told(
        event_id=event_id, document_id=document, event_type=event_type, **{**given, **others}
    )


def killed(number):
    return {"quantities": (Figure(kind="killed", value=number),)}


def kinds(one, two):
    (left,), (right,) = accounts_of([one]), accounts_of([two])
    return list(contrast(left, right).disputes)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (dated(4), dated(9), True),
        (dated(1), dated(3), False),  # by no more than two
        (dated(100), dated(120), False),  # by no more than a quarter
        (dated(10, modifier="at_least"), dated(15), False),
        (dated(10, modifier="at_least"), dated(4), True),
        (dated(9, modifier="at_most"), dated(4), False),
        (dated(100, modifier="about"), dated(60), False),
        (dated(100, modifier="about"), dated(40), True),
        (dated(4), dated(9, NEXT), False),  # a toll that has risen
        (dated(9), dated(4, NEXT), True),  # and one that falls
        (dated(4, speaker="army"), dated(9, NEXT, speaker="rebels"), True),
        (
            dated(4, speaker="army"),
            dated(9, NEXT, speaker="hospital", sentence="It has risen to nine."),
            False,
        ),
        (dated(4000, kind="participants"), dated(15000, NEXT, kind="participants"), True),
        (dated(4), dated(9, kind="injured"), False),
        (dated(4), dated(None), False),
    ],
)
def test_figures_are_apart_by_the_stated_rule_in_either_order(one, other, apart):
    assert (figures_apart(one, other), figures_apart(other, one)) == (apart, apart)


def test_figures_of_other_currencies_are_not_compared():
    one, two = (
        Dated(figure=Figure(kind="money", value=v, unit=u), published=DAY)
        for v, u in ((1e6, "USD"), (9e6, "EUR"))
    )
    assert not figures_apart(one, two)
    assert figure_words(two.figure) == "9,000,000 EUR"


def test_a_series_is_in_the_order_of_publication():
    series = figure_series([dated(9, NEXT), dated(4), dated(None)])
    assert {k: [d.figure.value for d in v] for k, v in series.items()} == {"killed": [4, 9]}


def test_each_speaker_of_a_report_has_an_account_of_its_own():
    accounts = accounts_of(
        [told("a", speaker="the army", **killed(4)), told("a", name="e2", speaker="a doctor")]
    )
    assert [(a.speaker, a.stance, len(a.figures)) for a in accounts] == [
        ("a doctor", "asserts", 0),
        ("the army", "asserts", 1),
    ]


def test_what_is_only_planned_is_no_account():
    assert accounts_of([told("a", time_status="future")]) == ()


def test_the_kinds_of_disputes():
    assert kinds(told("a", **killed(4)), told("b", **killed(9))) == ["figures"]
    assert kinds(told("a"), told("b", polarity="neg")) == ["denial"]
    assert kinds(told("a", actors=(ARMY,)), told("b", actors=(REBELS,))) == ["perpetrator"]
    assert kinds(told("a", actors=(ARMY,)), told("b", actors=(ARMY,))) == []
    here = {"place_name": "Kisumu", "lat": -0.1, "lon": 34.75, "place_basis": "stated"}
    there = {"place_name": "Mombasa", "lat": -4.05, "lon": 39.67, "place_basis": "stated"}
    assert kinds(told("a", **here), told("b", **there)) == ["place"]
    assert kinds(told("a", **here), told("b", **{**there, "place_basis": "dateline"})) == []
    on, later = ({"date_start": d, "date_end": d, "date_basis": "stated"} for d in (DAY, NEXT))
    assert kinds(told("a", **on), told("b", **later)) == ["date"]
    assert kinds(told("a", **on), told("b", **{**later, "date_basis": "publication_date"})) == []


def test_accounts_of_one_report_are_not_set_against_each_other():
    assert kinds(told("a", **killed(4)), told("a", name="e2", **killed(9))) == []


def denial(document, **others):
    given = {
        "actors": (ARMY,),
        "anchor": "dismissed",
        "sentence": "The army dismissed it as totally false: no shells.",
    }
    return told(document, "REJECT", **{**given, **others})


def test_a_denial_finds_the_claim_in_another_report():
    claim = told("a", actors=(ARMY,), sentence="The army fired shells at the market.")
    (answer,) = find_answers([claim, denial("b"), told("c", "CONSULT")])
    assert (answer.denial.event_id, answer.claim.event_id, answer.words) == (
        "b#e1",
        "a#e1",
        "dismissed",
    )


def test_a_refusal_denies_nothing():
    claim = told("a", actors=(ARMY,))
    words = "The army rebuffed the offer of talks."
    assert find_answers([claim, denial("b", anchor="rebuffed", sentence=words)]) == ()


def test_links_say_who_disputes_whom_and_why():
    members = [told("a", **killed(4)), told("b", **killed(9)), told("c", **killed(4))]
    (happening,) = happenings_of([members], members, [frozenset("abc")])
    assert [(x.left_id, x.right_id, x.relation, x.evidence) for x in links_of(happening)] == [
        ("b#e1", "a#e1", "disputes", "figures: 9 killed by Paper b, 4 killed by Paper a"),
        ("c#e1", "a#e1", "confirms", "Paper c and Paper a say that it happened: 4 killed"),
        ("c#e1", "b#e1", "disputes", "figures: 4 killed by Paper c, 9 killed by Paper b"),
    ]


def test_a_denial_inside_a_report_disputes_the_claim_in_others_too():
    claim, again = told("a"), told("b")
    answer = denial("b", name="e2", disputes="b#e1")
    (happening,) = happenings_of([[claim, again]], [claim, again, answer], [])
    (found,) = happening.disputes()
    assert (found.left.event_id, found.right.event_id) == ("b#e2", "a#e1")
    assert found.disputes == {
        "denial": "army, in Paper b denies what Paper a says: "
        '"The army dismissed it as totally false: no shells."'
    }


def test_events_of_one_story_and_type_are_joined_unless_days_or_judges_part_them():
    one, two, other = told("a"), told("b"), told("c")
    story = [frozenset("ab")]
    groups, links = join_in_stories([[one], [two], [other]], story)
    assert [[t.event_id for t in g] for g in groups] == [["a#e1", "b#e1"], ["c#e1"]]
    assert [(x.left_id, x.right_id, x.judge) for x in links] == [("a#e1", "b#e1", "rule")]
    assert join_in_stories([[one], [two]], story, [("b#e1", "a#e1")])[1] == ()
    far = told("b", date_start=date(2024, 1, 1), date_end=date(2024, 1, 1), date_basis="stated")
    near = told("a", date_start=DAY, date_end=DAY, date_basis="stated")
    assert join_in_stories([[near], [far]], story)[1] == ()
