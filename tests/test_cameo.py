from __future__ import annotations

import pytest

from tacitus.cameo import ROOTS, cameo_code, plover_code, root_of
from tacitus.codebook import load_codebook
from tacitus.country_codes import countries_by_fips, country_codes, country_name, fips_of


@pytest.mark.parametrize(
    ("event", "code", "broader"),
    [
        (("COERCE", "arrest", ()), "173", False),
        (("COERCE", None, ("legal",)), "170", False),
        (("REQUEST", "meet", ("diplomatic",)), "100", True),
        (("CONSULT", "visit", ()), "042", False),
        (("COOPERATE", None, ("military",)), "062", False),
        (("COOPERATE", None, ()), "060", False),
        (("CONCEDE", None, ("executive",)), "080", False),
        (("RETREAT", None, ()), "080", True),
        (("RETREAT", "withdraw", ()), "0872", False),
        (("ASSAULT", "drone", ()), "195", False),
        (("ASSAULT", "destroy", ()), "180", True),
        (("ACCUSE", None, ()), "110", True),
        (("ACCUSE", "investigate", ("human_rights",)), "092", False),
    ],
)
def test_an_event_gets_the_code_that_says_no_more(event, code, broader):
    found = cameo_code(*event)
    assert found is not None
    assert (found.code, found.broader) == (code, broader)
    assert (found.base, found.root) == (code[:3], code[:2])


def test_every_code_of_the_codebook_keeps_its_root():
    book = load_codebook()
    modes = [(t.code, mode) for t in book.event_types.values() for mode in (None, *t.modes)]
    found = {event: cameo_code(*event) for event in modes}
    codes = {event: code.code for event, code in found.items() if code}
    assert set(codes) == set(modes)
    other = {event: code for event, code in codes.items() if code[:2] != ROOTS[event[0]]}
    assert other == {
        ("ACCUSE", "investigate"): "090",
        ("ASSAULT", "firearms"): "193",
        ("ASSAULT", "heavy-weapons"): "194",
        ("ASSAULT", "aerial"): "195",
        ("ASSAULT", "drone"): "195",
        ("ASSAULT", "unconventional"): "204",
    }
    assert all(plover_code(code) is not None for code in codes.values())


def test_a_type_of_another_codebook_has_no_code():
    assert cameo_code("DANCE") is None


@pytest.mark.parametrize(
    ("code", "event_type", "mode", "root"),
    [
        ("042", "CONSULT", "visit", "04"),
        ("42", "CONSULT", "visit", "04"),
        ("311", "AGREE", None, "03"),
        ("211", None, None, "02"),
        ("010", None, None, "01"),
        ("1724", "COERCE", "martial-law", "17"),
        ("1999", "ASSAULT", None, "19"),
    ],
)
def test_a_code_is_read_with_its_zero_or_without(code, event_type, mode, root):
    found = plover_code(code)
    assert found is not None
    assert (found.event_type, found.mode, root_of(code)) == (event_type, mode, root)


@pytest.mark.parametrize("code", ["", "2", "999", "13y", "04.2", "99999", "٠٤٢"])
def test_what_is_no_code_is_none(code):
    assert plover_code(code) is None
    assert root_of(code) is None


def test_countries_have_their_codes():
    assert (fips_of("DEU"), fips_of("KOS"), fips_of("SUN"), fips_of(None)) == ("GM", "KV", "", "")
    assert countries_by_fips()["RS"] == "RUS"
    assert country_codes()["KEN"].iso_number == 404
    assert (country_name("KEN"), country_name("IGO"), country_name(None)) == ("Kenya", "IGO", "")
