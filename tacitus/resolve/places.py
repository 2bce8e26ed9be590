"""Place mentions, and events, to points on the map.

Enters: mentions, events, the resolutions of entities, the gazetteer. Leaves: one `Resolution` of
kind "place" for every place or facility mention and one for every event. An event's place is one
that the text puts it at ("stated"), else the dateline's ("dateline"), else none: the capital that
stands for a government is no place of an event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from tacitus.records import Document, Entity, Event, Mention, Place, Resolution, Segmentation
from tacitus.resolve.disputed import DisputePolicy, load_disputed_areas
from tacitus.resolve.gazetteer import Candidate, Gazetteer
from tacitus.resolve.home_places import home_country
from tacitus.resolve.located import Located as _Located
from tacitus.resolve.located import narrowest, near_town
from tacitus.resolve.toponyms import Toponym, choose_candidates, read_toponym

DATELINE_SCORE = 0.5
HOME_SCORE = 0.5  # of the country of all parties


def resolve_places(  # noqa: PLR0913 - what a place depends on
    document: Document,
    segmentation: Segmentation,
    mentions: Sequence[Mention],
    events: Sequence[Event],
    entity_resolutions: Sequence[Resolution],
    gazetteer: Gazetteer,
    disputed: DisputePolicy = "claimants",
) -> tuple[Resolution, ...]:
    """One resolution of kind "place" per place or facility mention and then one per event.

    An ambiguous name takes the reading that the other places, the countries of the actors and the
    dateline speak for, then the more populous one. A mention or event that no place is found for
    has target None and basis "none". A place in an area that several states claim lists them; its
    country is what the policy `disputed` says.
    """
    countries = _actor_countries(entity_resolutions)
    year = document.published.year if document.published else None
    as_place = partial(place_under, policy=disputed, year=year)
    entities = {r.subject_id: r for r in entity_resolutions if r.kind == "entity"}
    bodies = frozenset(m.id for m in mentions if m.kind == "place" and _is_body(entities.get(m.id)))
    places = [mention for mention in mentions if mention.id not in bodies]
    located = locate(document, segmentation, places, countries, gazetteer, as_place)
    towns = list(located.values())
    wanted = {m.id: m for m in mentions if m.kind in ("place", "facility")}
    stated = {toponym for event in events for toponym in event.toponym_ids}
    for mention in places:
        if mention.id not in located and (mention.id in wanted or mention.id in stated):
            entity = entities.get(mention.id)
            guess = _in_country(mention, document, entity, gazetteer, as_place)
            guess = near_town(mention, document, guess, towns) or guess
            if guess is not None:
                located[mention.id] = guess
    resolutions = [_of_mention(mention, located.get(mention.id)) for mention in wanted.values()]
    dateline = _dateline(document, segmentation, countries, gazetteer, as_place)
    for event in events:
        home = gazetteer.country(home_country(event, entities) or "")
        at_home = as_place(home) if home is not None else None
        resolutions.append(_of_event(event, located, dateline, at_home))
    return tuple(resolutions)


def _is_body(resolution: Resolution | None) -> bool:
    """True for a mention that the tagger took for a place and that is a listed body: "Hamas"."""
    target = resolution.target if resolution is not None else None
    if not isinstance(target, Entity) or target.entity_id is None:
        return False
    return bool(target.sectors) and "GOV" not in target.sectors


def locate(  # noqa: PLR0913 - what a place depends on
    document: Document,
    segmentation: Segmentation,
    mentions: Sequence[Mention],
    countries: Mapping[str, float],
    gazetteer: Gazetteer,
    as_place: Callable[[Candidate], Place],
) -> dict[str, _Located]:
    """The places of the mentions that have one, by mention id. Mentions of one chain share it."""
    toponyms = [
        read_toponym(mention, document.text, gazetteer)
        for mention in mentions
        if mention.form != "pronoun"
    ]
    if segmentation.dateline is not None:
        toponyms.append(read_toponym_at(document, segmentation, gazetteer))
    chosen = choose_candidates(toponyms, countries)
    located: dict[str, _Located] = {}
    by_chain: dict[str, _Located] = {}
    for toponym in toponyms:
        best = chosen.get(toponym.mention.id)
        if best is None:
            continue
        candidate, score, why = best
        located[toponym.mention.id] = _Located(
            toponym.mention, as_place(candidate), score, why, people=candidate.population
        )
        if toponym.mention.chain and toponym.mention.form == "name":
            by_chain.setdefault(toponym.mention.chain, located[toponym.mention.id])
    for mention in mentions:
        if (
            mention.id not in located
            and mention.chain in by_chain
            and mention.kind in ("place", "facility")
        ):
            same = by_chain[mention.chain or ""]
            located[mention.id] = _Located(
                mention, same.place, same.score * 0.9, f"same chain: {same.evidence}"
            )
    return located


def _in_country(
    mention: Mention,
    document: Document,
    entity: Resolution | None,
    gazetteer: Gazetteer,
    as_place: Callable[[Candidate], Place],
) -> _Located | None:
    """The country of a place that the gazetteer lacks, without a point: "Bayan Palace" -> KWT."""
    target = entity.target if entity is not None else None
    if entity is None or not isinstance(target, Entity) or not target.country:
        return None
    country = gazetteer.country(target.country)
    if country is None:
        return None
    name = " ".join(mention.span.of(document.text).split())
    if name.lower() in ("the country", "this country", "country", "the nation", "nationwide"):
        place = as_place(country)
    else:
        place = Place(name=name, country=country.country, lat=None, lon=None, geonames_id=None)
    why = f"not in the gazetteer; its country: {entity.evidence}"
    return _Located(mention, place, entity.score * 0.8, why, entity.basis)


def read_toponym_at(
    document: Document, segmentation: Segmentation, gazetteer: Gazetteer
) -> Toponym:
    """The name that opens the dateline, as if a mention."""
    span = segmentation.dateline
    assert span is not None
    mention = Mention(id="dateline", span=span, kind="place", form="name")
    return read_toponym(mention, document.text, gazetteer, dateline=True)


def place_under(candidate: Candidate, *, policy: DisputePolicy, year: int | None) -> Place:
    """The record of a gazetteer candidate, with its claimants where it is disputed that year."""
    area = load_disputed_areas().area_of(candidate, year)
    return Place(
        name=candidate.name,
        country=area.country_under(policy) if area else candidate.country,
        lat=candidate.lat,
        lon=candidate.lon,
        geonames_id=candidate.geonames_id,
        feature=candidate.feature,
        claimants=area.claimants if area else (),
    )


def _actor_countries(resolutions: Sequence[Resolution]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for resolution in resolutions:
        target = resolution.target
        if isinstance(target, Entity) and target.country and resolution.basis == "stated":
            weights[target.country] = weights.get(target.country, 0.0) + 1.0
    return weights


def _of_mention(mention: Mention, found: _Located | None) -> Resolution:
    if found is None:
        return Resolution(
            subject_id=mention.id, kind="place", target=None, basis="none", score=0.0,
            evidence="no place of that name in the gazetteer",
        )  # fmt: skip
    return Resolution(
        subject_id=mention.id,
        kind="place",
        target=found.place,
        basis=found.basis,
        score=found.score,
        evidence=found.evidence,
    )


def _dateline(
    document: Document,
    segmentation: Segmentation,
    countries: Mapping[str, float],
    gazetteer: Gazetteer,
    as_place: Callable[[Candidate], Place],
) -> _Located | None:
    if segmentation.dateline is None:
        return None
    toponym = read_toponym_at(document, segmentation, gazetteer)
    best = choose_candidates([toponym], countries).get(toponym.mention.id)
    if best is None:
        return None
    return _Located(toponym.mention, as_place(best[0]), best[1], best[2])


def _of_event(
    event: Event,
    located: Mapping[str, _Located],
    dateline: _Located | None,
    home: Place | None,
) -> Resolution:
    stated = [located[i] for i in event.toponym_ids if i in located]
    if stated:
        best = narrowest(stated)
        return Resolution(
            subject_id=event.id,
            kind="place",
            target=best.place,
            basis=best.basis,
            score=best.score,
            evidence=f"the text puts the event there; {best.evidence}",
        )
    present = not event.historical and event.time_status in ("past", "ongoing")
    elsewhere = home is not None and dateline is not None and home.country != dateline.place.country
    if dateline is not None and present and not elsewhere:
        return Resolution(
            subject_id=event.id,
            kind="place",
            target=dateline.place,
            basis="dateline",
            score=DATELINE_SCORE,
            evidence="the text names no place for it; the report is datelined "
            + dateline.place.name,
        )
    if home is not None:
        return Resolution(
            subject_id=event.id,
            kind="place",
            target=home,
            basis="inferred",
            score=HOME_SCORE,
            evidence=f"the text names no place for it; all who take part are of {home.name}",
        )
    why = "the text names no place for it"
    if event.toponym_ids:
        why = "the place that the text names is not in the gazetteer"
    elif dateline is not None:
        why += " and the dateline says nothing of a past or future one"
    return Resolution(
        subject_id=event.id, kind="place", target=None, basis="none", score=0.0, evidence=why
    )
