"""Who says what of one happening: the accounts of a cluster, side by side.

Enters: the happenings of a cluster as each report tells them, and the denials that answer them.
Leaves: `Account`s: one for each speaker of a report and each stance, with the figures, the parties
held responsible and the words. Nothing is merged across reports. Left out: what is only planned or
supposed, which says nothing of whether it happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from tacitus.codebook import load_codebook
from tacitus.relate.figures import Dated
from tacitus.relate.reports import Figure, Party, Told
from tacitus.relate.words import STOP, stem_of, words_in

Stance: TypeAlias = Literal["asserts", "denies"]
_MATERIAL_CONFLICT = 4  # the quad class in which who acts is to blame


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one speaker says of a happening in one report."""

    document_id: str
    publisher: str | None
    published: date | None
    speaker: str | None  # None: the report itself
    stance: Stance
    told: tuple[Told, ...]  # the events that say so, in the order of their ids
    figures: tuple[Figure, ...] = ()
    blamed: tuple[Party, ...] = ()  # who acted, of a material conflict that is asserted

    @property
    def event_id(self) -> str:
        """The event that stands for the account: its most probable one."""
        return max(self.told, key=lambda t: (t.score, t.event_id)).event_id

    @property
    def words(self) -> str:
        """The sentence of that event."""
        return next(t.sentence for t in self.told if t.event_id == self.event_id)

    def dated_figures(self) -> tuple[Dated, ...]:
        """Its figures with who gave them and when."""
        return tuple(
            Dated(
                figure=figure,
                published=self.published,
                publisher=self.publisher,
                speaker=self.speaker,
                document_id=self.document_id,
                sentence=told.sentence,
            )
            for told in self.told
            for figure in told.quantities
        )


def accounts_of(cluster: Iterable[Told], denials: Iterable[Told] = ()) -> tuple[Account, ...]:
    """The accounts of a cluster, the first published first; `denials` answer one of its claims."""
    parts: dict[tuple[str, str, Stance], list[Told]] = {}
    for told in cluster:
        if told.time_status not in ("future", "hypothetical"):
            stance: Stance = "denies" if told.polarity == "neg" else "asserts"
            parts.setdefault((told.document_id, _key(told.speaker), stance), []).append(told)
    for told in denials:
        parts.setdefault((told.document_id, _key(speaker_of_denial(told)), "denies"), []).append(
            told
        )
    accounts = [_account(part, stance) for (_, _, stance), part in parts.items()]
    return tuple(sorted(accounts, key=_order))


def speaker_of_denial(denial: Told) -> str | None:
    """Who denies: the one whom the text gives as speaker, else the first who rejects."""
    if denial.speaker or not denial.actors:
        return denial.speaker
    return denial.actors[0].name


def same_name(one: str | None, other: str | None) -> bool:
    """True when two names share a word that says who it is, or both are None."""
    if one is None or other is None:
        return one is other
    return bool(name_stems(one) & name_stems(other)) or one.lower() == other.lower()


def name_stems(name: str) -> frozenset[str]:
    """The stems of the words of a name, without those that carry nothing."""
    return frozenset(stem_of(word) for word in words_in(name) if word.lower() not in STOP)


def _account(told: Sequence[Told], stance: Stance) -> Account:
    ordered = tuple(sorted({t.event_id: t for t in told}.values(), key=lambda t: t.event_id))
    first = ordered[0]
    speakers = [speaker_of_denial(t) if t.event_type == "REJECT" else t.speaker for t in ordered]
    blamed = {(p.entity_id or p.name.lower()): p for t in ordered for p in _blamed(t, stance)}
    return Account(
        document_id=first.document_id,
        publisher=first.publisher,
        published=first.published,
        speaker=next((s for s in speakers if s), None),
        stance=stance,
        told=ordered,
        figures=tuple(dict.fromkeys(f for t in ordered for f in t.quantities)),
        blamed=tuple(blamed.values()),
    )


def _blamed(told: Told, stance: Stance) -> tuple[Party, ...]:
    if stance == "denies" or told.event_type not in load_codebook().event_types:
        return ()
    return told.actors if load_codebook().quad(told.event_type) == _MATERIAL_CONFLICT else ()


def _key(speaker: str | None) -> str:
    return " ".join(sorted(name_stems(speaker))) if speaker else ""


def _order(account: Account) -> tuple[date, str, str, str]:
    return (
        account.published or date.max,
        account.document_id,
        account.stance,
        account.speaker or "",
    )
