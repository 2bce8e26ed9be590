"""Attributed events as a tree for the terminal: one branch an event, one leaf a field.

Enters: a `Coding`. Leaves: something rich can print. Says more than the table and takes more room.
"""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from tacitus.export.events import ResolvedEvent, events_resolved
from tacitus.export.phrases import (
    certainty_phrase,
    date_phrase,
    dispute_phrases,
    disputes_by_event,
    place_phrase,
    speaker_phrase,
)
from tacitus.export.table import (
    ALERT,
    QUIET,
    code_text,
    heading_of,
    quote_text,
    shown,
    who_text,
)
from tacitus.records import Coding


def tree_of(coding: Coding, *, longest: int | None = None) -> Tree:
    """The article as the root and its events as branches; `longest` as in `table_of`."""
    items = events_resolved(coding)
    tree = Tree(heading_of(coding, len(items)), guide_style=QUIET)
    disputed = disputes_by_event(coding)
    for item in items:
        branch = _branch(tree, coding, item, disputed.get(item["id"], []))
        branch.add(quote_text(coding, item, longest=longest))
    if not items:
        tree.add(shown("no events found", QUIET))
    return tree


def _branch(tree: Tree, coding: Coding, item: ResolvedEvent, disputed_by: list[str]) -> Tree:
    score = f" · p {item['score']:.2f}"
    branch = tree.add(Text.assemble((f"{item['id']} ", QUIET), code_text(item), (score, QUIET)))
    branch.add(who_text(item))
    for key, value in (
        ("when", date_phrase(item)),
        ("where", place_phrase(item)),
        ("context", ", ".join(item["contexts"])),
        ("says", speaker_phrase(item, coding.document.publisher)),
        ("certainty", certainty_phrase(item)),
    ):
        if value:
            branch.add(Text.assemble((f"{key}: ", QUIET), shown(value)))
    for phrase in dispute_phrases(item, disputed_by):
        branch.add(shown(phrase, ALERT))
    return branch
