"""The dateline of a document: "GENEVA, March 3 (Agency)", without the dash or colon after it.

A dateline names where, often when, and for which agency a report was filed. Its form decides, with
as much as the form is weak a list of places: capitals before a dash need none, "Pretoria -" and
"KUWAIT:" do. "NATO:", "UPDATE -" and a name before a colon are none.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from tacitus.records import Span

_LONGEST = 120  # code points up to the dash
_PARAGRAPHS_READ = 4  # a byline, a date line or a summary may stand before it
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    rf"(?:(?:(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)(?:day)?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH})(?:,?\s+\d{{4}})?)"
)
_AGENCY = r"(?:\([^()\n]{2,40}\)|/[A-Z][\w .&-]{1,30}/)"
_PLACE_WORD = r"[^\W\d_][\w'’.\-]*"
_PLACE = rf"{_PLACE_WORD}(?:\s{_PLACE_WORD}){{0,4}}"
_PLACES = rf"{_PLACE}(?:\s?[,/]\s?{_PLACE}){{0,3}}"
_DASH = r"(?:\s*(?:—|――?|--+)\s*|\s+[–\-−_]+\s+|(?<=[A-Z)])\s*[–-]\s+|(?<=\))[–-]|\s+–)"
_DATELINE = re.compile(
    rf"(?P<line>(?P<places>{_PLACES}?)"
    rf"(?:(?:,\s*|\s+|\s*[–—-]+\s+)(?P<date>{_DATE}))?"
    rf"(?:,?\s*(?P<agency>{_AGENCY}))?)"
    rf"(?:(?P<dash>{_DASH})|(?P<colon>\s?:)\s)(?=\s*\S)"
)
_AGENCY_ONLY = re.compile(rf"(?P<line>{_AGENCY})(?:{_DASH})(?=\S)")
_SMALL_WORDS = frozenset(
    "al and bin da de del der di do dos du el en in la las le los of on the upon van".split()
)


def find_dateline(text: str, paragraphs: tuple[Span, ...], headline: Span | None) -> Span | None:
    """The dateline at the start of the first body paragraph, or of one shortly after it."""
    body = [
        paragraph for paragraph in paragraphs if headline is None or paragraph.start >= headline.end
    ]
    for paragraph in body[:_PARAGRAPHS_READ]:
        dateline = match_dateline(text, paragraph)
        if dateline is not None:
            return dateline
        if text[paragraph.end - 1] in '.!?"”' and paragraph.end - paragraph.start > _LONGEST:
            return None  # the body has begun without one
    return None


def match_dateline(text: str, paragraph: Span) -> Span | None:
    """The dateline that `paragraph` begins with, if any."""
    head = text[paragraph.start : min(paragraph.end, paragraph.start + _LONGEST + 30)]
    match = _AGENCY_ONLY.match(head)
    if match is None:
        match = _DATELINE.match(head)
        prose = paragraph.end - paragraph.start > _LONGEST and text[paragraph.end - 1] in '.!?"”'
        if match is None or match.end("line") > _LONGEST or not _is_dateline(match, prose=prose):
            return None
    return Span(start=paragraph.start, end=paragraph.start + match.end("line"))


def _is_dateline(match: re.Match[str], *, prose: bool) -> bool:
    """True when the words name a place in the manner of a dateline; `prose`: a sentence follows."""
    places = re.split(r"\s?[,/]\s?", match["places"])
    first = places[0].rstrip("-")
    if not all(map(_is_name, places)) or first.upper() in _words("not_datelines.txt"):
        return False
    if match["agency"]:
        return True
    if match["date"]:
        return bool(match["dash"]) or _is_place(first)
    if first.isupper() and match["dash"]:
        return sum(map(str.isalpha, first)) > 2
    # "Iran: what comes next" is a headline, "Doha: The emir received ..." the start of a report.
    return _is_place(first) and (first.isupper() or prose or bool(match["dash"]))


def _is_name(place: str) -> bool:
    """True when every word but the small ones begins with a capital letter."""
    words = place.split()
    return bool(words) and all(
        word[0].isupper() or word.lower() in _SMALL_WORDS or word[:3] in ("al-", "el-")
        for word in words
    )


def _is_place(name: str) -> bool:
    return name.upper() in _words("dateline_places.txt")


@cache
def _words(file: str) -> frozenset[str]:
    lines = (resources.files("tacitus") / "data" / file).read_text("utf-8").splitlines()
    return frozenset(line.strip().upper() for line in lines if line and line[0] != "#")
