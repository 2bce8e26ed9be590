"""Codes documents in processes of this machine, any of which may be killed at any time.

Each process opens its own `Coder` and codes one document at a time. A document that takes too long
or too much memory ends its process and not the run: it is tried once more in a fresh one, for a
process may be killed for another's fault, and is then a `Failure`. Memory grows with the number of
processes, not of documents: only some documents for each are under way at a time.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any, cast

from tacitus.coding import CodedDocument
from tacitus.errors import ModelError, TacitusError
from tacitus.pool_child import ANSWER, BEGUN, LENGTH, OUT_OF_MEMORY, READY, REFUSED, STAGES
from tacitus.records import Document, Failure, Stage

Item = Document | Failure
Coded = CodedDocument | Failure
_AHEAD = 16  # documents under way for each process: a slow one must not let the others wait
_STARTS = 8  # of one process without a document done; more is no bad luck
_PATIENCE_AT_START = 300.0  # seconds; the model is open within one on a machine at rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may take."""

    seconds: float = 300.0  # by the clock; an article takes 0.2, two million characters 140
    memory: int = 2 << 30  # bytes beyond what the opened model takes; kept to on Unix only
    tries: int = 2  # processes that a document may cost


class CoderProcess:
    """One process that codes. It is started at the first document and again when it has died."""

    def __init__(self, arguments: Mapping[str, Any], limits: Limits, coder: str) -> None:
        self._opening = pickle.dumps((coder, dict(arguments), limits.memory))
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = threading.Event()

    @property
    def number(self) -> int | None:
        """The id that the system gives the process; None when there is none."""
        return self._child.pid if self._child else None

    def code(self, document: Document) -> Coded:
        """The coding, or why there is none.

        Raises:
            ModelError: no process can be started.
            TacitusError: the coder cannot be opened.
        """
        question = pickle.dumps(document)
        reason = ""
        stage: Stage = "encode"
        strikes = starts = 0
        while strikes < self._limits.tries:
            child = self._child or self._start()
            answer, stage, reason = self._ask(child, question)
            if answer is not None:
                return answer
            self.clear()
            if self._closed.is_set():
                break
            # A process that died before it had the document says nothing about the document.
            strikes += stage != "read"
            starts += 1
            if starts > _STARTS:
                raise ModelError(
                    f"a process that codes was killed {starts} times before it began; expected a "
                    "machine with memory to spare: code with fewer workers"
                )
        reason = (
            f"the process that coded this document ({len(document.text):,} characters) {reason}, "
            f"{strikes} times; the document was left out, the others go on"
        )
        path = document.path or document.url or document.id
        return Failure(path=path, stage=stage, reason=reason, document_id=document.id)

    def close(self) -> None:
        """Kill the process."""
        self._closed.set()
        if self._child is not None:
            self._child.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        for _ in range(_STARTS):
            if self._closed.is_set():
                break
            child = self._child = _spawn()
            if self._closed.is_set():  # meanwhile
                child.kill()
            with _Timer(child, _PATIENCE_AT_START):
                _send(child, self._opening)
                said = _read(child, 1)
                if said == READY:
                    return child
                error = pickle.loads(_read_frame(child)) if said == REFUSED else None
            self.clear()
            if isinstance(error, TacitusError):
                raise error
            if error is not None:
                raise ModelError(f"the coder cannot be opened in a process of its own: {error!r}")
        raise ModelError(
            f"a process that codes did not start in {_STARTS} tries; expected a machine with "
            "memory to spare: code with fewer workers"
        )

    def _ask(
        self, child: subprocess.Popen[bytes], question: bytes
    ) -> tuple[Coded | None, Stage, str]:
        """The answer, or None with the stage at which the process died and how; "read": before."""
        stage: Stage = "read"
        with _Timer(child, self._limits.seconds) as timer:
            _send(child, question)
            while said := _read(child, 1):
                if said == ANSWER:
                    frame = _read_frame(child)
                    if frame:
                        return cast(Coded, pickle.loads(frame)), stage, ""
                    break
                stage = STAGES.get(said, "encode") if said != BEGUN else "encode"
        if timer.fired():
            return None, stage, f"took more than {self._limits.seconds:g} seconds and was killed"
        code = child.wait()
        if code == OUT_OF_MEMORY:
            return None, stage, f"took more than {self._limits.memory / 2**30:g} GB and was ended"
        return None, stage, "was killed, perhaps for memory"

    def clear(self) -> None:
        """Forget the process, which has died."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue  # what was buffered for a dead child
        child.wait()


class CoderPool:
    """Several processes that code; threads may share it."""

    def __init__(
        self,
        arguments: Mapping[str, Any],
        workers: int,
        *,
        limits: Limits | None = None,
        version: str = "",
        coder: str = "tacitus.pipeline:Coder",
    ) -> None:
        """`arguments` open the `coder`, which is named as "module:class"."""
        self.version = version
        self.workers = workers
        made = [CoderProcess(arguments, limits or Limits(), coder) for _ in range(workers)]
        self._processes = made
        self._idle: queue.SimpleQueue[CoderProcess] = queue.SimpleQueue()
        for process in made:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(workers, "tacitus-coder")

    def code_many(
        self, documents: Iterable[Item], *, workers: int | None = None
    ) -> Iterator[Coded]:
        """Codings or failures in the order of the documents; failures are passed on.

        `workers` is there for the likeness with `Coder.code_many`; the pool has its number.
        """
        del workers
        under_way: deque[Failure | Future[Coded]] = deque()
        try:
            for item in documents:
                under_way.append(item if isinstance(item, Failure) else self._submit(item))
                while under_way and (
                    len(under_way) > self.workers * _AHEAD or _is_done(under_way[0])
                ):
                    yield _outcome(under_way.popleft())
            while under_way:
                yield _outcome(under_way.popleft())
        finally:
            for waiting in under_way:
                if isinstance(waiting, Future):
                    waiting.cancel()

    def numbers(self) -> list[int]:
        """The ids of the processes that run now."""
        return [process.number for process in self._processes if process.number is not None]

    def close(self) -> None:
        """Kill the processes; what is under way is lost."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.close()
        self._threads.shutdown(wait=True)
        for process in self._processes:
            process.clear()

    def _submit(self, document: Document) -> Future[Coded]:
        return self._threads.submit(self._code, document)

    def _code(self, document: Document) -> Coded:
        process = self._idle.get()
        try:
            return process.code(document)
        finally:
            self._idle.put(process)


