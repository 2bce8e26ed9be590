"""Codes documents in several processes of this machine, results in the order of the input.

Each process opens its own `Coder` once. Memory grows with the number of processes, not of
documents: only a few batches are under way at a time.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any

from tacitus.coding import CodedDocument
from tacitus.pipeline import BATCH, Coder
from tacitus.records import Document, Failure

Item = Document | Failure
Coded = CodedDocument | Failure
_AHEAD = 2  # batches under way for each process
_coder: dict[str, Coder] = {}  # one a process, opened by `_open`


def code_in_processes(
    documents: Iterable[Item], arguments: dict[str, Any], workers: int
) -> Iterator[Coded]:
    """Codings or failures in input order. A batch that kills its process is tried one by one."""
    batches = _batched(documents, BATCH)
    pool = _pool(arguments, workers)
    under_way: deque[tuple[list[Item], Future[list[Coded]]]] = deque()
    try:
        while True:
            for batch in islice(batches, workers * _AHEAD - len(under_way)):
                under_way.append((batch, _submit(pool, batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                # every batch in flight is lost with the pool; none of them may be dropped
                lost = [batch, *(waiting for waiting, _ in under_way)]
                under_way.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                for again in lost:
                    yield from _one_by_one(again, arguments)
                pool = _pool(arguments, workers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(batch: list[Item], arguments: dict[str, Any]) -> Iterator[Coded]:
    for item in batch:
        if isinstance(item, Failure):
            yield item
            continue
        with _pool(arguments, 1) as pool:
            try:
                yield from pool.submit(_code_batch, [item]).result()
            except BrokenProcessPool:
                reason = (
                    f"the process that coded this document ({len(item.text):,} characters) was "
                    "killed, perhaps for memory; the document was left out, the others go on"
                )
                yield Failure(path=item.path or item.id, stage="extract", reason=reason)


def _batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _pool(arguments: dict[str, Any], workers: int) -> ProcessPoolExecutor:
    # spawn: a forked process would share onnxruntime's threads and locks
    return ProcessPoolExecutor(workers, get_context("spawn"), _open, (arguments,))


def _submit(pool: ProcessPoolExecutor, batch: list[Item]) -> Future[list[Coded]]:
    try:
        return pool.submit(_code_batch, batch)
    except BrokenProcessPool as error:  # it broke over a batch before: told when its turn comes
        broken: Future[list[Coded]] = Future()
        broken.set_exception(error)
        return broken


def _open(arguments: dict[str, Any]) -> None:
    # Ctrl-C reaches every process of the terminal; the parent decides when the work ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _coder["coder"] = Coder(**arguments)


def _code_batch(batch: list[Item]) -> list[Coded]:
    return list(_coder["coder"].code_many(batch))
