"""The brief of a day, made of the rows of that day.

Enters: `DayRows`. Leaves: a `Brief`. What counts as new is looked up in the days before; nothing is
left out but what the filter left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache

from tacitus.brief.quotes import Quotes
from tacitus.brief.records import AtPlace, Brief, Counts, Dispute, Line, Section
from tacitus.brief.wording import (
    Row,
    certainty_words,
    country_words,
    day_words,
    flag_words,
    party_words,
    place_basis_words,
    place_name,
    quantity_words,
    says_words,
    short_day,
    what_words,
)
from tacitus.codebook import load_codebook
from tacitus.store.day_rows import DayRows, Sides

# News follows what happens by days, and weeklies by weeks; what is older is told as background.
_LONG_BEFORE = timedelta(days=31)


def make_brief(rows: DayRows, scope: str = "") -> Brief:
    """The brief of the rows; `scope` says in words what they were chosen by."""
    writer = _Writer(rows)
    disputes = tuple(writer.disputes())
    today = [row for row in rows.events if not _is_background(row, rows)]
    before = [row for row in rows.events if _is_background(row, rows)]
    sections, background = writer.sections(today, news=True), writer.sections(before, news=False)
    return Brief(
        day=rows.day,
        scope=scope,
        counts=_counts(rows),
        disputes=disputes,
        sections=sections,
        background=background,
        quotes=writer.quotes.quotes(),
        sources=writer.quotes.sources(),
    )


def sides_of(row: Row) -> Sides | None:
    """The two countries that an event is between; twice the same within one; None: it names none.

    The first country that acts and the first other one that is acted upon, else that acts too.
    Of an event whose parties have no country it is that of the place.
    """
    acting = [party["country"] for party in row["actors"] or () if party["country"]]
    upon = [party["country"] for party in row["recipients"] or () if party["country"]]
    named = [*acting, *upon]
    if not named:
        return (row["place_country"],) * 2 if row["place_country"] else None
    first = named[0]
    others = [code for code in (*upon, *acting) if code != first]
    left, right = sorted((first, others[0] if others else first))
    return left, right


def _is_background(row: Row, rows: DayRows) -> bool:
    if row["historical"]:
        return True
    return bool(row["date_end"]) and row["date_end"] < rows.day - _LONG_BEFORE


class _Writer:
    """Writes the parts of a brief; keeps what they share: quotes and numbers of disputes."""

    def __init__(self, rows: DayRows) -> None:
        self.rows = rows
        self.quotes = Quotes(rows.texts)
        self._events = {row["event_id"]: row for row in (*rows.others, *rows.events)}
        self._dispute_of: dict[str, int] = {}
        self._seen = {(left, right) for left, right, _ in rows.earlier}

    def disputes(self) -> Iterable[Dispute]:
        """One item a claim, with all that deny it, in the order of the day's events."""
        denials: dict[str, list[str]] = {}
        for left, right in self.rows.disputes:
            denials.setdefault(right, []).append(left)
        places = {event_id: number for number, event_id in enumerate(self._events)}
        for number, claim in enumerate(sorted(denials, key=places.__getitem__), start=1):
            for event_id in (claim, *denials[claim]):
                self._dispute_of.setdefault(event_id, number)
            yield self._dispute(number, claim, sorted(denials[claim], key=places.__getitem__))

    def _dispute(self, number: int, claim_id: str, denial_ids: list[str]) -> Dispute:
        claim, denials = self._events[claim_id], [self._events[name] for name in denial_ids]
        sides = [sides_of(row) for row in denials] + [sides_of(claim)]
        before = {sides_of(row) for row in self.rows.earlier_disputes}
        days = {row["published"] for row in denials} | {claim["published"]}
        told = None
        if len(days) > 1 and claim["published"]:
            told = f"claimed on {short_day(claim['published'], self.rows.day.year)}"
        return Dispute(
            number=number,
            title=_title(next((pair for pair in sides if pair), None)),
            claim=self._line(claim, None),
            denials=tuple(self._line(row, None) for row in denials),
            told=told,
            new=bool(self.rows.earlier_documents) and not any(pair in before for pair in sides),
        )

    def sections(self, events: Iterable[Row], *, news: bool) -> tuple[Section, ...]:
        """The events by sides and place: pairs of countries first, the fullest first."""
        by_sides: dict[Sides | None, list[Row]] = {}
        for row in events:
            by_sides.setdefault(sides_of(row), []).append(row)
        order = sorted(by_sides, key=lambda sides: (*_rank(sides, by_sides), _title(sides)))
        return tuple(self._section(sides, by_sides[sides], news) for sides in order)

    def _section(self, sides: Sides | None, events: list[Row], news: bool) -> Section:
        new = news and self._is_new(sides)
        by_place: dict[str, list[Line]] = {}
        for row in events:
            first = self._first_of_kind(row, sides) if news and not new else None
            by_place.setdefault(place_name(row), []).append(self._line(row, first))
        order = sorted(by_place, key=lambda name: name == "")  # what has no place comes last
        places = (AtPlace(name=name, lines=tuple(by_place[name])) for name in order)
        return Section(title=_title(sides), new=new, places=tuple(places))

    def _is_new(self, sides: Sides | None) -> bool:
        if sides is None or sides[0] == sides[1] or not self.rows.earlier_documents:
            return False
        return sides not in self._seen

    def _first_of_kind(self, row: Row, sides: Sides | None) -> str | None:
        """What is new of an event between sides that earlier documents bring together."""
        if sides is None or sides not in self._seen:
            return None
        known = (*sides, row["event_type"]) in self.rows.earlier
        return None if known else "first of its kind here"

    def _line(self, row: Row, new: str | None) -> Line:
        says, outlet = says_words(row)
        sides = sides_of(row)
        home = sides[0] if sides and sides[0] == sides[1] else None
        return Line(
            event_id=row["event_id"],
            who=party_words(row["actors"], home) or "somebody",
            whom=party_words(row["recipients"], home),
            what=what_words(row),
            code=f"{row['event_type']}/{row['mode']}" if row["mode"] else row["event_type"],
            quad=_quads().get(row["event_type"], 0),
            quantities=quantity_words(row),
            says=says,
            outlet=outlet,
            certainty=certainty_words(row),
            day=day_words(row, self.rows.day.year),
            place=place_name(row),
            place_basis=place_basis_words(row),
            flags=flag_words(row),
            new=new,
            dispute=self._dispute_of.get(row["event_id"]),
            score=row["score"],
            quote=self.quotes.number(row),
        )


def _counts(rows: DayRows) -> Counts:
    publishers = Counter(row["publisher"] or "unknown outlet" for row in rows.documents)
    telling = {row["document_id"] for row in rows.events}
    return Counts(
        documents=len(rows.documents),
        publishers=tuple(sorted(publishers.items(), key=lambda item: (-item[1], item[0]))),
        silent=sum(row["document_id"] not in telling for row in rows.documents),
        copies=rows.copies,
        events=len(rows.events),
        undated=rows.undated,
        earlier=rows.earlier_documents,
        day_before=rows.day_before,
    )


def _title(sides: Sides | None) -> str:
    if sides is None:
        return "Countries unknown"
    names = sorted(map(country_words, dict.fromkeys(sides)))
    title = " – ".join(names)
    return title[0].upper() + title[1:]


def _rank(sides: Sides | None, by_sides: Mapping[Sides | None, list[Row]]) -> tuple[int, int]:
    kind = 2 if sides is None else int(sides[0] == sides[1])
    return kind, -len(by_sides[sides])


@cache
def _quads() -> Mapping[str, int]:
    return {code: kind.quad for code, kind in load_codebook().event_types.items()}
