"""Text with its mentions marked in it, for golden cases: "[Anna Berg|person|name|1] left."."""

import re
from typing import cast

from tacitus.records import Document, Mention, MentionForm, MentionKind, Segmentation, Span

_MARK = re.compile(r"\[([^|\[\]]+)\|([a-z]+)\|([a-z]+)\|(\w+)\]")
_QUOTE = re.compile(r"“[^”]*”|\"[^\"]*\"")


def read_marked(marked: str) -> tuple[Document, Segmentation, tuple[Mention, ...], dict[str, str]]:
    """The document, its layout, its mentions, and the label written for each mention id."""
    text, at = "", 0
    mentions: list[Mention] = []
    labels: dict[str, str] = {}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        span = Span(start=len(text), end=len(text) + len(match[1]))
        mention_id = f"m{len(mentions) + 1}"
        kind, form = cast(MentionKind, match[2]), cast(MentionForm, match[3])
        mentions.append(Mention(id=mention_id, span=span, kind=kind, form=form))
        labels[mention_id] = match[4]
        text, at = text + match[1], match.end()
    text += marked[at:]
    return Document(text=text), segment(text), tuple(mentions), labels


def segment(text: str) -> Segmentation:
    """A layout good enough for golden cases: sentences end at a point and a space or a line."""
    sentences, paragraphs = [], []
    for line in re.finditer(r"[^\n]+", text):
        paragraphs.append(Span(start=line.start(), end=line.end()))
        for part in re.finditer(r"\S.*?(?:[.!?][”\"]?(?=\s+[A-Z“\"])|$)", line.group()):
            sentences.append(Span(start=line.start() + part.start(), end=line.start() + part.end()))
    quotes = [Span(start=m.start(), end=m.end()) for m in _QUOTE.finditer(text)]
    return Segmentation(
        headline=None,
        dateline=None,
        paragraphs=tuple(paragraphs),
        sentences=tuple(sentences),
        quotes=tuple(quotes),
    )


def span_of(text: str, words: str, after: int = 0) -> Span:
    """Where `words` stand in `text`."""
    start = text.index(words, after)
    return Span(start=start, end=start + len(words))