def _is_done(item: Failure | Future[Coded]) -> bool:
    return isinstance(item, Failure) or item.done()


def _outcome(item: Failure | Future[Coded]) -> Coded:
    return item if isinstance(item, Failure) else item.result()


class _Timer:
    """Kills a process when the time is up, unless what is inside ends before."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self._fired = threading.Event()
        self._child = child
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def __enter__(self) -> _Timer:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def fired(self) -> bool:
        """True when the time was up."""
        return self._fired.is_set()

    def _fire(self) -> None:
        self._fired.set()
        self._child.kill()


def _spawn() -> subprocess.Popen[bytes]:
    # Not multiprocessing: its children import the caller's main module. Not a fork: it would share
    # onnxruntime's threads and locks.
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "tacitus.pool_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )


def _send(child: subprocess.Popen[bytes], body: bytes) -> None:
    stream = cast(IO[bytes], child.stdin)
    try:
        stream.write(LENGTH.pack(len(body)) + body)
        stream.flush()
    except OSError:
        return  # it has died: reading will tell


def _read(child: subprocess.Popen[bytes], size: int) -> bytes:
    return cast(IO[bytes], child.stdout).read(size)


def _read_frame(child: subprocess.Popen[bytes]) -> bytes:
    """One frame; nothing when the process died over it."""
    length = _read(child, LENGTH.size)
    if len(length) < LENGTH.size:
        return b""
    size = LENGTH.unpack(length)[0]
    body = _read(child, size)
    return body if len(body) == size else b""
