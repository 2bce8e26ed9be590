"""Events as GDELT 2.0 has them: 61 columns divided by tabs, no header.

An event is known from one document here, so it has one mention. What GDELT measures and we do not
(tone, places of the actors, whether it stands in the lead) is empty, as is a GNS feature id.

Source: GDELT Event Database Format Codebook 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tacitus.country_codes import country_name, fips_of
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.cameo_actors import actor_code, country_part, group_part, type_parts
from tacitus.export.formats.cameo_events import CodedRow, coded_rows
from tacitus.export.formats.cells import Party, first_party, number_of, quad_of, score_of, whole
from tacitus.export.formats.delimited import tab_lines
from tacitus.export.formats.losses import LossCounter
from tacitus.export.frame import Cell

_CANNOT = (
    *("speaker", "cue", "dispute", "certainty", "time_status", "historical", "contexts"),
    *("several_actors", "several_recipients", "entity_ids", "party_basis"),
    *("date_range", "date_basis", "place_basis", "place_claimants", "quantities"),
    *("sentence", "score", "offsets", "coder_version"),
)
_NO_PLACE: list[Cell] = [0, *[None] * 7]  # type 0: no place was found
_COUNTRY, _US_CITY, _CITY = 1, 3, 4
_TOWN = "has its place as a town, whatever kind of place it is"
_SCALE = "has PLOVER's score where the format has Goldstein's"


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the events file `path`."""
    losses = LossCounter("gdelt-events", _CANNOT)
    with tab_lines(path, raw=options.raw) as write_line:
        for coded in coded_rows(rows, losses, options):
            losses.changed(_SCALE)
            losses.changed(_TOWN, _place_cells(coded.row)[0] in (_US_CITY, _CITY))
            write_line(_cells(coded))
    return losses.report()


def _cells(coded: CodedRow) -> list[Cell]:
    row, day, code = coded
    return [
        number_of(row),
        int(day.strftime("%Y%m%d")),
        int(day.strftime("%Y%m")),
        day.year,
        # The codebook's own formula, months of 30 days counted from 0 as in its data.
        f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}",
        *_actor_cells(first_party(row, "actors")),
        *_actor_cells(first_party(row, "recipients")),
        None,  # IsRootEvent
        code.code,
        code.base,
        code.root,
        quad_of(row),
        whole(score_of(row)),
        *(1, 1, 1),  # mentions, sources, articles
        None,  # AvgTone
        *_NO_PLACE,
        *_NO_PLACE,
        *_place_cells(row),
        moment_cell(row["recorded_at"]),
        row["url"] or row["path"],
    ]


def _actor_cells(party: Party) -> list[Cell]:
    types: list[Cell] = [*type_parts(party)]
    return [
        actor_code(party),
        party["name"].upper() if party["name"] else None,  # GDELT's names are in capitals
        country_part(party),
        group_part(party),
        *(None, None, None),  # ethnic group, religions
        *types,
        *[None] * (3 - len(types)),
    ]


def _place_cells(row: EventRow) -> list[Cell]:
    name, country = row["place"], row["place_country"]
    fips = fips_of(country)
    if not name and not fips:
        return _NO_PLACE
    whole_country = not name or name == country_name(country)
    if whole_country:
        kind, full = _COUNTRY, country_name(country)
    else:
        kind = _US_CITY if country == "USA" else _CITY
        full = ", ".join(filter(None, (name, country_name(country))))
    adm1 = fips if whole_country else None
    return [kind, full, fips, adm1, None, row["lat"], row["lon"], adm1]


def moment_cell(moment: datetime | None) -> Cell:
    """A time as YYYYMMDDHHMMSS in UTC."""
    return int(moment.strftime("%Y%m%d%H%M%S")) if moment else None
