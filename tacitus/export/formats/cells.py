"""What several formats of the event coders ask of a row: its day, first parties, codes, numbers.

Enters: a row of the view `events`. Leaves: plain values. Where a format wants one of what we have
several of, the first is taken and the loss report says how many there were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from tacitus.codebook import load_codebook
from tacitus.export.formats.losses import EventRow

Party: TypeAlias = Mapping[str, Any]
NOBODY: Party = {"name": None, "country": None, "cow": None, "sectors": [], "entity_id": None}
# Exact as a double, which is what R and JavaScript read whole numbers as.
_ID_BITS = 52
NO_DATE = "has no date"


def day_of(row: EventRow) -> date | None:
    """The one day that a format has room for.

    The last of a window that ends with the publication, which is the day that other coders give
    such an event; else the first.
    """
    last = row["date_basis"] == "publication_date"
    day: date | None = row["date_end"] if last else row["date_start"]
    return day


def first_party(row: EventRow, role: str) -> Party:
    """The first actor or recipient (`role` is the column); `NOBODY` when there is none."""
    parties = row[role] or ()
    return parties[0] if parties else NOBODY


def score_of(row: EventRow) -> float | None:
    """The score of the event's mode, else of its type, from -10 (conflict) to 10 (cooperation).

    Source: PLOVER manual, draft 2.0, the scale after Goldstein.
    """
    kind = load_codebook().event_types.get(row["event_type"])
    if kind is None:
        return None
    score = kind.mode_scores.get(row["mode"] or "")
    return kind.score if score is None else score


def quad_of(row: EventRow) -> int | None:
    """The quad class 1..4 of the type; None for a type of another codebook."""
    kind = load_codebook().event_types.get(row["event_type"])
    return kind.quad if kind else None


def number_of(row: EventRow) -> int:
    """A whole number that stands for the event, the same at every export."""
    digest = hashlib.sha256(str(row["event_id"]).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _ID_BITS)


def whole(value: float | None) -> float | int | None:
    """The number without a fraction that says nothing: 3, not 3.0."""
    return int(value) if value is not None and float(value).is_integer() else value
