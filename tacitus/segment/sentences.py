"""Sentences of a text, as spans inside its paragraphs.

The library sentencex finds the ends. It keeps a quote of several sentences as one and is quadratic
in unbalanced quotation marks, so it reads a copy with the marks blanked out, piece by piece; marks
are handed back to the sentence that they open or close. Then joins and splits that it misses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from tacitus.records import Span

_LONGEST_PIECE = 20_000  # code points given to sentencex at once; longer paragraphs are no prose
_OPENERS = "“„«‟(["
_CLOSERS = "”»)]"
_SPACES = "\n\r\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029"
_BLANKED = str.maketrans(dict.fromkeys(_SPACES + '"' + _OPENERS + _CLOSERS, " "))
_UNPAIRED = re.compile("[\ud800-\udfff]")  # lone surrogates have no UTF-8 form
_SINGLE_MARK = re.compile(r"''|’’|``|(?<!\S)['‘](?=\w)|(?<=[.!?,…])['’](?!\w)")
_RUN = re.compile(r"\S+")
# Ends that sentencex misses: before an Arabic article in lower case ("He left. al-Shabaab ...") and
# after words that it takes for abbreviations in either case ("... to me. Kenya ...").
_MISSED = re.compile(
    r"[.!?][\"”’]?\s+(?=[\"“‘]?(?:al|el|an|ar|as|ash|at|az)-[A-Z])"
    r"|\b(?:me|no|ok|art|may|miss|ill|ore|fed|con|id)\.[\"”’]?\s+(?=[\"“‘]?[A-Z])"
)
# After these a lower-case letter goes on: "(D-Ohio.) said", "Why?" asked, "$1.1. million".
_OPEN_END = re.compile(r"(?:[?!…][\"'”’»)]*|\.[)\]]|\d\.)$")
_AFTER_HOUR = re.compile(
    r"(?:[ECMP][SD]?T|GMT|UTC|Eastern|Pacific|Central|local|(?:[A-Z][a-z]+)day)\b"
)
_NUMBERING = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]")


def split_sentences(
    text: str, paragraphs: tuple[Span, ...], dateline: Span | None = None
) -> tuple[Span, ...]:
    """The sentences of each paragraph, in order; none ends inside `dateline`."""
    sentences: list[Span] = []
    for paragraph in paragraphs:
        starts = sorted(_starts(text, paragraph))
        pieces = zip(starts, [*starts[1:], paragraph.end], strict=True)
        found = [_trimmed(text, start, end) for start, end in pieces]
        sentences.extend(_joined(text, found, dateline))
    return tuple(sentences)


def _starts(text: str, paragraph: Span) -> set[int]:
    """Offsets at which sentencex, or a rule of ours, starts a sentence."""
    original = paragraph.of(text)
    blank = _SINGLE_MARK.sub(_spaces, original.translate(_BLANKED))
    blank = _UNPAIRED.sub("\ufffd", blank)
    starts, end = {0}, 0
    for first, last in _boundaries(blank):
        if end:
            starts.add(_after_marks(original, end, first))
        end = last
    starts.update(match.end() for match in _MISSED.finditer(original))
    return {paragraph.start + start for start in starts if start < len(original)}


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _boundaries(blank: str) -> Iterator[tuple[int, int]]:
    """The first and last offset of each sentence, without the white space around it."""
    from sentencex import get_sentence_boundaries

    for offset, piece in _pieces(blank):
        for found in get_sentence_boundaries("en", piece):
            sentence = str(found["text"])
            kept = len(sentence.strip())
            if kept:
                start = offset + int(found["start_index"]) + len(sentence) - len(sentence.lstrip())
                yield start, start + kept


def _pieces(blank: str) -> Iterator[tuple[int, str]]:
    offset = 0
    while len(blank) - offset > _LONGEST_PIECE:
        middle, limit = offset + _LONGEST_PIECE // 2, offset + _LONGEST_PIECE
        cut = max(blank.rfind(". ", middle, limit), blank.rfind(" ", middle, limit)) + 1 or limit
        yield offset, blank[offset:cut]
        offset = cut
    yield offset, blank[offset:]


def _after_marks(original: str, end: int, start: int) -> int:
    """Where the next sentence begins, among the marks and spaces between `end` and `start`."""
    position = end
    for run in _RUN.finditer(original, end, start):
        touches = run.start() == end
        for offset in range(run.start(), run.end()):
            if original[offset] not in _CLOSERS and not (touches and original[offset] in "\"'’"):
                return position
            position = offset + 1
    return position


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    kept = piece.strip()
    first = start + len(piece) - len(piece.lstrip())
    return Span(start=first, end=first + len(kept)) if kept else None


def _joined(text: str, found: list[Span | None], dateline: Span | None) -> list[Span]:
    """The sentences of one paragraph, with those that should not have been parted put together."""
    joined: list[Span] = []
    for span in found:
        if span is None:
            continue
        if joined and _belongs(text, joined[-1], span, dateline):
            joined[-1] = Span(start=joined[-1].start, end=span.end)
        else:
            joined.append(span)
    return joined


def _belongs(text: str, left: Span, right: Span, dateline: Span | None) -> bool:
    """True when `right` goes on with the sentence `left`."""
    if dateline is not None and left.start < dateline.end and right.start <= dateline.end:
        return True
    if not any(map(str.isalnum, text[right.start : min(right.end, right.start + 40)])):
        return right.end - right.start <= 40  # "..." or a stray mark
    tail = text[max(left.start, left.end - 40) : left.end]
    last = tail.split()[-1]
    if last.lower().lstrip("(\"'“‘") in _abbreviations():
        return True
    if _NUMBERING.fullmatch(text, left.start, left.end):
        return True
    if _AFTER_HOUR.match(text, right.start, right.end) and last.lower() in ("a.m.", "p.m.", "m."):
        return True
    begins = text[right.start : right.start + 2]
    return begins[0].islower() and begins.isalpha() and _OPEN_END.search(tail) is not None


@cache
def _abbreviations() -> frozenset[str]:
    path = resources.files("tacitus") / "data" / "abbreviations.txt"
    lines = path.read_text("utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line and line[0] != "#")
