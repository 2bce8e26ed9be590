"""Happenings with their accounts: who says what, who disputes whom, how the figures moved.

Enters: happenings as told, the groups that tell of one, and the stories. Leaves: `Happening`s and
the `disputes` and `confirms` links between their accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tacitus.records import Link
from tacitus.relate.accounts import Account, accounts_of
from tacitus.relate.cross_disputes import Contrast, contrasts_of
from tacitus.relate.denials import find_answers
from tacitus.relate.figures import Dated, figure_series
from tacitus.relate.reports import Told

JUDGE = "rule"
_DISPUTED, _CONFIRMED = 0.8, 0.7  # a rule's word: no probability was fitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One happening as all its reports tell it."""

    cluster_id: str  # the smallest of its event ids
    told: tuple[Told, ...]
    accounts: tuple[Account, ...]  # the first published first
    contrasts: tuple[Contrast, ...]  # between reports

    def figures(self) -> Mapping[str, Sequence[Dated]]:
        """The figures of each kind over time."""
        return figure_series(dated for a in self.accounts for dated in a.dated_figures())

    def disputes(self) -> tuple[Contrast, ...]:
        """The contrasts that dispute."""
        return tuple(c for c in self.contrasts if c.disputes)


def happenings_of(
    clusters: Iterable[Sequence[Told]], told: Iterable[Told], stories: Iterable[frozenset[str]]
) -> tuple[Happening, ...]:
    """The happenings of `clusters`, by cluster id.

    `told`: all that the reports tell, for the denials that answer a claim of a cluster. `stories`:
    document ids that are about one thing; a denial answers a claim of its own story only.
    """
    denials = _denials_by_claim(list(told), list(stories))
    found = []
    for members in clusters:
        ids = {t.event_id for t in members}
        answers = [
            d for name in sorted(ids) for d in denials.get(name, ()) if d.event_id not in ids
        ]
        accounts = accounts_of(members, answers)
        found.append(
            Happening(
                cluster_id=min(ids),
                told=tuple(sorted(members, key=lambda t: t.event_id)),
                accounts=accounts,
                contrasts=contrasts_of(accounts),
            )
        )
    return tuple(sorted(found, key=lambda h: h.cluster_id))


def links_of(happening: Happening) -> tuple[Link, ...]:
    """Its `disputes` links, and `confirms` links to the first account that each one confirms.

    Not every pair that confirms: of a happening that a hundred outlets tell there would be 4,950.
    """
    links: dict[tuple[str, str, str], Link] = {}
    confirmed: set[str] = set()
    for found in happening.contrasts:
        if found.disputes:
            words = "; ".join(f"{kind}: {why}" for kind, why in found.disputes.items())
            link = _link(found, "disputes", words)
        elif found.confirms and found.left.event_id not in confirmed:
            confirmed.add(found.left.event_id)
            link = _link(found, "confirms", found.confirms)
        else:
            continue
        links.setdefault((link.left_id, link.right_id, link.relation), link)
    return tuple(links[key] for key in sorted(links))


def _link(found: Contrast, relation: str, words: str) -> Link:
    return Link(
        left_id=found.left.event_id,
        right_id=found.right.event_id,
        relation="disputes" if relation == "disputes" else "confirms",
        score=_DISPUTED if relation == "disputes" else _CONFIRMED,
        judge=JUDGE,
        evidence=words,
    )


def _denials_by_claim(
    told: Sequence[Told], stories: Sequence[frozenset[str]]
) -> Mapping[str, Sequence[Told]]:
    """Denials by the event that they answer, in their own report or in another of the story."""
    by_document: dict[str, list[Told]] = {}
    answered: dict[str, list[Told]] = {}
    for item in told:
        by_document.setdefault(item.document_id, []).append(item)
        if item.disputes is not None:
            answered.setdefault(item.disputes, []).append(item)
    for story in stories:
        items = [t for name in sorted(story) for t in by_document.get(name, ())]
        for answer in find_answers(items):
            answered.setdefault(answer.claim.event_id, []).append(answer.denial)
    return answered


def dispute_words(found: Contrast) -> list[str]:
    """One line for each reason why the two cannot both hold."""
    return [f"{kind}: {why}" for kind, why in found.disputes.items()]
