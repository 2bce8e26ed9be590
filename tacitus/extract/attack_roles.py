"""Who did an attack, with what, to whom, over a whole document: role fillers in the sense of MUC-4.

Enters: a text and its `Encoding` with the head `roles`. Leaves: one `RoleFiller` for each entity
and role. Left out: which of several attacks a filler belongs to, as the head does not tell it; the
events of a coding, with their actors and recipients, come from elsewhere (`events.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tacitus.extract.names import Tokens, body_core, initials
from tacitus.extract.tagging import TypedSpan, decode_spans
from tacitus.records import Encoding, Span

HEAD = "roles"
# The head was taught one place of each string, so it leaves most others out. Odds of every role are
# raised by this: swept (1 2 4 7 12 20 40) on 200 train records of MUC-4, 2026-11-24: CEAF-REE
# 29.1 at 1, 37.9 at 2, 39.6 at 4, 39.4 at 7, 35.8 at 12.
ODDS = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFiller:
    """An entity in a role, by the first place that names it at its fullest."""

    role: str  # a label of the head, such as "Weapon"
    span: Span
    score: float  # the best mean probability among its mentions


def find_attack_roles(text: str, encoding: Encoding) -> tuple[RoleFiller, ...]:
    """The role fillers of a document, one an entity, in text order; none without the head.

    Two mentions of a role are one entity where all words of the one stand in the other, or where
    one is the acronym of the other.
    """
    by_role: dict[str, list[list[TypedSpan]]] = {}
    for found in decode_spans(text, _raised(encoding), HEAD):
        groups = by_role.setdefault(found.label, [])
        words = _words(text, found)
        own = [g for g in groups if any(_same(words, _words(text, other)) for other in g)]
        groups[:] = [g for g in groups if g not in own]
        groups.append([*(other for g in own for other in g), found])
    fillers = [_filler(text, group) for groups in by_role.values() for group in groups]
    return tuple(sorted(fillers, key=lambda f: (f.span, f.role)))


def _raised(encoding: Encoding) -> Encoding:
    if HEAD not in encoding.scores:
        return encoding
    scores = encoding.scores[HEAD].copy()
    scores[:, 1:] *= ODDS
    scores /= scores.sum(axis=1, keepdims=True)
    return replace(encoding, scores={**encoding.scores, HEAD: scores})


def _words(text: str, found: TypedSpan) -> Tokens:
    return body_core(found.span.of(text))


def _same(one: Tokens, two: Tokens) -> bool:
    if not one or not two:
        return one == two
    acronym = "".join(one) in initials(two) or "".join(two) in initials(one)
    return acronym or set(one) <= set(two) or set(two) <= set(one)


def _filler(text: str, group: Sequence[TypedSpan]) -> RoleFiller:
    fullest = max(group, key=lambda found: (len(_words(text, found)), -found.span.start))
    return RoleFiller(
        role=fullest.label, span=fullest.span, score=max(found.score for found in group)
    )
