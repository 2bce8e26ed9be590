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

_ADVERB = "(?:also|widely|generally|now|still|long|commonly)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """One hedge as written."""

    words: str
    span: Span
    certainty: Literal["probable", "possible"]


def find_hedges(text: str, region: Span) -> Iterator[Hedge]:
    """The hedges in `region`, in order; of two at one place the longer."""
    hedges = load_hedges()
    for match in _pattern().finditer(text, region.start, region.end):
        words = re.sub(r"\s+", " ", match.group())
        plain = re.sub(rf"^(is|are|was|were) {_ADVERB} ", r"\1 ", words.lower())
        yield Hedge(
            words=words,
            span=Span(start=match.start(), end=match.end()),
            certainty=hedges[words.lower() if words.lower() in hedges else plain],
        )


@cache
def _pattern() -> re.Pattern[str]:
    options: list[str] = []
    for hedge in sorted(load_hedges(), key=len, reverse=True):
        first, _, rest = re.escape(hedge).replace(r"\ ", r"\s+").partition(r"\s+")
        between = rf"\s+(?:{_ADVERB}\s+)?" if first in ("is", "are", "was", "were") else r"\s+"
        options.append(f"{first}{between}{rest}" if rest else first)
    return re.compile(rf"\b(?:{'|'.join(options)})\b", re.IGNORECASE)
