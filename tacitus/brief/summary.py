"""The sentences at the head of a brief. Enters: a `Brief`. Leaves: plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tacitus.brief.records import Brief
from tacitus.brief.wording import long_day, plural, short_day

_NAMED = 6  # outlets and pairs that are named one by one


def heading(brief: Brief) -> str:
    """The title of the page."""
    return f"{brief.scope or 'News'} on {long_day(brief.day)}"


def read_words(brief: Brief) -> str:
    """What was read: documents, outlets, events."""
    counts = brief.counts
    if not counts.documents:
        return "No document in the store was published on this day."
    outlets = [name if n == 1 else f"{name} ({n})" for name, n in counts.publishers]
    named = _listed(outlets, "other outlet")
    parts = [
        f"{plural(counts.documents, 'document')} from {plural(len(outlets), 'outlet')}: {named}",
        plural(counts.events, "event"),
    ]
    if counts.silent:
        parts.append(f"{plural(counts.silent, 'document')} without any")
    if counts.copies:
        parts.append(f"{counts.copies} with the text of another document")
    return "; ".join(parts) + "."


def news_words(brief: Brief) -> list[str]:
    """What is new since the days before, one sentence a thing; what is not there is said."""
    counts = brief.counts
    if not counts.documents:
        return []
    if not counts.earlier or counts.day_before is None:
        return ["The store has no earlier document, so nothing can be told to be new."]
    before = (
        f"the {plural(counts.earlier, 'document')} of days before, the last of "
        f"{short_day(counts.day_before, brief.day.year)}"
    )
    return [f"Compared with {before}:", *_news(brief)]


def _news(brief: Brief) -> Iterator[str]:
    if brief.new_pairs:
        yield f"new pairs: {_listed(list(brief.new_pairs), 'other')}"
    new = [dispute for dispute in brief.disputes if dispute.new]
    if new:
        titles = Counter(dispute.title for dispute in new)
        yield f"new disputes: {_listed(_counted(titles), 'other')}"
    first = Counter(
        f"{line.code.partition('/')[0]} in {section.title}"
        for section in brief.sections
        for place in section.places
        for line in place.lines
        if line.new and not section.new
    )
    if first:
        yield f"first of their kind: {_listed(_counted(first), 'other')}"
    if not (brief.new_pairs or new or first):
        yield "nothing new: no new pair, dispute or kind of event"


def undated_words(brief: Brief) -> str:
    """That documents without a publication date are in no brief; "" when there are none."""
    count = brief.counts.undated
    return f"{plural(count, 'document')} without a publication date in no brief." if count else ""


def _counted(names: Counter[str]) -> list[str]:
    return [name if n == 1 else f"{name} ({n})" for name, n in names.most_common()]


def _listed(names: list[str], other: str) -> str:
    rest = len(names) - _NAMED
    shown = names if rest <= 1 else [*names[:_NAMED], f"{plural(rest, other)}"]
    return ", ".join(shown)
