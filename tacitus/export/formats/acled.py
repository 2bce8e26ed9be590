"""Events in the shape of an ACLED file: 31 columns of CSV with a header.

ACLED codes political violence, demonstrations and a few strategic developments by people who read
whole reports; what tacitus finds has the shape of that, not the quality. Types that ACLED does not
have are left out. Regions, source scales and the dictionary of actors are ACLED's own and empty.

Source: ACLED codebook (event types and sub-event types, precision codes, actor codes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from tacitus.country_codes import country_codes, country_name
from tacitus.event_columns import ACLED as COLUMNS
from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.cells import NO_DATE, Party, day_of, number_of, whole
from tacitus.export.formats.delimited import comma_lines
from tacitus.export.formats.losses import LossCounter
from tacitus.export.frame import Cell

_CANNOT = (
    *("speaker", "cue", "dispute", "certainty", "time_status", "historical", "score", "contexts"),
    *("entity_ids", "party_basis", "place_claimants", "more_quantities", "offsets", "url"),
    "coder_version",
)


class _Kind(NamedTuple):
    """What ACLED calls an event; "" where the PLOVER code does not say."""

    disorder: str
    event: str
    sub_event: str


_VIOLENCE, _PROTEST, _STRATEGIC = (
    "Political violence",
    "Demonstrations",
    "Strategic developments",
)
_REMOTE = "Explosions/Remote violence"
_AIR = _Kind(_VIOLENCE, _REMOTE, "Air/drone strike")
_BATTLE = _Kind(_VIOLENCE, "Battles", "Armed clash")
_ATTACK = _Kind(_VIOLENCE, "Violence against civilians", "Attack")
_ABDUCTION = _Kind(_VIOLENCE, "Violence against civilians", "Abduction/forced disappearance")
_KINDS: Mapping[tuple[str, str | None], _Kind] = {
    ("PROTEST", None): _Kind(_PROTEST, "Protests", ""),
    ("PROTEST", "demo"): _Kind(_PROTEST, "Protests", "Peaceful protest"),
    ("PROTEST", "riot"): _Kind("Demonstrations", "Riots", "Violent demonstration"),
    ("ASSAULT", "abduct"): _ABDUCTION,
    ("ASSAULT", "sexual"): _Kind(_VIOLENCE, "Violence against civilians", "Sexual violence"),
    ("ASSAULT", "aerial"): _AIR,
    ("ASSAULT", "drone"): _AIR,
    ("ASSAULT", "suicide-attack"): _Kind(_VIOLENCE, _REMOTE, "Suicide bomb"),
    ("ASSAULT", "heavy-weapons"): _Kind(_VIOLENCE, _REMOTE, "Shelling/artillery/missile attack"),
    ("ASSAULT", "explosives"): _Kind(_VIOLENCE, _REMOTE, "Remote explosive/landmine/IED"),
    ("ASSAULT", "unconventional"): _Kind(_VIOLENCE, _REMOTE, "Chemical weapon"),
    ("ASSAULT", "destroy"): _Kind(
        _STRATEGIC, "Strategic developments", "Looting/property destruction"
    ),
    ("COERCE", "arrest"): _Kind(_STRATEGIC, "Strategic developments", "Arrests"),
    ("RETREAT", "ceasefire"): _Kind(_STRATEGIC, "Strategic developments", "Agreement"),
}
_STATE, _REBELS, _MILITIA, _RIOTERS, _PROTESTERS, _CIVILIANS = 1, 2, 3, 5, 6, 7
_ARMED = {"MIL": _STATE, "COP": _STATE, "SPY": _STATE, "GOV": _STATE, "REB": _REBELS}
_BY_SECTOR = {
    **_ARMED,
    "PRM": _MILITIA,
    **dict.fromkeys(("CVL", "REF", "JRN", "EDU", "MED", "LAB", "AGR", "BUS", "SOC"), _CIVILIANS),
}
_NOT_ACLED = "is of a kind that ACLED does not code"
_GUESSED = "is a battle or an attack on civilians by the sectors of its parties"
_WEEK = 7  # days


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the ACLED-shaped file `path`."""
    losses = LossCounter("acled", _CANNOT)
    for why in (NO_DATE, _NOT_ACLED):
        losses.left_out(why, 0)
    losses.changed(_GUESSED, 0)
    with comma_lines(path, header=COLUMNS, raw=options.raw) as write_line:
        for row in losses.seen(rows, unreal=options.unreal):
            day, kind = day_of(row), _kind_of(row)
            if day is None or kind is None:
                losses.left_out(NO_DATE if day is None else _NOT_ACLED)
                continue
            losses.changed(_GUESSED, kind in (_BATTLE, _ATTACK))
            write_line(_cells(row, day, kind))
            losses.see(row)
    return losses.report()


