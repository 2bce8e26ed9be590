from __future__ import annotations

from datetime import date

import pytest

from tacitus.brief.markdown import plain
from tacitus.brief.quotes import fragment_link, web_address
from tacitus.brief.wording import day_words, party_words, quantity_words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a *b* _c_", r"a \*b\* \_c\_"),
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("- no list", r"\- no list"),
        ("two\nlines", "two lines"),
    ],
)
def test_plain_words_stay_plain(words, shown):
    assert plain(words) == shown


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2024, 5, 13), (2024, 5, 13), "13 May"),
        ((2023, 5, 13), (2023, 5, 13), "13 May 2023"),
        ((2024, 5, 13), (2024, 5, 15), "between 13 and 15 May"),
        ((2024, 5, 30), (2024, 6, 2), "between 30 May and 2 June"),
        ((2023, 12, 30), (2024, 1, 2), "between 30 Dec 2023 and 2 Jan 2024"),
        ((2009, 1, 1), (2009, 12, 31), "in 2009"),
    ],
)
def test_days_are_told_shortly(first, last, words):
    row = {"date_start": date(*first), "date_end": date(*last), "date_basis": "stated"}
    assert day_words(row, 2024) == words
    row["date_basis"] = "publication_date"
    assert day_words(row, 2024) == f"{words}, by the publication date"


def test_a_country_that_was_assumed_has_a_question_mark():
    party = {"name": "police", "country": "KEN", "entity_id": None, "basis": "dateline"}
    assert party_words([party]) == "police (KEN?)"
    assert party_words([party | {"basis": "stated"}], "KEN") == "police"
    assert party_words([party | {"basis": "stated"}, party | {"country": None}]) == (
        "police (KEN) and police"
    )


def test_large_numbers_are_written_out():
    quantity = {"kind": "money", "value": 787e9, "unit": "USD", "modifier": "about"}
    assert quantity_words({"quantities": [quantity]}) == ("money: about 787,000,000,000 USD",)


def test_a_fragment_names_the_ends_of_a_long_sentence():
    link = fragment_link("https://a.example/x y#top", "One, two-three four five six. " * 3)
    assert link == (
        "https://a.example/x%20y#top:~:text=One%2C%20two%2Dthree%20four%20five%20six.,"
        "One%2C%20two%2Dthree%20four%20five%20six."
    )
    assert web_address("javascript:alert(1)") is None
    assert web_address('https://a.example/"><b>') == "https://a.example/%22%3E%3Cb%3E"
