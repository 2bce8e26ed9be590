"""The links across the documents of a store: stories, same events, disputes, confirmations.

Enters: a store. Leaves: rows of its table `links`, only what changed. All documents are looked at,
so the links follow from what is in the store and not from the order in which it came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tacitus.records import Link
from tacitus.relate.claims import Happening, happenings_of, links_of
from tacitus.relate.reports import Report, Told
from tacitus.relate.same_events import find_same_events
from tacitus.relate.stories import Stories
from tacitus.relate.story_events import join_in_stories
from tacitus.store.reports import judged_pairs, read_reports, read_told, write_links
from tacitus.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """How the reports of a store hang together."""

    reports: tuple[Report, ...]
    told: tuple[Told, ...]
    stories: tuple[frozenset[str], ...]  # document ids
    happenings: tuple[Happening, ...]  # those told once are among them
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTally:
    """What a run of `link_store` found and wrote."""

    documents: int
    events: int
    links: Mapping[str, int]  # that hold now, by relation
    written: int  # new or changed
    superseded: int


def link_store(store: Store) -> LinkTally:
    """Link all documents of a store and write what changed.

    Raises:
        StoreError: the store cannot be read or written.
    """
    with store.connect() as connection:
        reports, told = read_reports(connection), read_told(connection)
    related = relate(reports, told, judged_pairs(store.lake))
    ids = {report.document_id for report in reports}
    written, superseded = write_links(store.lake, related.links, ids)
    counts: dict[str, int] = {}
    for link in related.links:
        counts[link.relation] = counts.get(link.relation, 0) + 1
    return LinkTally(
        documents=len(reports),
        events=len(told),
        links=counts,
        written=written,
        superseded=superseded,
    )


def relate(
    reports: Iterable[Report],
    told: Sequence[Told],
    judged: Mapping[tuple[str, str], bool] | None = None,
) -> Related:
    """All links between some reports, and the happenings that they tell.

    `judged`: pairs of event ids that a person put together or apart.
    """
    kept = tuple(reports)
    stories = Stories()
    for report in kept:
        stories.add(report)
    of_stories = tuple(frozenset(group) for group in stories.groups())
    same = find_same_events(told, judged=judged)
    apart = [pair for pair, one in (judged or {}).items() if not one]
    clusters, joined = join_in_stories(_clusters(told, same.groups), of_stories, apart)
    happenings = happenings_of(clusters, told, of_stories)
    found = [link for happening in happenings for link in links_of(happening)]
    unique = {(link.left_id, link.right_id, link.relation): link for link in found}
    return Related(
        reports=kept,
        told=tuple(told),
        stories=of_stories,
        happenings=happenings,
        links=(*stories.links(), *same.links, *joined, *unique.values()),
    )


def _clusters(told: Sequence[Told], groups: Iterable[Sequence[str]]) -> list[list[Told]]:
    """The events of each group; an event of no group is one of its own."""
    by_id = {item.event_id: item for item in told}
    clusters = [[by_id[name] for name in group] for group in groups]
    grouped = {item.event_id for cluster in clusters for item in cluster}
    return [*clusters, *([item] for item in told if item.event_id not in grouped)]
