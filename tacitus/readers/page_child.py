"""The process that parses pages, one after the other, and may be killed at any time.

Reads from stdin and writes to stdout: eight hexadecimal digits with the length, then that much
UTF-8 JSON. In: {"html", "url"}. Out: {"text", "title", "publisher", "published", "url",
"language"}, or {"error"}. In: {"feed"}, {"json_feed"} or {"listing"} with the text of the file.
Out: {"items"} or {"addresses"} as `feed_items` and `listed_addresses` say. It says READY when its
imports are done, and ends when its stdin does.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from typing import BinaryIO

from tacitus.readers.feed_items import feed_items, json_feed_items
from tacitus.readers.listed_addresses import listed_addresses
from tacitus.readers.memory import limit_memory
from tacitus.readers.page_text import READY, extract_page

_MOST_MEMORY = 1 << 30  # bytes of address space beyond what the imports take; Unix only


def main() -> None:
    """Answer until stdin ends."""
    logging.disable(logging.CRITICAL)
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    import trafilatura  # noqa: F401 - before READY, for it takes half a second

    limit_memory(_MOST_MEMORY)
    outgoing.write(READY)
    outgoing.flush()
    while (asked := _receive(incoming)) is not None:
        try:
            answer = _answer(asked)
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


def _answer(asked: dict[str, str | None]) -> Mapping[str, object]:
    if (feed := asked.get("feed")) is not None:
        return {"items": feed_items(feed)}
    if (feed := asked.get("json_feed")) is not None:
        return {"items": json_feed_items(feed)}
    if (listing := asked.get("listing")) is not None:
        return {"addresses": listed_addresses(listing)}
    return extract_page(str(asked["html"]), asked.get("url"))


def _receive(incoming: BinaryIO) -> dict[str, str | None] | None:
    length = incoming.read(8)
    if len(length) < 8:
        return None
    received: dict[str, str | None] = json.loads(incoming.read(int(length, 16)))
    return received


if __name__ == "__main__":
    main()
