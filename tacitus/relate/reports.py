"""The values that come into the stage: a report, and a happening as one report tells it.

Frozen, slotted and keyword-only as those of `tacitus.records`. Ids are those of a store's views:
`document_id`, and `event_id` as `DOCUMENT#e1`. Days are inclusive; None means that it is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tacitus.records import Basis, Certainty, Floats, Polarity, TimeStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor or a recipient."""

    name: str
    entity_id: str | None = None  # key in the entity data; None: known by its name only
    country: str | None = None  # ISO 3166-1 alpha-3, or IGO, NGO ... as the codebook has them
    sectors: tuple[str, ...] = ()  # PLOVER sectors, primary first


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a report gives for a happening."""

    kind: str  # killed, injured, arrested, displaced, participants, money
    value: float | None  # None: said but not a number ("dozens")
    unit: str | None = None  # ISO 4217 for money
    modifier: str = "exact"  # exact, at_least, at_most, about


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document as the stage sees it."""

    document_id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    publisher_country: str | None = None  # ISO 3166-1 alpha-3
    published: date | None = None
    entity_ids: frozenset[str] = frozenset()  # of all that it names, in an event or not
    vector: Floats | None = field(default=None, compare=False)  # (width,) of the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A happening as one report tells it: one row of a store's view `events`."""

    event_id: str
    document_id: str
    event_type: str
    mode: str | None = None
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    date_start: date | None = None
    date_end: date | None = None
    date_basis: Basis = "none"
    place_name: str | None = None
    place_country: str | None = None  # ISO 3166-1 alpha-3
    lat: float | None = None  # degrees north, WGS 84
    lon: float | None = None  # degrees east, WGS 84
    place_basis: Basis = "none"
    speaker: str | None = None  # None: the report itself says so
    speaker_entity_id: str | None = None
    certainty: Certainty = "certain"
    polarity: Polarity = "pos"
    time_status: TimeStatus = "past"
    quantities: tuple[Figure, ...] = ()
    anchor: str = ""  # the words that tell of it
    sentence: str = ""
    score: float = 1.0  # probability that the report tells it so
    disputes: str | None = None  # event_id of the claim in the same report that this one denies
    publisher: str | None = None
    published: date | None = None
    # (width,) the encoder's mean over the tokens of the anchor; None: not kept, as in a store
    vector: Floats | None = field(default=None, compare=False)
