from datetime import date

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import entities
from tacitus.records import Entity
from tests.benchmarks.fake_coders import FakeCoder, record

GAVE = {
    "the Norland army": Entity(name="Norland army", country="NOR", sectors=("MIL", "GOV")),
    "rebels": Entity(name="rebels", country="SWE", sectors=("REB",)),
    "villagers": Entity(name="villagers", sectors=("CVL",)),
}


def labels(country=None, code_1=None, code_2=None):
    return {"country": country, "code_1": code_1, "code_2": code_2}


def scores(*pairs):
    records = [record(phrase, labels=gold) for phrase, gold in pairs]
    return entities.run(records, lambda: FakeCoder(phrases=GAVE))


def test_the_right_country_and_primary_sector_score_100():
    metrics = scores(("the Norland army", labels("NOR", "MIL"))).metrics
    assert metrics == {
        "country_accuracy": 100.0,
        "sector_accuracy": 100.0,
        "sector_any": 100.0,
        "silent_share": 0.0,
        "wrong_share": 0.0,
    }


def test_a_second_sector_counts_for_any_only_and_code_2_asks_for_nothing():
    metrics = scores(("the Norland army", labels("NOR", "GOV", "COP"))).metrics
    assert (metrics["sector_accuracy"], metrics["sector_any"]) == (0.0, 100.0)


def test_no_country_is_silent_and_another_one_is_wrong():
    gold = [("rebels", labels("NOR")), ("villagers", labels("NOR")), ("nobody", labels("NOR"))]
    metrics = scores(*gold, ("the Norland army", labels("NOR"))).metrics
    assert metrics["country_accuracy"] == 25.0
    assert (metrics["silent_share"], metrics["wrong_share"]) == (50.0, 25.0)


@pytest.mark.parametrize("none", [{}, labels(), {"country": "", "code_1": ""}])
def test_an_absent_label_says_that_there_is_none(none):
    assert scores(("nobody", none)).metrics["country_accuracy"] == 100.0
    assert scores(("nobody", none)).metrics["sector_any"] == 100.0
    result = scores(("rebels", none))
    assert (result.metrics["country_accuracy"], result.metrics["sector_accuracy"]) == (0.0, 0.0)
    assert result.metrics["wrong_share"] == 0.0
    assert (result.details["country_for_none"], result.details["sector_for_none"]) == (1, 1)


def test_details_count_what_was_taken_for_what():
    details = scores(("rebels", labels("NOR", "MIL")), ("nobody", labels("NOR", "MIL"))).details
    assert details["countries_confused"] == {"NOR > -": 1, "NOR > SWE": 1}
    assert details["sectors_confused"] == {"MIL > -": 1, "MIL > REB": 1}
    assert details["no_sector"] == 1


def test_the_coder_is_given_the_context_and_the_day_of_the_query():
    coder = FakeCoder()
    meta = {"query_date": "2021-03-04T10:00", "context": "The army said so."}
    given = [
        record("the army", labels={}, meta=meta),
        record("the army", labels={}, meta={"query_date": None, "context": ""}),
        record("the army", labels={}),
    ]
    entities.run(given, lambda: coder)
    assert coder.phrases_seen == [
        ("the army", "The army said so.", date(2021, 3, 4)),
        ("the army", None, None),
        ("the army", None, None),
    ]


def test_a_query_date_that_is_none_is_named():
    with pytest.raises(BenchmarkError, match="r: query_date is 'soon'; expected a date"):
        entities.run([record("a", labels={}, meta={"query_date": "soon"})], FakeCoder)


def test_records_without_labels_are_refused():
    with pytest.raises(BenchmarkError, match="no record has `labels`"):
        entities.run([record("a")], FakeCoder)
