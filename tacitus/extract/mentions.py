"""Finds who and what a text talks about: names, the phrases that take part in events, and sources.

Enters: an encoding with the heads `names`, `participants` and `attribution`. Leaves: mentions in
text order, no two with the same span. Dates and sums of money are left to other stages.
"""

from __future__ import annotations

import re
from functools import cache

from tacitus.extract.lexicons import load_role_heads, load_table
from tacitus.extract.spans import decode_bio
from tacitus.extract.tagging import decode_spans, with_one_label
from tacitus.records import (
    Document,
    Encoding,
    Mention,
    MentionForm,
    MentionKind,
    Segmentation,
    Span,
)

NAME_KINDS: dict[str, MentionKind] = {
    "Person": "person",
    "Organization": "organisation",
    "Location": "place",
    "Facility": "facility",
    "NORP": "nationality",
    "Misc": "misc",
    "Product": "misc",
}
PLURAL_PRONOUNS = frozenset(
    "they them their we us these those themselves some many several most both others few".split()
)
PRONOUNS = PLURAL_PRONOUNS | frozenset(
    "he she it him her who which that i me his its himself herself itself this one".split()
)
_LEADING = re.compile(r"(?:the|a|an|this|these|that|those|its|their|his|her)\s+", re.IGNORECASE)
# Words that are no mention by themselves: fragments of a phrase that the model half saw.
_EMPTY = re.compile(
    r"(?:the|a|an|and|or|of|in|on|at|to|for|from|by|with|as|its|his|her|their|is|are|was|were|be"
    r"|been|has|have|had|said|says|not|\d+)",
    re.IGNORECASE,
)
# Participants are found down to this probability; who takes part is decided with the event.
PARTICIPANT = 0.35
Found = tuple[Span, MentionKind, MentionForm, float]


def find_mentions(
    document: Document, segmentation: Segmentation, encoding: Encoding
) -> tuple[Mention, ...]:
    """Mentions in text order, each with kind and form; chains are not set yet."""
    names = _names(document.text, encoding)
    found = {(span.start, span.end): (span, kind, form, score) for span, kind, form, score in names}
    for span, _, score in decode_bio(
        encoding, "participants", document.text, threshold=PARTICIPANT
    ):
        trimmed = trim(span, document.text)
        if trimmed is None:
            continue
        twin = _twin(trimmed, names, document.text)
        if twin is None:
            kind, form = describe(trimmed, names, document.text)
            found.setdefault((trimmed.start, trimmed.end), (trimmed, kind, form, score))
    for span, label, score in decode_bio(encoding, "attribution", document.text, part=False):
        trimmed = trim(span, document.text) if label == "source" else None
        if trimmed is None or any(trimmed.overlaps(known[0]) for known in found.values()):
            continue
        kind, form = describe(trimmed, names, document.text)
        found[(trimmed.start, trimmed.end)] = (trimmed, kind, form, score)
    ordered = sorted(found.values(), key=lambda item: (item[0].start, item[0].end))
    return tuple(
        Mention(id=f"m{index}", span=span, kind=kind, form=form, score=round(score, 4))
        for index, (span, kind, form, score) in enumerate(ordered, 1)
    )


def _names(text: str, encoding: Encoding) -> list[Found]:
    out: list[Found] = []
    for found in with_one_label(decode_spans(text, encoding, "names"), text):
        trimmed = trim(found.span, text)
        if found.label in NAME_KINDS and trimmed is not None:
            out.append((trimmed, NAME_KINDS[found.label], "name", found.score))
    return out


def trim(span: Span, text: str) -> Span | None:
    """The span without outer space, quote marks, commas and a possessive.

    None when no word of its own is left.
    """
    start, end = span.start, span.end
    while start < end and not (text[start].isalnum() or text[start] in "$€£("):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")%."):
        end -= 1
    words = text[start:end]
    if words.endswith((".",)) and not re.search(
        r"\b(?:\w\.)+$|\b(?:Jr|Sr|Inc|Corp|Co|Ltd|St)\.$", words
    ):
        end -= 1
    if words[-2:] in {"'s", "’s"}:
        end -= 2
    if end <= start or _EMPTY.fullmatch(text, start, end):
        return None
    return Span(start=start, end=end)


def _twin(span: Span, names: list[Found], text: str) -> Found | None:
    """The name that the phrase is, apart from an article before it."""
    for name in names:
        if name[0].end == span.end and name[0].overlaps(span):
            before = text[span.start : name[0].start] if span.start < name[0].start else ""
            if not before or _LEADING.fullmatch(before):
                return name
    return None


def describe(span: Span, names: list[Found], text: str) -> tuple[MentionKind, MentionForm]:
    """Kind and form of a participant phrase, from the name at its end or its head noun."""
    words = span.of(text)
    if words.lower() in PRONOUNS:
        plural = words.lower() in PLURAL_PRONOUNS
        thing = words.lower() in {"it", "its", "itself", "which", "that", "this"}
        return ("group" if plural else "organisation" if thing else "person"), "pronoun"
    for name, kind, _, _ in names:
        if name.end == span.end and span.contains(name) and kind != "nationality":
            return kind, "name"
    return nominal_kind(words), "nominal"


def nominal_kind(words: str) -> MentionKind:
    """The kind of a phrase without a name, from its head noun."""
    phrase = re.split(
        r"\s(?:of|in|from|for|at|on|to|with|who|that|which|by|against|near)\s|,", words
    )[0]
    tokens = re.findall(r"[\w'-]+", phrase.lower())
    head = tokens[-1] if tokens else ""
    kinds = _head_kinds()
    if head in kinds:
        return kinds[head]
    if head in load_role_heads():
        return "group" if head.endswith("s") else "person"
    return "group" if head.endswith("s") else "person"


@cache
def _head_kinds() -> dict[str, MentionKind]:
    table = load_table("nominal_kinds.tsv")
    out: dict[str, MentionKind] = {}
    for row in table:
        kind: MentionKind = row["kind"]  # type: ignore[assignment]
        out.update(dict.fromkeys(row["heads"].split(), kind))
    return out
