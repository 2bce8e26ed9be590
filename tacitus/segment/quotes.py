"""Quotes of a text: the outermost pairs of quotation marks, each one span with its marks.

A quote may run over sentences and over paragraphs, with the opening mark repeated at the start of
each and a closing one only at the end. A mark without its partner reaches to the end of its own
paragraph, or counts for nothing when another quote opens before that.

Source: the convention for quotes of several paragraphs is that of the AP and Chicago style guides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tacitus.records import Span

_LONGEST, _MOST_PARAGRAPHS = 20_000, 30  # code points; more than that is a missing closing mark
_WIDEST_GAP = 3  # paragraphs from one mark of a quote to the next
_DOUBLE = re.compile(r"[\"“”„‟«»]|''|’’|‘‘|``")
_CURLY = ("”", "’’", "''", '"')  # all of these are typed to close a curly quote
_CLOSED_BY = {
    "“": _CURLY,
    "‘‘": _CURLY,
    "‟": _CURLY,
    "``": _CURLY,
    "„": ("“", *_CURLY),
    "«": ("»",),
    '"': ('"', "”"),
    "''": ("''", "”"),
}
_SINGLE_OPEN = re.compile(
    r"(?<![\w.,!?’'])(?:‘|')(?=[\w$£€…])(?!\d0s\b|(?:em|til|cause|tis|twas|n)\b)"
)
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…%)])['’](?!\w)")

Role = Literal["open", "close", "either"]


@dataclass(frozen=True, slots=True)
class _Mark:
    offset: int
    text: str
    paragraph: int
    role: Role
    leads: bool  # first character of its paragraph

    @property
    def end(self) -> int:
        return self.offset + len(self.text)

    def may_close(self, opening: _Mark) -> bool:
        if self.text not in _CLOSED_BY.get(opening.text, ()):
            return False
        return self.role == "close" or (self.role == "either" and self.text == opening.text)


def find_quotes(text: str, paragraphs: tuple[Span, ...]) -> tuple[Span, ...]:
    """The outermost quotes of `text`, in order and disjoint."""
    doubles = _pair(list(_double_marks(text, paragraphs)), paragraphs)
    singles = _single_quotes(text, paragraphs, doubles)
    return tuple(sorted(doubles + singles))


def _double_marks(text: str, paragraphs: tuple[Span, ...]) -> Iterator[_Mark]:
    for index, paragraph in enumerate(paragraphs):
        for match in _DOUBLE.finditer(text, paragraph.start, paragraph.end):
            mark, role = match.group(), _role(text, match, paragraph)
            leads = match.start() == paragraph.start
            yield _Mark(offset=match.start(), text=mark, paragraph=index, role=role, leads=leads)


def _role(text: str, match: re.Match[str], paragraph: Span) -> Role:
    mark, start, end = match.group(), match.start(), match.end()
    if mark not in ('"', "''"):
        return "open" if mark in _CLOSED_BY else "close"
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    opens = before.isspace() or before in "([{—–-/‘'"
    closes = after.isspace() or after in ".,;:!?)]}—–-/’'"
    if opens == closes:
        return "either"
    return "open" if opens else "close"


def _pair(marks: list[_Mark], paragraphs: tuple[Span, ...]) -> list[Span]:
    quotes: list[Span] = []
    index = 0
    while index < len(marks):
        opening = marks[index]
        if opening.role == "close":
            index += 1
            continue
        index, end = _close(marks, index, paragraphs)
        if end is not None:
            quotes.append(Span(start=opening.offset, end=end))
    return quotes


def _close(marks: list[_Mark], first: int, paragraphs: tuple[Span, ...]) -> tuple[int, int | None]:
    """The index of the mark to go on with, and where the quote that `first` opens ends."""
    opening = marks[first]
    paragraph = opening.paragraph
    for index in range(first + 1, len(marks)):
        mark = marks[index]
        entered = mark.paragraph != paragraph
        if mark.offset - opening.offset > _LONGEST or (
            entered and not _goes_on(mark, opening, paragraph)
        ):
            break
        paragraph = mark.paragraph
        if entered and mark.leads and mark.role != "close":
            continue  # the opening mark, repeated
        if mark.may_close(opening):
            return index + 1, mark.end
        if mark.text == opening.text and mark.role == "open":
            return index, None  # `opening` was never closed
    end = paragraphs[opening.paragraph].end
    return _first_after(marks, first, end), end


def _goes_on(mark: _Mark, opening: _Mark, paragraph: int) -> bool:
    """True when a quote open at the end of `paragraph` goes on in the paragraph of `mark`."""
    if mark.paragraph - opening.paragraph > _MOST_PARAGRAPHS:
        return False
    if mark.leads and mark.role != "close":
        return mark.text == opening.text and mark.paragraph == paragraph + 1
    return (
        mark.role == "close"
        and mark.may_close(opening)
        and mark.paragraph - paragraph <= _WIDEST_GAP
    )


def _first_after(marks: list[_Mark], index: int, offset: int) -> int:
    while index < len(marks) and marks[index].offset < offset:
        index += 1
    return index


def _single_quotes(text: str, paragraphs: tuple[Span, ...], doubles: list[Span]) -> list[Span]:
    """Quotes in single marks, inside one paragraph and outside every double quote."""
    quotes: list[Span] = []
    at = 0
    for paragraph in paragraphs:
        position = paragraph.start
        while opening := _SINGLE_OPEN.search(text, position, paragraph.end):
            start = opening.start()
            while at < len(doubles) and doubles[at].end <= start:
                at += 1
            if at < len(doubles) and doubles[at].start <= start:
                position = max(start + 1, min(doubles[at].end, paragraph.end))
                continue
            limit = doubles[at].start if at < len(doubles) else paragraph.end
            end = _single_end(text, start + 1, min(limit, paragraph.end))
            if end is not None:
                quotes.append(Span(start=start, end=end))
            position = end or start + 1
    return quotes


def _single_end(text: str, start: int, limit: int) -> int | None:
    """Where the quote ends; a plural's apostrophe ("the Sanders' camp") is passed over."""
    plural: int | None = None
    following = _SINGLE_OPEN.search(text, start, limit)
    limit = following.start() if following else limit
    for match in _SINGLE_CLOSE.finditer(text, start, limit):
        before, after = text[match.start() - 1], text[match.end() : match.end() + 2]
        if before in "sz" and after[:1] == " " and after[1:].isalpha():
            plural = plural or match.end()
            continue
        return match.end()
    return plural
