"""Lines of GDELT 2.0 files: events of 61 columns, mentions of 16, without headers.

Source: GDELT Event Database Format Codebook 2.0.
"""

from __future__ import annotations

from datetime import datetime

from tacitus.cameo import PloverCode, plover_code
from tacitus.codebook import load_codebook
from tacitus.country_codes import countries_by_fips
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

# CAMEO's name -> PLOVER's where it is another one, from `cameo_renames` of data/plover.yaml.
_SECTORS = {"HLH": "MED", "MED": "JRN", "INS": "REB", "SEP": "REB"}
_GROUPS = {"UNO": "UNO", "EEC": "EUR"}  # known group -> PLOVER's code of who has no country
_WEB = 1


def event_of(cells: Cells) -> Row:
    """The event.

    Raises:
        CellError: a cell cannot be read.
    """
    lat, lon = place_in(cells["ActionGeo_Lat"], cells["ActionGeo_Long"])
    day = day_in(cells["SQLDATE"], "SQLDATE")
    code = cells["EventCode"].strip()
    found = plover_code(code) or PloverCode(event_type=None)
    return {
        "system_id": _id(cells),
        "code": code,
        "event_type": found.event_type,
        "mode": found.mode,
        "contexts": list(found.contexts),
        "intensity": number_in(cells["GoldsteinScale"], "GoldsteinScale"),
        "actors": _party(cells, "Actor1"),
        "recipients": _party(cells, "Actor2"),
        "date_start": day,
        "date_end": day,
        "place": text_in(cells["ActionGeo_FullName"]),
        "place_country": countries_by_fips().get(cells["ActionGeo_CountryCode"].strip()),
        "lat": lat,
        "lon": lon,
        "url": text_in(cells["SOURCEURL"]),
    }


def mention_of(cells: Cells) -> Row:
    """The mention of an event in a document.

    Raises:
        CellError: a cell cannot be read.
    """
    is_web = cells["MentionType"].strip() == str(_WEB)
    confidence = number_in(cells["Confidence"], "Confidence")
    moment = _moment(cells["MentionTimeDate"])
    address = text_in(cells["MentionIdentifier"])
    return {
        "system_id": _id(cells),
        "mentioned_at": moment,
        "publisher": text_in(cells["MentionSourceName"]),
        "url": address if is_web else None,
        "document": address,
        "sentence_number": whole_in(cells["SentenceID"], "SentenceID"),
        "action_offset": whole_in(cells["ActionCharOffset"], "ActionCharOffset"),
        "confidence": None if confidence is None else confidence / 100,
        "tone": number_in(cells["MentionDocTone"], "MentionDocTone"),
    }


def _id(cells: Cells) -> str:
    found = cells["GLOBALEVENTID"].strip()
    if not found.isdigit():
        raise CellError(f'GLOBALEVENTID "{found}" is no number')
    return found


def _moment(cell: str) -> datetime:
    try:
        return datetime.strptime(cell.strip(), "%Y%m%d%H%M%S")
    except ValueError as error:
        raise CellError(f'MentionTimeDate "{cell}" is no time; expected YYYYMMDDHHMMSS') from error


def _party(cells: Cells, role: str) -> list[Row]:
    types = [cells[f"{role}Type{number}Code"].strip() for number in (1, 2, 3)]
    outside = next((code for code in types if code in ("IGO", "NGO", "IMG", "MNC")), None)
    group = _GROUPS.get(cells[f"{role}KnownGroupCode"].strip())
    known = load_codebook().sectors
    sectors = [_SECTORS.get(code, code) for code in types]
    country = country_in(cells[f"{role}CountryCode"]) or group or outside
    return party_of(cells[f"{role}Name"], country, [code for code in sectors if code in known])
