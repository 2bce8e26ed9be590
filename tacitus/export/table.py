"""Attributed events as a table for the terminal, one table an article.

Enters: a `Coding`. Leaves: something rich can print: three things stacked in each row, so that
nothing is cut at 80 columns: when and where; who, to whom, what, in which words; who says so and
how surely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tacitus.export.events import ResolvedEvent, events_resolved
from tacitus.export.frame import sentence_of
from tacitus.export.phrases import (
    actors_phrase,
    certainty_phrase,
    code_phrase,
    date_phrase,
    dispute_phrases,
    disputes_by_event,
    place_phrase,
    quantity_phrases,
    speaker_phrase,
    status_phrases,
)
from tacitus.records import Coding

# An article may hold escape sequences that would move the cursor or rename the window.
# Lone surrogates cannot be written as UTF-8.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
CODE_STYLE, QUIET, ALERT = "bold", "dim", "bold red"


def table_of(coding: Coding, *, quotes: bool = True, longest: int | None = None) -> RenderableType:
    """The article's heading and its events.

    `quotes` adds the sentence that each was read from; of a sentence with more than `longest`
    characters the part around the anchor.
    """
    items = events_resolved(coding)
    if not items:
        return Group(heading_of(coding, 0), shown("no events found", QUIET), Text())
    table = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0), show_edge=False, leading=1)
    table.add_column("", width=max(2, *(len(item["id"]) for item in items)))
    table.add_column("when, where", width=16, overflow="fold")
    table.add_column("who → whom, what", ratio=2, overflow="fold")
    table.add_column("who says so", ratio=1, min_width=16, overflow="fold")
    table.add_column("p", width=4, justify="right")
    disputed = disputes_by_event(coding)
    quote = partial(quote_text, coding, longest=longest)
    for item in items:
        table.add_row(
            shown(item["id"], QUIET),
            _lines([shown(date_phrase(item)), shown(place_phrase(item))]),
            _lines([who_text(item), code_text(item)] + ([quote(item)] if quotes else [])),
            _says(coding, item, disputed.get(item["id"], [])),
            shown(f"{item['score']:.2f}", QUIET),
        )
    return Group(heading_of(coding, len(items)), Text(), table)


def heading_of(coding: Coding, count: int) -> Text:
    """The title, and below it the outlet, the day and the number of events."""
    document = coding.document
    published = document.published.isoformat() if document.published else "date unknown"
    name = document.title or document.path or document.url or "(untitled)"
    facts = [document.publisher, published, f"{count} event{'' if count == 1 else 's'}"]
    if document.title:
        facts.append(document.url or document.path)
    return _lines([shown(name, "bold"), shown(" · ".join(filter(None, facts)), QUIET)])


def shown(words: str, style: str = "") -> Text:
    """The words as rich text on one line; never read as markup, control characters made visible."""
    return Text(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", words), style=style)


def who_text(item: ResolvedEvent) -> Text:
    """Who to whom."""
    text = shown(actors_phrase(item["actors"]))
    if item["recipients"]:
        text.append(" → ", "bold")
        text.append_text(shown(actors_phrase(item["recipients"])))
    return text


def code_text(item: ResolvedEvent) -> Text:
    """The code, then what sets the event apart, then its numbers."""
    text = Text.assemble(shown(code_phrase(item), CODE_STYLE))
    for phrase in status_phrases(item):
        text.append(f" · {phrase}", ALERT if phrase == "did not happen" else QUIET)
    for phrase in quantity_phrases(item):
        text.append(f" · {phrase}", QUIET)
    return text


def quote_text(coding: Coding, item: ResolvedEvent, *, longest: int | None = None) -> Text:
    """The sentence that the event was read from, its anchor marked; see `table_of`."""
    sentence = sentence_of(coding, item["anchor"][0])
    anchor_start, anchor_end = item["anchor"]
    text = coding.document.text
    dateline = coding.segmentation.dateline
    start = sentence.start
    if dateline is not None and start <= dateline.start and dateline.end <= anchor_start:
        start = max(start, dateline.end)  # the outlet's own mark, no words of the sentence
    before = _flat(text[start:anchor_start]).lstrip(" -–—:" if start != sentence.start else None)
    anchor = _flat(text[anchor_start:anchor_end])
    after = _flat(text[anchor_end : max(anchor_end, sentence.end)]).rstrip()
    if longest is not None and len(before + anchor + after) > longest:
        before, after = _clipped(before, after, longest - len(anchor))
    quote = Text("“", style=f"italic {QUIET}")
    quote.append_text(shown(before))
    quote.append_text(shown(anchor, "underline"))
    quote.append_text(shown(after))
    return quote.append("”")


def _clipped(before: str, after: str, room: int) -> tuple[str, str]:
    """The whole words next to the anchor that fit into `room` characters, on both sides of it."""
    left = min(len(before), max(room // 2, room - len(after)))
    right = min(len(after), max(0, room - left))
    if left < len(before):
        before = "…" + before[len(before) - left :].partition(" ")[2]
    if right < len(after):
        after = after[:right].rpartition(" ")[0] + "…"
    return before, after


def _says(coding: Coding, item: ResolvedEvent, disputed_by: list[str]) -> Text:
    speaker = shown(speaker_phrase(item, coding.document.publisher))
    if item["speaker"] is None:
        speaker.stylize(QUIET)
    lines = [speaker, shown(certainty_phrase(item))]
    return _lines(lines + [shown(p, ALERT) for p in dispute_phrases(item, disputed_by)])


def _lines(lines: Iterable[Text]) -> Text:
    return Text("\n").join(line for line in lines if line.plain)


def _flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)
