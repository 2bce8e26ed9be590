"""What the caller knows of an input beside its bytes."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tacitus.errors import ReadError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the caller says of the documents of an input; it outdoes what the input says.

    Raises:
        ReadError: the encoding is not one that Python knows.
    """

    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None  # ISO 639-1; "en" spares the identification
    force: bool = False  # code the text in whatever language it seems to be
    encoding: str | None = None  # None: UTF-8, else UTF-16 by its mark, else cp1252 where plausible
    fetch: bool = False  # read the pages that feeds, OPML lists and sitemaps name
    cache: Path | None = None  # folder for what sites answer; None: nothing is kept
    text_column: str | None = None  # columns of a table; None: the usual names are tried
    title_column: str | None = None
    date_column: str | None = None
    publisher_column: str | None = None
    url_column: str | None = None
    language_column: str | None = None
    id_column: str | None = None

    def __post_init__(self) -> None:
        """Refuse an encoding that does not exist; a date with a time is cut to the date."""
        if isinstance(self.published, datetime):
            object.__setattr__(self, "published", self.published.date())
        if self.encoding is not None:
            try:
                codecs.lookup(self.encoding)
            except LookupError as error:
                raise ReadError(
                    f'encoding "{self.encoding}" is not known; expected a name such as utf-8, '
                    "utf-16, cp1252 or latin-1"
                ) from error
