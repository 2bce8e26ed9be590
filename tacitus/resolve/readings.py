"""What is known of the actor that a mention stands for, so far.

Leaves: `Reading`, the value that the steps of entity resolution pass on and fill in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tacitus.records import Basis, Entity, Resolution
from tacitus.resolve.knowledge import Entry

# Bodies of several states have no state's sectors in PLOVER, only those of armed forces, police and
# courts; gold of `events` (train) agrees in 118 of 160 cases. States that such a body is made of
# keep theirs: "EU governments".
INTERNATIONAL = frozenset(("IGO", "UNO", "EUR"))
_STATE_SECTORS = frozenset(("GOV", "LEG", "SOC", "EDU", "MED", "REF", "ELI"))
_STATES = frozenset(
    "states countries nations governments leaders ministers members partners presidents".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A name, country and sectors, each with the reason for it."""

    name: str = ""
    entry: Entry | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    basis: Basis = "none"
    score: float = 0.0
    evidence: tuple[str, ...] = ()
    stateless: bool = False  # the words say that it belongs to no one country

    @property
    def complete(self) -> bool:
        """True when country and sector are both known."""
        return self.country is not None and bool(self.sectors)

    def differs(self, other: Reading) -> bool:
        """True when both are known and are plainly two actors."""
        return (
            self.entry is not None
            and other.entry is not None
            and self.entry.id != other.entry.id
            and self.country != other.country
        )

    def with_country(self, country: str, basis: Basis, score: float, why: str) -> Reading:
        """The reading with a country that comes from elsewhere than the phrase."""
        evidence = (*self.evidence, why)
        return replace(self, country=country, basis=basis, score=score, evidence=evidence)

    def with_sectors(self, sectors: tuple[str, ...], why: str) -> Reading:
        """The reading with sectors that come from elsewhere."""
        return replace(self, sectors=sectors, evidence=(*self.evidence, why))

    def _sectors(self) -> tuple[str, ...]:
        if self.country not in INTERNATIONAL or not _STATES.isdisjoint(self.name.lower().split()):
            return self.sectors
        return tuple(sector for sector in self.sectors if sector not in _STATE_SECTORS)

    def resolution(self, subject_id: str, state: Entry | None = None) -> Resolution:
        """The record of this reading; target None when it says neither what nor whose.

        `state` is the entry of its country, which has the numeric codes.
        """
        known = self.country is not None or bool(self.sectors) or self.entry is not None
        target = Entity(
            name=self.name,
            entity_id=self.entry.id if self.entry else None,
            country=self.country,
            sectors=self._sectors(),
            cow=state.cow if state else None,
            gw=state.gw if state else None,
        )
        found = bool(self.name) and known
        return Resolution(
            subject_id=subject_id,
            kind="entity",
            target=target if found else None,
            basis=self.basis if found else "none",
            score=self.score if found else 0.0,
            evidence="; ".join(self.evidence)
            or "no known name, agent noun or country in the phrase",
        )
