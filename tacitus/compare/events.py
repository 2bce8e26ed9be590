"""One event with what a comparison asks of it.

Enters: a row of `events` or `external_events`. Leaves: a `ComparedEvent`, or a word that says why
it cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

UNKNOWN = "?"  # the country of a side that has none


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedEvent:
    """An event, whoever coded it."""

    id: str
    first: date
    last: date
    event_type: str | None  # PLOVER; None: the coder's own has no like there
    code: str  # as the coder has it
    actor_countries: tuple[str, ...]
    recipient_countries: tuple[str, ...]
    who: str
    whom: str
    place: str
    place_country: str | None
    words: str
    url: str | None

    def dyad(self, *, directed: bool = True) -> str:
        """The first country of each side, such as KEN > UGA; the place's where it has no sides."""
        if not directed:
            return self.place_country or next(iter(self.countries), UNKNOWN)
        return " > ".join(codes[0] if codes else UNKNOWN for codes in self.sides)

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country that it has to do with."""
        place = (self.place_country,) if self.place_country else ()
        return tuple(dict.fromkeys([*place, *self.actor_countries, *self.recipient_countries]))

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The countries of the actors and of the recipients."""
        return self.actor_countries, self.recipient_countries


def compared_event(row: Mapping[str, Any]) -> ComparedEvent | str:
    """The event of a row, or why it is left out."""
    if row.get("polarity") == "neg" or row.get("time_status") in ("future", "hypothetical"):
        return "denied, expected or supposed"
    if row["date_start"] is None:
        return "without a date"
    kind, mode = row["event_type"], row["mode"]
    return ComparedEvent(
        id=row["event_id"],
        first=row["date_start"],
        last=row["date_end"],
        event_type=kind,
        code=row.get("code") or (f"{kind}/{mode}" if mode else kind) or "",
        actor_countries=_countries(row["actors"] or ()),
        recipient_countries=_countries(row["recipients"] or ()),
        who=_names(row["actors"] or ()),
        whom=_names(row["recipients"] or ()),
        place=", ".join(filter(None, (row["place"], row["place_country"]))),
        place_country=row["place_country"],
        words=row.get("sentence") or row.get("anchor") or "",
        url=row.get("url"),
    )


def _countries(parties: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party["country"] for party in parties if party["country"]))


def _names(parties: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(party["name"] for party in parties if party["name"])
