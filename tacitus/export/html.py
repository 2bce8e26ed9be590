"""A coding as a piece of HTML: the text with coloured spans, then a card an event.

Enters: a `Coding`. Leaves: one `<div>` with its own style sheet (`data/coding.css`), for a notebook
or a page. Everything from the article is escaped; nothing is loaded from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from importlib import resources

from tacitus.export.events import ResolvedEvent, events_resolved
from tacitus.export.marks import PARTS, Run, marks_of, runs_of
from tacitus.export.phrases import (
    certainty_phrase,
    code_phrase,
    date_phrase,
    dispute_phrases,
    disputes_by_event,
    place_phrase,
    quantity_phrases,
    speaker_phrase,
    status_phrases,
    who_phrase,
)
from tacitus.records import Coding, Span


def export_html(coding: Coding) -> str:
    """The `<div>`."""
    items = events_resolved(coding)
    cards = "".join(_card(coding, item) for item in items)
    return (
        f'<div class="tacitus"><style>{_style()}</style>{_header(coding, len(items))}'
        f'{_legend(coding, items)}<div class="t-text" dir="auto">{_text(coding, items)}</div>'
        f'<div class="t-cards">{cards}</div></div>'
    )


@cache
def _style() -> str:
    return (resources.files("tacitus") / "data" / "coding.css").read_text("utf-8")


def _header(coding: Coding, count: int) -> str:
    document = coding.document
    published = document.published.isoformat() if document.published else None
    facts = [document.publisher, published, document.url or document.path]
    facts += [f"{count} event{'' if count == 1 else 's'}"]
    lines = [" · ".join(fact for fact in facts if fact), *coding.notes]
    title = f'<div class="t-title">{escape(document.title)}</div>' if document.title else ""
    return title + "".join(f'<div class="t-quiet">{escape(line)}</div>' for line in lines)


def _legend(coding: Coding, items: Iterable[ResolvedEvent]) -> str:
    seen = {mark.part for item in items for mark in marks_of(coding, item)}
    marks = (f'<mark class="t-{part}">{part}</mark>' for part in PARTS if part in seen)
    return f'<div class="t-legend">{"".join(marks)}</div>' if seen else ""


def _text(coding: Coding, items: Iterable[ResolvedEvent]) -> str:
    marks = [mark for item in items for mark in marks_of(coding, item)]
    whole = Span(start=0, end=len(coding.document.text))
    return "".join(_run(coding, run) for run in runs_of(coding.document.text, marks, whole))


def _run(coding: Coding, run: Run) -> str:
    text = escape(run.text)
    if not run.marks:
        return text
    said = "; ".join(dict.fromkeys(f"{mark.part} of {mark.event_id}" for mark in run.marks))
    ends = [mark for mark in run.marks if mark.part == "anchor" and mark.span.end == run.end]
    labels = "".join(
        f'<sup><a href="#{_card_id(coding, mark.event_id)}">{escape(mark.event_id)}</a></sup>'
        for mark in ends
    )
    return f'<mark class="t-{run.marks[0].part}" title="{escape(said)}">{text}</mark>{labels}'


def _card(coding: Coding, item: ResolvedEvent) -> str:
    facts = [
        ("when", date_phrase(item)),
        ("where", place_phrase(item)),
        ("who says so", speaker_phrase(item, coding.document.publisher)),
        ("certainty", certainty_phrase(item)),
        ("numbers", "; ".join(quantity_phrases(item))),
        ("context", ", ".join(item["contexts"])),
    ]
    rows = "".join(f"<dt>{key}</dt><dd>{escape(value)}</dd>" for key, value in facts if value)
    flags = "".join(f'<span class="t-flag">{escape(flag)}</span>' for flag in status_phrases(item))
    disputes = dispute_phrases(item, disputes_by_event(coding).get(item["id"], []))
    flags += "".join(f'<span class="t-flag t-dispute">{escape(flag)}</span>' for flag in disputes)
    return (
        f'<div class="t-card" id="{_card_id(coding, item["id"])}"><div class="t-head">'
        f"<span>{escape(code_phrase(item))}</span>"
        f'<span class="t-quiet">{escape(item["id"])} · {item["score"]:.2f}</span></div>'
        f'<div class="t-who">{escape(who_phrase(item))}</div>{flags}<dl>{rows}</dl></div>'
    )


def _card_id(coding: Coding, event_id: str) -> str:
    return escape(f"tacitus-{coding.document.id[:12]}-{event_id}")
