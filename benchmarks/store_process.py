"""The process in which the suite `store` measures queries: nothing else counts in its memory.

    python -m benchmarks.store_process DIR

Enters: a store of `synthetic_store`. Leaves: JSON on stdout, durations and processor time in ms.
What is asked is below, in `FILTERS`, `PANELS` and `SEARCHES`; each is read to its last row.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from tacitus.store import Store
from tacitus.store.panels import make_panel
from tacitus.store.query import EventFilter, Found, count_events, find_events
from tacitus.store.query_cache import FOLDER, Connection, open_queries
from tacitus.store.search import FILE, search_documents

T = TypeVar("T")
REPEATS = 3
SHOWN = 51  # rows that `tacitus events` asks for when it is given no limit
FILTERS: Mapping[str, EventFilter] = {
    "nothing": EventFilter(),
    "actor, a country": EventFilter(actor=("Kenya",)),
    "actor, a name": EventFilter(actor=("dockers' union",)),
    "actor, nobody": EventFilter(actor=("Nobody of that name",)),
    "recipient": EventFilter(recipient=("NOR",)),
    "country": EventFilter(country=("Peru", "Bolivia")),
    "sector": EventFilter(sector=("COP",)),
    "type": EventFilter(event_type=("PROTEST",)),
    "mode": EventFilter(mode=("arrest",)),
    "quad class": EventFilter(quad=(4,)),
    "a month": EventFilter(since=date(2010, 3, 1), until=date(2010, 3, 31)),
    "place": EventFilter(place=("Karrow",)),
    "box": EventFilter(bbox=(33.9, -4.7, 41.9, 5.5)),
    "publisher": EventFilter(publisher=("Lantern",)),
    "speaker": EventFilter(speaker=("High Court",)),
    "disputed": EventFilter(disputed=True),
    "undisputed": EventFilter(disputed=False),
    "score": EventFilter(min_score=0.95),
    "who to whom": EventFilter(actor=("Kenya",), recipient=("Peru",)),
    "much together": EventFilter(
        country=("Kenya",),
        event_type=("ASSAULT", "COERCE"),
        since=date(2012, 1, 1),
        disputed=False,
        min_score=0.7,
    ),
}
GROUPS = (("type", "month"), ("actor-country", "recipient-country"))
PANELS = ("dyad-month", "country-week")
SEARCHES = (
    "assault",  # in one document of three
    "accus*",
    '"dockers\' union"',
    "title:parliament",
    "farmers AND (students OR police) NOT protest",
    "NEAR(army sanction, 5)",
    "nobodyofthatname",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A duration, and the processor time of all threads in it."""

    ms: float
    cpu_ms: float


def main() -> None:
    """Measure, and write what was measured."""
    print(json.dumps(measure(Path(sys.argv[1])) | {"peak_rss_mb": peak_rss_mb()}))


def measure(path: Path) -> dict[str, object]:
    """The durations of everything, on the store in `path`; its caches are made anew."""
    _empty(path)
    cache, connection = timed(lambda: open_queries(path))
    index, _ = timed(lambda: search_documents(connection, path, SEARCHES[0]))
    found: dict[str, object] = {
        "fill_cache_ms": cache.ms,
        "fill_index_ms": index.ms,
        "filters": {name: _repeated(_filter(connection, f)) for name, f in FILTERS.items()},
        "groups": {", ".join(by): _repeated(_group(connection, by)) for by in GROUPS},
        "panels": {kind: _repeated(_panel(connection, kind)) for kind in PANELS},
        "searches": {words: _repeated(_search(connection, path, words)) for words in SEARCHES},
    }
    info = Store.open(path).info()
    return found | {"events": info.events, "documents": info.documents, "store_bytes": info.bytes}


def peak_rss_mb() -> float:
    """The most memory that this process ever had, in MB; 0 where the system does not tell.

    Not `getrusage`, which on Linux has the memory of the process that started this one.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
        line = next(line for line in status.split("\n") if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0.0
    return int(line.split()[1]) / 1024


def _empty(path: Path) -> None:
    """Delete what is made at the first query, to measure how long that takes."""
    for file in [path / FILE, *(path / FOLDER).glob("*")]:
        file.unlink(missing_ok=True)


def _filter(connection: Connection, wanted: EventFilter) -> Callable[[], int]:
    return lambda: _count(find_events(connection, wanted, limit=SHOWN))


def _group(connection: Connection, groups: tuple[str, ...]) -> Callable[[], int]:
    return lambda: _count(count_events(connection, groups))


def _panel(connection: Connection, kind: str) -> Callable[[], int]:
    return lambda: _count(make_panel(connection, kind).found)


def _search(connection: Connection, path: Path, words: str) -> Callable[[], int]:
    return lambda: len(search_documents(connection, path, words))


def _count(found: Found) -> int:
    """The number of rows, all of them read."""
    return sum(1 for _ in found.rows())


def _repeated(work: Callable[[], int]) -> dict[str, object]:
    measured = [timed(work) for _ in range(REPEATS)]
    return {
        "ms": [taken.ms for taken, _ in measured],
        "cpu_ms": [taken.cpu_ms for taken, _ in measured],
        "rows": measured[0][1],
    }


def timed(work: Callable[[], T]) -> tuple[Taken, T]:
    """How long the work took, and what it gave."""
    started, used = time.perf_counter(), time.process_time()
    result = work()
    used, ended = time.process_time() - used, time.perf_counter()
    return Taken(ms=round((ended - started) * 1000, 1), cpu_ms=round(used * 1000, 1)), result


if __name__ == "__main__":
    main()
