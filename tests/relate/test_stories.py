from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.relate import stories
from tacitus.relate.reports import Report
from tacitus.relate.stories import Stories, story_links

DAY = date(2021, 3, 4)
TEXTS = (
    "Ferry sinks off Tarkwa\n\nThe ferry Adwoa sank off Tarkwa and 12 passengers drowned.",
    "Twelve drown as ferry Adwoa sinks\n\nPassengers drowned near Tarkwa when the Adwoa sank.",
    "Adwoa ferry: captain held\n\nPolice held the captain of the ferry Adwoa, sunk off Tarkwa.",
    "Peru recalls envoy\n\nPeru recalled its envoy Ana Quiroga from Bolivia over an election.",
    "Quiroga leaves La Paz\n\nThe envoy Ana Quiroga was recalled by Peru from Bolivia.",
    "Maize price doubles\n\nIn Lilongwe a pail of maize cost twice what it did in May.",
)


def report(number, text=None, days: int | None = 0):
    day = None if days is None else DAY + timedelta(days=days)
    return Report(document_id=f"d{number}", text=text or TEXTS[number], published=day)


def grouped(reports):
    every = Stories()
    for each in reports:
        every.add(each)
    return every.groups()


def test_documents_about_one_happening_are_one_story():
    assert grouped(report(n) for n in range(6)) == [["d0", "d1", "d2"], ["d3", "d4"], ["d5"]]


def test_a_link_goes_from_the_later_document_and_says_why():
    (link,) = story_links([report(3), report(4, days=2)])
    assert (link.left_id, link.right_id, link.relation) == ("d4", "d3", "same_story")
    assert "Quiroga" in link.evidence
    assert "published 2 days apart" in link.evidence


def test_reports_farther_apart_than_the_window_are_not_compared():
    assert story_links([report(3), report(4, days=15)]) == []
    assert len(story_links([report(3), report(4, days=15)], window_days=15)) == 1


def test_an_undated_report_is_compared_with_all():
    assert len(story_links([report(3), report(4, days=None)])) == 1
    assert len(story_links([report(4, days=None), report(3)])) == 1


def test_a_report_that_comes_twice_counts_once():
    assert grouped([report(0), report(0)]) == [["d0"]]


def test_a_window_of_no_days_is_refused():
    with pytest.raises(ValueError, match="window is 0 days; expected at least 1"):
        Stories(window_days=0)


# A key is full at 3 here, so that the order could tell if fullness depended on it.
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([None, 0, 3, 9, 14, 20])), max_size=12),
    st.randoms(use_true_random=False),
)
def test_any_order_of_arrival_gives_the_same_links(drawn, shuffler):
    reports = [report(f"{n:02}", TEXTS[t], days) for n, (t, days) in enumerate(drawn)]
    shuffled = list(reports)
    shuffler.shuffle(shuffled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "FULL", 3)
        assert story_links(shuffled) == story_links(reports)


def test_links_asked_for_in_between_do_not_change_those_at_the_end():
    every = Stories()
    for n in (5, 2, 0, 4, 1, 3):
        every.add(report(n))
        every.links()
    assert every.links() == story_links(report(n) for n in range(6))


def test_a_key_that_stands_everywhere_makes_no_pairs():
    every = Stories()
    for n in range(60):
        every.add(report(f"{n:02}", f"Markets\n\nZorbia reports item{n:02}x trade{n:02}y."))
    assert every._near(every._profiles["d00"]) == {"d00"}  # by the keys that it alone has
