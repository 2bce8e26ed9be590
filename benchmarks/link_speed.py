"""How long it takes to link the happenings of a large store of invented events.

    python -m benchmarks.link_speed --events 1000000

The events are those of `benchmarks.synthetic_store`, told twice: `--retold` is the share of them
that a second report tells again on one of the next two days, in other words. Printed are the
seconds of each step, the candidate pairs, and the share of the retold that are candidates and that
are in one group. One process; the events lie in memory, and reading them is not counted.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any, cast

from benchmarks.given_events import told_of
from benchmarks.synthetic_store import synthetic_rows
from tacitus.relate.blocking import Candidates, find_candidates
from tacitus.relate.pair_scores import load_scorer
from tacitus.relate.reports import Told
from tacitus.relate.same_events import find_same_events


def main() -> None:
    """Make the events, link them and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--retold", type=float, default=0.1)
    options = parser.parse_args()
    told = list(invented(options.events, options.retold))
    second = {item.event_id for item in told if item.event_id.startswith("again-")}
    pairs = {(item.removeprefix("again-"), item) for item in second}
    scorer = load_scorer()
    started = time.perf_counter()
    table = scorer.tabulate(sorted(told, key=lambda item: item.event_id))
    print(f"{len(told):,} events as arrays: {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    found = find_candidates(table)
    print(
        f"{len(found.left_p):,} candidates, {found.left_out:,} left out: "
        f"{time.perf_counter() - started:.0f} s; {_recall(table.told, found, pairs):.1%} of the "
        f"{len(pairs):,} retold are among them",
        flush=True,
    )
    del table, found
    started = time.perf_counter()
    same = find_same_events(told, scorer=scorer)
    group_of = {name: i for i, group in enumerate(same.groups) for name in group}
    hits = sum(a in group_of and group_of[a] == group_of.get(b) for a, b in pairs)
    print(
        f"all of it: {time.perf_counter() - started:.0f} s, {len(same.groups):,} groups, "
        f"{len(same.links):,} links; {hits / max(1, len(pairs)):.1%} of the retold in one group"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.1f} GB; {time.process_time():.0f} CPU seconds in all")


def invented(events: int, retold: float, seed: int = 0) -> Iterator[Told]:
    """Events of the synthetic store, with a second report of some of them; `events` in all."""
    chance = Random(seed)
    count = round(events / (1 + retold))
    rest = events - count
    for row in synthetic_rows(count, seed):
        for event in cast("list[dict[str, Any]]", row["events"]):
            told = _told(event, row)
            yield told
            if rest and chance.random() < retold:
                rest -= 1
                yield _again(told, chance)


def _told(event: dict[str, Any], row: dict[str, Any]) -> Told:
    place = event["place"] or {}
    flat = {
        **event,
        "event_id": f"{row['document_id']}#{event['id']}",
        "document_id": row["document_id"],
        "place": place.get("name"),
        "place_country": place.get("country"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "place_basis": place.get("basis"),
        "speaker_entity_id": None,
        "disputes": None,
        "publisher": row["publisher"],
        "published": row["published"],
        "quantities": [],
    }
    return told_of(flat)


def _again(told: Told, chance: Random) -> Told:
    """The same happening in a report of its own, in other words."""
    issued = told.published + timedelta(days=chance.randrange(3)) if told.published else None
    whom = told.recipients[0].name if told.recipients else "no one"
    return replace(
        told,
        event_id=f"again-{told.event_id}",
        document_id=f"again-{told.event_id}",
        sentence=f"Of {told.actors[0].name} and {whom} there was word of {told.anchor}.",
        published=issued,
    )


def _recall(told: tuple[Told, ...], found: Candidates, pairs: set[tuple[str, str]]) -> float:
    names = [item.event_id for item in told]
    rows = zip(found.left_p.tolist(), found.right_p.tolist(), strict=True)
    hits = sum(tuple(sorted((names[i], names[j]), key=len)) in pairs for i, j in rows)
    return hits / max(1, len(pairs))


if __name__ == "__main__":
    main()
