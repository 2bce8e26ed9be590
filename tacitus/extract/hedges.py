"""Words that make what is told less than certain, where they stand.

Enters: a stretch of text. Leaves: the hedges of `data/hedges.tsv` found in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tacitus.extract.lexicons import load_hedges
from tacitus.records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """One hedge as written."""

    words: str
    span: Span
    certainty: Literal["probable", "possible"]


def find_hedges(text: str, region: Span) -> Iterator[Hedge]:
    """The hedges in `region`, in order; of two at one place the longer."""
    for match in _pattern().finditer(text, region.start, region.end):
        words = re.sub(r"\s+", " ", match.group())
        yield Hedge(
            words=words,
            span=Span(start=match.start(), end=match.end()),
            certainty=load_hedges()[words.lower()],
        )


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(load_hedges(), key=len, reverse=True)
    options = "|".join(re.escape(hedge).replace(r"\ ", r"\s+") for hedge in longest_first)
    return re.compile(rf"\b(?:{options})\b", re.IGNORECASE)
