"""A phrase that somebody else found, put among the mentions of a text.

Enters: the words of the phrase, the text around it, the mentions found there. Leaves: the mentions
with the phrase among them. What it stands for is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tacitus.extract.mentions import Found, describe, trim
from tacitus.records import Document, Mention, Span

PHRASE_ID = "phrase"
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)


def find_phrase(words: str, text: str) -> Span | None:
    """Where the words first stand in the text, as whole words if they do so anywhere.

    White space may differ, and case where no other place has the case of the phrase; None where
    the text does not hold them.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        return None
    for whole in (rf"(?<!\w){pattern}(?!\w)", rf"(?i:(?<!\w){pattern}(?!\w))", pattern):
        found = re.search(whole, text)
        if found:
            return Span(start=found.start(), end=found.end())
    return None


def with_phrase(
    document: Document, mentions: Sequence[Mention], phrase: Span
) -> tuple[Mention, ...]:
    """The mentions in text order, that of the phrase among them with the id `PHRASE_ID`.

    A mention that is the phrase, apart from an article before it, is taken for it; else the phrase
    becomes a mention with the kind and form that its head has.
    """
    span = trim(phrase, document.text) or phrase
    for place, mention in enumerate(mentions):
        if _same(mention.span, span, document.text):
            return (*mentions[:place], replace(mention, id=PHRASE_ID), *mentions[place + 1 :])
    names: list[Found] = [(m.span, m.kind, m.form, m.score) for m in mentions if m.form == "name"]
    kind, form = describe(span, names, document.text)
    own = Mention(id=PHRASE_ID, span=span, kind=kind, form=form)
    return tuple(sorted((*mentions, own), key=lambda m: (m.span.start, m.span.end)))


def _same(mention: Span, phrase: Span, text: str) -> bool:
    if mention.end != phrase.end:
        return False
    first, second = sorted((mention.start, phrase.start))
    return first == second or _ARTICLE.fullmatch(text, first, second) is not None
