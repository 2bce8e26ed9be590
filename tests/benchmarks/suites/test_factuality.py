import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import factuality
from benchmarks.suites.factuality import pearson
from tacitus.records import Span
from tests.benchmarks.fake_coders import FakeCoder, record, span_of

TEXT = "Norland denied that it had shelled the port and may sue."
GOLD = {"denied": 3.0, "shelled": -1.5, "sue": 0.0}


def predicate(words, value):
    return {"trigger": list(span_of(TEXT, words)), "factuality": value}


def scores(*found):
    gold = [predicate(words, value) for words, value in GOLD.items()]
    return factuality.run([record(TEXT, events=gold)], lambda: FakeCoder(values={TEXT: found}))


def test_the_gold_itself_correlates_wholly_and_has_no_error():
    assert scores(3.0, -1.5, 0.0).metrics == {"pearson_r": pytest.approx(100), "mae": 0.0}


def test_the_opposite_correlates_with_minus_100():
    metrics = scores(-3.0, 1.5, 0.0).metrics
    assert metrics == {"pearson_r": pytest.approx(-100), "mae": 3.0}


def test_one_value_for_everything_does_not_correlate():
    assert scores(2.0, 2.0, 2.0).metrics == {"pearson_r": 0.0, "mae": pytest.approx(6.5 / 3)}


def test_pearson_is_the_figure_worked_out_by_hand():
    # deviations -1, 0, 1 and -1, -1, 2: 3 / sqrt(2 * 6)
    assert pearson([(1, 1), (2, 1), (3, 4)]) == pytest.approx(0.8660254)
    assert pearson([]) == 0.0


def test_details_tell_what_happened_from_what_did_not():
    details = scores(2.0, -1.0, 1.0).details
    assert details["predicates"] == 3
    assert details["happened"] == {
        "predicates": 1,
        "pearson_r": 0.0,
        "mae": 1.0,
        "found_mean": 2.0,
    }
    assert (details["did_not"]["mae"], details["open"]["mae"]) == (0.5, 1.0)


def test_the_coder_is_asked_for_the_words_of_the_predicates():
    coder = FakeCoder()
    factuality.run([record(TEXT, events=[predicate("shelled", -3.0)])], lambda: coder)
    assert coder.spans_seen == [Span(start=27, end=34)]


@pytest.mark.parametrize(
    "fields", [{}, {"events": []}, {"events": [{"trigger": [0, 7], "factuality": None}]}]
)
def test_records_without_values_are_refused(fields):
    with pytest.raises(BenchmarkError, match="no record has `events` with `trigger`"):
        factuality.run([record(TEXT, **fields)], FakeCoder)
