"""The values of the gold of disputes: reports, happenings, and what holds between accounts.

Enters: nothing. Leaves: `DisputeSet` and its parts, frozen. `benchmarks.disputes_gold` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Split = Literal["dev", "test"]
Origin = Literal["own", "agency", "copy", "cites"]
Stance = Literal["asserts", "denies"]
Kind = Literal["denial", "perpetrator", "figures", "place", "date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldReport:
    """One invented report."""

    id: str
    publisher: str
    country: str  # of the publisher, ISO 3166-1 alpha-3
    published: date
    origin: Origin
    rests_on: tuple[str, ...]  # ids of the reports that it copies or cites
    text: str  # headline, empty line, body

    @property
    def title(self) -> str:
        """The headline."""
        return self.text.partition("\n")[0].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """Words of a report that tell of a happening."""

    report: str
    words: str
    nth: int  # which of the places where the report has these words, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldAccount:
    """What one speaker in one report says of a happening."""

    report: str
    speaker: str | None  # as the report names it; None: the report itself
    stance: Stance
    figures: Mapping[str, float]  # killed, injured, arrested, displaced, participants, money
    blames: str | None  # whom this speaker holds responsible
    place: str | None  # only where places are at issue
    date: date | None  # only where dates are at issue


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDispute:
    """Two reports with accounts of a happening that cannot both hold."""

    left: str
    right: str
    kind: Kind

    @property
    def pair(self) -> frozenset[str]:
        """The two report ids; the order has no meaning."""
        return frozenset((self.left, self.right))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldHappening:
    """A happening with everything that the reports say of it."""

    id: str
    event_type: str  # PLOVER
    mentions: tuple[GoldMention, ...]
    accounts: tuple[GoldAccount, ...]
    disputes: tuple[GoldDispute, ...]
    confirms: tuple[tuple[str, str], ...]
    independent: int  # independent reports of it

    @property
    def reports(self) -> frozenset[str]:
        """Ids of the reports that tell of it."""
        return frozenset(mention.report for mention in self.mentions)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSet:
    """Reports of one or two happenings, and perhaps of a similar one."""

    id: str
    split: Split
    world: str  # what happened, for readers
    reports: tuple[GoldReport, ...]
    happenings: tuple[GoldHappening, ...]
    stories: tuple[tuple[str, ...], ...]  # every report id once
