"""Rows of events that tests of exports share, as a store gives them."""

from __future__ import annotations

from datetime import date, datetime

from tacitus.store.event_rows import event_rows_of
from tests.codings import coding_of


def hand_rows():
    """The two events of the hand-built coding: an arrest, and a denial of it without a date."""
    return list(event_rows_of([coding_of()]))


def row_of(**changes):
    """The arrest with other values in some columns, recorded on 2024-03-07."""
    row = hand_rows()[0] | {"recorded_at": datetime(2024, 3, 7, 9, 30, 0), "run_id": "r1"}
    assert set(changes) <= set(row)
    return row | changes


def party(name, country=None, *sectors, entity_id=None, basis="stated"):
    """An actor or recipient as rows have it."""
    return {
        "name": name,
        "entity_id": entity_id,
        "country": country,
        "cow": None,
        "gw": None,
        "sectors": list(sectors),
        "basis": basis,
    }


def talks():
    """A visit by two on a known day, certain, told by nobody, undisputed."""
    return row_of(
        event_id="d2#e1",
        document_id="d2",
        event_type="CONSULT",
        mode="visit",
        contexts=["diplomatic", "economic"],
        actors=[party("Kenya", "KEN", "GOV"), party("Uganda", "UGA", "GOV")],
        recipients=[party("Tanzania", "TZA", "GOV", entity_id="TZA")],
        date_start=date(2024, 3, 5),
        date_end=date(2024, 3, 5),
        place="Dodoma",
        place_country="TZA",
        lat=-6.17,
        lon=35.74,
        geonames_id=160196,
        speaker=None,
        speaker_entity_id=None,
        speaker_country=None,
        cue=None,
        hedge=None,
        certainty="certain",
        disputed=False,
        quantities=[],
        arrested=None,
        url="https://example.org/talks",
    )


def counts(report):
    """What a loss report counts, without what no event has."""
    return {loss.what: loss.count for loss in report.found}
