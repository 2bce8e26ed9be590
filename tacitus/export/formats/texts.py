"""Text that files of other tools can hold, and the documents that events were read from.

Enters: text, or rows of the view `events`. Leaves: text without what XML and UTF-8 forbid; codings
with the events that were asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from tacitus.errors import SchemaError
from tacitus.export.events import ResolvedEvent, events_resolved
from tacitus.export.formats import EventRow, ExportOptions
from tacitus.export.formats.losses import LossCounter
from tacitus.records import Coding

# What XML 1.0 cannot hold even when escaped; surrogates cannot be written as UTF-8 either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
Token = tuple[int, int]  # start and end in the text, code points


def writable(text: str) -> str:
    """The text with what cannot be written replaced."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def xml(value: object) -> str:
    """A value as it stands in XML, in an element or an attribute in double quotes."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    return escape(writable(text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def tokens_of(text: str, cuts: Iterable[int] = ()) -> list[Token]:
    """Words and signs of the text, cut at `cuts` too, so that no span ends inside one."""
    wanted = sorted(set(cuts))
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        inside = [cut for cut in wanted if match.start() < cut < match.end()] if wanted else []
        edges = [match.start(), *inside, match.end()]
        found += zip(edges, edges[1:], strict=False)
    return found


def documents_of(
    rows: Iterable[EventRow], options: ExportOptions, losses: LossCounter
) -> Iterator[tuple[Coding, list[ResolvedEvent]]]:
    """Each document once, in the order of its first row, with its events among `rows`.

    Counts what is lost of each row, and each document as one record.

    Raises:
        SchemaError: there are only rows and no texts.
    """
    if options.coding_of is None:
        raise SchemaError(
            f"the format {losses.name} needs the texts of the events and there are only rows; "
            "expected a store: give --store, or ExportOptions(coding_of=...)"
        )
    wanted: dict[str, set[str]] = {}
    for row in losses.seen(rows):
        wanted.setdefault(row["document_id"], set()).add(str(row["event_id"]).rpartition("#")[2])
        losses.drop(row)
    for document_id, ids in wanted.items():
        coding = options.coding_of(document_id)
        yield coding, [item for item in events_resolved(coding) if item["id"] in ids]
        losses.written += 1
