"""Which time expression dates which event.

Enters: a document, its segmentation, events and timexes. Leaves: the events with `timex_ids`
filled. An event takes the timex that a linear score likes best among those of the sentences that
tell it; none when all stay below the threshold. Repetitions and "now" or "recently" date nothing,
nor does the date of the dateline. What has happened is hardly dated by a day yet to come ("invited
him to the summit of 9 May").
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tacitus.records import Document, Event, Segmentation, Span, Timex
from tacitus.timex_grammar import interval_of, read_phrase, tense_near, value_of

# Logistic regression over anchor-timex pairs of one sentence (gold events with their spans, train
# split, documents with a publication date, 2026-11), rounded; features of no weight left out.
WEIGHTS: Mapping[str, float] = {
    "bias": 1.6,
    "gap": -0.75,  # log of 1 + words between
    "after": 0.5,  # the timex follows the anchor
    "subordinate": -0.2,  # words that open a clause between the two
    "subordinate_after": -0.4,  # the same where the timex follows: it lies in that clause
    "others": -0.3,  # anchors of other events between the two
    "break": -1.2,  # a semicolon or dash between the two
    "bare": -0.75,  # no preposition before the timex ("said Monday")
    "attribute": -1.4,  # "the 2019 protests", "the budget of 2014"
    "closed": -0.8,  # a comma ends the clause of the timex ("jailed in 2009, he fled")
    "opening": 0.9,  # the timex opens the sentence, and so dates all of it
    "duration": -2.5,
    "coarse": 0.8,  # years and more
    "coarse_gap": -0.7,
}
# Taken from the score of a day after publication where the event is past: it is the day of what was
# asked, promised or offered. Of -1.5, -3 and -6, by the share of right dates (train, 2026-11-24):
# 85.2 without it, then 85.8, 86.2, 86.2.
AHEAD = 3.0
# Added to the score of a day so long before publication, in days, where the event is background.
# Of 0.5, 1 and 2, by the same share: 87.5, 87.8, 87.9, from 87.3 without it.
LONG_PAST = 1.5
LONG = 45
THRESHOLD = -2.2  # of the score; swept on train for the share of event dates that overlap the gold
RANGE = re.compile(r"\s*(?:to|until|till|through|and|[-–—])\s*(?:the\s+)?", re.IGNORECASE)
SUBORDINATE = re.compile(
    r"\b(?:that|who|which|whose|whom|where|when|while|after|before|because|since|until|if|as|during|"
    r"following|although|despite)\b",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"\b(on|in|at|since|during|from|until|by|of|for|to|before|after|over|the|'s)\s*$", re.IGNORECASE
)
ATTRIBUTE = frozenset({"of", "'s", "for", "to", "by", "until", "the"})
ALONE = re.compile(
    r"(?:last|this|next|yesterday|today|tomorrow|tonight|early|earlier|later)\b|.*\bago$",
    re.IGNORECASE | re.DOTALL,
)  # takes no preposition
COARSE = re.compile(r"\d{2,4}(?:/\d{4})?")  # TIMEX3 values of years, decades, centuries
BREAK = re.compile(r";|—| – ")
REACH = 600  # code points between an anchor and a timex: bounds the cost of endless sentences
OPENING = 2  # words that may stand before a timex that opens a sentence
BEFORE = 12  # code points in which a preposition before the timex is looked for


def link_timexes(
    document: Document,
    segmentation: Segmentation,
    events: tuple[Event, ...],
    timexes: tuple[Timex, ...],
) -> tuple[Event, ...]:
    """The events with the ids of the timexes that date them; both ends of "from Monday to Friday".

    Example: in "Police said that rebels attacked the town on Monday" the attack takes "Monday".
    """
    by_sentence: dict[int, list[Timex]] = defaultdict(list)
    for timex in timexes:
        if _can_date(document.text, segmentation, timex):
            by_sentence[segmentation.sentence_at(timex.span.start)].append(timex)
    anchors = _anchors_by_sentence(segmentation, events)
    ages = {timex.id: _age(document, timex) for timex in timexes}
    index = {timex.id: position for position, timex in enumerate(timexes)}
    linked = []
    for event in events:
        best: tuple[float, Timex] | None = None
        for anchor, sentence in _tellings(segmentation, event):
            where = segmentation.sentences[sentence] if segmentation.sentences else anchor
            for timex in by_sentence.get(sentence, ()):
                if _distance(anchor, timex.span) > REACH:
                    continue
                score = _score(document.text, where, anchor, timex, anchors[sentence])
                score += _by_age(event, ages[timex.id])
                if score > THRESHOLD and (best is None or score > best[0]):
                    best = (score, timex)
        ids = _with_other_end(document.text, index[best[1].id], timexes) if best else ()
        linked.append(replace(event, timex_ids=ids))
    return tuple(linked)


def _by_age(event: Event, age: int | None) -> float:
    """What the days between a date and publication add to the score of an event."""
    if age is None:
        return 0.0
    if age < 0:
        return -AHEAD if event.time_status in ("past", "ongoing") else 0.0
    return LONG_PAST if event.historical and age > LONG else 0.0


def _age(document: Document, timex: Timex) -> int | None:
    """The days from a date to publication, negative for one to come; None where not known."""
    phrase = read_phrase(" ".join(timex.span.of(document.text).split()))
    if phrase is None or document.published is None:
        return None
    tense = tense_near(document.text, timex.span.start, timex.span.end)
    interval = interval_of(value_of(phrase, document.published, tense))
    if interval is None:
        return None
    if interval.start > document.published:
        return (document.published - interval.start).days
    return max(0, (document.published - interval.end).days)


def _can_date(text: str, segmentation: Segmentation, timex: Timex) -> bool:
    """False for lengths, repetitions, "now" and the like, and a time of the clock without a day."""
    if segmentation.dateline is not None and segmentation.dateline.contains(timex.span):
        return False
    phrase = read_phrase(" ".join(timex.span.of(text).split()))
    if phrase is None or timex.type == "SET":
        return False
    if timex.type == "DURATION":
        return phrase.kind == "spell"  # "the past two weeks"
    return phrase.kind not in ("clock", "ref", "adjective", "future")


def _distance(anchor: Span, timex: Span) -> int:
    return max(timex.start - anchor.end, anchor.start - timex.end, 0)


def _tellings(segmentation: Segmentation, event: Event) -> Iterator[tuple[Span, int]]:
    for anchor in (event.anchor, *event.also):
        yield anchor, segmentation.sentence_at(anchor.start)


def _anchors_by_sentence(
    segmentation: Segmentation, events: Sequence[Event]
) -> Mapping[int, list[Span]]:
    anchors: dict[int, list[Span]] = defaultdict(list)
    for event in events:
        for anchor, sentence in _tellings(segmentation, event):
            anchors[sentence].append(anchor)
    return anchors


def _score(text: str, sentence: Span, anchor: Span, timex: Timex, anchors: Sequence[Span]) -> float:
    """The log-odds that `timex` dates the event told at `anchor`."""
    span = timex.span
    low, high = (anchor.end, span.start) if span.start >= anchor.start else (span.end, anchor.start)
    between = text[low:high] if low < high else ""
    preposition = PREPOSITION.search(text[max(0, span.start - BEFORE) : span.start])
    ahead = text[sentence.start : min(span.start, sentence.start + REACH)]
    opening = len(ahead.split()) <= OPENING
    gap, after = math.log1p(len(between.split())), float(span.start >= anchor.start)
    clauses = min(3, len(SUBORDINATE.findall(between)))
    coarse = float(COARSE.fullmatch(timex.value or "") is not None)
    features = {
        "bias": 1.0,
        "gap": gap,
        "after": after,
        "subordinate": clauses,
        "subordinate_after": after * clauses,
        "others": min(3, sum(1 for other in anchors if low <= other.start and other.end <= high)),
        "break": float(BREAK.search(between) is not None),
        "bare": float(preposition is None and not ALONE.match(span.of(text))),
        "attribute": float(preposition is not None and preposition[1].lower() in ATTRIBUTE),
        "opening": float(opening),
        "closed": float(not after and not opening and between.startswith(",")),
        "duration": float(timex.type == "DURATION"),
        "coarse": coarse,
        "coarse_gap": coarse * gap,
    }
    return sum(WEIGHTS[name] * value for name, value in features.items())


def _with_other_end(text: str, index: int, timexes: Sequence[Timex]) -> tuple[str, ...]:
    """The timex at `index`, with the other end of its range: "from 3 May to 8 June"."""
    for first, last in ((index - 1, index), (index, index + 1)):
        if first < 0 or last >= len(timexes):
            continue
        left, right = timexes[first], timexes[last]
        if not RANGE.fullmatch(text[left.span.end : right.span.start]):
            continue
        if re.search(
            r"\b(?:from|between)\s+(?:the\s+)?$",
            text[max(0, left.span.start - 14) : left.span.start],
        ):
            return (left.id, right.id)
    return (timexes[index].id,)
