"""Attributed events with every id looked up: what `events_resolved` in the JSON holds.

Enters: a `Coding`. Leaves: one `ResolvedEvent` an event, in the order of the text. Nothing is
decided here; a field is null when the coding has nothing to stand on. `docs/json.md` describes
each field.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias, TypedDict

from tacitus.records import (
    Attribution,
    Basis,
    Certainty,
    Coding,
    Entity,
    Event,
    Interval,
    Mention,
    Place,
    Polarity,
    Quantity,
    QuantityKind,
    Resolution,
    ResolutionKind,
    Span,
    TimeStatus,
)

Range: TypeAlias = list[int]  # [start, end): code points of Document.text
UNNAMED = "unnamed"  # the speaker when the text says that somebody says so, but not who


class ActorItem(TypedDict):
    """An actor or a recipient."""

    name: str
    span: Range
    country: str | None
    cow: int | None
    gw: int | None
    sectors: list[str]
    entity_id: str | None
    basis: Basis


class DateItem(TypedDict):
    """When it happened: days, both included."""

    start: str
    end: str
    basis: Basis
    span: Range | None


class PlaceItem(TypedDict):
    """Where it happened."""

    name: str
    span: Range | None
    country: str | None
    lat: float | None
    lon: float | None
    geonames_id: int | None
    claimants: list[str]
    basis: Basis


class SpeakerItem(TypedDict):
    """Who says so."""

    name: str
    span: Range | None


class QuantityItem(TypedDict):
    """A number that the text gives."""

    kind: QuantityKind
    value: float | None
    unit: str | None
    modifier: Literal["exact", "at_least", "at_most", "about"]
    span: Range


class ResolvedEvent(TypedDict):
    """One attributed event, ids replaced by what they stand for."""

    id: str
    type: str
    mode: str | None
    contexts: list[str]
    anchor: Range
    also: list[Range]
    actors: list[ActorItem]
    recipients: list[ActorItem]
    date: DateItem | None
    place: PlaceItem | None
    speaker: SpeakerItem | None
    cue: Range | None
    hedge: str | None
    certainty: Certainty
    polarity: Polarity
    time_status: TimeStatus
    historical: bool
    quantities: list[QuantityItem]
    factuality: float
    score: float
    disputes: str | None


def events_resolved(coding: Coding) -> list[ResolvedEvent]:
    """One item an event of `coding`, in the coding's order."""
    look_up = _Index(coding)
    return [_resolve(event, look_up) for event in coding.events]


def words_of(coding: Coding, span: Span) -> str:
    """The words of `span` on one line."""
    return " ".join(span.of(coding.document.text).split())


class _Index:
    """The parts of one coding by id, so that flattening stays linear in its size."""

    def __init__(self, coding: Coding) -> None:
        self.coding = coding
        self.mentions = {mention.id: mention for mention in coding.mentions}
        self.attributions = {a.id: a for a in coding.attributions}
        self.timexes = {timex.id: timex for timex in coding.timexes}
        self.disputes = {x.left_id: x.right_id for x in coding.links if x.relation == "disputes"}
        self._resolutions = {(r.subject_id, r.kind): r for r in reversed(coding.resolutions)}

    def resolution(self, subject_id: str, kind: ResolutionKind) -> Resolution | None:
        return self._resolutions.get((subject_id, kind))


def _resolve(event: Event, look_up: _Index) -> ResolvedEvent:
    attribution = _attribution_of(event, look_up)
    return {
        "id": event.id,
        "type": event.event_type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "anchor": _range(event.anchor),
        "also": [_range(span) for span in event.also],
        "actors": _actors(event.actor_ids, look_up),
        "recipients": _actors(event.recipient_ids, look_up),
        "date": _date(event, look_up),
        "place": _place(event, look_up),
        "speaker": _speaker(event, look_up),
        "cue": _range(attribution.cue) if attribution and attribution.cue else None,
        "hedge": attribution.hedge if attribution else None,
        "certainty": event.certainty,
        "polarity": event.polarity,
        "time_status": event.time_status,
        "historical": event.historical,
        "quantities": [_quantity(quantity) for quantity in event.quantities],
        "factuality": event.factuality,
        "score": event.score,
        "disputes": look_up.disputes.get(event.id),
    }


