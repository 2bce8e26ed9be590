"""A comparison as a page to read: counts side by side, then the events that only one side has.

Enters: a `Comparison`. Leaves: one HTML page that loads nothing; all from the files is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib import resources
from typing import TypeVar
from urllib.parse import urlsplit

from tacitus.compare import Comparison, Counts
from tacitus.compare.events import ComparedEvent
from tacitus.compare.words import facts_of

SHOWN = 200  # events of each list
_DYADS = 40
_T = TypeVar("_T")
_WORDS = 300  # characters of a sentence


def comparison_page(found: Comparison) -> str:
    """The page."""
    left, right = escape(found.left.name), escape(found.right.name)
    style = (resources.files("tacitus") / "data" / "compare.css").read_text("utf-8")
    matched = f"{len(found.matches):,}"
    between = "dyad" if found.directed else "country"
    only = (len(found.only_left), len(found.only_right))
    parts = [
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{left} and {right}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style><h1>{left} and {right}</h1>",
        *(f"<p>{escape(fact)}</p>" for fact in facts_of(found)),
        f'<p class="quiet">{escape(found.rule)}</p>',
        f'<p><span class="key a"></span>A: {left} &nbsp; <span class="key b"></span>B: {right}</p>',
        _counts("By type", "type", found.by_type),
        _counts("By month", "month", found.by_month),
        _counts(f"By {between}, the most frequent", between, _most(found.by_dyad)),
        _list(f"Only in A: {only[0]:,}", found.only_left, "a"),
        _list(f"Only in B: {only[1]:,}", found.only_right, "b"),
        f"<h2>In both: {matched}</h2>{_more(len(found.matches))}",
        *(
            f'<div class="pair">{_event(ours, "a")}{_event(theirs, "b")}</div>'
            for ours, theirs in _spread(found.matches)
        ),
    ]
    return "\n".join(parts) + "\n"


def _most(counts: Counts) -> dict[str, tuple[int, int, int]]:
    ranked = sorted(counts.items(), key=lambda item: (-sum(item[1][:2]), item[0]))
    return dict(ranked[:_DYADS])


def _counts(title: str, name: str, counts: Mapping[str, tuple[int, int, int]]) -> str:
    most = max((max(ours, theirs) for ours, theirs, _ in counts.values()), default=1) or 1
    head = (
        f'<tr><th>{name}</th><th class="n">A</th><th class="n">B</th><th class="n">both</th>'
        "<th></th></tr>"
    )
    rows = (
        f'<tr><td>{escape(key)}</td><td class="n">{ours:,}</td><td class="n">{theirs:,}</td>'
        f'<td class="n">{both:,}</td><td class="bars">{_bar(ours / most, "a")}'
        f"{_bar(theirs / most, 'b')}</td></tr>"
        for key, (ours, theirs, both) in counts.items()
    )
    return f'<h2>{title}</h2><div class="scroll"><table>{head}{"".join(rows)}</table></div>'


def _bar(share: float, side: str) -> str:
    return f'<span class="bar {side}" style="width: {100 * share:.1f}%"></span>' if share else ""


def _list(title: str, events: Sequence[ComparedEvent], side: str) -> str:
    items = "".join(_event(event, side) for event in _spread(events))
    return f'<h2>{title}</h2>{_more(len(events))}<div class="list">{items}</div>'


def _more(count: int) -> str:
    if count <= SHOWN:
        return ""
    return f'<p class="quiet">{SHOWN} of them, at even steps through the time.</p>'


def _spread(items: Sequence[_T]) -> Iterable[_T]:
    """At most `SHOWN` items, at even steps, so that no month fills the list by itself."""
    if len(items) <= SHOWN:
        return items
    return [items[index * len(items) // SHOWN] for index in range(SHOWN)]


def _event(event: ComparedEvent, side: str) -> str:
    days = str(event.first) if event.first == event.last else f"{event.first} to {event.last}"
    code = event.event_type or "no PLOVER type"
    head = f"{days} · {escape(code)} · {escape(event.code)}" if event.code != code else ""
    who = " → ".join(filter(None, (event.who or "?", event.whom)))
    words = event.words[:_WORDS] + ("…" if len(event.words) > _WORDS else "")
    lines = [
        f'<div class="head">{head or f"{days} · {escape(code)}"}</div>',
        f"<div>{escape(who)}</div>",
        f'<div class="quiet">{escape(event.place)}</div>' if event.place else "",
        f"<div>“{escape(words)}”</div>" if words else "",
        f'<div class="quiet">{_source(event)}</div>',
    ]
    return f'<div class="event {side}">{"".join(lines)}</div>'


def _source(event: ComparedEvent) -> str:
    name = escape(event.id)
    if event.url and urlsplit(event.url).scheme in ("http", "https"):
        return f'{name} · <a href="{escape(event.url)}" rel="noreferrer">article</a>'
    return name
