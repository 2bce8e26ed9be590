"""A run: one call of a command that adds to a store, and what it added."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Who adds rows: every row names its run. `Run(coder_version=...)` starts one now."""

    coder_version: str
    arguments: Mapping[str, object] = field(default_factory=dict)  # must be able to go into JSON
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = ""  # made of the time and chance when left empty

    def __post_init__(self) -> None:
        """Give the run an id that sorts by time."""
        if not self.id:
            name = f"{self.started.astimezone(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
            object.__setattr__(self, "id", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of outcomes."""

    added: int = 0  # codings that are new rows
    known: int = 0  # codings that were there already, and failures that were
    failed: int = 0  # failures that are new rows

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            added=self.added + other.added,
            known=self.known + other.known,
            failed=self.failed + other.failed,
        )
