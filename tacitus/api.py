"""`tacitus.read`: one article in, its coding out, for scripts and notebooks.

Enters: a text, a path or an address. Leaves: a `CodedDocument`. For many articles, and for files
that hold several, use `Coder` with `read_input`.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.coding import CodedDocument
from tacitus.errors import ReadError
from tacitus.records import Document, Failure

if TYPE_CHECKING:
    from tacitus.pipeline import Coder
    from tacitus.readers import ReadOptions

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_FILE_NAME = re.compile(r"\S+\.[a-z]{2,5}", re.IGNORECASE)
_LONGEST_PATH = 4096  # characters; longer ones make some systems raise


def read(
    source: str | Path,
    *,
    published: str | date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    options: ReadOptions | None = None,
) -> CodedDocument:
    """The attributed events of one article.

    `source` is a path, an address (needs the `[fetch]` extra), or the text itself: a string that
    names no existing file is taken as text. Without `published` relative dates ("on Monday") stay
    unresolved, unless the page gives its day. `options` has what else can be set.

    Raises:
        ReadError: the input cannot be read, holds several articles, or `published` is not a day;
            the message says which.
    """
    from tacitus.readers import ReadOptions

    options = options or ReadOptions()
    options = dataclasses.replace(
        options,
        published=_day(published) or options.published,
        publisher=publisher or options.publisher,
        url=url or options.url,
    )
    return _coder().code(_one_document(source, options))


@cache
def _coder() -> Coder:
    """The coder that calls share: opening the model costs more than an article."""
    from tacitus.pipeline import Coder

    return Coder()


def _one_document(source: str | Path, options: ReadOptions) -> Document:
    from tacitus.readers import read_input, read_text

    if isinstance(source, str) and not _URL.fullmatch(source) and not _is_file(source):
        if _FILE_NAME.fullmatch(source):
            raise ReadError(f"{source}: no such file; expected a path, an address or a text")
        return read_text(source, options=options)
    found = list(read_input(str(source), options=options))
    if len(found) != 1:
        raise ReadError(
            f"{source} holds {len(found)} articles; tacitus.read takes one: use "
            "tacitus.Coder().code_many(tacitus.read_input(path))"
        )
    if isinstance(found[0], Failure):
        raise ReadError(f"{found[0].path}: {found[0].reason}")
    return found[0]


def _is_file(source: str) -> bool:
    if len(source) > _LONGEST_PATH or "\n" in source or "\0" in source:
        return False
    try:
        return Path(source).is_file()
    except OSError:  # a name that the system does not allow
        return False


def _day(published: str | date | None) -> date | None:
    if not isinstance(published, str):
        return published
    try:
        return date.fromisoformat(published)
    except ValueError as error:
        raise ReadError(f'published "{published}" is not a day; expected YYYY-MM-DD') from error
