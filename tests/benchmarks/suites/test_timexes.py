from datetime import date

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import timexes
from benchmarks.suites.timexes import timex_value
from tacitus.records import Interval, Resolution, Span, Timex
from tests.benchmarks.fake_coders import FakeCoded, FakeCoder, record, span_of

TEXT = "They met last Friday for three hours."


def gold(words="last Friday", type_="DATE", value="2021-02-26"):
    start, end = span_of(TEXT, words)
    return {"start": start, "end": end, "type": type_, "value": value}


def scores(words="last Friday", *, value=None, days=None, type_="DATE"):
    start, end = span_of(TEXT, words)
    timex = Timex(id="t1", span=Span(start=start, end=end), type=type_, value=value)
    target = days and Interval(start=days[0], end=days[1])
    resolution = Resolution(
        subject_id="t1", kind="interval", target=target, basis="stated", score=1.0, evidence=""
    )
    coded = FakeCoded(timexes=(timex,), resolutions=(resolution,))
    coder = FakeCoder(coded={TEXT: coded})
    return timexes.run([record(TEXT, timexes=[gold()])], lambda: coder).metrics


FRIDAY = (date(2021, 2, 26), date(2021, 2, 26))


def test_a_value_is_read_back_from_its_interval():
    assert set(scores(days=FRIDAY).values()) == {100.0}


def test_a_value_of_the_text_goes_before_the_interval():
    assert scores(value="2021-W08", days=FRIDAY)["value_f1"] == 0.0


def test_an_overlapping_span_is_relaxed_but_not_strict():
    metrics = scores("Friday", days=FRIDAY)
    assert (metrics["relaxed_f1"], metrics["strict_f1"]) == (100.0, 0.0)
    assert metrics["value_f1"] == 100.0


def test_an_unresolved_expression_has_no_right_value():
    assert scores()["value_f1"] == 0.0


def test_a_span_elsewhere_matches_nothing():
    metrics = scores("three hours", value="PT3H", type_="DURATION")
    assert set(metrics.values()) == {0.0}


@pytest.mark.parametrize(
    ("start", "end", "value"),
    [
        ("2021-02-26", "2021-02-26", "2021-02-26"),
        ("2021-02-22", "2021-02-28", "2021-W08"),
        ("2024-12-30", "2025-01-05", "2025-W01"),
        ("2021-02-01", "2021-02-28", "2021-02"),
        ("2021-12-01", "2021-12-31", "2021-12"),
        ("2021-04-01", "2021-06-30", "2021-Q2"),
        ("2021-01-01", "2021-12-31", "2021"),
        ("2021-02-23", "2021-02-27", "2021-02-23/2021-02-27"),
        ("2021-02-01", "2021-04-30", "2021-02-01/2021-04-30"),
    ],
)
def test_timex_value_names_the_calendar_unit_of_an_interval(start, end, value):
    interval = Interval(start=date.fromisoformat(start), end=date.fromisoformat(end))
    assert timex_value(interval) == value


def test_records_without_timexes_are_refused():
    with pytest.raises(BenchmarkError, match="no record has `timexes`"):
        timexes.run([record(TEXT)], FakeCoder)
