"""The process that codes documents for `tacitus.pool`, one after the other.

Reads frames from stdin: a length of eight bytes, then a pickle. The first one says which coder to
open with what, and how much memory it may take; each later one is a document. Writes to stdout one
byte for what it is about to do, and the outcome as a frame. Ends when its parent has gone.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import threading
import time
from collections.abc import Mapping
from importlib import import_module
from typing import IO, Any

from tacitus.coding import CodedDocument
from tacitus.errors import TacitusError
from tacitus.readers.memory import limit_memory
from tacitus.records import Document, Failure, Stage

LENGTH = struct.Struct(">Q")
READY, REFUSED, BEGUN, ANSWER = b"r", b"n", b"b", b"a"
STAGES: Mapping[bytes, Stage] = {b"E": "encode", b"X": "extract"}
OUT_OF_MEMORY = 86  # exit code
_MARKS = {stage: mark for mark, stage in STAGES.items()}
_NO_MEMORY = ("bad_alloc", "bad allocation", "Failed to allocate memory")


def main() -> None:
    """Answer until stdin ends."""
    # Ctrl-C reaches every process of the terminal; the parent decides when the work ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    name, arguments, memory = pickle.loads(_frame(questions))
    try:
        module, _, kind = name.partition(":")
        coder = getattr(import_module(module), kind)(**arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent says it
        _say(answers, REFUSED, error)
        return
    limit_memory(memory)
    _write(answers, READY)
    while question := _frame(questions):
        _write(answers, BEGUN)
        document: Document = pickle.loads(question)
        _say(answers, ANSWER, _code(coder, document, answers))


def _code(coder: Any, document: Document, answers: IO[bytes]) -> CodedDocument | Failure:  # noqa: ANN401 - any class with `code`
    stages: list[Stage] = ["encode"]

    def told(stage: Stage) -> None:
        stages.append(stage)
        _write(answers, _MARKS[stage])

    try:
        coding: CodedDocument = coder.code(document, on_stage=told)
    except TacitusError as error:
        reason = str(error)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - one document must not end a run of millions
        if any(words in str(error) for words in _NO_MEMORY):
            os._exit(OUT_OF_MEMORY)
        reason = f"{type(error).__name__}: {error}; this is a fault of tacitus: report it"
    else:
        return coding
    path = document.path or document.url or document.id
    reason = " ".join(reason.split())
    return Failure(path=path, stage=stages[-1], reason=reason, document_id=document.id)


def _end_with_parent(parent: int) -> None:
    """A parent that was killed closes stdin, but a document may be under way for ever."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def _frame(stream: IO[bytes]) -> bytes:
    length = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(length)[0]) if len(length) == LENGTH.size else b""


def _say(stream: IO[bytes], mark: bytes, value: object) -> None:
    body = pickle.dumps(value)
    _write(stream, mark + LENGTH.pack(len(body)) + body)


def _write(stream: IO[bytes], data: bytes) -> None:
    try:
        stream.write(data)
        stream.flush()
    except OSError:  # the parent has gone
        os._exit(1)


if __name__ == "__main__":
    main()
