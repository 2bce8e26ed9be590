"""The process that parses pages, one after the other, and may be killed at any time.

Reads from stdin and writes to stdout: eight hexadecimal digits with the length, then that much
UTF-8 JSON. In: {"html", "url"}. Out: {"text", "title", "publisher", "published", "url",
"language"}, or {"error"}. It says READY when its imports are done, and ends when its stdin does.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import BinaryIO

from tacitus.readers.page_text import READY, extract_page

_MOST_MEMORY = 1 << 30  # bytes of address space beyond what the imports take; Unix only


def main() -> None:
    """Answer until stdin ends."""
    logging.disable(logging.CRITICAL)
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    import trafilatura  # noqa: F401 - before READY, for it takes half a second

    _limit_memory()
    outgoing.write(READY)
    outgoing.flush()
    while (asked := _receive(incoming)) is not None:
        try:
            answer: dict[str, str | None] = extract_page(str(asked["html"]), asked.get("url"))
        except (
            MemoryError,
            RecursionError,
            ValueError,
            TypeError,
            AttributeError,
            LookupError,
        ) as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:200]}
        body = json.dumps(answer).encode("ascii")
        outgoing.write(b"%08x" % len(body) + body)
        outgoing.flush()


def _receive(incoming: BinaryIO) -> dict[str, str | None] | None:
    length = incoming.read(8)
    if len(length) < 8:
        return None
    received: dict[str, str | None] = json.loads(incoming.read(int(length, 16)))
    return received


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_used() + _MOST_MEMORY, hard))


def _used() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            pages = int(statm.read().split()[0])
    except OSError:
        return 1 << 30
    import resource

    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
