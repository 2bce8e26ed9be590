"""The headline of a document, where it has one."""

from __future__ import annotations

import re

from tacitus.records import Document, Span
from tacitus.segment.datelines import match_dateline
from tacitus.segment.paragraphs import split_paragraphs

_LONGEST, _MOST_WORDS = 200, 32  # code points, words: the longest headlines of news sites
_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
_CAPTION = re.compile(r"\b(?:Photo|Picture|Image|File)s?(?: by |:|/)")
_CLOSERS = "\"'”’»)"


def find_headline(
    document: Document, paragraphs: tuple[Span, ...]
) -> tuple[Span | None, tuple[Span, ...]]:
    """The headline, and the paragraphs with the headline as the first of them.

    It is `Document.title` when the text begins with that, else the first paragraph when it looks
    like a headline. None when neither holds.
    """
    if not paragraphs:
        return None, paragraphs
    text, title = document.text, (document.title or "").strip()
    first = paragraphs[0]
    if title and " ".join(first.of(text).split()) == " ".join(title.split()):
        return first, paragraphs
    end = first.start + len(title)
    if title and text.startswith(title, first.start) and text[end : end + 1] in _BREAKS:
        headline = Span(start=first.start, end=end)
        return headline, (headline, *split_paragraphs(text, end))
    if _looks_like_headline(text, first, paragraphs[1:4]):
        return first, paragraphs
    return None, paragraphs


def _looks_like_headline(text: str, first: Span, body: tuple[Span, ...]) -> bool:
    if not body or first.end - first.start > _LONGEST:
        return False
    line = first.of(text)
    words = line.split()
    if not 2 <= len(words) <= _MOST_WORDS or line[0].islower() or words[0] in ("By", "Dear"):
        return False
    if match_dateline(text, first) is not None or _CAPTION.search(line):
        return False
    if max(paragraph.end - paragraph.start for paragraph in body) < len(line) // 2:
        return False  # a list
    last = line.rstrip(_CLOSERS)[-1:]
    if last in ",;:":
        return False
    if last != "." or line.endswith("..."):
        return True
    # Some archives close every headline with a full stop; a plain first sentence does so too.
    return _is_title_case(words) or match_dateline(text, body[0]) is not None


def _is_title_case(words: list[str]) -> bool:
    long = [word.lstrip("\"'“‘(") for word in words if len(word) > 3 and word[-1:].isalnum()]
    return len(long) >= 4 and all(word[:1].isupper() or not word[:1].isalpha() for word in long)
