"""Places that more than one state or government claims, and what is said of their country.

Enters: a place of the gazetteer, the year of the report. Leaves: who claims it, and the country
that the policy gives it. No policy settles a dispute: the claimants are always listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias, get_args

from tacitus.errors import GazetteerError
from tacitus.resolve.gazetteer import Candidate

# claimants: the country of the data files, which follows the United Nations' member states where
# they have a common position; holder: who runs the place; none: no country at all.
DisputePolicy: TypeAlias = Literal["claimants", "holder", "none"]
POLICIES: tuple[str, ...] = get_args(DisputePolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedArea:
    """One line of `disputed.tsv`."""

    id: str
    name: str
    country: str | None
    holder: str | None
    claimants: tuple[str, ...]
    start: int | None  # years, both included
    end: int | None

    def country_under(self, policy: DisputePolicy) -> str | None:
        """The country that a place of the area gets."""
        return {"claimants": self.country, "holder": self.holder, "none": None}[policy]

    def open_in(self, year: int | None) -> bool:
        """True when the dispute was on in that year, or the year is unknown."""
        if year is None:
            return self.end is None
        return (self.start or year) <= year <= (self.end or year)


class DisputedAreas:
    """Which disputed area a place lies in, by its country, divisions, region or town."""

    def __init__(self, members: Mapping[str, Sequence[DisputedArea]]) -> None:
        """Index areas by the keys of what lies in them."""
        self._members = members

    def area_of(self, place: Candidate, year: int | None) -> DisputedArea | None:
        """The area that the place lies in and that was disputed in that year, or None."""
        for key in _keys_of(place):
            for area in self._members.get(key, ()):
                if area.open_in(year):
                    return area
        return None


@cache
def load_disputed_areas() -> DisputedAreas:
    """The areas of `data/disputed.tsv`.

    Raises:
        GazetteerError: a line is malformed.
    """
    text = (resources.files("tacitus") / "data" / "disputed.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    header, *rows = lines
    members: dict[str, list[DisputedArea]] = defaultdict(list)
    for cells in rows:
        if len(cells) != len(header):
            raise GazetteerError(
                f"disputed.tsv, {cells[0]}: {len(cells)} columns; expected {len(header)}"
            )
        row = dict(zip(header, cells, strict=True))
        area = DisputedArea(
            id=row["id"],
            name=row["name"],
            country=row["country"] or None,
            holder=row["holder"] or None,
            claimants=tuple(row["claimants"].split("|")),
            start=int(row["from"]) if row["from"] else None,
            end=int(row["to"]) if row["to"] else None,
        )
        for column in ("countries", "admin1", "divisions", "regions", "towns"):
            for member in filter(None, row[column].split("|")):
                members[f"{column}/{member}"].append(area)
    return DisputedAreas(members)


def _keys_of(place: Candidate) -> Iterator[str]:
    if place.feature == "city":
        yield f"towns/{place.name}, {place.country}"
        yield f"admin1/{place.country}.{place.admin1}"
    elif place.feature == "admin1":
        yield f"divisions/{place.country}-{place.admin1}"
    elif place.feature == "region":
        yield f"regions/{place.name}"
    yield f"countries/{place.country}"
