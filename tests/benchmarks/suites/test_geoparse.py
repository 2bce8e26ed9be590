from dataclasses import replace

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import geoparse
from benchmarks.suites.geoparse import distance_km
from tacitus.records import Entity, Mention, Place, Resolution, Span
from tests.benchmarks.fake_coders import FakeCoded, FakeCoder, record, span_of

TEXT = "In Oslo and near Bergen, Norwegian officials spoke of Main Street."
OSLO, BERGEN = (59.91, 10.75), (60.39, 5.32)


def gold(words, point):
    start, end = span_of(TEXT, words)
    return {"start": start, "end": end, "lat": point and point[0], "lon": point and point[1]}


GOLD = [gold("Oslo", OSLO), gold("Bergen", BERGEN), gold("Main Street", None)]


def found(words, point, kind="place"):
    start, end = span_of(TEXT, words)
    mention = Mention(id=words, span=Span(start=start, end=end), kind=kind, form="name")
    place = point and Place(name=words, country="NOR", lat=point[0], lon=point[1], geonames_id=None)
    resolution = Resolution(
        subject_id=words, kind="place", target=place, basis="stated", score=1.0, evidence=""
    )
    return mention, resolution


def scores(*finds, places=GOLD):
    coded = FakeCoded(
        mentions=tuple(mention for mention, _ in finds),
        resolutions=tuple(resolution for _, resolution in finds),
    )
    given = replace(record(TEXT, places=places), set_name="geo_one")
    return geoparse.run([given], lambda: FakeCoder(coded={TEXT: coded}))


def test_the_gold_itself_scores_100_without_an_error():
    metrics = scores(found("Oslo", OSLO), found("Bergen", BERGEN)).metrics
    assert metrics.pop("median_km") == 0.0
    assert set(metrics.values()) == {100.0}


def test_a_missed_toponym_is_wrong_for_all_but_not_for_those_found():
    metrics = scores(found("Oslo", OSLO)).metrics
    assert (metrics["recognition_precision"], metrics["recognition_recall"]) == (100.0, 50.0)
    assert (metrics["acc_161"], metrics["acc_161_found"]) == (50.0, 100.0)


def test_a_point_further_than_161_km_is_wrong():
    metrics = scores(found("Oslo", BERGEN), found("Bergen", BERGEN)).metrics
    assert (metrics["acc_161"], metrics["acc_161_found"]) == (50.0, 50.0)
    assert metrics["median_km"] == pytest.approx(distance_km(OSLO, BERGEN) / 2)


def test_a_find_on_a_toponym_without_coordinates_is_neither_right_nor_wrong():
    metrics = scores(found("Oslo", OSLO), found("Main Street", OSLO)).metrics
    assert metrics["recognition_precision"] == 100.0


def test_a_find_elsewhere_lowers_the_precision():
    metrics = scores(found("Oslo", OSLO), found("officials", OSLO)).metrics
    assert metrics["recognition_precision"] == 50.0


def test_only_places_and_facilities_with_a_point_are_finds():
    metrics = scores(found("Oslo", None), found("Bergen", BERGEN, "person")).metrics
    assert metrics["recognition_f1"] == 0.0
    assert "median_km" not in metrics


def test_an_entity_is_no_place():
    mention, resolution = found("Oslo", OSLO)
    entity = replace(resolution, kind="entity", target=Entity(name="Oslo"))
    assert scores((mention, entity)).metrics["recognition_recall"] == 0.0


def test_the_find_that_shares_most_gives_the_distance():
    metrics = scores(found("near Bergen", OSLO), found("Bergen", BERGEN)).metrics
    assert metrics["median_km"] == 0.0


def test_details_are_per_set_and_tell_toponyms_taken_for_peoples():
    people = found("Norwegian", None, "nationality")
    details = scores(people, places=[*GOLD, gold("Norwegian", OSLO)]).details
    assert details["geo_one"]["nationality_instead"] == 1
    assert (details["geo_one"]["gold"], details["documents_failed"]) == (3, 0)


@pytest.mark.parametrize(
    ("left", "right", "km"),
    [
        ((0.0, 0.0), (0.0, 0.0), 0),
        ((0.0, 0.0), (0.0, 180.0), 20015.1),
        ((90.0, 0.0), (-90.0, 50.0), 20015.1),
        ((0.0, 179.5), (0.0, -179.5), 111.2),
        ((51.5, -0.1), (48.9, 2.4), 339.4),
    ],
)
def test_distances_are_those_of_a_globe(left, right, km):
    assert distance_km(left, right) == pytest.approx(km, abs=0.5)


def test_records_without_places_are_refused():
    with pytest.raises(BenchmarkError, match="no record has `places`"):
        geoparse.run([record(TEXT)], FakeCoder)
