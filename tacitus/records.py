"""The values that pass between stages: frozen, slotted, keyword-only.

Offsets are code points into `Document.text`, half-open; ids are unique inside one `Coding`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias, TypeVar

from tacitus.encodings import Encoding as Encoding
from tacitus.encodings import Floats as Floats
from tacitus.encodings import Offsets as Offsets
from tacitus.encodings import PairScorer as PairScorer

MentionKind: TypeAlias = Literal[
    "person", "organisation", "group", "place", "facility", "nationality", "misc"
]
MentionForm: TypeAlias = Literal["name", "nominal", "pronoun"]
TimeStatus: TypeAlias = Literal["past", "ongoing", "future", "hypothetical"]
Certainty: TypeAlias = Literal["certain", "probable", "possible"]
Polarity: TypeAlias = Literal["pos", "neg"]
TimexType: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]
QuantityKind: TypeAlias = Literal[
    "killed", "injured", "arrested", "displaced", "participants", "money"
]
Basis: TypeAlias = Literal["stated", "inferred", "dateline", "publication_date", "none"]
ResolutionKind: TypeAlias = Literal["entity", "interval", "place"]
Stage: TypeAlias = Literal["read", "language", "gate", "duplicate", "encode", "extract", "resolve"]
LinkRelation: TypeAlias = Literal[
    "same_story", "same_event", "same_entity", "same_text", "disputes", "confirms", "supersedes"
]
T = TypeVar("T", "Mention", "Event")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range of code points of `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a range that ends before it starts.

        Raises:
            ValueError: `start` is negative or after `end`.
        """
        if not 0 <= self.start <= self.end:
            raise ValueError(
                f"span {self.start}:{self.end} is not a range; expected 0 <= start <= end"
            )

    def overlaps(self, other: Span) -> bool:
        """True when the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True when `other` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters of `text` that the range covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article. `text` holds the headline as its first paragraph where there is one."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None  # None: unknown, then relative dates resolve to nothing
    retrieved: datetime | None = None  # UTC
    url: str | None = None
    path: str | None = None  # the file or row that it was read from, for messages
    language: str | None = None  # ISO 639-1; None: not identified
    notes: tuple[str, ...] = ()  # what reading had to assume: "read as cp1252"
    id: str = ""  # sha256 of text and url, made when left empty

    def __post_init__(self) -> None:
        """Give the document its content-derived id."""
        if not self.id:
            digest = hashlib.sha256(
                f"{self.text}\0{self.url or ''}".encode("utf-8", "surrogatepass")
            )
            object.__setattr__(self, "id", digest.hexdigest()[:32])


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input, or a document in it, that could not be coded. Nothing is dropped without one."""

    path: str  # file, URL or row that it came from
    stage: Stage
    reason: str  # one line: the fact, what was expected, what to do
    document_id: str | None = None  # None: it was not read, or left out on purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """The layout of a document. Every sentence lies inside one paragraph, in order."""

    headline: Span | None
    dateline: Span | None  # "GENEVA, March 3 (Agency) -", inside the first body paragraph
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...]  # with their marks; may run over sentences and paragraphs

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds `offset`, or the last one before it; 0 if none."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that refers to somebody, some body or some place."""

    id: str
    span: Span
    kind: MentionKind
    form: MentionForm
    chain: str | None = None  # mentions of one chain are one entity in this document
    score: float = 1.0  # probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody says something. `source_id` None: the text names nobody."""

    id: str
    source_id: str | None  # a Mention
    source: Span | None  # the words that name the source; None when there are none
    cue: Span | None
    content: tuple[Span, ...]
    hedge: str | None = None  # "reportedly", "is believed to"; None: none
    parent_id: str | None = None  # the Attribution that reports this one
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A time expression. `value` is TIMEX3 where it needs no reference date, else None."""

    id: str
    span: Span
    type: TimexType
    value: str | None
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One reading of an event in the codebook, with its probability."""

    event_type: str
    mode: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number that the text gives for an event."""

    kind: QuantityKind
    value: float | None  # None: said but not a number ("dozens")
    span: Span
    unit: str | None = None  # ISO 4217 for money
    modifier: Literal["exact", "at_least", "at_most", "about"] = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening, as told by one account in one document."""

    id: str
    anchor: Span
    also: tuple[Span, ...] = ()  # other mentions of the same happening
    event_type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actor_ids: tuple[str, ...] = ()  # Mention ids
    recipient_ids: tuple[str, ...] = ()
    timex_ids: tuple[str, ...] = ()
    toponym_ids: tuple[str, ...] = ()  # Mention ids
    attribution_ids: tuple[str, ...] = ()
    speaker_id: str | None = None  # the Mention that the text gives as the source
    factuality: float = 3.0  # -3 certainly not .. 3 certainly
    certainty: Certainty = "certain"
    polarity: Polarity = "pos"
    time_status: TimeStatus = "past"
    historical: bool = False
    quantities: tuple[Quantity, ...] = ()
    alternatives: tuple[Code, ...] = ()  # runner-up codes, best first
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A person holds a role in an organisation or state."""

    person_id: str  # a Mention
    role: str
    organisation_id: str | None  # a Mention
    status: Literal["current", "former"]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or some body in the world, as far as the data files know."""

    name: str
    entity_id: str | None = None  # key in the data files; None: known from this document only
    country: str | None = None  # ISO 3166-1 alpha-3, or IGO, NGO ... as the codebook has them
    sectors: tuple[str, ...] = ()  # PLOVER sectors, primary first
    cow: int | None = None  # Correlates of War code of the country
    gw: int | None = None  # Gleditsch-Ward number


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Days, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on the map with its country."""

    name: str
    country: str | None  # ISO 3166-1 alpha-3
    lat: float | None
    lon: float | None
    geonames_id: int | None
    feature: str | None = None  # country, region, city ...
    claimants: tuple[str, ...] = ()  # where more than one: ISO3, X-name for one without


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a piece of text stands for in the world, and why we think so."""

    subject_id: str  # a Mention, Timex or Event (its date or place) id
    kind: ResolutionKind
    target: Entity | Interval | Place | None  # None: looked, and found nothing to stand on
    basis: Basis
    score: float
    evidence: str  # in words: which entry, which rule, which reference date


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two events or entities stand in a relation. Never edited, only superseded."""

    left_id: str
    right_id: str
    relation: LinkRelation
    score: float
    judge: str  # "model", "rule" or a person
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Everything that tacitus says of one document: the unit of work, storage and exchange."""

    document: Document
    segmentation: Segmentation
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    timexes: tuple[Timex, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    links: tuple[Link, ...] = ()  # inside this document
    coder_version: str = ""
    notes: tuple[str, ...] = ()  # for the reader: "publication date unknown ..."

    def mention(self, mention_id: str) -> Mention:
        """The mention with that id.

        Raises:
            KeyError: no mention has it.
        """
        return _by_id(self.mentions, mention_id)

    def event(self, event_id: str) -> Event:
        """The event with that id.

        Raises:
            KeyError: no event has it.
        """
        return _by_id(self.events, event_id)

    def resolution(self, subject_id: str, kind: ResolutionKind) -> Resolution | None:
        """The resolution of that kind for `subject_id`, or None when nothing was looked up."""
        own = (subject_id, kind)
        return next((r for r in self.resolutions if (r.subject_id, r.kind) == own), None)


def _by_id(values: Iterable[T], wanted: str) -> T:
    for value in values:
        if value.id == wanted:
            return value
    raise KeyError(wanted)
