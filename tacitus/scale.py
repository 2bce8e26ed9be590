"""Filling a store with the processors of one machine or of many, the same way on both.

Enters: inputs, a coder, a store. Leaves: rows and a tally. `fill_shards` does the work in either
case: on one machine once for all shards, with a pool of processes; under Ray once for each shard,
wherever Ray puts it. A shard may be worked on more than once, when a machine fails; its rows are
added once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tacitus.errors import ExtraError, StoreError, TacitusError
from tacitus.ingest.fill import Choices, fill_shards, link_copies
from tacitus.ingest.shards import MOST, Shard, local_shards, sent_shards
from tacitus.ingest.tally import Coded, Hooks, Tally
from tacitus.pool import Limits
from tacitus.readers import ReadOptions
from tacitus.records import Failure
from tacitus.store import Counts, Run, Store

if TYPE_CHECKING:
    from tacitus.pipeline import Coder

_SHOWN = 100  # failures that a worker tells; all are in the store
_AHEAD = 2  # shards sent for each processor: one under way, one waiting there
_RETRIES = 20  # of a shard whose machine or process was lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where Ray runs. `address` None: it is started on this machine, for this run."""

    address: str | None = None  # "ray://head:10001", "auto" ...
    processors: int | None = None  # shards at a time; None: as many as the cluster has


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is the same for all shards of a run."""

    store: str  # folder or address
    storage: Mapping[str, str]
    coder: Mapping[str, Any]  # arguments of `Coder`
    limits: Limits
    choices: Choices
    run: Run


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of one shard."""

    tally: Tally
    failures: list[Failure] = field(default_factory=list)


def fill_here(  # noqa: PLR0913 - what, with what, and who is told
    store: Store,
    inputs: Sequence[str],
    coder: Coder,
    *,
    options: ReadOptions,
    limits: Limits,
    choices: Choices,
    hooks: Hooks,
) -> Tally:
    """Fill a store with the processors of this machine, `choices.workers` of them.

    Raises:
        StoreError: the store cannot be written.
        ModelError: no process can be kept alive.
    """
    key = shard_key(coder.version, choices)
    shards = local_shards(inputs, options, key=key, size=choices.batch)
    with closing(coder.in_processes(choices.workers, limits)) as pool:
        return fill_shards(store, shards, pool, choices=choices, hooks=hooks)


def fill_on_ray(  # noqa: PLR0913 - what, with what, and who is told
    store: Store,
    inputs: Sequence[str],
    coder: Coder,
    *,
    options: ReadOptions,
    limits: Limits,
    choices: Choices,
    hooks: Hooks,
    cluster: Cluster,
    batch: int = MOST,
) -> Tally:
    """The same on a Ray cluster; at most two shards for each of its processors are held there.

    Each worker opens the store by itself, so it must lie where all reach it.

    Raises:
        StoreError: the store cannot be written, or copies are to be left out: that needs all
            documents in one place.
        ExtraError: Ray is not installed.
    """
    if choices.skip_duplicates:
        raise StoreError(
            "copies cannot be left out under Ray, where no worker sees all documents; expected "
            "links only: leave --skip-duplicates away"
        )
    run = Run(coder_version=coder.version, arguments=choices.arguments)
    job = Job(
        store=str(store.root),
        storage=store.root.options,
        coder=coder.arguments,
        limits=limits,
        choices=replace(choices, workers=1, link_copies=False),
        run=run,
    )
    shards = sent_shards(inputs, options, key=shard_key(coder.version, choices), size=batch)
    tally = Tally()
    store.begin(run)
    with _ray(cluster) as ray:
        for report in _reports(ray, shards, job, hooks, cluster.processors):
            for failure in report.failures:
                hooks.on_outcome(failure)
            tally.add(report.tally)
            hooks.on_change(tally)
    if choices.link_copies:
        tally.links += link_copies(store)
    store.end(run, Counts(), datetime.now(UTC))
    return tally


def shard_key(version: str, choices: Choices) -> str:
    """What decides, beside the documents, what becomes of a shard."""
    return f"{version} everything={choices.everything} skip={choices.skip_duplicates}"


def code_shard(shard: Shard, job: Job) -> Report:
    """Code one shard in a process of its own and add it; for the worker of a cluster.

    Raises:
        TacitusError: the store or the model cannot be used there.
    """
    from tacitus.pipeline import Coder

    failures: list[Failure] = []

    def told(outcome: Coded) -> None:
        if isinstance(outcome, Failure) and len(failures) < _SHOWN:
            failures.append(outcome)

    store = Store.open(job.store, job.storage)
    coder = Coder(**job.coder)
    with closing(coder.in_processes(1, job.limits)) as pool:
        tally = fill_shards(
            store,
            [shard],
            pool,
            choices=job.choices,
            hooks=Hooks(on_outcome=told),
            run=job.run,
        )
    return Report(tally=tally, failures=failures)


def _reports(
    ray: Any,  # noqa: ANN401 - a module
    shards: Iterable[Shard],
    job: Job,
    hooks: Hooks,
    processors: int | None,
) -> Iterator[Report]:
    """The reports of the shards as they are done; no more are read than are under way."""
    work = ray.remote(num_cpus=1, max_retries=_RETRIES, retry_exceptions=False)(code_shard)
    shared = ray.put(job)
    source = iter(shards)
    under_way: deque[Any] = deque()
    while True:
        most = _AHEAD * (processors or max(1, int(ray.cluster_resources().get("CPU", 1))))
        while len(under_way) < most and not hooks.stopping():
            shard = next(source, None)
            if shard is None:
                break
            under_way.append(work.remote(shard, shared))
        if not under_way:
            return
        done, _ = ray.wait(list(under_way), num_returns=1, timeout=1.0)
        for reference in done:
            under_way.remove(reference)
            yield _report(ray, reference)


def _report(ray: Any, reference: Any) -> Report:  # noqa: ANN401 - Ray's
    try:
        report: Report = ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        cause = error.as_instanceof_cause()
        if isinstance(cause, TacitusError):
            raise type(cause)(str(error.cause)) from error
        raise
    except ray.exceptions.RayError as error:
        words = " ".join(str(error).split())[:300]
        raise StoreError(
            f"Ray lost a shard {_RETRIES + 1} times ({words}); what was added is safe: run again"
        ) from error
    return report


@contextmanager
def _ray(cluster: Cluster) -> Iterator[Any]:
    """Ray, connected. One that is started here listens on this machine only."""
    try:
        import ray
    except ImportError as error:
        raise ExtraError(
            "the engine ray needs the extra [ray]; install it with: pip install 'tacitus[ray]'"
        ) from error
    settings: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
    if cluster.address is None:
        settings |= {
            "num_cpus": cluster.processors,
            "include_dashboard": False,
            "_node_ip_address": "127.0.0.1",
        }
    ray.init(address=cluster.address, **settings)
    try:
        yield ray
    finally:
        ray.shutdown()


__all__ = ["MOST", "Cluster", "Job", "Report", "code_shard", "fill_here", "fill_on_ray"]
