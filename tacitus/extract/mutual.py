"""Events told as mutual: "talks between A and B", "the conflict between A and B".

Enters: an anchor, mentions, the text. Leaves: the mentions that stand on the two sides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tacitus.records import Mention, Span

_BETWEEN = re.compile(r"\s+(?:[\w-]+\s+){0,2}between\s+(?:the\s+)?", re.IGNORECASE)
_AND = re.compile(r",?\s+(?:and|on one side and|as well as)\s+(?:the\s+)?|,\s+(?:the\s+)?")
SURE = 0.9  # the words leave little doubt that each side takes part


def sides_of(anchor: Span, mentions: Sequence[Mention], text: str) -> frozenset[str]:
    """Ids of the mentions that "between ... and ..." joins after the anchor; empty if none are.

    Of two mentions that begin at one place the longer counts.
    """
    match = _BETWEEN.match(text, anchor.end)
    if match is None:
        return frozenset()
    starts: dict[int, Mention] = {}
    for mention in mentions:
        known = starts.get(mention.span.start)
        if known is None or known.span.end < mention.span.end:
            starts[mention.span.start] = mention
    sides: list[str] = []
    at: int | None = match.end()
    while at is not None and (side := _starting(at, starts, text)) is not None:
        sides.append(side.id)
        joined = _AND.match(text, side.span.end)
        at = joined.end() if joined else None
    return frozenset(sides) if len(sides) > 1 else frozenset()


def _starting(at: int, starts: dict[int, Mention], text: str) -> Mention | None:
    """The mention at an offset, or just behind its article."""
    article = text.rfind("the ", max(0, at - 4), at)
    return starts.get(at) or (starts.get(article) if article >= 0 else None)
