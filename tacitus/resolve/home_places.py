"""The country of an event between people of one country, where the text names no place.

Enters: events, the entities of their parties. Leaves: the country, or None. Police who arrest their
own citizens do so at home; nothing is said of where in the country.

Source: the gold set `events`, train split (2026-11): of the events of these types whose parties are
all of one country and which have a place, it is in that country for 71 of 71 (COERCE), 69 of 69
(PROTEST), 41 of 42 (ASSAULT) and 11 of 12 (SANCTION).
"""

from __future__ import annotations

from collections.abc import Mapping

from tacitus.records import Entity, Event, Resolution

# An attack or an arrest has two sides; a protest may be told without its addressee.
_TWO_SIDED = frozenset(("ASSAULT", "COERCE", "SANCTION"))
_ONE_SIDED = frozenset(("PROTEST",))
_ISO3 = 3
_NO_STATE = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))


def home_country(event: Event, entities: Mapping[str, Resolution]) -> str | None:
    """The one country of all parties of an event that is done at home; None when there is none."""
    sides = (event.actor_ids, event.recipient_ids)
    if event.event_type in _TWO_SIDED:
        known = all(sides)
    else:
        known = event.event_type in _ONE_SIDED and any(sides)
    if not known:
        return None
    countries = {_country(entities.get(party)) for side in sides for party in side}
    return countries.pop() if len(countries) == 1 else None


def _country(resolution: Resolution | None) -> str | None:
    target = resolution.target if resolution is not None else None
    country = target.country if isinstance(target, Entity) else None
    return country if country and len(country) == _ISO3 and country not in _NO_STATE else None
