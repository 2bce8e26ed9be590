"""The nearest earlier mention that a nominal or a pronoun may stand for.

Enters: the facts of the mentions so far with the chains of the names. Leaves: an index or None.
Left out: "I" and "we", whose antecedent is whoever speaks.

Source: Raghunathan et al. 2010 for strict-head matching; Lappin & Leass 1994 for the salience of
subjects and recency, with weights swept on the events train split (2026-11-24).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tacitus.extract.facts import HE, IT, POSSESSIVES, SHE, SPEAKERS, THEY, Facts, singular
from tacitus.extract.lexicons import load_role_heads, load_words

BODY_HEADS = load_words("body_heads")
STATE_HEADS = frozenset(("country", "nation", "kingdom", "republic"))
_BODIES = frozenset(("organisation", "group", "misc"))
_PEOPLE = frozenset(("person",))
_MARKS = load_words("armed_body_marks")
_LESSER = frozenset(
    "former ex then vice deputy".split()
)  # "the president" is not the vice-president
_RELATIVES = frozenset(("who", "whom", "which", "that"))
_FAR = 3  # sentences back that a pronoun may reach


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainSoFar:
    """What the chain of a mention amounts to before the one that is looked at."""

    size: int
    gender: str | None


_SAME_ROLES = {
    "pm": "minister",
    "premier": "minister",
    "spokeswoman": "spokesperson",
    "spokesman": "spokesperson",
    "chairwoman": "chair",
    "chairman": "chair",
    "chairperson": "chair",
    "sen": "senator",
    "rep": "congressman",
    "gen": "general",
}


def same_role(word: str) -> str:
    """One word for the ways to write a role: "spokesperson" for "spokeswoman"."""
    word = singular(word)
    return _SAME_ROLES.get(word, word)


def nominal_antecedent(
    facts: Facts, earlier: Sequence[Facts], roles: Mapping[int, frozenset[str]]
) -> int | None:
    """The index of the mention that `facts`, a nominal, refers back to.

    `roles` gives for each earlier mention the folded role words of its chain.
    """
    if (same := _same_words(facts, earlier)) is not None:
        return same.index
    if not facts.tokens or facts.tokens[0] in POSSESSIVES:
        return None
    role = facts.head in load_role_heads() and not facts.plural
    if not facts.definite and not (role and facts.titled):
        return None
    if role and (holder := _holder(facts, earlier, roles)) is not None:
        return holder
    if role or (facts.mention.kind == "person" and not facts.plural):
        return _only_person(facts, earlier)
    found = _same_head(facts, earlier)
    return found if found is not None else _hypernym(facts, earlier)


def _same_words(facts: Facts, earlier: Sequence[Facts]) -> Facts | None:
    bare = tuple(t for t in facts.tokens if t not in ("the", "this", "these", "those", "that"))
    if not bare or set(bare) & POSSESSIVES:
        return None
    if facts.tokens[0] in ("a", "an") or any(t.isdigit() for t in bare):
        return None
    for other in reversed(earlier):
        if other.is_pronoun or other.name:
            continue
        if bare == tuple(
            t for t in other.tokens if t not in ("the", "this", "these", "those", "that")
        ):
            return other
    return None


def _holder(
    facts: Facts, earlier: Sequence[Facts], roles: Mapping[int, frozenset[str]]
) -> int | None:
    best: tuple[float, int] | None = None
    for other in earlier:
        held = roles.get(other.index, frozenset())
        if (
            other.plural
            or not {facts.head, same_role(facts.head)} & held
            or _clash(facts.gender, other.gender)
        ):
            continue
        unknown = facts.modifiers - held
        score = (
            -3.0 * len(unknown)
            - 0.1 * (facts.sentence - other.sentence)
            + (1.0 if other.name else 0.0)
        )
        score -= 2.0 if (held - facts.modifiers) & _LESSER else 0.0
        score -= 0.5 * min(3, len(held - facts.modifiers)) if unknown else 0.0
        if best is None or score >= best[0]:
            best = (score, other.index)
    return best[1] if best is not None and best[0] > -2.6 else None


def _only_person(facts: Facts, earlier: Sequence[Facts]) -> int | None:
    """The one person named in this sentence and the one before, if there is one only."""
    near = [
        o
        for o in earlier
        if o.mention.kind == "person" and facts.sentence - o.sentence <= 1 and not o.plural
    ]
    named = [o for o in near if o.name]
    if (
        not named
        or facts.after
        or len({o.name[-1] for o in named}) > 1
        or _clash(facts.gender, named[-1].gender)
    ):
        return None
    return named[-1].index if facts.sentence > named[-1].sentence else None


def _same_head(facts: Facts, earlier: Sequence[Facts]) -> int | None:
    for other in reversed(earlier):
        if other.is_pronoun or other.mention.kind == "person" != facts.mention.kind:
            continue
        if other.name:
            single = not facts.plural or facts.head in ("police", "militia", "media")
            fits = single and facts.head in other.tokens and facts.modifiers <= set(other.tokens)
        else:
            known = other.modifiers | other.after
            fits = facts.head == other.head and facts.plural == other.plural
            fits = fits and facts.modifiers <= known and not (facts.after and facts.after - known)
        if fits and facts.sentence - other.sentence <= 12:
            return other.index
    return None


def _hypernym(facts: Facts, earlier: Sequence[Facts]) -> int | None:
    if facts.plural or facts.after or facts.modifiers - _MARKS:
        return None
    if facts.head in BODY_HEADS:
        kinds: frozenset[str] = _BODIES
    elif facts.head in STATE_HEADS:
        kinds = frozenset(("place",))
    else:
        return None
    best: tuple[float, int] | None = None
    for other in earlier:
        distance = facts.sentence - other.sentence
        if other.name and other.mention.kind in kinds and distance <= 2:
            score = (1.0 if other.subject else 0.0) - distance
            if best is None or score >= best[0]:
                best = (score, other.index)
    return best[1] if best else None


def pronoun_antecedent(
    facts: Facts, earlier: Sequence[Facts], chains: Mapping[int, ChainSoFar]
) -> int | None:
    """The index of the most salient mention that a pronoun of the third person may stand for."""
    word = facts.tokens[0] if facts.tokens else ""
    if word in SPEAKERS:
        return None
    if word in _RELATIVES:
        return _just_before(facts, earlier)
    best: tuple[float, int] | None = None
    for other in earlier:
        if not _agrees(word, other) or other.mention.span.end > facts.mention.span.start:
            continue
        distance = facts.sentence - other.sentence
        chain = chains[other.index]
        if distance > _FAR or _clash(facts.gender, chain.gender):
            continue
        known = facts.gender is not None and chain.gender == facts.gender
        score = (
            (1.2 if known else 0.0) + _salience(facts, other, distance) + 0.3 * math.log(chain.size)
        )
        if best is None or score > best[0]:
            best = (score, other.index)
    return best[1] if best else None


def _just_before(facts: Facts, earlier: Sequence[Facts]) -> int | None:
    """The mention that a relative pronoun follows: "X, who ..."."""
    near = [o for o in earlier if 0 < facts.mention.span.start - o.mention.span.end <= 2]
    return near[0].index if near else None


def _salience(facts: Facts, other: Facts, distance: int) -> float:
    score = -1.0 * distance - 0.001 * (facts.mention.span.start - other.mention.span.end)
    score += 1.0 if other.subject else 0.0
    score += 0.5 if other.name else 0.0
    score -= 1.5 if facts.tokens[0] in THEY and not other.plural else 0.0
    score += 0.7 if other.is_pronoun and other.tokens == facts.tokens else 0.0
    return score - (1.5 if other.quoted != facts.quoted else 0.0)


def _agrees(word: str, other: Facts) -> bool:
    kind, tokens = other.mention.kind, other.tokens
    if other.is_pronoun:
        return any(tokens and tokens[0] in group and word in group for group in (HE, SHE, IT, THEY))
    if word in HE | SHE:
        return kind == "person" and not other.plural
    if word in IT:
        return kind in ("organisation", "place", "group") and not other.plural
    return word in THEY and (other.plural or (kind in ("organisation", "group") and not other.name))


def _clash(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and left != right
