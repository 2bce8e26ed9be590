"""Happenings of one story that reports tell in words too different for the pair scorer.

Enters: happenings as told, the groups found by their scores, and the stories. Leaves: larger groups
and the `same_event` links that join them. Inside a story two happenings of one event type, told by
two reports, are taken for one unless the mode, the stated days or the stated countries speak
against it: what accounts dispute (who did it, how many) is just what makes their words differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from tacitus.records import Link
from tacitus.relate.reports import Told

SCORE = 0.5  # a stated rule, no fitted probability
DAYS = 3  # stated days farther apart speak of two happenings
_STATED = ("stated", "inferred")
# Words about the happening: a story has many of them, by as many speakers.
_TALK = frozenset(("ACCUSE", "REJECT", "REQUEST", "CONSULT", "SUPPORT", "CONCEDE"))


def join_in_stories(
    groups: Iterable[Sequence[Told]],
    stories: Iterable[frozenset[str]],
    apart: Collection[tuple[str, str]] = (),
) -> tuple[tuple[tuple[Told, ...], ...], tuple[Link, ...]]:
    """Groups of one happening each, by their first id, and the links that were added.

    `apart`: pairs of event ids that a person judged to be two; no group that holds both is made.
    """
    parted = {frozenset(pair) for pair in apart}
    parts = {n: list(group) for n, group in enumerate(groups)}
    of = {item.event_id: n for n, group in parts.items() for item in group}
    story = {name: n for n, names in enumerate(stories) for name in names}
    buckets: dict[tuple[int, str], list[Told]] = {}
    for group in parts.values():
        for item in group:
            if item.document_id in story and item.event_type not in _TALK:
                buckets.setdefault((story[item.document_id], item.event_type), []).append(item)
    links = []
    for _, items in sorted(buckets.items()):
        for one, two in combinations(sorted(items, key=lambda t: t.event_id), 2):
            left, right = of[one.event_id], of[two.event_id]
            judged = (
                frozenset((x.event_id, y.event_id)) for x in parts[left] for y in parts[right]
            )
            if left != right and may_be_one(one, two) and parted.isdisjoint(judged):
                links.append(_link(one, two))
                _merge(parts, of, one, two)
    merged = (tuple(sorted(g, key=lambda t: t.event_id)) for g in parts.values())
    return tuple(sorted(merged, key=lambda g: g[0].event_id)), tuple(links)


def may_be_one(one: Told, two: Told) -> bool:
    """True for two of one type in two reports, when mode, stated days and countries allow it."""
    if one.document_id == two.document_id or "future" in (one.time_status, two.time_status):
        return False
    if one.mode and two.mode and one.mode != two.mode and one.event_type == "COERCE":
        return False
    countries = {t.place_country for t in (one, two) if t.place_basis in _STATED}
    return len(countries - {None}) < 2 and not _days_apart(one, two)


def _days_apart(one: Told, two: Told) -> bool:
    if not {one.date_basis, two.date_basis} <= set(_STATED):
        return False
    days = (one.date_start, two.date_start, one.date_end, two.date_end)
    if None in days:
        return False
    start_1, start_2, end_1, end_2 = (day for day in days if day)
    return (max(start_1, start_2) - min(end_1, end_2)).days > DAYS


def _link(one: Told, two: Told) -> Link:
    return Link(
        left_id=one.event_id,
        right_id=two.event_id,
        relation="same_event",
        score=SCORE,
        judge="rule",
        evidence=f"both are {one.event_type} in two reports of one story, and neither their days "
        "nor their countries are apart",
    )


def _merge(parts: dict[int, list[Told]], of: dict[str, int], one: Told, two: Told) -> None:
    kept, gone = of[one.event_id], of[two.event_id]
    for item in parts[gone]:
        of[item.event_id] = kept
    parts[kept] += parts.pop(gone)
