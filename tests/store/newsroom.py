"""Hand-made codings that tests of queries, panels and search share, and a store that holds them.

`story` writes the text and the coding of an article from a short description of its events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial

from tacitus.coding import CodedDocument
from tacitus.records import (
    Document,
    Entity,
    Event,
    Interval,
    Link,
    Mention,
    Place,
    Resolution,
    Segmentation,
    Span,
)
from tacitus.store.lake import Lake
from tacitus.store.layout import write_marker
from tacitus.store.rows import coding_row


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event of an article."""

    event_type: str
    actor: Entity | None = None
    recipient: Entity | None = None
    mode: str | None = None
    day: date | None = None
    last_day: date | None = None
    place: Place | None = None
    speaker: Entity | None = None
    disputes: int | None = None  # number of the event that it disputes, from 0
    contexts: tuple[str, ...] = ()
    others: dict[str, object] = field(default_factory=dict)  # more fields of records.Event


def somebody(name, country=None, *sectors, entity_id=None):
    return Entity(name=name, country=country, sectors=sectors, entity_id=entity_id)


def somewhere(name, country, lat, lon):
    return Place(name=name, country=country, lat=lat, lon=lon, geonames_id=None, feature="city")


def story(  # noqa: PLR0913 - one argument a fact
    title, *told, published=None, publisher="Harbour Wire", named=(), body=""
):
    """An article whose text is the title, one sentence an event, and `body`.

    `named`: entities that it names outside of events.
    """
    writer = _Writer(title)
    events = [writer.event(number, item) for number, item in enumerate(told)]
    for entity in named:
        writer.mention(entity)
    writer.text += f" {body}" if body else ""
    links = [
        Link(
            left_id=f"e{number}",
            right_id=f"e{item.disputes}",
            relation="disputes",
            score=0.9,
            judge="rule",
            evidence="it says so",
        )
        for number, item in enumerate(told)
        if item.disputes is not None
    ]
    whole = Span(start=0, end=len(writer.text))
    return CodedDocument(
        document=Document(
            text=writer.text,
            title=title,
            publisher=publisher,
            published=published,
            url=f"https://example.org/{title.replace(' ', '-').lower()}",
            language="en",
        ),
        segmentation=Segmentation(
            headline=None, dateline=None, paragraphs=(whole,), sentences=(whole,), quotes=()
        ),
        mentions=tuple(writer.mentions),
        events=tuple(events),
        resolutions=tuple(writer.resolutions),
        links=tuple(links),
        coder_version="v1",
    )


class _Writer:
    def __init__(self, title):
        self.text = f"{title}\n\n"
        self.mentions, self.resolutions = [], []

    def words(self, words):
        start = len(self.text)
        self.text += f"{words} "
        return Span(start=start, end=start + len(words))

    def mention(self, entity):
        name = f"m{len(self.mentions)}"
        span = self.words(entity.name)
        self.mentions.append(Mention(id=name, span=span, kind="organisation", form="name"))
        self.resolve(name, "entity", entity)
        return name

    def resolve(self, subject, kind, target):
        self.resolutions.append(
            Resolution(
                subject_id=subject,
                kind=kind,
                target=target,
                basis="stated" if target else "none",
                score=0.9,
                evidence="made up",
            )
        )

    def event(self, number, item):
        actor = self.mention(item.actor) if item.actor else None
        anchor = self.words(item.event_type.lower())
        recipient = self.mention(item.recipient) if item.recipient else None
        speaker = self.mention(item.speaker) if item.speaker else None
        day = Interval(start=item.day, end=item.last_day or item.day) if item.day else None
        self.resolve(f"e{number}", "interval", day)
        if item.place:
            self.words(item.place.name)
            self.resolve(f"e{number}", "place", item.place)
        return Event(
            id=f"e{number}",
            anchor=anchor,
            event_type=item.event_type,
            mode=item.mode,
            contexts=item.contexts,
            actor_ids=(actor,) if actor else (),
            recipient_ids=(recipient,) if recipient else (),
            speaker_id=speaker,
            **item.others,
        )


def _made(rows, moment):
    """The rows as they are, whatever the moment of recording."""
    return rows


def write_store(path, *batches):
    """A store with one commit a batch; each batch is (day of recording, codings)."""
    path.mkdir()
    write_marker(path, 1)
    lake = Lake(path)
    lake.create()
    newest: dict[str, datetime] = {}
    for day, codings in batches:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        rows = [
            {
                **coding_row(coding),
                "run_id": "run",
                "recorded_at": moment,
                "replaces": newest.get(coding.document.id),
            }
            for coding in codings
        ]
        lake.append("codings", partial(_made, rows))
        newest.update((coding.document.id, moment) for coding in codings)
    return path


POLICE = somebody("Kenya Police Service", "KEN", "COP", entity_id="ken-police")
KENYA = somebody("Kenya", "KEN", "GOV", entity_id="KEN")
UGANDA = somebody("Uganda", "UGA", "GOV", entity_id="UGA")
IVORY = somebody("Côte d'Ivoire", "CIV", "GOV", entity_id="CIV")
MARCHERS = somebody("marchers", None, "CVL")
MINISTRY = somebody("Interior Ministry", "KEN", "GOV")
NAIROBI = somewhere("Nairobi", "KEN", -1.28, 36.82)
SUVA = somewhere("Suva", "FJI", -18.14, 178.44)

MARCH = story(
    "Police break up a march",
    Told(
        event_type="COERCE",
        mode="arrest",
        actor=POLICE,
        recipient=MARCHERS,
        day=date(2024, 3, 4),
        place=NAIROBI,
        speaker=MINISTRY,
        contexts=("corruption",),
        others={"score": 0.9},
    ),
    Told(event_type="REJECT", actor=MARCHERS, disputes=0, others={"score": 0.4}),
    published=date(2024, 3, 5),
    body="Rain fell on the grain market all day.",
)
ENVOY = story(
    "An envoy goes home",
    Told(
        event_type="ACCUSE",
        mode="disapprove",
        actor=KENYA,
        recipient=UGANDA,
        day=date(2024, 3, 6),
    ),
    Told(event_type="AID", actor=IVORY, recipient=KENYA, day=date(2024, 3, 1)),
    published=date(2024, 3, 7),
    publisher="Valley Herald",
    body="The grain harvest was poor; the harbour stayed closed.",
)
ISLANDS = story(
    "Talks on the islands",
    Told(
        event_type="CONSULT",
        actor=UGANDA,
        recipient=KENYA,
        day=date(2024, 5, 2),
        last_day=date(2024, 5, 3),
        place=SUVA,
        others={"score": 0.7},
    ),
    published=date(2024, 5, 4),
    body="Ministers spoke of ferries.",
)
STORIES = (MARCH, ENVOY, ISLANDS)
