"""What a brief is made of. All words are plain text as people read them; renderers escape them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_MARKS = ('"', "“", "”", "«", "»", "„", "‘")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence that one or more lines were read from, and where to find it."""

    number: int  # counts from 1 through the brief
    parts: tuple[tuple[str, bool], ...]  # the sentence in pieces; True: words that tell of an event
    source: int  # number of its article
    link: str | None  # the article with a text fragment; None: it has no http(s) address

    @property
    def has_own_marks(self) -> bool:
        """Whether it begins or ends with a quotation mark, so that another one would disturb."""
        return self.sentence.startswith(_MARKS) or self.sentence.endswith(_MARKS)

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return "".join(words for words, _ in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article that the brief quotes."""

    number: int  # counts from 1 through the brief
    title: str
    publisher: str | None
    published: date | None
    url: str | None  # None unless it is an http(s) address
    path: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event, as one account tells it."""

    event_id: str
    who: str
    whom: str  # "": nobody
    what: str  # "rejects", "coerces: arrest"
    code: str  # "COERCE/arrest"
    quad: int  # 1..4; 0 for a type that the codebook lacks
    quantities: tuple[str, ...]  # "arrested: at least 14"
    says: str  # who says so
    outlet: str | None  # where it is told; None: `says` is the outlet itself, or it is unknown
    certainty: str  # "certain", "probable: “reportedly”"
    day: str  # "13 May", "on some day from 13 to 15 May, by the publication date", "no day"
    place: str  # "Kampala, Uganda"; "": unknown
    place_basis: str  # "place by the dateline"; "": stated, or there is no place
    flags: tuple[str, ...]  # "did not happen", "expected", "supposed", "going on"
    new: str | None  # what of it is new, None: nothing
    dispute: int | None  # number of the dispute that it is in
    score: float
    quote: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A claim and what is said against it."""

    number: int
    title: str  # the two sides
    claim: Line
    denials: tuple[Line, ...]
    told: str | None  # "claimed on 14 May" where the two sides were told on different days
    new: bool  # no dispute of these two sides was told before


@dataclass(frozen=True, slots=True, kw_only=True)
class AtPlace:
    """The lines of one place."""

    name: str  # "": the place is unknown
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What happens between two countries, or within one."""

    title: str
    new: bool  # no earlier document brings the two together
    places: tuple[AtPlace, ...]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(place.lines) for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was read for the brief."""

    documents: int
    publishers: tuple[tuple[str, int], ...]  # name and documents, the most first
    silent: int  # documents without an event in this brief
    copies: int  # documents with the text of another one
    events: int
    undated: int  # documents in the store without a publication date, hence in no brief
    earlier: int  # documents of days before, against which "new" is said
    day_before: date | None  # the last day before with a document


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The brief of a day."""

    day: date
    scope: str  # "", "Eastern Africa", "Kenya in Eastern Africa"
    counts: Counts
    disputes: tuple[Dispute, ...]
    sections: tuple[Section, ...]
    background: tuple[Section, ...]  # what is told today of long before
    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]

    @property
    def new_pairs(self) -> tuple[str, ...]:
        """The pairs of countries that no earlier document brings together."""
        return tuple(section.title for section in self.sections if section.new)

    @property
    def first_reports(self) -> tuple[Line, ...]:
        """Lines of a kind of event that is new between countries that are not."""
        return tuple(
            line
            for section in self.sections
            if not section.new
            for place in section.places
            for line in place.lines
            if line.new
        )
