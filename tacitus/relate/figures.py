"""Whether two figures for one happening can both hold, and how a figure moved over time.

Enters: `Figure`s with the day on which each was published. Leaves: a verdict in words, or series.

Two figures of one kind and unit are apart when they differ by more than a quarter of the larger
and by more than two; by more than a half when one of them is said to be about so many. A bound is
broken only on its own side: 15 is within "at least 10". A toll that has risen by a later day is
news and no dispute when it is told as risen, or when not two named speakers set one against the
other; one that falls is a dispute, for the dead do not become fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tacitus.relate.reports import Figure

APART = 0.25  # of the larger; a stated rule, not fitted
ABOUT_APART = 0.5
FEW = 2.0  # people, or units of money
# What is counted up while a happening is looked into: later figures are larger.
TOLLS = frozenset(("killed", "injured", "arrested", "displaced"))
_RISEN = re.compile(
    r"\b(?:rise[ns]?|rose|climb\w*|increas\w*|grew|grown|updat\w*|jump\w*|mount\w*|so far|"
    r"more bodies|further|previously|earlier (?:toll|count|figure)|initial\w*|up from)\b",
    re.IGNORECASE,
)
_MODIFIERS = {"at_least": "at least ", "at_most": "at most ", "about": "about "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A figure with who gave it and when it was published."""

    figure: Figure
    published: date | None
    publisher: str | None = None
    speaker: str | None = None
    document_id: str = ""
    sentence: str = ""


def figures_apart(one: Dated, other: Dated) -> bool:
    """True when the two cannot both hold; False for different kinds or units, or no number."""
    first, last = sorted((one, other), key=lambda d: d.published or date.min)
    if not _comparable(first.figure, last.figure) or not _far(first.figure, last.figure):
        return False
    if first.figure.kind not in TOLLS:
        return True
    same_day = first.published == last.published or None in (first.published, last.published)
    return same_day or not _is_update(first, last)


def figures_agree(one: Figure, other: Figure) -> bool:
    """True when both give a number of one kind and unit and the two can both hold."""
    return _comparable(one, other) and not _far(one, other)


def figure_words(figure: Figure) -> str:
    """The figure as it is said: "at least 12 killed", "2 million USD"."""
    if figure.value is None:
        return f"an unstated number {figure.kind}"
    number = f"{_MODIFIERS.get(figure.modifier, '')}{figure.value:,.10g}"
    return f"{number} {figure.unit or 'of money' if figure.kind == 'money' else figure.kind}"


def figure_series(figures: Iterable[Dated]) -> Mapping[str, Sequence[Dated]]:
    """The figures of each kind in the order of publication, those without a day last."""
    series: dict[str, list[Dated]] = {}
    for dated in figures:
        if dated.figure.value is not None:
            series.setdefault(dated.figure.kind, []).append(dated)
    return {kind: sorted(series[kind], key=_order) for kind in sorted(series)}


def _order(dated: Dated) -> tuple[date, str, str, float]:
    return (
        dated.published or date.max,
        dated.document_id,
        dated.speaker or "",
        _value(dated.figure),
    )


def _comparable(one: Figure, other: Figure) -> bool:
    numbers = one.value is not None and other.value is not None
    return numbers and (one.kind, one.unit) == (other.kind, other.unit)


def _is_update(first: Dated, last: Dated) -> bool:
    """True when the later figure is a count that has grown, not another count."""
    if _value(last.figure) <= _value(first.figure):
        return False
    two_say_so = first.speaker and last.speaker and first.speaker != last.speaker
    return not two_say_so or _RISEN.search(last.sentence) is not None


def _far(one: Figure, other: Figure) -> bool:
    low, high = sorted((one, other), key=_value)
    if low.modifier == "at_least" or high.modifier == "at_most":
        return False
    share = ABOUT_APART if "about" in (low.modifier, high.modifier) else APART
    gap = _value(high) - _value(low)
    return gap > FEW and gap > share * _value(high)


def _value(figure: Figure) -> float:
    return figure.value or 0.0
