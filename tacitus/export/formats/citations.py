"""The documents that events were read from, as a citation needs them.

Enters: rows of the view `events`. Leaves: one `Citation` a document, with a key that is the same at
every export.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tacitus.export.formats.losses import EventRow

ONLY_CITED = "only its article is written"
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One article."""

    key: str  # "harbourwire2024veldania-1a2b3c", of letters, digits and -
    document_id: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    language: str | None


def citations_of(rows: Iterable[EventRow], seen: set[str]) -> Iterator[Citation]:
    """The documents that are not among `seen`, to which they are added."""
    for row in rows:
        if row["document_id"] not in seen:
            seen.add(row["document_id"])
            yield Citation(
                key=_key(row),
                document_id=row["document_id"],
                title=row["title"],
                publisher=row["publisher"],
                published=row["published"],
                url=row["url"],
                language=row["language"],
            )


def _key(row: EventRow) -> str:
    words = _words(row["title"] or "")
    long = next((word for word in words if len(word) > 3), "")
    year = str(row["published"].year) if row["published"] else "nd"
    digest = _words(row["document_id"])
    return f"{''.join(_words(row['publisher'] or ''))[:20]}{year}{long}-{''.join(digest)[-8:]}"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
