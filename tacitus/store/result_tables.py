"""Rows as a small table for notebooks.

Enters: columns and rows of a result. Leaves: HTML, all of it escaped: text of articles may hold
markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

SHOWN = 20  # rows
_LONGEST = 80  # characters of a cell
# What tells an event apart; the other columns of the view are in the result all the same.
_OF_EVENTS = (
    *("date_start", "event_type", "mode", "actors", "recipients", "place", "speaker"),
    *("score", "publisher", "title"),
)


def table_of(columns: Sequence[str], rows: Sequence[Sequence[Any]], count: int) -> str:
    """The first rows of `count` as an HTML table."""
    wanted = [name for name in _OF_EVENTS if name in columns]
    chosen = wanted if "event_type" in columns and "actors" in columns else list(columns)
    places = [columns.index(name) for name in chosen]
    head = "".join(f"<th>{escape(name)}</th>" for name in chosen)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(row[at]))}</td>" for at in places) + "</tr>"
        for row in rows[:SHOWN]
    )
    left = f"{count:,} row{'s' if count != 1 else ''}"
    shown = f", the first {SHOWN} of them here" if count > SHOWN else ""
    more = f", {len(columns)} columns" if len(chosen) < len(columns) else ""
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p>{left}{more}{shown}</p>"
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, Mapping):
        return str(value.get("name") or "")
    if isinstance(value, (list, tuple)):
        text = "; ".join(map(_cell, value))
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
