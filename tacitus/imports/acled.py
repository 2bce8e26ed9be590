"""A line of an ACLED file as an event.

ACLED's event types are not PLOVER's: those that are the same in both get the PLOVER code, the rest
none, and `code` always has ACLED's own. Its actor1 and actor2 say who was in it, not who acted.

Source: ACLED codebook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from tacitus.country_codes import country_codes
from tacitus.imports.cells import (
    CellError,
    Cells,
    Row,
    country_in,
    day_in,
    number_in,
    party_of,
    place_in,
    text_in,
    whole_in,
)

NEEDED = ("event_id_cnty", "event_date", "event_type", "actor1")
# (event type, sub-event type) -> PLOVER type and mode; the empty sub-event is all the others.
_KINDS: Mapping[tuple[str, str], tuple[str, str | None]] = {
    ("battles", ""): ("ASSAULT", None),
    ("explosions/remote violence", ""): ("ASSAULT", None),
    ("explosions/remote violence", "suicide bomb"): ("ASSAULT", "suicide-attack"),
    ("explosions/remote violence", "chemical weapon"): ("ASSAULT", "unconventional"),
    ("explosions/remote violence", "grenade"): ("ASSAULT", "explosives"),
    ("explosions/remote violence", "remote explosive/landmine/ied"): ("ASSAULT", "explosives"),
    ("explosions/remote violence", "shelling/artillery/missile attack"): (
        "ASSAULT",
        "heavy-weapons",
    ),
    ("violence against civilians", ""): ("ASSAULT", None),
    ("violence against civilians", "sexual violence"): ("ASSAULT", "sexual"),
    ("violence against civilians", "abduction/forced disappearance"): ("ASSAULT", "abduct"),
    ("protests", ""): ("PROTEST", None),
    ("protests", "peaceful protest"): ("PROTEST", "demo"),
    ("riots", ""): ("PROTEST", "riot"),
    ("strategic developments", "arrests"): ("COERCE", "arrest"),
    ("strategic developments", "agreement"): ("AGREE", None),
    ("strategic developments", "looting/property destruction"): ("ASSAULT", "destroy"),
}
_SECTORS = {
    **dict.fromkeys(("2", "rebel group", "rebel groups"), "REB"),
    **dict.fromkeys(("5", "6", "7", "rioters", "protesters", "civilians"), "CVL"),
}
_DAYS_OF = {"1": 1, "2": 7, "3": 31}  # time_precision: a day, in that week, in that month
_IN_BRACKETS = re.compile(r"\(([^()\d]+)\)\s*$")
_OF = re.compile(r"\b(?:of|in) (?:the )?([^()]+?) \(\d{4}-")


def event_of(cells: Cells) -> Row:
    """The event.

    Raises:
        CellError: a cell cannot be read.
    """
    lat, lon = place_in(cells["latitude"], cells["longitude"])
    first, last = _days(cells)
    kind, sub_kind = (text_in(cells[name]) or "" for name in ("event_type", "sub_event_type"))
    code = _KINDS.get((kind.lower(), sub_kind.lower())) or _KINDS.get((kind.lower(), ""))
    system_id = cells["event_id_cnty"].strip()
    if not system_id:
        raise CellError("event_id_cnty is empty; expected such as KEN1234")
    killed = number_in(cells["fatalities"], "fatalities")
    return {
        "system_id": system_id,
        "code": f"{kind}/{sub_kind}" if sub_kind else kind,
        "event_type": code[0] if code else None,
        "mode": code[1] if code else None,
        "contexts": [],
        "actors": _side(cells, "1"),
        "recipients": _side(cells, "2"),
        "date_start": first,
        "date_end": last,
        "place": text_in(cells["location"]),
        "place_country": _iso3(cells["iso"]) or country_in(cells["country"]),
        "lat": lat,
        "lon": lon,
        "killed": killed,
        "publisher": text_in(cells["source"]),
        "sentence": text_in(cells["notes"]),
    }


def _days(cells: Cells) -> tuple[date, date]:
    """First and last day: the week or month of the day where no more is known."""
    day = day_in(cells["event_date"], "event_date")
    width = _DAYS_OF.get(cells["time_precision"].strip(), 1)
    if width == 1:
        return day, day
    if width == _DAYS_OF["2"]:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _side(cells: Cells, number: str) -> list[Row]:
    sector = _SECTORS.get((text_in(cells[f"inter{number}"]) or "").lower())
    names = [cells[f"actor{number}"], *cells[f"assoc_actor_{number}"].split(";")]
    sides = [
        party_of(name, _country_of(name), [sector] if sector and position == 0 else [])
        for position, name in enumerate(names)
        if text_in(name)
    ]
    return [party for side in sides for party in side]


def _country_of(name: str) -> str | None:
    """The country that a name gives: "Civilians (Kenya)", "Police Forces of Peru (2016-)"."""
    for pattern in (_IN_BRACKETS, _OF):
        found = pattern.search(name)
        country = country_in(found[1]) if found else None
        if country:
            return country
    return None


@cache
def _by_number() -> Mapping[int, str]:
    return {codes.iso_number: iso3 for iso3, codes in country_codes().items() if codes.iso_number}


def _iso3(cell: str) -> str | None:
    number = whole_in(cell, "iso")
    return _by_number().get(number) if number else None
