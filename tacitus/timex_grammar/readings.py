"""What a phrase says beside its value: type, modifier, what it is reckoned from, the days it spans.

Enters: a `Phrase`, or the text of a sentence. Leaves: TIMEX3 type and modifier, whether the phrase
is reckoned from an earlier date of the text, the days around a reference date that it names, the
tense of the clause around it.
"""

from __future__ import annotations

import re
from datetime import date

from tacitus.records import Interval, TimexType
from tacitus.timex_grammar.intervals import interval_of
from tacitus.timex_grammar.patterns import Phrase
from tacitus.timex_grammar.reckoning import MONTHS_OF, Tense, add_days, add_months, shift
from tacitus.timex_grammar.spans import quantity, unit_of
from tacitus.timex_grammar.values import value_of

SETS = frozenset({"setunit", "times", "rate", "weekdays", "setdays", "adverb"})
LENGTHS = frozenset({"duration", "bareunits", "spell", "unitlong"})
EDGED = frozenset(
    "day month year decade century fiscalquarter season rel endof fiscalyear part".split()
)
FEW = 4  # what "a few" and a bare "recent" stand for in a window of days
CLAUSE = 110  # code points on each side in which a verb can tell the tense; TempEval-3 train
FUTURE = (
    r"will|shall|won't|'ll|would|to be|is to|are to|due|scheduled?|plan(?:s|ned|ning)?|"
    r"expect(?:s|ed)?|going to|upcoming|ahead of|set to|slated|intends?|hopes? to|no later than|"
    r"deadline|expires?|effective|as soon as|must|should"
)
PAST = (
    r"was|were|had|has|have|said|told|took|held|met|made|came|went|fell|left|began|broke|won|lost|"
    r"gave|sent|sank|struck|fled|rose|spoke|saw|led|shot|brought|sought|ran|got|built|bought|"
    r"sold|grew|drew|threw|knew|wrote|drove|became|stood|spent|paid|kept|felt|fought|thought|taught|"
    r"caught|swore|chose|flew|[a-z]+ed"
)
ANCHOR = re.compile(
    r"\s+(?P<side>after|before|from)\s+(?:(?:[\w'’-]+\s+){0,6}?(?:of|on|in)\s+|the\s+)?",
    re.IGNORECASE,
)
DUE = re.compile(
    r"\b(?:by|until|till|no later than|as (?:soon|early|late) as|takes? effect(?: on)?|due(?: on)?|"
    r"(?:scheduled|planned) for)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
LINK = re.compile(r"\s+(?:(?:on|in|at)\s+)?(?:(?:early|late)\s+)?", re.IGNORECASE)
OVER = re.compile(r"\b(?:since|ended)\s+(?:(?:on|in|the|early|late|mid)[\s-]+)*$", re.IGNORECASE)
GRANTED = re.compile(  # "has until Friday", "was extended until Friday", "asked to reply by Friday"
    r"\b(?:(?:ha(?:s|ve|d)|(?:gave|given?|extend|postpone|delay|adjourn|suspend|defer|deadline)"
    r"[\w\s’']{0,40})\s(?:until|till)|"
    r"(?:ask|order|told|urge|demand|require|agree|promise|pledge|vow)[\w\s’']{0,40}\sto\s"
    r"[\w\s’']{0,40}\sby)\s+$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.;?!]\s|[\r\n]\s*[\r\n]")
# "will be held" looks ahead, though "held" alone looks back.
CUE = re.compile(
    rf"\b(?:(?P<future>(?:{FUTURE})(?:\s+(?:not|also|likely|only))?(?:\s+be)?(?:\s+(?:{PAST}))?)"
    rf"|(?P<past>{PAST}))\b",
    re.IGNORECASE,
)


def type_of(phrase: Phrase) -> TimexType:
    """The TIMEX3 type of a phrase."""
    if phrase.kind in SETS:
        return "SET"
    if phrase.kind in LENGTHS:
        return "DURATION"
    if any(
        w.classes.keys() & {"ampm", "noon", "part", "tonight", "oclock", "colon"}
        for w in phrase.words
    ):
        return "TIME"
    return "DATE"


def modifier_of(phrase: Phrase) -> str | None:
    """START, MID or END where the words narrow a phrase ("early May"), else None."""
    if phrase.kind not in EDGED:
        return None
    for name in ("early", "late", "mid", "bound"):
        value = phrase.get(name)
        if value is not None:
            return str(value)
    return None


def is_anaphoric(phrase: Phrase) -> bool:
    """True when the phrase is reckoned from the date before it in the text."""
    if phrase.kind in ("earlier", "adjacent"):
        return True
    if phrase.kind not in ("day", "rel", "part", "month"):
        return False
    if phrase.kind in ("day", "month") and phrase.has("month") and phrase.has("year"):
        return False
    words = [w.text.lower() for w in phrase.words]
    if phrase.kind == "part" and words[0] == "the" and len(words) == 2:
        return True
    if set(words) & {"previous", "preceding", "following", "same", "that"}:
        return True
    return words[:2] == ["the", "next"]


def window_of(phrase: Phrase, reference: date) -> Interval | None:
    """The days of "the past five years" or "the next two weeks"; None for other phrases.

    "The past few days" and "recent weeks" are taken as four of their unit. "Earlier this month"
    ends, and "later this month" begins, on the reference date.
    """
    if phrase.kind == "rel":
        return _side_of(phrase, reference)
    if phrase.kind not in ("spell", "recent"):
        return None
    unit, count = unit_of(phrase), quantity(phrase)
    back = phrase.has("past") or phrase.has("back") or phrase.has("recent")
    if unit is None or not (back or phrase.has("coming") or phrase.has("forth")):
        return None
    if count is None:
        count = 1 if phrase.has("unit") else FEW
    signed = -count if back else count
    if unit.startswith("T"):
        other = add_days(reference, round(signed / 24) if unit == "TH" else 0)
    elif unit in MONTHS_OF:
        other = add_months(reference, int(signed * MONTHS_OF[unit]))
    else:
        other = add_days(reference, int(signed * (1 if unit == "D" else 7)))
    if other is None:
        return None
    return Interval(start=min(other, reference), end=max(other, reference))


def is_anchor(phrase: Phrase) -> bool:
    """True for a date that "three days after the attack of ..." can be counted from."""
    return phrase.kind in ("day", "month", "year", "holiday", "iso", "slashdate")


def opens_anchor(between: str) -> int | None:
    """1 or -1 when the words between a length and a date say that it is counted from there.

    Example: " after the attack of " gives 1, " before " -1, " and again on " None.
    """
    match = ANCHOR.fullmatch(between)
    if match is None:
        return None
    return -1 if match["side"].lower() == "before" else 1


def shifted(phrase: Phrase, day: date, side: int) -> str | None:
    """The TIMEX3 value of the unit that lies a length before (-1) or after (1) a day."""
    unit, count = unit_of(phrase), quantity(phrase)
    if unit is None or count is None or unit.startswith("T"):
        return None
    return shift(day, unit, side * int(count))


def _side_of(phrase: Phrase, reference: date) -> Interval | None:
    first = phrase.words[0].text.lower()
    whole = interval_of(value_of(phrase, reference, None))
    if whole is None or not whole.start <= reference <= whole.end:
        return None
    if first == "earlier":
        return Interval(start=whole.start, end=reference)
    return Interval(start=reference, end=whole.end) if first == "later" else None


def is_due(text: str, start: int) -> bool:
    """True for a date that something is to happen by: "until Friday", "as early as Tuesday".

    A past verb before it says that it has passed ("lasted until Friday").
    """
    left = text[max(0, start - CLAUSE) : start]
    if DUE.search(left) is None:
        return False
    if GRANTED.search(left):
        return True
    cues = list(CUE.finditer(SENTENCE_END.split(left)[-1]))
    return not cues or cues[-1]["future"] is not None


def is_over(text: str, start: int) -> bool:
    """True for a date that has surely come: "since March", "the year ended Jan. 31"."""
    return OVER.search(text, max(0, start - CLAUSE), start) is not None


def tense_beside(text: str, start: int) -> Tense | None:
    """The tense of a verb or cue that stands right before a date ("said on", "will be held on")."""
    left = SENTENCE_END.split(text[max(0, start - CLAUSE) : start])[-1]
    cues = list(CUE.finditer(left))
    if not cues or LINK.fullmatch(left, cues[-1].end()) is None:
        return None
    return "future" if cues[-1]["future"] else "past"


def tense_near(text: str, start: int, end: int) -> Tense | None:
    """The tense at `text[start:end]`: that of the nearest verb or cue before it in its sentence.

    Where nothing stands before it, the first one after it decides ("On Friday they will meet");
    None where there is neither.
    """
    left = SENTENCE_END.split(text[max(0, start - CLAUSE) : start])[-1]
    cues = list(CUE.finditer(left))
    cue = cues[-1] if cues else CUE.search(SENTENCE_END.split(text[end : end + CLAUSE])[0])
    if cue is None:
        return None
    return "future" if cue["future"] else "past"
