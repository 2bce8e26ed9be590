"""Whom a report names as the source of its words: an agency's credit, another outlet.

Enters: the text of a report and names of outlets. Leaves: what was found, with its words. Phrases
and agencies are data: `citing_phrases.tsv`, `news_agencies.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from tacitus.relate.reports import Report

_ENDS = 400  # characters at the end of a text where a credit stands
_SENTENCE = re.compile(r"(?<=[.!?\"”])\s+(?=[\"“A-Z0-9])|\n+")
_LEAD = 4  # sentences below the headline: what a report rests on is said there
# "GENEVA, March 3 (Agency) - ": a name in brackets inside a dateline credits the words
_DATELINE = re.compile(r"^[^\n()]{2,60}\(([^\n()]{2,40})\)\s*[—–-]", re.MULTILINE)
_LAST_LINE = re.compile(r"(?:^|[.\"”]\s*)(?:[—–-]+\s*|Source:\s*|\()([^\n()]{2,40}?)\)?\s*$")
_DESK = re.compile(r"\(Reporting by [^)]*[Ee]diting by")
_PART = re.compile(
    r"\b([A-Z][\w .&-]{1,40}?) contributed to this (?:report|story)|"
    r"[Ww]ith (?:additional )?reporting (?:by|from) ([A-Z][\w .&-]{1,40})"
)
_BETWEEN = r"(?:\s+(?:a|an|the|daily|weekly|newspaper|paper|broadcaster|radio|agency|news))*\s+"
_AFTER = r"(?:['’]s?)?(?:\s+(?:newspaper|daily|agency|website))?\s+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An outlet that a report names, and the words that do."""

    name: str
    words: str


def credit_of(text: str) -> Citation | None:
    r"""The agency whose despatch a text says it is; None when it names none.

    In a dateline any name in brackets is a credit; at the end of a text those of agencies alone.

    Example:
        credit_of("Title\n\nACCRA, May 3 (Reuters) - A bridge fell.") names Reuters
    """
    body = body_of(text)
    found = _DATELINE.match(body.lstrip())
    if found and not found[1][0].isdigit():
        return Citation(name=agency_name(found[1]) or found[1], words=found[0].strip())
    end = body.rstrip()[-_ENDS:]
    last = _LAST_LINE.search(end)
    if last and (name := agency_name(last[1].strip())):
        return Citation(name=name, words=last[0].strip(' ."”'))
    desk = _DESK.search(end)
    return Citation(name="Reuters", words=desk[0]) if desk else None


def contributor_of(text: str) -> Citation | None:
    """The agency that a text says had a part in it: "AP contributed to this report"."""
    for found in _PART.finditer(text):
        name = agency_name((found[1] or found[2]).strip(" ."))
        if name:
            return Citation(name=name, words=found[0])
    return None


def citation_of(text: str, names: Iterable[str]) -> Citation | None:
    """The first of the outlets that the lead of a text cites; None when it cites none there."""
    lead = _lead(text)
    for name in names:
        for found in _citing(short_name(name)).finditer(lead):
            return Citation(name=name, words=" ".join(found[0].split()))
    return None


def has_own_witness(report: Report) -> bool:
    """True for a report that says that somebody spoke to it, or to reporters."""
    own = [re.escape(phrase) for phrase in _phrases()["own"]]
    words = short_name(report.publisher or "").split()
    own += [rf"told (?:the )?{re.escape(w)}" for w in {" ".join(words), *words[-1:]} if w]
    return re.search(rf"\b(?:{'|'.join(own)})\b", report.text, re.IGNORECASE) is not None


def agency_name(name: str) -> str | None:
    """The name of an agency by any of its names; None for what is no agency that we know."""
    return _agencies().get(short_name(name))


def is_name_of(credit: str, publisher: str) -> bool:
    """True for a publisher's name, its initials, or a word of it: LPA, Lakeside Press Agency."""
    if (known := agency_name(credit)) and known == agency_name(publisher):
        return True
    said, words = short_name(credit).casefold(), short_name(publisher).casefold().split()
    initials = "".join(word[0] for word in words)
    return bool(words) and said in (" ".join(words), initials, *words)


def short_name(name: str) -> str:
    """A name of an outlet as it is compared: no article before it."""
    return re.sub(r"^the\s+", "", " ".join(name.split()), flags=re.IGNORECASE)


def body_of(text: str) -> str:
    """The text below its headline; all of it when it is one paragraph."""
    return text.lstrip().partition("\n")[2].strip() or text


def _lead(text: str) -> str:
    title = text.lstrip().partition("\n")[0]
    sentences = [part for part in _SENTENCE.split(body_of(text)) if part.strip()]
    return "\n".join([title, *sentences[:_LEAD]])


@lru_cache(maxsize=4096)
def _citing(name: str) -> re.Pattern[str]:
    """Finds a citing phrase right beside the name."""
    before = "|".join(re.escape(phrase) for phrase in _phrases()["before"])
    after = "|".join(re.escape(phrase) for phrase in _phrases()["after"])
    said = re.escape(name)
    return re.compile(
        rf"\b(?i:{before}){_BETWEEN}(?i:the\s+)?{said}(?!\w)|(?<!\w){said}{_AFTER}(?i:{after})\b"
    )


@cache
def _phrases() -> Mapping[str, tuple[str, ...]]:
    kinds: dict[str, list[str]] = {}
    for kind, phrase in _rows("citing_phrases.tsv"):
        kinds.setdefault(kind, []).append(phrase)
    # the longest first: "report said" before "report"
    return {kind: tuple(sorted(said, key=len, reverse=True)) for kind, said in kinds.items()}


@cache
def _agencies() -> Mapping[str, str]:
    return {
        short_name(alias): name
        for name, aliases in _rows("news_agencies.tsv")
        for alias in (name, *filter(None, aliases.split("|")))
    }


def _rows(file: str) -> list[tuple[str, str]]:
    text = (resources.files("tacitus") / "data" / file).read_text("utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    return [(left, right) for left, _, right in (line.partition("\t") for line in lines[1:])]
