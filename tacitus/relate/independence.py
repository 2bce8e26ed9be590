"""How many independent reports and speakers a happening has, who was first, and whose press it is.

Enters: the reports that tell of a happening, where their words come from (`syndication`), and what
each tells. Leaves: an `Independence`. Copies, prints of one agency's despatch and quotation chains
are one report: B citing A is no second witness. Two reporters at one press conference are two
reports with one speaker, so both numbers are given and neither stands for the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tacitus.relate.citations import short_name
from tacitus.relate.reports import Report, Told
from tacitus.relate.syndication import Origin, origins_of, roots_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """The reports of one happening, with those that are one counted once."""

    reports: int
    independent: int
    speakers: int  # different speakers whom the reports name
    unattributed: int  # independent reports that tell of it in their own voice
    first: str | None  # document id of the first report; None: no report
    groups: tuple[tuple[str, ...], ...]  # document ids, those that rest on the same together
    # ISO 3166-1 alpha-3 of the publisher, None: not known -> share of the reports, largest first
    coverage: tuple[tuple[str | None, float], ...]


def independence_of(
    reports: Sequence[Report],
    told: Sequence[Told] = (),
    *,
    origins: Mapping[str, Origin] | None = None,
) -> Independence:
    """How independent the reports of one happening are.

    `told` is the happening as the reports tell it. `origins` are those of the whole story, where
    reports that do not tell of this happening are among what others copy or cite; None: of
    `reports` alone.

    Example: an agency's despatch, two prints of it and one paper's own report are 4 reports, 2
    independent.
    """
    roots = roots_of(origins_of(reports) if origins is None else origins)
    groups: dict[str, list[str]] = defaultdict(list)
    for report in sorted(reports, key=_order):
        groups[roots.get(report.document_id, report.document_id)].append(report.document_id)
    plain = {t.document_id for t in told if t.speaker is None}
    return Independence(
        reports=len(reports),
        independent=len(groups),
        speakers=len({_speaker(t) for t in told if t.speaker is not None}),
        unattributed=sum(not plain.isdisjoint(group) for group in groups.values()),
        first=min(reports, key=_order).document_id if reports else None,
        groups=tuple(tuple(group) for group in groups.values()),
        coverage=_coverage(reports),
    )


def _coverage(reports: Sequence[Report]) -> tuple[tuple[str | None, float], ...]:
    counts = Counter(report.publisher_country for report in reports)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0] or "~"))
    return tuple((country, round(count / len(reports), 3)) for country, count in ordered)


def _speaker(told: Told) -> str:
    return told.speaker_entity_id or short_name(told.speaker or "").casefold()


def _order(report: Report) -> tuple[bool, str, str]:
    day = report.published.isoformat() if report.published else ""
    return (not day, day, report.document_id)
