"""The grammar of English time expressions, shared by the stages that find and that resolve them.

Like `records`, this package holds value-level code only: no model, no document, no state.
`extract` asks it which words are a time expression, `resolve` which days they mean; neither
imports the other.

    words      text -> words with classes (data/timex_words.tsv)
    patterns   words -> phrases (data/timex_patterns.tsv)
    trims      phrase between its neighbours -> the words that are its own
    plausible  phrase between its neighbours -> is it one?
    values     phrase, reference date, tense -> TIMEX3 value
               (days, spans, periods, feasts, reckoning: its parts)
    intervals  TIMEX3 value -> days
"""

from __future__ import annotations

from tacitus.timex_grammar.feasts import widened
from tacitus.timex_grammar.intervals import interval_of
from tacitus.timex_grammar.patterns import Phrase, find_phrases, read_phrase
from tacitus.timex_grammar.periods import (
    compared_value,
    ended_period,
    grain_of,
    is_compared,
    latest_quarter,
    numbered,
    opens_end,
)
from tacitus.timex_grammar.plausible import is_plausible
from tacitus.timex_grammar.readings import (
    is_anaphoric,
    is_anchor,
    is_due,
    is_over,
    modifier_of,
    opens_anchor,
    shifted,
    tense_beside,
    tense_near,
    type_of,
    window_of,
)
from tacitus.timex_grammar.reckoning import Tense
from tacitus.timex_grammar.trims import trim
from tacitus.timex_grammar.values import value_of
from tacitus.timex_grammar.words import Word

__all__ = [
    "Phrase",
    "Tense",
    "Word",
    "compared_value",
    "ended_period",
    "find_phrases",
    "grain_of",
    "interval_of",
    "is_anaphoric",
    "is_anchor",
    "is_compared",
    "is_due",
    "is_over",
    "is_plausible",
    "latest_quarter",
    "modifier_of",
    "numbered",
    "opens_anchor",
    "opens_end",
    "read_phrase",
    "shifted",
    "tense_beside",
    "tense_near",
    "trim",
    "type_of",
    "value_of",
    "widened",
    "window_of",
]