def _attribution_of(event: Event, look_up: _Index) -> Attribution | None:
    """The attribution that gives the cue: the speaker's own, else a hedged one, else the first."""
    found = [look_up.attributions[i] for i in event.attribution_ids if i in look_up.attributions]
    if not found:
        return None
    own = [a for a in found if event.speaker_id is not None and a.source_id == event.speaker_id]
    hedged = [a for a in found if a.hedge]
    return (own or hedged or found)[0]


def _actors(mention_ids: Iterable[str], look_up: _Index) -> list[ActorItem]:
    return [_actor(look_up.mentions[i], look_up) for i in mention_ids if i in look_up.mentions]


def _actor(mention: Mention, look_up: _Index) -> ActorItem:
    entity = _entity(mention, look_up)
    resolution = look_up.resolution(mention.id, "entity")
    return {
        "name": entity.name,
        "span": _range(mention.span),
        "country": entity.country,
        "cow": entity.cow,
        "gw": entity.gw,
        "sectors": list(entity.sectors),
        "entity_id": entity.entity_id,
        "basis": resolution.basis if resolution else "none",
    }


def _entity(mention: Mention, look_up: _Index) -> Entity:
    resolution = look_up.resolution(mention.id, "entity")
    if resolution is not None and isinstance(resolution.target, Entity):
        return resolution.target
    return Entity(name=words_of(look_up.coding, mention.span))


def _date(event: Event, look_up: _Index) -> DateItem | None:
    resolution = look_up.resolution(event.id, "interval")
    if resolution is None or not isinstance(resolution.target, Interval):
        return None
    interval = resolution.target
    timexes = [look_up.timexes[i] for i in event.timex_ids if i in look_up.timexes]
    own = [t for t in timexes if _target(t.id, "interval", look_up) == interval]
    spans = [timex.span for timex in own or timexes]
    return {
        "start": interval.start.isoformat(),
        "end": interval.end.isoformat(),
        "basis": resolution.basis,
        "span": _range(spans[0]) if spans else None,
    }


def _place(event: Event, look_up: _Index) -> PlaceItem | None:
    resolution = look_up.resolution(event.id, "place")
    if resolution is None or not isinstance(resolution.target, Place):
        return None
    place = resolution.target
    span = _place_span(event, place, look_up)
    return {
        "name": place.name,
        "span": _range(span) if span else None,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "geonames_id": place.geonames_id,
        "claimants": list(place.claimants),
        "basis": resolution.basis,
    }


def _place_span(event: Event, place: Place, look_up: _Index) -> Span | None:
    """The words that name the place: a toponym of the event, else one in the dateline."""
    dateline = look_up.coding.segmentation.dateline
    toponyms = [look_up.mentions[i] for i in event.toponym_ids if i in look_up.mentions]
    if dateline is not None:
        toponyms += [m for m in look_up.coding.mentions if dateline.contains(m.span)]
    for mention in toponyms:
        if _target(mention.id, "place", look_up) == place:
            return mention.span
    own = [i for i in event.toponym_ids if i in look_up.mentions]
    return look_up.mentions[own[0]].span if own else None


def _target(subject_id: str, kind: ResolutionKind, look_up: _Index) -> object:
    resolution = look_up.resolution(subject_id, kind)
    return resolution.target if resolution else None


def _speaker(event: Event, look_up: _Index) -> SpeakerItem | None:
    """The event's speaker; "unnamed" when a hedge attributes it to nobody in particular."""
    if event.speaker_id is not None and event.speaker_id in look_up.mentions:
        mention = look_up.mentions[event.speaker_id]
        return {"name": _entity(mention, look_up).name, "span": _range(mention.span)}
    for attribution_id in event.attribution_ids:
        attribution = look_up.attributions.get(attribution_id)
        if attribution is None or attribution.source_id is not None:
            continue
        if attribution.source is None:
            if attribution.hedge is None:
                continue  # "was invited", "is expected": a manner of telling, no source
            return {"name": UNNAMED, "span": None}
        name = words_of(look_up.coding, attribution.source)
        return {"name": name, "span": _range(attribution.source)}
    return None


def _quantity(quantity: Quantity) -> QuantityItem:
    return {
        "kind": quantity.kind,
        "value": quantity.value,
        "unit": quantity.unit,
        "modifier": quantity.modifier,
        "span": _range(quantity.span),
    }


def _range(span: Span) -> Range:
    return [span.start, span.end]
