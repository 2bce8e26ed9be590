"""Surnames that stand alone, tied to a person whom the document or the date makes plain.

Enters: the name of an unresolved person. Leaves: the person's entry, or None. A surname counts when
the document gives the full name elsewhere, or when one listed person only bears it who held a role
on the day of the report in a country that the document speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tacitus.resolve.knowledge import Entry, Knowledge
from tacitus.resolve.names import fold_name
from tacitus.resolve.settings import Setting


def find_by_surname(
    name: str, day: date | None, setting: Setting, knowledge: Knowledge
) -> tuple[Entry, str] | None:
    """The person that a lone surname stands for, and why; None when more than one may be meant."""
    key = fold_name(name).removeprefix("al ")
    if not key or " " in key:
        return None
    full = {
        alias.entry.id: alias.entry
        for match in setting.matches
        for alias in match.aliases
        if alias.entry.kind == "person" and match.size > 1
    }
    bearers = knowledge.surnames.get(key, ())
    named = [entry for entry in bearers if entry.id in full]
    if len(named) == 1:
        return named[0], f"the document names {named[0].name} in full"
    if not bearers:
        return _misspelt(key, tuple(full.values()))
    if day is None and len(bearers) > 1:
        return None
    active = [
        e for e in bearers if e.country in setting.shown and (day is None or _active(e, day.year))
    ]
    if len(active) == 1 and setting.weight(active[0].country) * 3 >= max(setting.weights.values()):
        return active[
            0
        ], f"of the listed bearers of the name only {active[0].name} was in a role then"
    return None


def _misspelt(key: str, persons: Sequence[Entry]) -> tuple[Entry, str] | None:
    """The person named in full whose surname is one letter away: "Arour" for al-Arouri."""
    near = [e for e in persons if one_edit(key, fold_name(e.name).rsplit(" ", 1)[-1])]
    if len(key) < 5 or len(near) != 1:
        return None
    return near[0], f"one letter from {near[0].name}, whom the document names in full"


def one_edit(left: str, right: str) -> bool:
    """True when one letter more, less or other makes one word of the other."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return max(len(left), len(right)) - start - end <= 1


def _active(entry: Entry, year: int) -> bool:
    return any(s.start <= year and (s.end is None or year <= s.end) for s in entry.spells)
