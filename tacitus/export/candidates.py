"""The candidates for a name, as lines for the terminal.

Enters: what `resolve.candidates` found. Leaves: something rich can print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from rich.text import Text


class _Entry(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def spells(self) -> Sequence[object]: ...
    @property
    def cow(self) -> int | None: ...
    @property
    def gw(self) -> int | None: ...
    @property
    def origin(self) -> str: ...


class NameLike(Protocol):
    """An entry that a name may mean."""

    @property
    def entry(self) -> _Entry:
        """The line of the data file."""

    @property
    def match(self) -> str:
        """How the name leads to it."""

    @property
    def sectors(self) -> tuple[str, ...]:
        """Its sectors on the day asked for."""

    @property
    def role(self) -> str:
        """A person's role then, with years."""

    @property
    def ties(self) -> Iterable[object]:
        """How it belongs with other entries."""


class PlaceLike(Protocol):
    """A place of the gazetteer."""

    @property
    def name(self) -> str:
        """Its main name."""

    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-3."""

    @property
    def feature(self) -> str:
        """What sort of place."""

    @property
    def lat(self) -> float:
        """Degrees."""

    @property
    def lon(self) -> float:
        """Degrees."""

    @property
    def population(self) -> int:
        """People, 0 when unknown."""


def candidate_lines(
    name: str, day: date | None, found: Sequence[NameLike], places: Sequence[PlaceLike]
) -> Iterator[Text]:
    """What a name may mean: entities, then places; one line that says so when nothing."""
    when = f" on {day}" if day else ""
    if not found and not places:
        yield Text(
            f'nothing is known by the name "{name}"; `--kb` reads entities of your own '
            "(docs/knowledge.md)"
        )
    if found:
        yield Text(f'Who or what "{name}" may be{when}')
    for candidate in found:
        yield from _of_entry(candidate)
    if places:
        yield Text(f'Where "{name}" may be')
    for place in places:
        people = f" · {place.population:,} people" if place.population else ""
        point = f"{place.lat:.3f}, {place.lon:.3f}"
        yield Text.assemble(
            "  ",
            (place.name, "bold"),
            f" {place.country or ''} · {place.feature} · {point}{people}",
        )


def _of_entry(candidate: NameLike) -> Iterator[Text]:
    entry = candidate.entry
    codes = " ".join([entry.country or "no one country", *candidate.sectors])
    kind = entry.kind.replace("_", " ")
    yield Text.assemble("  ", (entry.name, "bold"), f" [{codes}] {kind} {entry.id}")
    yield Text(f"      {candidate.match}", style="dim")
    if candidate.role:
        yield Text(f"      {candidate.role}", style="dim")
    if entry.cow or entry.gw:
        yield Text(f"      COW {entry.cow}, Gleditsch-Ward {entry.gw}", style="dim")
    for tie in candidate.ties:
        yield Text(f"      {tie}", style="dim")
    if entry.aliases:
        yield Text(f"      also {', '.join(entry.aliases)}", style="dim")
    if entry.origin != "tacitus":
        yield Text(f"      from {entry.origin}", style="dim")
