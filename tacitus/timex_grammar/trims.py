"""Phrases cut to the words that belong to the time expression.

Enters: a `Phrase` as a pattern found it. Leaves: the same without words that a pattern takes in
but that stand there for another reason: the article of "the two-day visit" is that of the visit,
"after" in "a month after the vote" opens what follows.
"""

from __future__ import annotations

from tacitus.timex_grammar.patterns import Phrase, read_words

OPENERS = frozenset({"before", "after"})
CLAUSE_ENDS = ".,;:)”\"'"


def trim(phrase: Phrase) -> Phrase:
    """The phrase without what is not its own; the phrase itself where all of it is."""
    if phrase.kind in ("earlier", "adjacent") and _opens(phrase):
        return _cut(phrase, 0, 1)
    first = phrase.words[0]
    if len(phrase.words) < 2:
        return phrase
    if "the" in first.classes or "article" in first.classes:
        return _cut(phrase, 1, 0) if _attributes(phrase) else phrase
    if first.text.lower() == "that" and phrase.kind in ("fiscalquarter", "rel"):
        return _cut(phrase, 1, 0) if not _determines(phrase) else phrase
    return phrase


def _opens(phrase: Phrase) -> bool:
    last, after = phrase.words[-1].text.lower(), phrase.after
    return last in OPENERS and after is not None and after.text not in CLAUSE_ENDS


def _attributes(phrase: Phrase) -> bool:
    """True for "the two-day", "the third-quarter", "the year-ago": the noun is still to come."""
    hyphen = any("dash" in word.classes for word in phrase.words)
    last, article = phrase.words[-1], "article" in phrase.words[0].classes
    if phrase.after is None or not phrase.after.text[0].isalpha() or not hyphen:
        return False
    if phrase.kind == "yearago":
        return not (last.classes.keys() & {"quarter", "period"})
    return (
        phrase.kind in ("duration", "fiscalquarter", "unitlong")
        and not article
        and "units" not in last.classes
    )


def _determines(phrase: Phrase) -> bool:
    """True for the "that" of "that week"; it opens a clause in "said that last week ..."."""
    return not any(word.classes.keys() & {"past", "coming", "ordinal"} for word in phrase.words[1:])


def _cut(phrase: Phrase, left: int, right: int) -> Phrase:
    words = phrase.words[left : len(phrase.words) - right]
    return (
        read_words(
            words,
            before=phrase.words[left - 1] if left else phrase.before,
            after=phrase.words[-right] if right else phrase.after,
            beyond=phrase.after if right else phrase.beyond,
        )
        or phrase
    )
