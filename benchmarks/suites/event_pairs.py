"""Two codings of one document set against each other: which event of one is which of the other.

Enters: events as dictionaries, gold or system (both have the same keys). Leaves: pairs.

Source: the scoring rule of the gold set's README. A pair needs overlapping anchors or a sentence
in common; pairs are taken greedily by 4 for the same type, 3 for overlapping anchors, 2 for a
shared actor and 1 for a shared recipient.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.scores import Range, overlap

# Words that say what somebody is, not who: sharing one is not sharing a name.
WORDS_OF_OFFICE = frozenset(
    {"the", "and", "government", "minister", "president", "group", "people", "delegation"}
)
DEFAULT_BASES = frozenset({"publication_date", "dateline", "none"})
_SENTENCE_END = re.compile(r'[.!?]["”’]?\s+(?=[A-Z“"‘])|\n+')
_WORD = re.compile(r"[a-z]{3,}")
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"  # sort before and after every ISO date


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is given as the source of an event."""

    name: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """An event reduced to what is compared."""

    anchors: tuple[Range, ...]
    event_type: str
    mode: str | None
    actors: frozenset[str]  # name words and country codes
    recipients: frozenset[str]
    has_actors: bool
    has_recipients: bool
    dates: tuple[str, str] | None  # ISO days, both included
    date_is_default: bool
    has_place: bool
    country: str | None
    place_is_default: bool
    speaker: Speaker | None
    certainty: tuple[str, str]  # with polarity
    time_status: str
    score: float  # of a found event: the probability that it is right


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPair:
    """A gold and a system event taken for the same happening."""

    gold: ToldEvent
    found: ToldEvent
    same_actor: bool
    same_recipient: bool

    @property
    def same_type(self) -> bool:
        """True when both have the event type."""
        return self.gold.event_type == self.found.event_type


def told_event(event: Mapping[str, Any]) -> ToldEvent:
    """The comparable part of an event of the gold set or of `events_resolved()`."""
    place, speaker, when = event.get("place"), event.get("speaker"), event.get("date")
    actors, recipients = event.get("actors") or [], event.get("recipients") or []
    return ToldEvent(
        anchors=tuple((int(s), int(e)) for s, e in (event["anchor"], *(event.get("also") or []))),
        event_type=event["type"],
        mode=event.get("mode"),
        actors=_name_words(actors),
        recipients=_name_words(recipients),
        has_actors=bool(actors),
        has_recipients=bool(recipients),
        dates=(when.get("start") or _FIRST_DAY, when.get("end") or _LAST_DAY) if when else None,
        date_is_default=_is_default(when),
        has_place=bool(place),
        country=place.get("country") if place else None,
        place_is_default=_is_default(place),
        speaker=_speaker(speaker) if speaker else None,
        certainty=(event.get("certainty", "certain"), event.get("polarity", "pos")),
        time_status=event.get("time_status", "past"),
        score=float(event.get("score", 1.0)),
    )


def pair_events(
    text: str, gold: Sequence[ToldEvent], found: Sequence[ToldEvent]
) -> list[EventPair]:
    """The pairs of events of one document, each event in one pair at most, best pairs first."""
    sentences = _sentences(text)
    gold_places = [_sentences_of(event, sentences) for event in gold]
    found_places = [_sentences_of(event, sentences) for event in found]
    candidates = []
    for i, left in enumerate(gold):
        for j, right in enumerate(found):
            touching = any(overlap(a, b) for a in left.anchors for b in right.anchors)
            if not touching and gold_places[i].isdisjoint(found_places[j]):
                continue
            pair = _pair(left, right)
            weight = 4 * pair.same_type + 3 * touching + 2 * pair.same_actor + pair.same_recipient
            candidates.append((weight, i, j, pair))
    return _greedy(candidates)


def _greedy(candidates: list[tuple[int, int, int, EventPair]]) -> list[EventPair]:
    # Equal weights: the later event first, as the reference scorer has it.
    candidates.sort(key=lambda candidate: candidate[:3], reverse=True)
    taken: list[EventPair] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, i, j, pair in candidates:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            taken.append(pair)
    return taken


def _pair(gold: ToldEvent, found: ToldEvent) -> EventPair:
    return EventPair(
        gold=gold,
        found=found,
        same_actor=not gold.actors.isdisjoint(found.actors)
        or not (gold.has_actors or found.has_actors),
        same_recipient=not gold.recipients.isdisjoint(found.recipients)
        or not (gold.has_recipients or found.has_recipients),
    )


def _sentences(text: str) -> list[Range]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)] + [len(text)]
    starts = [0, *ends[:-1]]
    return [(s, e) for s, e in zip(starts, ends, strict=True) if text[s:e].strip()]


def _sentences_of(event: ToldEvent, sentences: Sequence[Range]) -> set[int]:
    return {
        next((i for i, (s, e) in enumerate(sentences) if s <= anchor[0] < e), -1)
        for anchor in event.anchors
    }


def _name_words(parts: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    words: set[str] = set()
    for part in parts:
        words.update(_WORD.findall((part.get("name") or "").lower()))
        if part.get("country"):
            words.add(part["country"].lower())
    return frozenset(words - WORDS_OF_OFFICE)


def _speaker(speaker: Mapping[str, Any]) -> Speaker:
    return Speaker(name=speaker.get("name") or "", words=_name_words([speaker]))


def _is_default(found: Mapping[str, Any] | None) -> bool:
    return found is not None and found.get("basis") in DEFAULT_BASES
