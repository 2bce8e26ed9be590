"""Which documents are about one happening.

Enters: `Report`s, one by one or all at once, in any order. Leaves: `same_story` links, one less
than a story has documents. What comes out depends on which reports came in and never on the order:
a pair is scored by the two alone, a key's fullness is a property of the set, and groups are made
of the reports sorted by day and id.

Pairs are found by shared keys (`story_pairs`). A key that more than `FULL` reports of one window
share says nothing and pairs nobody, so the pairs grow with the reports and not with their square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tacitus.records import Link
from tacitus.relate.clusters import average_linkage
from tacitus.relate.reports import Report
from tacitus.relate.story_pairs import Profile, profile_of, reasons, story_chance

WINDOW_DAYS = 14  # reports farther apart are not one story; follow-ups chain
# ECB+ train, 574 documents, 50 stories, 2026-11-24: B³ F1 of .85 to .87 from 0.05 to 0.3; at
# 0.1 precision .81 and recall .95. Lower loses more than short, reworded reports gain.
THRESHOLD = 0.1
FULL = 40
_FLOOR = 0.02  # a pair below counts as none in the means
_Cell = tuple[str, int | None]


class Stories:
    """The reports that came in, with the scores of the pairs that may be one story."""

    def __init__(self, *, window_days: int = WINDOW_DAYS, threshold: float = THRESHOLD) -> None:
        """Start with no report.

        Raises:
            ValueError: the window is no day long.
        """
        if window_days < 1:
            raise ValueError(f"window is {window_days} days; expected at least 1")
        self._window = window_days
        self._threshold = threshold
        self._profiles: dict[str, Profile] = {}
        self._cells: dict[_Cell, list[str]] = defaultdict(list)
        self._days: dict[str, set[int | None]] = defaultdict(set)  # key -> the cells it has
        self._scores: dict[tuple[str, str], float] = {}

    def add(self, report: Report) -> None:
        """Take in a report and compare it with those that share a key; once if it comes again."""
        if report.document_id in self._profiles:
            return
        profile = profile_of(report)
        for other in sorted(self._near(profile)):
            score = story_chance(*sorted((profile, self._profiles[other]), key=lambda p: p.order))
            if score >= _FLOOR:
                self._scores[_pair(report.document_id, other)] = score
        self._profiles[report.document_id] = profile
        cell = self._cell(report.published)
        for key in profile.keys:
            self._cells[key, cell].append(report.document_id)
            self._days[key].add(cell)

    def groups(self) -> list[list[str]]:
        """The ids of each story, of one document too, in the order of the earliest."""
        order = sorted(self._profiles, key=lambda i: self._profiles[i].order)
        number = {name: n for n, name in enumerate(order)}
        scores = {
            (min(n), max(n)): score
            for (one, two), score in self._pairs().items()
            if (n := (number[one], number[two]))
        }
        groups = average_linkage(len(order), dict(sorted(scores.items())), self._threshold)
        return [[order[n] for n in group] for group in groups]

    def links(self) -> list[Link]:
        """The links that hold stories together, the later document on the left.

        Within a story each document is joined by its likeliest pairs (a spanning tree of the
        highest scores), so that every link rests on two texts that are alike.
        """
        pairs = self._pairs()
        inside: dict[int, list[tuple[float, str, str]]] = defaultdict(list)
        story = {name: n for n, group in enumerate(self.groups()) for name in group}
        for (one, two), score in pairs.items():
            if story[one] == story[two]:
                inside[story[one]].append((-score, one, two))
        return [
            self._link(one, two, -negative)
            for n in sorted(inside)
            for negative, one, two in _spanning(sorted(inside[n]))
        ]

    def _near(self, profile: Profile) -> set[str]:
        """The reports within the window that share a key which is not full."""
        found: set[str] = set()
        day = profile.report.published
        for key in profile.keys:
            cells = self._cells_near(key, day)
            if len(self._cells.get((key, self._cell(day)), ())) >= FULL:
                continue
            for cell in cells:
                members = self._cells.get(cell, ())
                if len(members) <= FULL:
                    found.update(m for m in members if self._within(m, day))
        return found

    def _cells_near(self, key: str, day: date | None) -> Sequence[_Cell]:
        cell = self._cell(day)
        if cell is None:  # nothing says that it is far from any
            return [(key, c) for c in self._days.get(key, ())]
        return [(key, c) for c in (cell - 1, cell, cell + 1, None)]

    def _within(self, name: str, day: date | None) -> bool:
        other = self._profiles[name].report.published
        return day is None or other is None or abs((day - other).days) <= self._window

    def _cell(self, day: date | None) -> int | None:
        return None if day is None else day.toordinal() // self._window

    def _pairs(self) -> Mapping[tuple[str, str], float]:
        """The pairs that still share a key which is not full, of all that came in."""
        return {pair: score for pair, score in self._scores.items() if self._meet(*pair)}

    def _meet(self, one: str, two: str) -> bool:
        left, right = self._profiles[one], self._profiles[two]
        cells = {self._cell(p.report.published) for p in (left, right)}
        return any(
            all(len(self._cells.get((key, cell), ())) <= FULL for cell in cells)
            for key in set(left.keys) & set(right.keys)
        )

    def _link(self, one: str, two: str, score: float) -> Link:
        first, later = sorted((self._profiles[one], self._profiles[two]), key=lambda p: p.order)
        return Link(
            left_id=later.report.document_id,
            right_id=first.report.document_id,
            relation="same_story",
            score=round(score, 3),
            judge="model",
            evidence=reasons(later, first),
        )


def story_links(reports: Iterable[Report], *, window_days: int = WINDOW_DAYS) -> list[Link]:
    """The `same_story` links of some reports; the same for any order of them."""
    stories = Stories(window_days=window_days)
    for report in reports:
        stories.add(report)
    return stories.links()


def _pair(one: str, two: str) -> tuple[str, str]:
    return (one, two) if one < two else (two, one)


def _spanning(pairs: Sequence[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """The pairs, best first, that join what the ones before did not (Kruskal 1956)."""
    part: dict[str, set[str]] = {}
    taken = []
    for pair in pairs:
        _, one, two = pair
        left, right = part.setdefault(one, {one}), part.setdefault(two, {two})
        if left is not right:
            small, large = sorted((left, right), key=len)
            large |= small
            part.update(dict.fromkeys(small, large))
            taken.append(pair)
    return taken
