"""What a query may ask for: the filter, and the check of its values.

Enters: values as a user gives them. Leaves: an `EventFilter` with codes in their own case, or an
error that names the nearest right value.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import duckdb

from tacitus.codebook import load_codebook
from tacitus.errors import StoreError
from tacitus.store.countries import check_country, find_country

Box = tuple[float, float, float, float]  # west, south, east, north: degrees
_CODES = ("event_type", "mode", "context", "sector")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are wanted. Of several values of a field one must fit; every field must.

    Names are compared without case and marks on letters, by whole words: "norland" finds "Bank of
    Norland". A name that is a country's finds everybody of that country too.
    """

    actor: tuple[str, ...] = ()  # name, id or country of an actor
    recipient: tuple[str, ...] = ()
    country: tuple[str, ...] = ()  # of an actor, of a recipient or of the place
    sector: tuple[str, ...] = ()  # of an actor or a recipient
    event_type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    quad: tuple[int, ...] = ()  # 1..4
    context: tuple[str, ...] = ()
    since: date | None = None  # the event's days reach into the time from here
    until: date | None = None  # up to here, both days included; no date: left out
    place: tuple[str, ...] = ()  # name of the place, or its country
    bbox: Box | None = None  # west > east: over the 180th meridian
    publisher: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()  # name, id or country of who says so
    disputed: bool | None = None  # True: disputed by another event or disputing one
    min_score: float | None = None

    def countries_of(self, name: str) -> tuple[str, ...]:
        """The countries that the names of a field stand for."""
        found = (find_country(words) for words in getattr(self, name))
        return tuple(code for code in found if code)


def check_filter(wanted: EventFilter, connection: duckdb.DuckDBPyConnection) -> EventFilter:
    """The filter with codes as the store has them, and quad classes turned into types.

    Raises:
        StoreError: a type, mode, context, sector or country is neither in the codebook nor in the
            store, `since` is after `until`, or the box is none.
    """
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise StoreError(
            f"since {wanted.since} is after until {wanted.until}; expected the earlier day first"
        )
    _check_box(wanted.bbox)
    if wanted.min_score is not None and not 0 <= wanted.min_score <= 1:
        raise StoreError(f"score {wanted.min_score} is no probability; expected 0 to 1")
    checked: dict[str, tuple[str, ...]] = {}
    for name in _CODES:
        given: tuple[str, ...] = getattr(wanted, name)
        checked[name] = tuple(_check_code(name, code, connection) for code in given)
    checked["country"] = tuple(
        find_country(words) or check_country(words, _codes_in_store("country", connection))
        for words in wanted.country
    )
    checked["event_type"] = _with_quads(checked["event_type"], wanted.quad)
    return dataclasses.replace(wanted, **checked)  # type: ignore[arg-type]


def check_groups(groups: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """The groups, each once.

    Raises:
        StoreError: there is none, or one is not known.
    """
    names = tuple(dict.fromkeys(name.strip().lower().replace("_", "-") for name in groups))
    for name in names:
        if name not in known:
            raise StoreError(f'events cannot be grouped by "{name}"; {nearest(name, known)}')
    if not names:
        raise StoreError(f"no group is given; expected some of {', '.join(known)}")
    return names


def nearest(given: str, known: Iterable[str]) -> str:
    """The end of an error message: the value that was likely meant, else all of them."""
    names = list(known)
    folded = {name.lower(): name for name in names}
    close = difflib.get_close_matches(given.lower(), folded, n=1, cutoff=0.5)
    if close:
        return f'did you mean "{folded[close[0]]}"?'
    return f"expected one of {', '.join(names)}"


def parse_box(text: str) -> Box:
    """A box from "west,south,east,north" in degrees.

    Raises:
        StoreError: these are not four numbers.
    """
    try:
        west, south, east, north = (float(number) for number in text.split(","))
    except ValueError as error:
        raise StoreError(
            f'bounding box "{text}" cannot be read; expected west,south,east,north in degrees, '
            "such as 33.9,-4.7,41.9,5.5"
        ) from error
    _check_box((west, south, east, north))
    return west, south, east, north


def _check_box(box: Box | None) -> None:
    if box is None:
        return
    west, south, east, north = box
    given = ",".join(f"{number:g}" for number in box)
    if not (-90 <= south <= 90 and -90 <= north <= 90 and -180 <= west <= 180 >= east >= -180):
        swapped = " (latitude first?)" if max(abs(south), abs(north)) > 90 else ""
        raise StoreError(
            f"bounding box {given} is outside the map{swapped}; expected "
            "west,south,east,north with longitudes -180 to 180 and latitudes -90 to 90"
        )
    if south > north:
        raise StoreError(
            f"bounding box {given} has its south above its north; did you mean "
            f"{west:g},{north:g},{east:g},{south:g}?"
        )


def _with_quads(types: tuple[str, ...], quads: tuple[int, ...]) -> tuple[str, ...]:
    """The types of the quad classes, of `types` only where some are given.

    Raises:
        StoreError: a class is not 1 to 4, or none of `types` is in the classes.
    """
    if not quads:
        return types
    book = load_codebook()
    for quad in quads:
        if quad not in (1, 2, 3, 4):
            raise StoreError(
                f"quad class {quad} does not exist; expected 1 verbal cooperation, "
                "2 material cooperation, 3 verbal conflict or 4 material conflict"
            )
    wanted = [code for code, kind in book.event_types.items() if kind.quad in quads]
    both = tuple(code for code in wanted if not types or code in types)
    if not both:
        raise StoreError(
            f"no type of {', '.join(types)} is in quad class {', '.join(map(str, quads))}; "
            f"expected some of {', '.join(wanted)}"
        )
    return both


def _check_code(name: str, given: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The code as it is written in the codebook or, for codebooks of users, in the store."""
    code = given.strip()
    if name == "mode" and "/" in code:  # as tables show it: COERCE/arrest
        code = code.rpartition("/")[2]
    for codes in (_codebook_codes, partial(_codes_in_store, connection=connection)):
        folded = {one.lower(): one for one in codes(name)}
        if code.lower() in folded:
            return folded[code.lower()]
    what = name.replace("_", " ")
    raise StoreError(f'{what} "{given}" is not known; {nearest(code, _codebook_codes(name))}')


def _codebook_codes(name: str) -> list[str]:
    book = load_codebook()
    if name == "event_type":
        return list(book.event_types)
    if name == "mode":
        return sorted({mode for kind in book.event_types.values() for mode in kind.modes})
    return list(book.contexts if name == "context" else book.sectors)


# Asked for only when the codebook lacks a value.
_IN_STORE: Mapping[str, str] = {
    "event_type": "select distinct event_type from event_keys",
    "mode": "select distinct mode from event_keys where mode is not null",
    "context": "select distinct unnest(contexts) from event_keys",
    "sector": "select distinct unnest(party_sectors) from event_keys",
    "country": "select distinct unnest(actor_countries || recipient_countries) from event_keys",
}


def _codes_in_store(name: str, connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(row[0]) for row in connection.sql(_IN_STORE[name]).fetchall()]
