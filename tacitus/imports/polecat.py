"""A line of a POLECAT file as an event. Its codes are PLOVER's already.

Source: the header of the published weekly files; their malformations: andybeger.com, POLECAT FAQ.
"""

from __future__ import annotations

from tacitus.codebook import load_codebook
from tacitus.imports.cells import (
    Cells,
    Row,
    country_in,
    day_in,
    number_in,
    optional_day,
    party_of,
    place_in,
    text_in,
    whole_in,
)

RENAMED = {"Event Intensity": "Intensity"}  # in some of the files
# In the header of some weeks, without cells of its own; where it has cells they are kept in `raw`.
SPARE = ("Headline",)


def event_of(cells: Cells) -> Row:
    """The event.

    Raises:
        CellError: a cell cannot be read.
    """
    lat, lon = place_in(cells["Latitude"], cells["Longitude"])
    day = day_in(cells["Event Date"], "Event Date")
    kind, mode = text_in(cells["Event Type"]), text_in(cells["Event Mode"])
    kind = kind.upper() if kind else None
    return {
        "system_id": cells["Event ID"].strip(),
        "code": f"{kind}/{mode}" if mode else kind,
        "event_type": kind if kind in load_codebook().event_types else None,
        "mode": mode.lower() if mode else None,
        "contexts": _parts(cells["Contexts"]),
        "intensity": number_in(cells["Intensity"], "Intensity"),
        "actors": _party(cells, "Actor"),
        "recipients": _party(cells, "Recipient"),
        "date_start": day,
        "date_end": day,
        "place": text_in(cells["Placename"]) or text_in(cells["City"]),
        "place_country": country_in(cells["Country"]),
        "lat": lat,
        "lon": lon,
        "geonames_id": whole_in(cells["GeoNames ID"], "GeoNames ID"),
        "publisher": text_in(cells["Source"]),
        "published": optional_day(cells["Publication Date"], "Publication Date"),
        "language": text_in(cells["Language"]),
    }


def _party(cells: Cells, role: str) -> list[Row]:
    name = text_in(cells[f"{role} Name"]) or cells[f"{role} Name Raw"]
    first = text_in(cells[f"Primary {role} Sector"])
    sectors = [*([first] if first else []), *_parts(cells[f"{role} Sectors"])]
    countries = _parts(cells[f"{role} Country"])
    found = next(filter(None, map(country_in, countries)), None)
    return party_of(name, found, map(str.upper, sectors))


def _parts(cell: str) -> list[str]:
    """The values of a cell that holds several, divided by semicolons or commas."""
    text = text_in(cell) or ""
    return [part.strip() for part in text.replace(",", ";").split(";") if part.strip()]
