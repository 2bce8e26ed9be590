"""The documents of the events as BibTeX: an @article with the outlet as journal, else a @misc."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.citations import ONLY_CITED, Citation, citations_of
from tacitus.export.formats.losses import LossCounter
from tacitus.export.formats.texts import writable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What TeX reads as a command. Braces would have to be balanced, so they become round brackets.
_COMMANDS = {
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    "\\": r"\textbackslash ",
    "~": r"\textasciitilde ",
    "^": r"\textasciicircum ",
    "{": "(",
    "}": ")",
}
_NOT_IN_ADDRESS = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20", '"': "%22"}


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`: it cites the documents and says no event."""
    losses = LossCounter("bibtex")
    losses.changed(ONLY_CITED, 0)
    seen: set[str] = set()
    with path.open("w", encoding="utf-8", newline="") as stream:
        for row in losses.seen(rows):
            for citation in citations_of([row], seen):
                stream.write(_entry(citation))
                losses.written += 1
            losses.changed(ONLY_CITED)
    return losses.report()


def _entry(citation: Citation) -> str:
    day = citation.published
    title = _tex(citation.title or citation.document_id)
    fields = {
        "title": f"{{{{{title}}}}}",  # doubled, so that no style makes names small
        "journal": f"{{{_tex(citation.publisher)}}}" if citation.publisher else None,
        "year": f"{{{day.year}}}" if day else None,
        "month": _MONTHS[day.month - 1] if day else None,
        "day": f"{{{day.day}}}" if day else None,
        "url": f"{{{_address(citation.url)}}}" if citation.url else None,
        "language": f"{{{_tex(citation.language)}}}" if citation.language else None,
    }
    kind = "article" if citation.publisher else "misc"
    lines = (f"  {name} = {value}" for name, value in fields.items() if value)
    return f"@{kind}{{{citation.key},\n" + ",\n".join(lines) + "\n}\n\n"


def _tex(text: str) -> str:
    plain = re.sub(r"\s+", " ", writable(text)).strip()
    return "".join(_COMMANDS.get(sign, sign) for sign in plain)


def _address(url: str) -> str:
    return "".join(_NOT_IN_ADDRESS.get(sign, sign) for sign in re.sub(r"\s", " ", writable(url)))
