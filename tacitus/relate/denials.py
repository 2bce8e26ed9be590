"""Which claim of another report a denial answers.

Enters: happenings as told by the reports of one story. Leaves: pairs (denial, claim) with how well
they fit. A denial is a rejection in words ("dismissed as totally false"); one that answers a claim
of its own report takes other reports' tellings of that claim with it through their cluster.

Source: the weights are those of `tacitus.extract.disputes`, set on the events train split; what
they have of places in the text is replaced by words in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tacitus.relate.accounts import name_stems
from tacitus.relate.reports import Party, Told
from tacitus.relate.words import STOP, stem_of, words_in

_CLAIM_TYPES: Mapping[str, float] = {
    "ACCUSE": 2.0,
    "ASSAULT": 2.0,
    "COERCE": 1.5,
    "SANCTION": 1.0,
    "THREATEN": 1.0,
    "PROTEST": 1.0,
    "MOBILIZE": 0.5,
    "AGREE": 0.0,
    "SUPPORT": 0.0,
    "AID": 0.0,
    "REQUEST": 0.0,
}
_DENIAL = re.compile(
    r"\b(?:den(?:y|ied|ies|ying|ials?)|dismiss\w*|reject\w*|refut\w*|rebut\w*|disput\w*|disavow\w*|"
    r"repudiat\w*|false|untrue|baseless|groundless|unfounded|fabricat\w*|lies?|lying|fake|invented|"
    r"nonsense|no truth|not true|no involvement|no part|nothing to do|did not|never|contradict\w*|"
    r"fairy tale|fiction|propaganda|rumou?rs?)\b",
    re.IGNORECASE,
)
_MORE_THAN_A_WORD = 4  # letters of a word in common that says something
# On the dev half of benchmarks/data/disputes (2026-11-24) precision is no lower at 2 than at 4, and
# recall is higher: the same story and words that deny are asked for in any case.
THRESHOLD = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A denial and the claim of another report that it answers."""

    denial: Told
    claim: Told
    fit: float
    words: str  # those that deny


def is_denial(told: Told) -> bool:
    """True for a rejection in words, not for a refusal to do something (`mode`)."""
    return told.event_type == "REJECT" and told.mode is None


def find_answers(told: Iterable[Told]) -> tuple[Answer, ...]:
    """The best claim in another report for each denial of a story that answers none of its own."""
    items = sorted(told, key=lambda t: t.event_id)
    rejecting = [t for t in items if is_denial(t) and t.disputes is None]
    claims = [t for t in items if t.event_type in _CLAIM_TYPES and t.polarity == "pos"]
    found = (_best(denial, claims) for denial in rejecting)
    return tuple(answer for answer in found if answer is not None)


def _best(denial: Told, claims: Sequence[Told]) -> Answer | None:
    word = _DENIAL.search(denial.anchor) or _DENIAL.search(denial.sentence)
    if word is None:
        return None
    fits = [(_fit(denial, c), c) for c in claims if c.document_id != denial.document_id]
    fit, claim = max(fits, key=lambda pair: (pair[0], pair[1].event_id), default=(0.0, None))
    if claim is None or fit < THRESHOLD:
        return None
    return Answer(denial=denial, claim=claim, fit=fit, words=word.group())


def _fit(denial: Told, claim: Told) -> float:
    """How well the claim fits: parties the other way round, the same words and place."""
    score = _CLAIM_TYPES[claim.event_type]
    spoke = (Party(name=claim.speaker, entity_id=claim.speaker_entity_id),) if claim.speaker else ()
    if _meet(spoke, denial.recipients):
        score += 2.5
    elif _meet(claim.actors, denial.recipients):
        score += 2.0
    if _meet(claim.recipients, denial.actors):
        score += 2.0
    elif _meet(claim.actors, denial.actors) and claim.event_type != "ACCUSE":
        score += 1.5
    common = _stems(denial.sentence) & _stems(claim.sentence)
    return score + min(2.0, 0.5 * len(common))


def _meet(ones: Iterable[Party], others: Sequence[Party]) -> bool:
    return any(_may_be_one(x, y) for x in ones for y in others)


def _may_be_one(one: Party, other: Party) -> bool:
    if one.entity_id and one.entity_id == other.entity_id:
        return True
    if one.country and one.country == other.country:
        return True
    return bool(name_stems(one.name) & name_stems(other.name))


def _stems(sentence: str) -> frozenset[str]:
    return frozenset(
        stem_of(word)
        for word in words_in(sentence)
        if len(word) >= _MORE_THAN_A_WORD and word.lower() not in STOP
    )
