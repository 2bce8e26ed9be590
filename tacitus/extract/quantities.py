"""The numbers that belong to events: killed, injured, arrested, displaced, participants, money.

Enters: the text and its events. Leaves: the events with `quantities` filled. A number goes to one
event only: the one of a fitting type whose anchor stands nearest in the same sentence, else the
only one just before. Left out: numbers that the reader would have to add up over sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from tacitus.extract.lexicons import load_table
from tacitus.extract.numbers import Number, find_numbers, modifier_of, read_number
from tacitus.records import Document, Event, Quantity, QuantityKind, Segmentation, Span

_MONEY_TYPES = frozenset(
    "AID AGREE SUPPORT COOPERATE SANCTION THREATEN COERCE REQUEST CONCEDE".split()
)
_NOUNS = r"(?:\s+(?!and\b|or\b|but\b|who\b|that\b|which\b|after\b|when\b)[\w'’-]+){0,6}?"
_LEFT_GAP = re.compile(
    rf"(?:{_NOUNS}|(?:\s+[\w'’-]+){{1,3}},\s*[^,.;]{{2,80}},|\s+[\w'’-]+\s*[(—–-][^)—–]{{2,80}}[)—–-],?)"
    r"(?:\s+(?:who|that))?(?:\s+(?:were|was|are|is|be|have|has|had|been|being|being|already))*(?:\s+\w+ly)?\s+$",
    re.IGNORECASE,
)
_RIGHT_GAP = re.compile(
    r"\s+(?:the\s+|another\s+|an?\s+(?:further|additional)\s+|a total of\s+)?$", re.IGNORECASE
)
_LIST_GAP = re.compile(r"(?:\s+[\w'’-]+){1,3}\s+and\s+")
_DIGITS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|te|el|tw|th|fi|do|hu|mi|sc)",
    re.IGNORECASE,
)
_REACH = 110  # code points from a number to the word behind it that says what it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trigger:
    kind: QuantityKind
    side: str
    types: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    quantity: Quantity
    types: frozenset[str]
    near: Span  # the words that say what is counted


def find_quantities(
    document: Document, segmentation: Segmentation, events: Sequence[Event]
) -> tuple[Event, ...]:
    """The same events, each with the numbers that the text gives for it."""
    fitting = frozenset(t for trigger in _triggers() for t in trigger.types) | _MONEY_TYPES
    open_events = [event for event in events if event.event_type in fitting]
    claims: list[tuple[float, int, _Found, Event]] = []
    for index, sentence in enumerate(segmentation.sentences if open_events else ()):
        for found in _in_sentence(document.text, sentence):
            for event in open_events:
                if (cost := _cost(found, index, segmentation, event)) is not None:
                    claims.append((cost, len(claims), found, event))
    given: dict[str, list[Quantity]] = {event.id: [] for event in events}
    used: set[tuple[str, Span]] = set()
    for _, _, found, event in sorted(claims, key=lambda claim: claim[:2]):
        kind, span = found.quantity.kind, found.quantity.span
        if (kind, span) not in used and not _has(kind, given[event.id]):
            used.add((kind, span))
            given[event.id].append(found.quantity)
    return tuple(replace(event, quantities=tuple(given[event.id])) for event in events)


def _in_sentence(text: str, sentence: Span) -> Iterator[_Found]:
    if not _DIGITS.search(sentence.of(text)):
        return
    yield from _money(text, sentence)
    numbers = list(find_numbers(text, sentence))
    taken: set[tuple[str, Span]] = set()
    for trigger in _triggers():
        for match in trigger.pattern.finditer(text, sentence.start, sentence.end):
            span = Span(start=match.start(), end=match.end())
            counted = _beside(text, numbers, span, trigger.side)
            if counted and not any((trigger.kind, n.span) in taken for n in counted):
                taken |= {(trigger.kind, n.span) for n in counted}
                yield _Found(
                    quantity=_quantity(text, trigger.kind, counted), types=trigger.types, near=span
                )


def _beside(text: str, numbers: Sequence[Number], trigger: Span, side: str) -> list[Number]:
    """The number before or behind the trigger, and one joined to it by "and"."""
    if side == "right":
        after = [n for n in numbers if trigger.end < n.span.start <= trigger.end + 24]
        first = (
            after[0]
            if after and _RIGHT_GAP.match(text[trigger.end : after[0].span.start])
            else None
        )
        if first is None:
            return []
        rest = [n for n in numbers if n.span.start > first.span.end]
        return [first, rest[0]] if rest and _joined(text, first, rest[0]) else [first]
    before = [n for n in numbers if trigger.start - _REACH < n.span.end < trigger.start]
    if not before or not _LEFT_GAP.fullmatch(text[before[-1].span.end : trigger.start]):
        return []
    last = before[-1]
    if re.search(
        r"\b(?:mother|father|one) of\s+$", text[last.span.start - 12 : last.span.start], re.I
    ):
        return []
    if len(before) > 1 and _listed(text[before[-2].span.end : last.span.start]):
        return [before[-2], last]
    return [last]


def _listed(gap: str) -> bool:
    """True for the words between two numbers that count together: "3 men and 2 women"."""
    return _LIST_GAP.fullmatch(gap) is not None and not re.search(
        r"\b(?:dead|killed|died|deaths|wounded|injured|hurt|arrested|detained|were|was|of)\b", gap
    )


def _joined(text: str, first: Number, second: Number) -> bool:
    gap = text[first.span.end : second.span.start]
    after = text[second.span.end : second.span.end + 30]
    another = re.match(
        r"(?:\s+[\w'’-]+){0,2}\s+(?:injured|wounded|hurt|arrested|dead|killed|missing)", after
    )
    return _listed(gap) and another is None


def _quantity(text: str, kind: QuantityKind, numbers: Sequence[Number]) -> Quantity:
    values = [n.value for n in numbers]
    total = None if None in values else float(sum(v for v in values if v is not None))
    first, last = numbers[0].span, numbers[-1].span
    named = re.search(r"[A-Z][\w'’-]+\s+and\s+$", text[max(0, first.start - 30) : first.start])
    if total is not None and named and re.match(r"\s+others?\b", text[last.end : last.end + 8]):
        total += 1.0  # "X and three others"
    return Quantity(
        kind=kind,
        value=total,
        span=Span(start=first.start, end=last.end),
        modifier=numbers[0].modifier,
    )


def _money(text: str, sentence: Span) -> Iterator[_Found]:
    for match in _money_pattern().finditer(text, sentence.start, sentence.end):
        written = match["before"] or match["behind"]
        sign = match["sign"] or match["name"]
        span = Span(start=match.start(), end=match.end())
        quantity = Quantity(
            kind="money",
            value=read_number(written),
            span=span,
            unit=_currencies()[sign.lower()],
            modifier=modifier_of(match["modifier"]),
        )
        yield _Found(quantity=quantity, types=_MONEY_TYPES, near=span)


def _cost(found: _Found, index: int, segmentation: Segmentation, event: Event) -> float | None:
    """How far the number stands from the event, in code points; None: it cannot count for it.

    A sentence back costs 300; another mention than the main one costs 40. A number of one, which
    the text seldom means as a count, loses to a greater one.
    """
    if event.event_type not in found.types:
        return None
    back_allowed = 1 if found.quantity.kind in ("killed", "injured", "displaced") else 0
    costs: list[float] = []
    for number, anchor in enumerate((event.anchor, *event.also)):
        back = index - segmentation.sentence_at(anchor.start)
        if 0 <= back <= back_allowed:
            gap = max(anchor.start - found.near.end, found.near.start - anchor.end, 0)
            costs.append(gap + 300.0 * back + (40.0 if number else 0.0))
    if not costs:
        return None
    return min(costs) + (200.0 if found.quantity.value == 1.0 else 0.0)


def _has(kind: QuantityKind, quantities: Sequence[Quantity]) -> bool:
    return any(quantity.kind == kind for quantity in quantities)


@cache
def _triggers() -> tuple[_Trigger, ...]:
    return tuple(
        _Trigger(
            kind=cast(QuantityKind, row["kind"]),
            side=row["side"],
            types=frozenset(row["types"].split()),
            pattern=re.compile(rf"\b(?:{row['pattern']})", re.IGNORECASE),
        )
        for row in load_table("quantity_triggers.tsv")
    )


@cache
def _currencies() -> Mapping[str, str]:
    return {row["sign"].lower(): row["code"] for row in load_table("currencies.tsv")}


@cache
def _money_pattern() -> re.Pattern[str]:
    signs = sorted(_currencies(), key=len, reverse=True)
    before = "|".join(re.escape(s) for s in signs if len(s) <= 3)
    names = "|".join(re.escape(s) for s in signs if s.isalpha() and len(s) > 2)
    scale = r"(?:\s*(?:million|billion|trillion|thousand|bn|mn|m)\b)?"
    figure = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?){scale}"
    modifier = r"(?:(?P<modifier>up to|as much as|more than|over|at least|about|some|nearly)\s+)?"
    signed = rf"(?<!\w)(?P<sign>{before})\.?\s?(?P<before>{figure})"
    spelled = rf"(?<![\w.,])(?P<behind>{figure})\s+(?:US\s+)?(?P<name>{names})\b"
    return re.compile(rf"{modifier}(?:{signed}|{spelled})", re.IGNORECASE)
