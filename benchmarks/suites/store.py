"""How fast a store of a million events is, and what memory its queries take.

Enters: nothing of the data. The store is that of `synthetic_store`, a thousand events a record, so
that `--limit 20` measures a small one; it is kept in the cache folder for the next run. Leaves:
milliseconds, MB and rows a second. `store_process` has what is asked.

`filter_p95_ms`: 95 of 100 calls of each filter took no longer; the first 51 events are read.
`dyad_month_ms`, `country_week_ms`: a whole panel, the slowest of three. `sql_p95_ms` has the start
of the process that each query of SQL runs in. `peak_rss_mb`: of the process that did all of these
but SQL, from its start, making the caches. `command_ms`: `tacitus events` with a filter, from the
start of Python to its end. `rows_written_per_s`: documents with their events, 500
a commit. `fill_cache_ms`, `fill_index_ms`: what the first query and search after a change wait for.
`*_cpu_ms` is processor time, which other work on the machine does not lengthen much.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from benchmarks.coders import OpenCoder
from benchmarks.errors import BenchmarkError
from benchmarks.gold import Gold, GoldRecord
from benchmarks.results import Scores
from benchmarks.store_process import REPEATS, timed
from benchmarks.synthetic_store import NAMES, append_rows, synthetic_rows, write_synthetic
from tacitus.resolve.gazetteer import cache_folder
from tacitus.store import Run, Store
from tacitus.store.columns import TABLES
from tacitus.store.layout import FORMAT
from tacitus.store.query_sql import run_sql

RECORDS = 1000
EVENTS = 1000  # a record
TARGETS: Mapping[str, float] = {
    "filter_p95_ms": 300,
    "dyad_month_ms": 1000,
    "country_week_ms": 1000,
    "peak_rss_mb": 600,
}
SQL = (
    "select event_type, count(*) as n from events group by all",
    "select * from events where score > 0.99 limit 50",
    "select country, count(distinct document_id) as n from event_actors group by all order by n",
    "select publisher, count(*) as n from documents group by all",
)
COMMAND = ("events", "--country", "Kenya", "--type", "PROTEST")
_WRITTEN = 5000  # documents
_COMMIT = 500  # documents, as Store.add has them
_GENERATOR = (Path(sys.modules[write_synthetic.__module__].__file__ or ""), NAMES)


def read_store(_: Path) -> Gold:
    """Stands for the invented store: records that hold nothing but how many events they are."""
    record = GoldRecord(id="", text="", published=None, fields={"events": EVENTS})
    return Gold(
        name="synthetic_store",
        sha256=generator_sha256(),
        records=(record,) * RECORDS,
        chosen="invented, the same for the same generator",
    )


def generator_sha256() -> str:
    """The SHA-256 of what makes the store: the generator, its names, the columns and the format."""
    digest = hashlib.sha256()
    for file in _GENERATOR:
        digest.update(file.read_bytes())
    digest.update(json.dumps([FORMAT, TABLES]).encode("utf-8"))
    return digest.hexdigest()


def run(records: Sequence[GoldRecord], _: OpenCoder) -> Scores:
    """The speed and memory of a store with the events of the records.

    Raises:
        BenchmarkError: the process that measures failed.
    """
    events = sum(record.fields["events"] for record in records)
    path = kept_store(events)
    found = _measured(path)
    sql = {query: {"ms": _repeated(partial(run_sql, path, query))} for query in SQL}
    command = _repeated(lambda: _python("-m", "tacitus", *COMMAND, "--store", str(path)))
    metrics = {
        "filter_p95_ms": p95(found["filters"]),
        "group_p95_ms": p95(found["groups"]),
        "dyad_month_ms": max(found["panels"]["dyad-month"]["ms"]),
        "country_week_ms": max(found["panels"]["country-week"]["ms"]),
        "search_p95_ms": p95(found["searches"]),
        "sql_p95_ms": p95(sql),
        "command_ms": max(command),
        "peak_rss_mb": found["peak_rss_mb"],
        "rows_written_per_s": rows_written_per_second(),
        "fill_cache_ms": found["fill_cache_ms"],
        "fill_index_ms": found["fill_index_ms"],
        "filter_p95_cpu_ms": p95(found["filters"], "cpu_ms"),
        "dyad_month_cpu_ms": max(found["panels"]["dyad-month"]["cpu_ms"]),
        "country_week_cpu_ms": max(found["panels"]["country-week"]["cpu_ms"]),
    }
    missed = [name for name, most in TARGETS.items() if metrics[name] >= most]
    return Scores(
        n=found["events"],
        metrics=metrics,
        details={
            "targets": dict(TARGETS),
            "missed": missed,
            "load_1m": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
            "sql": sql,
            **found,
        },
    )


def kept_store(events: int) -> Path:
    """The store of so many events in the cache folder, written when it is not there."""
    folder = cache_folder() / "benchmarks"
    path = folder / f"store-{events}-{generator_sha256()[:12]}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="part-") as part:
            write_synthetic(Path(part) / "store", events)
            (Path(part) / "store").rename(path)
    return path


def p95(measured: Mapping[str, Mapping[str, Any]], clock: str = "ms") -> float:
    """The duration that 95 of 100 of all runs do not exceed."""
    durations = sorted(chain.from_iterable(found[clock] for found in measured.values()))
    return float(durations[-(-95 * len(durations) // 100) - 1])


def rows_written_per_second(documents: int = _WRITTEN) -> float:
    """How many documents with their events are written a second, made beforehand."""
    rows = list(islice(synthetic_rows(sys.maxsize, 0), documents))
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "store")
        made = Run(coder_version="written")
        started = time.perf_counter()
        for start in range(0, documents, _COMMIT):
            append_rows(store, rows[start : start + _COMMIT], made)
        return documents / (time.perf_counter() - started)


def _measured(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_python("-m", "benchmarks.store_process", str(path)))
    return found


def _repeated(work: Callable[[], object]) -> list[float]:
    return [timed(work)[0].ms for _ in range(REPEATS)]


def _python(*arguments: str) -> str:
    """What a process of Python writes to stdout."""
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or "it said nothing").split("\n")[-1]
        raise BenchmarkError(
            f"{' '.join(arguments)} ended with {done.returncode} ({last}); expected 0: run it by "
            "itself"
        )
    return done.stdout
