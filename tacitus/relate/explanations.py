"""Why two happenings are taken for one, in words.

Enters: two happenings as told. Leaves: one line, what they share first, what differs after "but".
The words follow from the two values alone and not from the weights, so that a reader can check
each of them.

Example:
    same type ASSAULT; both name Hamas -> Israel; Gaza City; 2 to 3 days apart
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tacitus.relate.reports import Party, Told
from tacitus.relate.words import STOP, anchor_stems, family_of, stem_of, words_in

_SHOWN = 4  # words of two sentences that are shown


def explain(left: Told, right: Told) -> str:
    """What speaks for and against the two being one happening."""
    alike = [_type(left, right), _words(left, right), _parties(left, right)]
    alike += [_place(left, right), _days(left, right), _sentence(left, right)]
    differ = [_other_type(left, right), *_other_parties(left, right), _other_place(left, right)]
    differ += [_denial(left, right)]
    reasons = "; ".join(reason for reason in alike if reason)
    doubts = "; ".join(doubt for doubt in differ if doubt)
    return f"{reasons}; but {doubts}" if doubts else reasons


def _type(left: Told, right: Told) -> str:
    if left.event_type != right.event_type:
        return ""
    same = left.mode is not None and left.mode == right.mode
    return f"same type {left.event_type}{f'/{left.mode}' if same else ''}"


def _other_type(left: Told, right: Told) -> str:
    if left.event_type == right.event_type:
        return ""
    return f"types {left.event_type} and {right.event_type}"


def _words(left: Told, right: Told) -> str:
    one, two = anchor_stems(left.anchor), anchor_stems(right.anchor)
    if set(one) & set(two):
        return f'both say "{left.anchor}"' if left.anchor == right.anchor else _said(left, right)
    if {family_of(stem) for stem in one} & {family_of(stem) for stem in two}:
        return _said(left, right)
    return ""


def _said(left: Told, right: Told) -> str:
    return f'"{left.anchor}" and "{right.anchor}"'


def _parties(left: Told, right: Told) -> str:
    actors = _shared(left.actors, right.actors)
    recipients = _shared(left.recipients, right.recipients)
    if not actors and not recipients:
        return ""
    whom = f"{' -> ' if actors else '-> '}{', '.join(recipients)}" if recipients else ""
    return f"both name {', '.join(actors)}{whom}"


def _other_parties(left: Told, right: Told) -> list[str]:
    out = []
    for role, one, two in (
        ("actors", left.actors, right.actors),
        ("recipients", left.recipients, right.recipients),
    ):
        if one and two and not _shared(one, two):
            out.append(f"{role} {one[0].name} and {two[0].name}")
    return out


def _shared(one: Sequence[Party], two: Sequence[Party]) -> list[str]:
    """The names of those that both list: the same entity, or a word of their names in common."""
    ids = {party.entity_id for party in two if party.entity_id}
    words = {word for party in two for word in _name_words(party)}
    return [p.name for p in one if p.entity_id in ids or _name_words(p) & words]


def _name_words(party: Party) -> set[str]:
    """Words with a capital: those that make a name."""
    return {stem_of(w) for w in words_in(party.name) if w[0].isupper() and w.lower() not in STOP}


def _place(left: Told, right: Told) -> str:
    if left.place_name and left.place_name == right.place_name:
        return left.place_name
    if left.place_country and left.place_country == right.place_country:
        return f"places in {left.place_country}"
    return ""


def _other_place(left: Told, right: Told) -> str:
    if left.place_country and right.place_country and left.place_country != right.place_country:
        return f"places {left.place_name} and {right.place_name}"
    return ""


def _days(left: Told, right: Told) -> str:
    """The least and the most days between the two, as far as their dates tell."""
    one, two = _interval(left), _interval(right)
    if one is None or two is None:
        return ""
    least = max(0, (max(one[0], two[0]) - min(one[1], two[1])).days)
    most = max(abs((one[1] - two[0]).days), abs((two[1] - one[0]).days))
    if most == 0:
        return f"both on {one[0].isoformat()}"
    if least == most:
        return f"{least} {'day' if least == 1 else 'days'} apart"
    return f"{least} to {most} days apart"


def _interval(told: Told) -> tuple[date, date] | None:
    start, end = told.date_start or told.date_end, told.date_end or told.date_start
    return (start, end) if start is not None and end is not None else None


def _sentence(left: Told, right: Told) -> str:
    """Words that both sentences have beside the anchors, in the order of the left one."""
    known = {stem_of(word) for word in words_in(right.sentence)}
    known -= {*anchor_stems(left.anchor), *anchor_stems(right.anchor)}
    shared = [
        word
        for word in words_in(left.sentence)
        if stem_of(word) in known and word.lower() not in STOP and len(word) > 2
    ]
    shown = list(dict.fromkeys(shared))[:_SHOWN]
    return f"both sentences have {', '.join(shown)}" if shown else ""


def _denial(left: Told, right: Told) -> str:
    return "one of the two is denied" if left.polarity != right.polarity else ""
