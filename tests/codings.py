"""A hand-built coding that tests of exports and commands share: one event is denied by another."""

from __future__ import annotations

from datetime import date

from tacitus.coding import CodedDocument
from tacitus.records import (
    Attribution,
    Code,
    Document,
    Entity,
    Event,
    Interval,
    Link,
    Mention,
    Place,
    Quantity,
    Resolution,
    ResolutionKind,
    Segmentation,
    Span,
    Timex,
)

HEADLINE = "Veldania says it arrested 14 agents"
DATELINE = "PORT SELM, March 6 (Harbour Wire) -"
FIRST = (
    "Police in Port Selm arrested 14 agents of Ostrava Bank on Monday, "
    "Veldania's interior ministry reportedly said."
)
SECOND = (
    "Foreign Minister Ilka Brandt of Norland dismissed the claim <script>alert(1)</script> "
    "as false."
)
TEXT = f"{HEADLINE}\n\n{DATELINE} {FIRST}\n\n{SECOND}"


def span_of(words: str, start: int = 0, text: str = TEXT) -> Span:
    """Where `words` first stand in `text` from `start` on."""
    found = text.index(words, start)
    return Span(start=found, end=found + len(words))


BODY = TEXT.index("Police")


def coding_of(path: str = "one.txt", published: date | None = date(2024, 3, 6)) -> CodedDocument:
    """The coding; without a publication date it has no dates and a note that says so."""
    note = "publication date unknown: relative dates stay unresolved; give --published"
    return CodedDocument(
        document=Document(
            text=TEXT,
            title=HEADLINE,
            publisher="Harbour Wire",
            published=published,
            path=path,
            language="en",
        ),
        segmentation=_segmentation(),
        mentions=_mentions(),
        attributions=_attributions(),
        timexes=(Timex(id="t1", span=span_of("on Monday"), type="DATE", value=None),),
        events=_events(),
        resolutions=_resolutions(published),
        links=(
            Link(
                left_id="e2",
                right_id="e1",
                relation="disputes",
                score=0.9,
                judge="rule",
                evidence='"dismissed the claim" refers back to e1',
            ),
        ),
        coder_version="test-1",
        notes=() if published else (note,),
    )


def _segmentation() -> Segmentation:
    second = span_of(SECOND)
    first = Span(start=TEXT.index(DATELINE), end=TEXT.index(FIRST) + len(FIRST))
    return Segmentation(
        headline=span_of(HEADLINE),
        dateline=span_of(DATELINE),
        paragraphs=(span_of(HEADLINE), first, second),
        sentences=(span_of(HEADLINE), span_of(FIRST), second),
        quotes=(),
    )


def _mentions() -> tuple[Mention, ...]:
    return (
        Mention(id="m1", span=span_of("Police", BODY), kind="organisation", form="nominal"),
        Mention(id="m2", span=span_of("14 agents of Ostrava Bank"), kind="group", form="nominal"),
        Mention(id="m3", span=span_of("Port Selm", BODY), kind="place", form="name"),
        Mention(
            id="m4", span=span_of("Veldania's interior ministry"), kind="organisation", form="name"
        ),
        Mention(id="m5", span=span_of("Ilka Brandt"), kind="person", form="name"),
    )


def _attributions() -> tuple[Attribution, ...]:
    return (
        Attribution(
            id="a1",
            source_id="m4",
            source=span_of("Veldania's interior ministry"),
            cue=span_of("reportedly said"),
            content=(Span(start=BODY, end=TEXT.index(", Veldania's interior")),),
            hedge="reportedly",
        ),
    )


def _events() -> tuple[Event, ...]:
    return (
        Event(
            id="e1",
            anchor=span_of("arrested", BODY),
            also=(span_of("arrested"),),
            event_type="COERCE",
            mode="arrest",
            contexts=("intelligence",),
            actor_ids=("m1",),
            recipient_ids=("m2",),
            timex_ids=("t1",),
            toponym_ids=("m3",),
            attribution_ids=("a1",),
            speaker_id="m4",
            certainty="probable",
            factuality=1.5,
            quantities=(Quantity(kind="arrested", value=14.0, span=span_of("14", BODY)),),
            alternatives=(Code(event_type="ACCUSE", mode="allege", score=0.11),),
            score=0.87,
        ),
        Event(
            id="e2",
            anchor=span_of("dismissed"),
            event_type="REJECT",
            actor_ids=("m5",),
            recipient_ids=("m4",),
            score=0.64,
        ),
    )


def _resolutions(published: date | None) -> tuple[Resolution, ...]:
    monday = Interval(start=date(2024, 3, 4), end=date(2024, 3, 4)) if published else None
    basis, evidence = (
        ("stated", 'the Monday before 2024-03-06 ("on Monday")')
        if published
        else ("none", "no publication date to count from")
    )
    ministry = Entity(
        name="Interior Ministry of Veldania",
        entity_id="vld-interior",
        country="VLD",
        sectors=("GOV", "COP"),
    )
    selm = Place(
        name="Port Selm", country="VLD", lat=12.5, lon=-4.25, geonames_id=77, feature="city"
    )
    return (
        _stated("m4", "entity", ministry),
        _stated("m3", "place", selm),
        _stated("e1", "place", selm),
        Resolution(
            subject_id="t1",
            kind="interval",
            target=monday,
            basis=basis,  # type: ignore[arg-type]
            score=0.9,
            evidence=evidence,
        ),
        Resolution(
            subject_id="e1",
            kind="interval",
            target=monday,
            basis=basis,  # type: ignore[arg-type]
            score=0.9,
            evidence=evidence,
        ),
        Resolution(
            subject_id="e2",
            kind="interval",
            target=None,
            basis="none",
            score=0.0,
            evidence="no words of time",
        ),
    )


def _stated(subject_id: str, kind: ResolutionKind, target: Entity | Place) -> Resolution:
    return Resolution(
        subject_id=subject_id,
        kind=kind,
        target=target,
        basis="stated",
        score=0.9,
        evidence="entry in the test data",
    )
