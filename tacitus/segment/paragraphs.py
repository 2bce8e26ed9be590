"""Paragraphs of a text, as spans trimmed of white space.

Empty lines always part paragraphs. A single line break parts them too, unless the text is
hard-wrapped there: news sites write one paragraph a line, e-mailed and archived copy wraps at a
column, and both occur without a word about it.
"""

from __future__ import annotations

import re

from tacitus.records import Span

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BULLET = re.compile(r"[-*•·▪◦‣–—]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s")
# Wrap columns in use run from 60 to about 100; above that a line is a paragraph of its own.
_NARROWEST_WRAP, _WIDEST_WRAP = 50, 120
_TERMINAL = frozenset(".!?…:。؟")
_CLOSERS = "\"'”’»)]"
_OPEN_ENDED = frozenset(
    "a an and are as at but by for from had has have in is its of on or that the their to was were "
    "who which will with".split()
)


def split_paragraphs(text: str, start: int = 0) -> tuple[Span, ...]:
    """The paragraphs of `text` from `start` on; together they hold every non-space character."""
    paragraphs: list[Span] = []
    block: list[Span] = []
    for line in _lines(text, start):
        if line is None:
            paragraphs.extend(_join_lines(text, block))
            block = []
        else:
            block.append(line)
    paragraphs.extend(_join_lines(text, block))
    return tuple(paragraphs)


def trim(text: str, start: int, end: int) -> Span | None:
    """The range without white space at its ends; None when nothing else is in it."""
    piece = text[start:end]
    kept = piece.strip()
    if not kept:
        return None
    first = start + len(piece) - len(piece.lstrip())
    return Span(start=first, end=first + len(kept))


def _lines(text: str, start: int) -> list[Span | None]:
    """Every line, trimmed; None for one that is empty or holds only white space."""
    lines: list[Span | None] = []
    for match in _LINE_BREAK.finditer(text, start):
        lines.append(trim(text, start, match.start()))
        start = match.end()
    lines.append(trim(text, start, len(text)))
    return lines


def _join_lines(text: str, block: list[Span]) -> list[Span]:
    if not block:
        return []
    column = max(line.end - line.start for line in block)
    joined = [block[0]]
    for before, line in zip(block, block[1:], strict=False):
        if _continues(text, before, line, column):
            joined[-1] = Span(start=joined[-1].start, end=line.end)
        else:
            joined.append(line)
    return joined


def _continues(text: str, before: Span, line: Span, column: int) -> bool:
    """True when the break between two lines of one block falls inside a paragraph."""
    if _BULLET.match(text, line.start, line.end):
        return False
    length = before.end - before.start
    first_word = text[line.start : line.start + 40].split(None, 1)[0]
    full = _NARROWEST_WRAP <= column <= _WIDEST_WRAP and length + 1 + len(first_word) > column
    tail = text[max(before.start, before.end - 40) : before.end].rstrip(_CLOSERS)
    if tail and tail[-1] in _TERMINAL:
        return full
    if text[line.start].islower() or full:
        return True
    last_word = tail.rsplit(None, 1)[-1].lower() if tail.split() else ""
    return bool(tail) and (tail[-1] in ",;" or last_word in _OPEN_ENDED)
