from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.timex_grammar import read_phrase, value_of, widened
from tacitus.timex_grammar.feasts import easter, hijri_day
from tacitus.timex_grammar.intervals import interval_of


@pytest.mark.parametrize(
    "day", ["1961-04-02", "2000-04-23", "2016-03-27", "2019-04-21", "2021-04-04", "2024-03-31"]
)
def test_easter_is_the_sunday_that_was_kept(day):
    assert easter(int(day[:4])) == date.fromisoformat(day)


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    day = easter(year)
    assert day.isoweekday() == 7
    assert (3, 22) <= (day.month, day.day) <= (4, 25)


@pytest.mark.parametrize(
    ("hijri", "day"),
    [
        ((1400, 1, 1), "1979-11-20"),
        ((1442, 9, 1), "2021-04-13"),
        ((1444, 10, 1), "2023-04-21"),
        ((1445, 1, 1), "2023-07-19"),
    ],
)
def test_hijri_day_lies_within_a_day_of_the_one_that_was_kept(hijri, day):
    found = hijri_day(*hijri)
    assert found is not None
    assert abs((found - date.fromisoformat(day)).days) <= 1


@given(st.integers(1, 9000), st.integers(1, 11))
def test_hijri_months_have_29_or_30_days(year, month):
    first, following = hijri_day(year, month, 1), hijri_day(year, month + 1, 1)
    assert first is not None
    assert following is not None
    assert (following - first).days in (29, 30)


def test_approximate_feast_gets_a_day_on_both_sides_and_a_sure_one_none():
    reference = date(2021, 3, 4)
    days = {}
    for words in ("Nowruz 2020", "Christmas 2020"):
        phrase = read_phrase(words)
        assert phrase is not None
        interval = widened(phrase, interval_of(value_of(phrase, reference, None)))
        assert interval is not None
        days[words] = (interval.end - interval.start).days + 1
    assert days == {"Nowruz 2020": 3, "Christmas 2020": 1}
