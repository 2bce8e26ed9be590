"""What a format cannot carry, counted on the events at hand.

Enters: rows of the view `events`. Leaves: a `LossReport`. An aspect that no event has is counted as
0: then nothing of it was lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

EventRow: TypeAlias = Mapping[str, Any]
Kind: TypeAlias = Literal["dropped", "changed", "left out"]

# Aspects of an event: what is lost, and which events have it.
ASPECTS: Mapping[str, tuple[str, Callable[[EventRow], bool]]] = {
    "speaker": ("who says so", lambda row: bool(row["speaker"])),
    "speaker_identity": (
        "the country or id of who says so",
        lambda row: bool(row["speaker_country"] or row["speaker_entity_id"]),
    ),
    "cue": ("the words that attribute or hedge it", lambda row: bool(row["cue"] or row["hedge"])),
    "dispute": (
        "that another account denies it, or that it denies one",
        lambda row: bool(row["disputed"] or row["disputes"]),
    ),
    "disputed": ("that another account denies it", lambda row: bool(row["disputed"])),
    "certainty": (
        "that it is not told as certain",
        lambda row: row["certainty"] not in (None, "certain"),
    ),
    "polarity": ("that it is denied", lambda row: row["polarity"] == "neg"),
    "time_status": (
        "that it goes on, is expected or only supposed",
        lambda row: row["time_status"] not in (None, "past"),
    ),
    "historical": ("that it is background of long ago", lambda row: bool(row["historical"])),
    "score": ("how probable it is", lambda row: row["score"] is not None),
    "factuality": ("its factuality", lambda row: row["factuality"] is not None),
    "mode": ("its mode", lambda row: bool(row["mode"])),
    "contexts": ("its contexts", lambda row: bool(row["contexts"])),
    "several_contexts": ("contexts after the first", lambda row: len(row["contexts"] or ()) > 1),
    "several_actors": ("actors after the first", lambda row: len(row["actors"] or ()) > 1),
    "several_recipients": (
        "recipients after the first",
        lambda row: len(row["recipients"] or ()) > 1,
    ),
    "sectors": ("sectors of actors and recipients", lambda row: _any_party(row, "sectors")),
    "entity_ids": ("ids of actors and recipients", lambda row: _any_party(row, "entity_id")),
    "party_basis": (
        "that the country of an actor or recipient is inferred, not stated",
        lambda row: any(party["basis"] != "stated" for party in _parties(row)),
    ),
    "date_range": (
        "that it happened at some time within several days",
        lambda row: row["date_start"] != row["date_end"],
    ),
    "date_basis": (
        "that its date is inferred or the publication's, not stated",
        lambda row: row["date_basis"] not in (None, "stated"),
    ),
    "place": ("where it happened", lambda row: bool(row["place"] or row["place_country"])),
    "place_basis": (
        "that its place is inferred or the dateline's, not stated",
        lambda row: row["place_basis"] not in (None, "stated"),
    ),
    "place_claimants": (
        "who claims its disputed place",
        lambda row: bool(row["place_claimants"]),
    ),
    "quantities": (
        "numbers of killed, injured, arrested and others",
        lambda row: bool(row["quantities"]),
    ),
    "more_quantities": (
        "numbers that are about, at least or at most, in a unit, or a second of their kind",
        lambda row: _has_more_quantities(row["quantities"] or ()),
    ),
    "offsets": ("where in the text its words stand", lambda row: row["anchor_start"] is not None),
    "sentence": ("its sentence", lambda row: bool(row["sentence"])),
    "publisher": ("the outlet", lambda row: bool(row["publisher"])),
    "url": ("the address of the article", lambda row: bool(row["url"])),
    "coder_version": ("which version coded it", lambda row: bool(row["coder_version"])),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One thing that the format does not carry, and of how many events that is so."""

    what: str
    count: int
    kind: Kind = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReport:
    """What became of the events."""

    format: str
    events: int  # that were given
    written: int  # records in the file; a format may write one event as several
    losses: tuple[Loss, ...]

    @property
    def found(self) -> tuple[Loss, ...]:
        """The losses that an event at hand really has."""
        return tuple(loss for loss in self.losses if loss.count)


class LossCounter:
    """Counts while a format is written.

    Example:
        losses = LossCounter("phoenix", cannot=("speaker", "place"))
        for row in losses.seen(rows):
            ...
        return losses.report()
    """

    def __init__(self, name: str, cannot: Iterable[str] = ()) -> None:
        self.name = name
        self.written = 0
        self._events = 0
        self._tests = {ASPECTS[aspect][0]: ASPECTS[aspect][1] for aspect in cannot}
        self._dropped: Counter[str] = Counter(dict.fromkeys(self._tests, 0))
        self._changed: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()

    def seen(self, rows: Iterable[EventRow], *, unreal: bool = True) -> Iterable[EventRow]:
        """The rows; with `unreal=False` without those that did not happen, which are counted."""
        for row in rows:
            self._events += 1
            if not unreal and not happened(row):
                self.left_out("did not happen: denied, expected or supposed")
                continue
            yield row

    def see(self, row: EventRow) -> None:
        """Count a row that is written as one record: what of it is lost."""
        self.written += 1
        self.drop(row)

    def drop(self, row: EventRow) -> None:
        """Count what is lost of a row that is written as several records, or none."""
        for what, has in self._tests.items():
            self._dropped[what] += has(row)

    def changed(self, what: str, count: int = 1) -> None:
        """Count a value that is written as another or a broader one; 0 declares it."""
        self._changed[what] += count

    def left_out(self, why: str, count: int = 1) -> None:
        """Count an event that is not written; 0 declares it."""
        self._left_out[why] += count

    def report(self) -> LossReport:
        """What was counted."""
        counts: tuple[tuple[Kind, Counter[str]], ...] = (
            ("left out", self._left_out),
            ("changed", self._changed),
            ("dropped", self._dropped),
        )
        losses = [
            Loss(what=what, count=count, kind=kind)
            for kind, counter in counts
            for what, count in counter.items()
        ]
        return LossReport(
            format=self.name, events=self._events, written=self.written, losses=tuple(losses)
        )


def happened(row: EventRow) -> bool:
    """False for what is denied, expected or only supposed, as in panels."""
    return row["polarity"] != "neg" and row["time_status"] not in ("future", "hypothetical")


def _parties(row: EventRow) -> list[Mapping[str, Any]]:
    return [*(row["actors"] or ()), *(row["recipients"] or ())]


def _any_party(row: EventRow, field: str) -> bool:
    return any(party[field] for party in _parties(row))


def _has_more_quantities(quantities: Iterable[Mapping[str, Any]]) -> bool:
    kinds = [quantity["kind"] for quantity in quantities]
    return len(set(kinds)) < len(kinds) or any(
        quantity["unit"] or quantity["modifier"] != "exact" for quantity in quantities
    )
