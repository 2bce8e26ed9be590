"""A line of an ICEWS file as an event, its CAMEO code as PLOVER's.

Its Event ID is not unique: many stand for two events of different days (andybega/icews issue 21),
so the id here has the day with it.
"""

from __future__ import annotations

from tacitus.cameo import PloverCode, plover_code
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
)

# Only sectors whose PLOVER code is beyond doubt; ICEWS has some hundreds, in words.
_SECTORS = {
    "government": "GOV",
    "police": "COP",
    "military": "MIL",
    "judicial": "JUD",
    "legislative / parliamentary": "LEG",
    "media": "JRN",
    "business": "BUS",
    "education": "EDU",
    "rebel": "REB",
    "refugees / displaced": "REF",
    "agricultural": "AGR",
    "labor": "LAB",
}


def event_of(cells: Cells) -> Row:
    """The event.

    Raises:
        CellError: a cell cannot be read.
    """
    lat, lon = place_in(cells["Latitude"], cells["Longitude"])
    day = day_in(cells["Event Date"], "Event Date")
    code = cells["CAMEO Code"].strip()
    if not code:
        raise CellError("CAMEO Code is empty; expected such as 042")
    found = plover_code(code) or PloverCode(event_type=None)
    parts = (cells["City"], cells["District"], cells["Province"])
    return {
        "system_id": f"{cells['Event ID'].strip()}@{day.isoformat()}",
        "code": code,
        "event_type": found.event_type,
        "mode": found.mode,
        "contexts": list(found.contexts),
        "intensity": number_in(cells["Intensity"], "Intensity"),
        "actors": _party(cells, "Source"),
        "recipients": _party(cells, "Target"),
        "date_start": day,
        "date_end": day,
        "place": next(filter(None, map(text_in, parts)), None),
        "place_country": country_in(cells["Country"]),
        "lat": lat,
        "lon": lon,
        "publisher": text_in(cells["Publisher"]),
        "story_id": text_in(cells["Story ID"]),
        "anchor": text_in(cells["Event Text"]),
    }


def _party(cells: Cells, role: str) -> list[Row]:
    words = (text_in(cells[f"{role} Sectors"]) or "").lower().split(",")
    sectors = [_SECTORS[word.strip()] for word in words if word.strip() in _SECTORS]
    return party_of(cells[f"{role} Name"], country_in(cells[f"{role} Country"]), sectors)
