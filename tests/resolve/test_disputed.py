from __future__ import annotations

import pytest

from tacitus.resolve.disputed import POLICIES, load_disputed_areas
from tacitus.resolve.gazetteer import Candidate
from tacitus.resolve.knowledge_files import load_knowledge
from tacitus.resolve.places import place_under


def place(name="X", country="UKR", feature="city", admin1=""):
    return Candidate(
        name=name, country=country, lat=1.0, lon=2.0, geonames_id=1, feature=feature,
        population=9, admin1=admin1, primary=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("candidate", "year", "area"),
    [
        (place(admin1="11"), 2016, "crimea"),
        (place(admin1="11"), 2010, None),
        (place("Crimea", feature="region"), 2016, "crimea"),
        (place(feature="admin1", admin1="43"), 2016, "crimea"),
        (place("Kyiv", admin1="12"), 2016, None),
        (place("Kosovo", "KOS", "country"), 2020, "kosovo"),
        (place("Katzrin", "ISR"), None, "golan-heights"),
        (place("Khankendi", "AZE"), 2016, "nagorno-karabakh"),
        (place("Khankendi", "AZE"), 2025, None),
        (place("Khankendi", "AZE"), None, None),
    ],
)
def test_area_of_tells_by_town_division_region_country_and_year(candidate, year, area):
    found = load_disputed_areas().area_of(candidate, year)
    assert (found.id if found else None) == area


@pytest.mark.parametrize(
    ("policy", "country"), [("claimants", "UKR"), ("holder", "RUS"), ("none", None)]
)
def test_a_policy_gives_the_country_and_never_hides_the_claimants(policy, country):
    found = place_under(place("Simferopol", admin1="11"), policy=policy, year=2016)
    assert (found.country, found.claimants) == (country, ("UKR", "RUS"))
    assert policy in POLICIES


def test_an_undisputed_place_has_no_claimants():
    found = place_under(place("Lviv", admin1="15"), policy="none", year=2016)
    assert (found.country, found.claimants) == ("UKR", ())


def test_every_claimant_and_holder_is_a_country_of_ours():
    knowledge = load_knowledge(with_places=False)
    areas = load_disputed_areas()
    for area in {area.id: area for found in areas._members.values() for area in found}.values():
        for code in (*area.claimants, *filter(None, (area.country, area.holder))):
            assert code.startswith("X-") or knowledge.country(code) is not None, (area.id, code)
        assert len(area.claimants) > 1 or area.id == "falkland-islands"
