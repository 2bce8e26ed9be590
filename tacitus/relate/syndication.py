"""Where the words of a report come from: its own, an agency's, another report's.

Enters: reports of one story. Leaves: an `Origin` each. Words are compared as 4-grams outside
quotation marks: two outlets at one press conference print the same quotations and are no copies.

Source: containment of shingles, Broder 1997, "On the resemblance and containment of documents".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tacitus.relate.citations import (
    agency_name,
    body_of,
    citation_of,
    contributor_of,
    credit_of,
    has_own_witness,
    is_name_of,
    short_name,
)
from tacitus.relate.reports import Report

OriginKind: TypeAlias = Literal["own", "agency", "copy", "cites"]
Grams: TypeAlias = frozenset[tuple[str, ...]]

SHINGLE = 4
# Share of a text's 4-grams. In the dev half of our disputes gold (2026-11-24) copies, some of them
# cut and reworded, share .62 and more, later stories by the same hand up to .28.
COPIED = 0.45
_FEWEST = 8  # 4-grams: a shorter text or paragraph is compared by chance
_QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a report's words come from."""

    kind: OriginKind
    of: str | None  # a document id for a report at hand, else the agency's name; None: itself
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of a report, and the report that it is copied from."""

    start: int  # code points of the report's text
    end: int
    of: str | None  # document id; None: the report's own
    share: float  # of its 4-grams that the other has


def origin_of(report: Report, others: Sequence[Report]) -> Origin:
    """Where the words of `report` come from, seen beside other reports of the story.

    A copy of a report at hand is told first, then an agency's credit, then a citation in the lead:
    of an outlet at hand, unless somebody spoke to the report itself.
    """
    earlier = [other for other in others if _before(other, report)]
    return (
        _copied(report, earlier)
        or _cited(report, earlier)
        or _credited(report, earlier)
        or _own(report)
    )


def origins_of(reports: Sequence[Report]) -> dict[str, Origin]:
    """The origin of each report of a story, by document id."""
    return {report.document_id: origin_of(report, reports) for report in reports}


def passages_of(report: Report, others: Sequence[Report]) -> list[Passage]:
    """The paragraphs of a report below its headline, each with the earlier report that has it."""
    earlier = [(o, _grams(o.text)) for o in others if _before(o, report)]
    found = []
    skipped = len(report.text) - len(report.text.lstrip())
    first = report.text.find("\n", skipped)
    for match in re.finditer(r"[^\n]+", report.text):
        if match.start() < first or not match[0].strip():
            continue
        best, share = _best(_grams(match[0]), earlier)
        of = best.document_id if best and share >= COPIED else None
        found.append(Passage(start=match.start(), end=match.end(), of=of, share=round(share, 3)))
    return found


def _copied(report: Report, earlier: Sequence[Report]) -> Origin | None:
    grams = _grams(body_of(report.text))
    best, share = _best(grams, [(o, _grams(body_of(o.text))) for o in earlier])
    if best is None or share < COPIED:
        return None
    said = f"{share:.0%} of its word {SHINGLE}-grams stand in {best.publisher or best.document_id}"
    return Origin(kind="copy", of=best.document_id, evidence=said)


def _cited(report: Report, earlier: Sequence[Report]) -> Origin | None:
    names: dict[str, Report] = {}
    for other in sorted(earlier, key=_order):
        if other.publisher and not _same_outlet(other, report):
            names[other.publisher] = other  # the latest that came before
    found = None if has_own_witness(report) else citation_of(report.text, names)
    if found is None:
        return None
    of = names[found.name].document_id
    return Origin(kind="cites", of=of, evidence=f'"{found.words}" ({found.name})')


def _credited(report: Report, earlier: Sequence[Report]) -> Origin | None:
    publisher = short_name(report.publisher or "")
    found = credit_of(report.text)
    if agency_name(publisher) or (found and is_name_of(found.name, publisher)):
        return Origin(kind="agency", of=None, evidence=f"{publisher} prints its own despatch")
    if found is None:
        return None
    despatches = [o for o in earlier if o.publisher and is_name_of(found.name, o.publisher)]
    of = max(despatches, key=_order).document_id if despatches else found.name
    return Origin(kind="agency", of=of, evidence=f'credited: "{found.words}"')


def _own(report: Report) -> Origin:
    part = contributor_of(report.text)
    if part:
        said = f'{part.name} had a part in it: "{part.words}"'
        return Origin(kind="own", of=None, evidence=said)
    return Origin(
        kind="own", of=None, evidence="no credit, no copy and no other outlet in its lead"
    )


def _best(grams: Grams, others: Sequence[tuple[Report, Grams]]) -> tuple[Report | None, float]:
    """The report that has most of the 4-grams, the earliest of equals, and their share."""
    best: tuple[Report | None, float] = (None, 0.0)
    if len(grams) < _FEWEST:
        return best
    for other, have in sorted(others, key=lambda pair: _order(pair[0])):
        share = len(grams & have) / len(grams)
        if share > best[1]:
            best = (other, share)
    return best


def _grams(text: str) -> Grams:
    parts = _QUOTED.split(text)
    grams: set[tuple[str, ...]] = set()
    for part in parts:
        words = _WORD.findall(part.lower())
        grams.update(tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    return frozenset(grams)


def _before(other: Report, report: Report) -> bool:
    return other.document_id != report.document_id and _order(other) < _order(report)


def _order(report: Report) -> tuple[bool, str, bool, str]:
    """By day; on one day an agency is first, then a report with a credit, then by id."""
    day = report.published.isoformat() if report.published else ""
    agency = agency_name(report.publisher or "") or credit_of(report.text)
    return (not day, day, not agency, report.document_id)


def _same_outlet(one: Report, two: Report) -> bool:
    return short_name(one.publisher or "") == short_name(two.publisher or "")


def roots_of(origins: Mapping[str, Origin]) -> dict[str, str]:
    """Document id -> what its words rest on in the end: a document id, or `agency NAME`."""

    def root(name: str) -> str:
        seen = {name}
        while True:
            origin = origins.get(name)
            if origin is None or origin.of is None:
                return name
            if origin.kind == "agency" and origin.of not in origins:
                return f"agency {origin.of}"
            if origin.of in seen:
                return name
            name = origin.of
            seen.add(name)

    return {name: root(name) for name in origins}
