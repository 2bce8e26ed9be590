import pytest

from benchmarks.breakdown import Counted, breakdown, outlet, region
from tests.benchmarks.fake_coders import record


@pytest.mark.parametrize(
    ("doc_id", "name"),
    [
        ("enww-af_allaf_10.txt", "enww-af_allaf"),
        ("polnear-breitbart_2016-08-23_mike-pence", "polnear-breitbart"),
        ("ecb-19_11ecbplus", "ecb"),
        ("re3d-3B6F5E49", "re3d"),
        ("gum-GUM_news_afghan", "gum"),
    ],
)
def test_outlet_is_what_stands_before_number_or_date(doc_id, name):
    assert outlet(record("Text.", doc_id=doc_id)) == name


def party(country):
    return {"name": "somebody", "country": country}


def test_region_is_that_of_most_parties():
    events = [
        {"actors": [party("KEN"), party("FRA")], "recipients": [party("UGA")]},
        {"actors": [party("IGO")], "recipients": []},
    ]
    assert region(record("Text.", doc_id="a", events=events)) == "Africa"
    assert region(record("Text.", doc_id="a", events=[])) == "no country"


def test_breakdown_leaves_small_groups_out():
    large = record("A" * 1500, doc_id="enww-ke_nation_1.txt", events=[{"actors": [party("KEN")]}])
    small = record("A" * 90, doc_id="enww-fr_monde_1.txt", events=[{"actors": [party("FRA")]}])
    counted = [
        Counted(record=large, gold=30, found=20, typed=10, triples=5),
        Counted(record=small, gold=3, found=2, typed=1, triples=1),
    ]
    groups = breakdown(counted)
    wanted = {"type_f1": 40.0, "triple_f1": 20.0, "gold": 30}
    assert groups == {
        "outlets": {"enww-ke_nation": wanted},
        "regions": {"Africa": wanted},
        "lengths": {"up to 2000 characters": wanted},
    }
