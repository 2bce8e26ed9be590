"""The words in which an event is shown to people: one phrase a field, the same in every format.

Enters: a `ResolvedEvent`. Leaves: plain text. A value that was assumed and not read says so here.
"""

from __future__ import annotations

from tacitus.export.events import ActorItem, ResolvedEvent
from tacitus.records import Coding

_BASES = {
    "stated": "",
    "inferred": "inferred",
    "dateline": "dateline",
    "publication_date": "by pub. date",
    "none": "",
}


def code_phrase(item: ResolvedEvent) -> str:
    """The code: "CONSULT/visit"."""
    return f"{item['type']}/{item['mode']}" if item["mode"] else item["type"]


def actor_phrase(actor: ActorItem) -> str:
    """The name with what is known: "Ministry of Defence (UKR MIL)"; "UKR?" is a default."""
    country = actor["country"] or ""
    if country and actor["basis"] in ("dateline", "publication_date"):
        country += "?"
    known = " ".join([country, *actor["sectors"]]).strip()
    return f"{actor['name']} ({known})" if known else actor["name"]


def actors_phrase(actors: list[ActorItem], nobody: str = "?") -> str:
    """The names, joined; `nobody` when the list is empty."""
    return ", ".join(actor_phrase(actor) for actor in actors) or nobody


def who_phrase(item: ResolvedEvent) -> str:
    """Who to whom: "Kenya (KEN) → Norway (NOR)"."""
    actors = actors_phrase(item["actors"])
    if not item["recipients"]:
        return actors
    return f"{actors} → {actors_phrase(item['recipients'])}"


def date_phrase(item: ResolvedEvent) -> str:
    """The days, with the basis where they were not stated; "no date" when there are none."""
    day = item["date"]
    if day is None:
        return "no date"
    days = day["start"] if day["start"] == day["end"] else f"{day['start']} to {day['end']}"
    return _with_basis(days, day["basis"])


def place_phrase(item: ResolvedEvent) -> str:
    """The place with its country, and the basis where it was not stated; "" when there is none."""
    place = item["place"]
    if place is None:
        return ""
    country = f", {place['country']}" if place["country"] else ""
    if place["claimants"]:
        country += f", disputed: {' '.join(place['claimants'])}"
    return _with_basis(place["name"] + country, place["basis"])


def speaker_phrase(item: ResolvedEvent, publisher: str | None) -> str:
    """Who says so; the outlet when the text attributes it to nobody else."""
    if item["speaker"] is not None:
        name = item["speaker"]["name"]
        return "an unnamed source" if name == "unnamed" else name
    return f"{publisher} itself" if publisher else "the article itself"


def certainty_phrase(item: ResolvedEvent) -> str:
    """How surely: "probable: “reportedly”"."""
    return f"{item['certainty']}: “{item['hedge']}”" if item["hedge"] else item["certainty"]


def status_phrases(item: ResolvedEvent) -> list[str]:
    """What sets the event apart from a plain past happening: "did not happen", "future" ..."""
    found = []
    if item["polarity"] == "neg":
        found.append("did not happen")
    if item["time_status"] != "past":
        found.append(item["time_status"])
    if item["historical"]:
        found.append("background")
    return found


def quantity_phrases(item: ResolvedEvent) -> list[str]:
    """The numbers: "killed: at least 4"."""
    found = []
    for quantity in item["quantities"]:
        value = "some" if quantity["value"] is None else _number(quantity["value"])
        modifier = "" if quantity["modifier"] == "exact" else quantity["modifier"].replace("_", " ")
        unit = quantity["unit"] or ""
        found.append(f"{quantity['kind']}: {' '.join(filter(None, (modifier, value, unit)))}")
    return found


def dispute_phrases(item: ResolvedEvent, disputed_by: list[str]) -> list[str]:
    """Which event it disputes and which dispute it."""
    found = [f"disputes {item['disputes']}"] if item["disputes"] else []
    return found + ([f"disputed by {', '.join(disputed_by)}"] if disputed_by else [])


def disputes_by_event(coding: Coding) -> dict[str, list[str]]:
    """Event id -> the ids of the events that dispute it."""
    found: dict[str, list[str]] = {}
    for link in coding.links:
        if link.relation == "disputes":
            found.setdefault(link.right_id, []).append(link.left_id)
    return found


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _with_basis(value: str, basis: str) -> str:
    return f"{value} ({_BASES[basis]})" if _BASES.get(basis) else value
