"""Time expressions of a document (TIMEX3: dates, times, durations, sets).

Enters: a document and its segmentation. Leaves: `Timex` values in order, never overlapping. A value
that needs a date to reckon from stays None here: `resolve.dates` gives it, once the publication
date is known. The grammar is `tacitus.timex_grammar`.
"""

from __future__ import annotations

from tacitus.records import Document, Segmentation, Span, Timex
from tacitus.timex_grammar import find_phrases, is_anaphoric, is_plausible, type_of, value_of


def find_timexes(document: Document, segmentation: Segmentation) -> tuple[Timex, ...]:
    """The time expressions of the document's paragraphs, in order of the text.

    Example: "Talks began on March 3, 2021 and ended two days later." gives "March 3, 2021" with
    value 2021-03-03 and "two days later" with None.
    """
    found: list[Timex] = []
    for paragraph in segmentation.paragraphs:
        for phrase in find_phrases(document.text, paragraph.start, paragraph.end):
            if not is_plausible(phrase):
                continue
            found.append(
                Timex(
                    id=f"t{len(found) + 1}",
                    span=Span(start=phrase.words[0].start, end=phrase.words[-1].end),
                    type=type_of(phrase),
                    value=None if is_anaphoric(phrase) else value_of(phrase, None, None),
                )
            )
    return tuple(found)
