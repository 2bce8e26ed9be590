"""Time expressions of a document (TIMEX3: dates, times, durations, sets).

Enters: a document and its segmentation. Leaves: `Timex` values in order, never overlapping. A value
that needs a date to reckon from stays None here: `resolve.dates` gives it, once the publication
date is known. The grammar is `tacitus.timex_grammar`.
"""

from __future__ import annotations

from itertools import zip_longest

from tacitus.records import Document, Segmentation, Span, Timex
from tacitus.timex_grammar import (
    Phrase,
    find_phrases,
    is_anaphoric,
    is_anchor,
    is_compared,
    is_plausible,
    opens_anchor,
    opens_end,
    trim,
    type_of,
    value_of,
)


def find_timexes(document: Document, segmentation: Segmentation) -> tuple[Timex, ...]:
    """The time expressions of the document's paragraphs, in order of the text.

    Example: "Talks began on March 3, 2021 and ended two days later." gives "March 3, 2021" with
    value 2021-03-03 and "two days later" with None.
    """
    found: list[Timex] = []
    for paragraph in segmentation.paragraphs:
        phrases = [
            phrase
            for found_phrase in find_phrases(document.text, paragraph.start, paragraph.end)
            if is_plausible(phrase := trim(found_phrase))
        ]
        for phrase, following in zip_longest(phrases, phrases[1:]):
            between = ""
            if following is not None:
                between = document.text[phrase.words[-1].end : following.words[0].start]
            kind = type_of(phrase)
            moves = following is not None and _moves(phrase, between, following)
            unsaid = moves or is_anaphoric(phrase) or is_compared(phrase)
            if moves:
                kind = "DATE"
            elif phrase.kind in ("theunit", "fiscalyear") and opens_end(between):
                kind = "DATE" if phrase.has("quarter") else "DURATION"
            found.append(
                Timex(
                    id=f"t{len(found) + 1}",
                    span=Span(start=phrase.words[0].start, end=phrase.words[-1].end),
                    type=kind,
                    value=None if unsaid else value_of(phrase, None, None),
                )
            )
    return tuple(found)


def _moves(phrase: Phrase, between: str, following: Phrase) -> bool:
    """True for the "three days" of "three days after the attack of 3 May": a date by its end."""
    return phrase.kind == "duration" and is_anchor(following) and opens_anchor(between) is not None
