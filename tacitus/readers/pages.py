"""An article from an HTML page, parsed in a child process that can be killed.

A hostile page can keep a parser busy for minutes (300,000 attributes on one tag) or fill the
memory, and no time limit reaches into C code. One child is started at the first page and kept.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from tacitus.errors import NotNewsError, ReadError
from tacitus.readers.dates import parse_date
from tacitus.readers.options import ReadOptions
from tacitus.readers.page_text import READY
from tacitus.readers.texts import Facts, decode, make_document, one_line, with_title
from tacitus.records import Document

LARGEST_PAGE = 5_000_000  # bytes; the articles of common crawls have 0.1 MB on average
_PATIENCE = 10.0  # seconds for one page; a usual one takes 0.01
_PATIENCE_AT_START = 60.0  # seconds for the child's imports, on a machine that is busy
_FEWEST_WORDS = 8  # of the article in a page: a link or a cookie notice is none
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""",
    re.IGNORECASE,
)


def looks_like_html(start: bytes) -> bool:
    """True when the bytes begin as a page does."""
    return _MARKUP.match(start[:4_000].decode("utf-8-sig", "replace")) is not None


def read_page(
    data: bytes, options: ReadOptions, *, path: str, facts: Facts | None = None
) -> Document:
    """The article of a page, with title, publisher, date and language as the page gives them.

    `facts` hold what is known from elsewhere: the address it came from, and when; title, publisher
    and date of them count where the page has none of its own.

    Raises:
        ReadError: it is larger than 5,000,000 bytes, or cannot be parsed in 10 seconds.
        NotNewsError: there is no article in it.
        LanguageError: the article is not English, and `options.force` does not say to go on.
    """
    if len(data) > LARGEST_PAGE:
        raise ReadError(
            f"the page has {len(data):,} bytes; a page may have {LARGEST_PAGE:,}: "
            "save the article's text to a file"
        )
    known = facts or Facts()
    html, notes = decode(data, options.encoding or declared_encoding(data))
    found = page_parser().parse(html, options.url or known.url)
    body = found.get("text") or ""
    if len(body.split()) < _FEWEST_WORDS:
        raise NotNewsError(
            "there is no article in the page; expected a page with running text, "
            "not a front page or a script"
        )
    title = one_line(found.get("title")) or known.title
    published = found.get("published")
    text = with_title(options.title or title, body)
    merged = Facts(
        title=title,
        publisher=one_line(found.get("publisher")) or known.publisher,
        published=parse_date(published) if published else known.published,
        url=known.url or found.get("url"),
        language=found.get("language"),
        retrieved=known.retrieved,
        notes=notes,
    )
    return make_document(text, merged, options, path=path)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the page declares, where Python knows it and it fits."""
    match = _CHARSET.search(data, 0, 4_000)
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    try:
        data.decode(name)
    except (LookupError, UnicodeError):
        return None
    return "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name


class PageParser:
    """The child process. It is started at the first page and after each one that hung it."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience  # seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        atexit.register(self.close)

    def parse(self, html: str, url: str | None) -> dict[str, str | None]:
        """What `page_text.extract_page` finds.

        Raises:
            ReadError: the parser hung, died or gave up.
        """
        found: dict[str, str | None] = self.ask(
            {"html": html, "url": url}, "page", "save the article's text to a file"
        )
        return found

    def ask(self, question: dict[str, str | None], what: str, advice: str) -> dict[str, Any]:
        """The child's answer to `question`; `what` it is about is for messages.

        Raises:
            ReadError: the parser hung, died or gave up.
        """
        body = json.dumps(question).encode("ascii")
        with self._lock:
            child = self._child or self._start()
            answer = self._ask(child, b"%08x" % len(body) + body)
            if not answer:
                self._stop()
                raise ReadError(
                    f"the {what} cannot be parsed in {self._patience:g} seconds and 1 GB; {advice}"
                )
        found: dict[str, Any] = json.loads(answer)
        if found.get("error"):
            raise ReadError(f"the {what} cannot be parsed: {found['error']}")
        return found

    def close(self) -> None:
        """End the child."""
        self._stop()

    def _start(self) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "tacitus.readers.page_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._child = child
        assert child.stdout is not None
        with _killed_after(child, _PATIENCE_AT_START):
            ready = child.stdout.readline()
        if ready != READY:
            code = self._stop()
            raise ReadError(
                f"the page parser did not start (exit code {code}); is trafilatura installed?"
            )
        return child

    def _ask(self, child: subprocess.Popen[bytes], question: bytes) -> bytes:
        """The answer of the child; nothing when it died over the question."""
        assert child.stdin is not None
        assert child.stdout is not None
        with _killed_after(child, self._patience):
            try:
                child.stdin.write(question)
                child.stdin.flush()
                length = child.stdout.read(8)
                return child.stdout.read(int(length, 16)) if len(length) == 8 else b""
            except OSError:  # it was killed while the question was written
                return b""

    def _stop(self) -> int | None:
        child, self._child = self._child, None
        if child is None:
            return None
        for pipe in (child.stdin, child.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue  # what was buffered for a dead child
        try:
            return child.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


@contextmanager
def _killed_after(child: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, child.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def page_parser() -> PageParser:
    """The parser of this process; a forked one must not share its parent's pipes."""
    return _parser_of(os.getpid())


@lru_cache(maxsize=1)
def _parser_of(process: int) -> PageParser:
    del process
    return PageParser()