def _kind_of(row: EventRow) -> _Kind | None:
    """What ACLED calls the event; None for what it does not code."""
    found = _KINDS.get((row["event_type"], row["mode"])) or _KINDS.get((row["event_type"], None))
    if found is not None or row["event_type"] != "ASSAULT":
        return found
    armed = set(_ARMED) | {"PRM", "UAF"}
    sides = (row["actors"] or (), row["recipients"] or ())
    fighters = [any(armed & set(party["sectors"]) for party in side) for side in sides]
    two_sided = not row["recipients"] and len(row["actors"] or ()) > 1
    return _BATTLE if all(fighters) or (two_sided and fighters[0]) else _ATTACK


def _cells(row: EventRow, day: date, kind: _Kind) -> list[Cell]:
    first, second = _sides(row)
    codes = (_actor_number(first, kind, acts=True), _actor_number(second, kind, acts=False))
    country = row["place_country"]
    known = country_codes().get(country or "")
    return [
        f"{country or ''}{number_of(row)}",
        day.isoformat(),
        day.year,
        _time_precision(row),
        *kind,
        first[0]["name"] if first else None,
        "; ".join(party["name"] for party in first[1:]),
        codes[0],
        second[0]["name"] if second else None,
        "; ".join(party["name"] for party in second[1:]),
        codes[1],
        _interaction(*codes),
        "Civilian targeting" if _CIVILIANS == codes[1] and kind.disorder == _VIOLENCE else None,
        known.iso_number if known else None,
        None,  # region
        country_name(country),
        *(None, None, None),  # administrative areas
        row["place"],
        row["lat"],
        row["lon"],
        _geo_precision(row),
        row["publisher"],
        None,  # source scale
        row["sentence"],
        whole(row["killed"]),
        None,  # tags
        _seconds(row["recorded_at"]),
    ]


def _sides(row: EventRow) -> tuple[list[Party], list[Party]]:
    """Who is actor1 and actor2, each with whom else; who fight each other stand on one side."""
    actors, recipients = list(row["actors"] or ()), list(row["recipients"] or ())
    if not recipients and row["event_type"] == "ASSAULT" and len(actors) > 1:
        return actors[:1], actors[1:]
    return actors, recipients


def _actor_number(side: list[Party], kind: _Kind, *, acts: bool) -> int | None:
    """ACLED's number for a kind of actor, by the sectors; None when they do not say."""
    if acts and kind.event in ("Protests", "Riots"):
        return _PROTESTERS if kind.event == "Protests" else _RIOTERS
    numbers = (_BY_SECTOR.get(code) for party in side[:1] for code in party["sectors"])
    return next((number for number in numbers if number), None)


def _interaction(first: int | None, second: int | None) -> int | None:
    """Both numbers, the smaller first; the one and 0 when there is one."""
    numbers = sorted(number for number in (first, second) if number)
    if not numbers:
        return None
    return 10 * numbers[0] + (numbers[1] if len(numbers) > 1 else 0)


def _time_precision(row: EventRow) -> int:
    """1: that day; 2: within a week; 3: within a longer time."""
    days = (row["date_end"] - row["date_start"]).days + 1
    if days == 1:
        return 1
    return 2 if days <= _WEEK else 3


def _geo_precision(row: EventRow) -> int | None:
    """1: that place; 2: near it, as a dateline is; 3: the country."""
    if not row["place"]:
        return 3 if row["place_country"] else None
    if row["place"] == country_name(row["place_country"]):
        return 3
    return 1 if row["place_basis"] == "stated" else 2


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.replace(tzinfo=UTC).timestamp()) if moment else None
