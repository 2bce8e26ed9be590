"""Cells as values: days, numbers, countries, parties.

Enters: text of a cell, where "" and "None" say that there is nothing. Leaves: a value, or a
`CellError` that says what is wrong with the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from tacitus.country_codes import country_codes
from tacitus.errors import ReadError
from tacitus.store.countries import find_country

Cells: TypeAlias = Mapping[str, str]
Row: TypeAlias = dict[str, Any]
_DAYS = ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%m/%d/%Y")
_NOTHING = {"", "none", "null", "nan", "na"}
# Codes of the coders that are no ISO3 codes: CAMEO has older ones and divides Palestine.
# Source: CAMEO codebook 1.1b3, list of countries.
_OTHER_CODES = {"ROM": "ROU", "TMP": "TLS", "WSB": "PSE", "GZS": "PSE"}
OUTSIDE = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")  # PLOVER's for who has no country


class CellError(ReadError):
    """A line cannot be read as an event."""


def text_in(cell: str) -> str | None:
    """The text; None when the cell says that there is none."""
    text = " ".join(cell.split())
    return None if text.lower() in _NOTHING else text


def day_in(cell: str, name: str) -> date:
    """The day.

    Raises:
        CellError: there is none.
    """
    for form in _DAYS:
        try:
            return datetime.strptime(cell.strip(), form).date()
        except ValueError:
            continue
    raise CellError(f'{name} "{cell}" is no day; expected such as 2023-01-31')


def optional_day(cell: str, name: str) -> date | None:
    """The day, or None for an empty cell.

    Raises:
        CellError: something else stands there.
    """
    return day_in(cell, name) if text_in(cell) else None


def number_in(cell: str, name: str) -> float | None:
    """The number, or None for an empty cell.

    Raises:
        CellError: something else stands there.
    """
    text = text_in(cell)
    if text is None:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise CellError(f'{name} "{cell}" is no number') from error


def whole_in(cell: str, name: str) -> int | None:
    """The whole number, or None for an empty cell.

    Raises:
        CellError: something else stands there.
    """
    number = number_in(cell, name)
    if number is None:
        return None
    if not number.is_integer():
        raise CellError(f'{name} "{cell}" is no whole number')
    return int(number)


def place_in(lat: str, lon: str) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees, both or neither.

    Raises:
        CellError: they are no numbers or not on the map.
    """
    north, east = number_in(lat, "latitude"), number_in(lon, "longitude")
    if north is None or east is None:
        return None, None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise CellError(f"{lat}, {lon} is not on the map; expected latitude, longitude in degrees")
    return north, east


def country_in(cell: str) -> str | None:
    """The ISO3 code of a country by code or name; PLOVER's codes of those who have none stay."""
    text = text_in(cell)
    if text is None:
        return None
    code = _OTHER_CODES.get(text.upper(), text.upper())
    if code in country_codes() or code in OUTSIDE:
        return code
    return find_country(text)


def party_of(name: str, country: str | None, sectors: Iterable[str]) -> list[Row]:
    """The one actor or recipient; none when there is neither a name nor a code."""
    named = text_in(name)
    codes = list(dict.fromkeys(sectors))
    if named is None and country is None and not codes:
        return []
    return [
        {"name": named or country or codes[0], "country": country, "sectors": codes, "basis": None}
    ]
