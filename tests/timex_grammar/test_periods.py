from datetime import date

import pytest

from tacitus.records import Interval
from tacitus.timex_grammar import compared_value, ended_period, latest_quarter, read_phrase


def phrase_of(words):
    phrase = read_phrase(words)
    assert phrase is not None
    return phrase


@pytest.mark.parametrize(
    ("words", "known", "value"),
    [
        ("a year earlier", "2021-Q2", "2020-Q2"),
        ("the year-ago quarter", "2021-Q2", "2020-Q2"),
        ("the 2019 quarter", "2021-Q2", "2019-Q2"),
        ("the latest quarter", "2021-Q2", "2021-Q2"),
        ("a year earlier", "2021-05", "2020-05"),
        ("a year earlier", "2021", None),
    ],
)
def test_compared_period_keeps_the_grain_of_the_one_before(words, known, value):
    assert compared_value(phrase_of(words), known) == value


@pytest.mark.parametrize(
    ("words", "end", "value", "start"),
    [
        ("the quarter", "2020-09-30", "2020-Q3", "2020-07-01"),
        ("the quarter", "2020-07-31", "2020-Q2", "2020-05-01"),
        ("the nine months", "2020-09-30", None, "2020-01-01"),
        ("the year", "2020-03-31", "P1Y", "2019-04-01"),
        ("the quarter", "2020-11-28", "2020-Q4", "2020-08-29"),
    ],
)
def test_period_ends_on_the_day_named(words, end, value, start):
    last = date.fromisoformat(end)
    expected = (value, Interval(start=date.fromisoformat(start), end=last))
    assert ended_period(phrase_of(words), last) == expected


def test_period_of_days_has_no_such_reading():
    assert ended_period(phrase_of("three days"), date(2020, 9, 30)) is None


@pytest.mark.parametrize(("tense", "value"), [("past", "2020-Q4"), ("future", "2021-Q1")])
def test_quarter_without_a_name_is_the_last_complete_one_of_the_past(tense, value):
    assert latest_quarter(date(2021, 3, 4), tense) == value
