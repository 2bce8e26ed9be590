"""What became of the inputs of a run, and who is told.

Enters: outcomes, one by one. Leaves: counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tacitus.coding import CodedDocument
from tacitus.records import Document, Failure

Item: TypeAlias = Document | Failure
Coded: TypeAlias = CodedDocument | Failure


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the inputs so far; a document is counted once."""

    coded: int = 0
    events: int = 0
    known: int = 0  # in the store already, under this coder
    not_news: int = 0
    duplicates: int = 0  # skipped
    other_language: int = 0
    failed: int = 0
    failed_before: int = 0  # of documents that this coder could not code: not tried again
    links: int = 0  # between copies
    saved: int = 0  # outcomes that are committed

    @property
    def skipped(self) -> int:
        """Documents left out on purpose."""
        return self.not_news + self.duplicates + self.other_language

    @property
    def done(self) -> int:
        """Everything that was looked at."""
        return self.coded + self.known + self.skipped + self.failed + self.failed_before

    def add(self, other: Tally) -> None:
        """Take in what became of other inputs."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def count(self, outcome: Coded) -> None:
        """Take in one outcome."""
        if not isinstance(outcome, Failure):
            self.coded += 1
            self.events += len(outcome.events)
            return
        names = {"gate": "not_news", "duplicate": "duplicates", "language": "other_language"}
        name = names.get(outcome.stage, "failed")
        setattr(self, name, getattr(self, name) + 1)


@dataclass(slots=True, kw_only=True)
class Hooks:
    """What the caller of a run is told, and how it ends one."""

    on_outcome: Callable[[Coded], None] = lambda _: None
    on_change: Callable[[Tally], None] = lambda _: None
    stopping: Callable[[], bool] = lambda: False  # True: finish what is under way, then return
