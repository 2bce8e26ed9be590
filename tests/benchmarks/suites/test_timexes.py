from dataclasses import replace
from datetime import date

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import timexes
from tacitus.records import Span, Timex
from tests.benchmarks.fake_coders import FakeCoded, FakeCoder, record, span_of

TEXT = "They met last Friday for three hours."


def gold(words="last Friday", type_="DATE", value="2021-02-26"):
    start, end = span_of(TEXT, words)
    return {"start": start, "end": end, "type": type_, "value": value}


def scores(words="last Friday", *, value=None, type_="DATE", published=date(2021, 3, 4)):
    start, end = span_of(TEXT, words)
    timex = Timex(id="t1", span=Span(start=start, end=end), type=type_, value=value)
    coder = FakeCoder(coded={TEXT: FakeCoded(timexes=(timex,))})
    gold_record = replace(record(TEXT, timexes=[gold()]), published=published)
    return timexes.run([gold_record], lambda: coder).metrics


def test_a_value_is_reckoned_from_the_publication_date():
    assert set(scores().values()) == {100.0}


def test_a_value_of_the_text_goes_before_the_reckoned_one():
    assert scores(value="2021-W08")["value_f1"] == 0.0


def test_an_overlapping_span_is_relaxed_but_not_strict():
    metrics = scores("Friday")
    assert (metrics["relaxed_f1"], metrics["strict_f1"]) == (100.0, 0.0)
    assert metrics["value_f1"] == 100.0


def test_an_unresolved_expression_has_no_right_value():
    assert scores(published=None)["value_f1"] == 0.0


def test_a_span_elsewhere_matches_nothing():
    metrics = scores("three hours", value="PT3H", type_="DURATION")
    assert set(metrics.values()) == {0.0}


def test_records_without_timexes_are_refused():
    with pytest.raises(BenchmarkError, match="no record has `timexes`"):
        timexes.run([record(TEXT)], FakeCoder)
