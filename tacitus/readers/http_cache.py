"""Answers of sites, kept in a file, and asked for again only when they may have changed.

Enters: requests and answers. Leaves: the same answers. An answer that is still good for as long as
its site said is not asked for again; any other is asked for with If-None-Match or
If-Modified-Since, and a site that answers 304 sends nothing. Source: RFC 9111, by hishel.

Two things are stricter than the RFC allows. What its site gave no time for is asked for at every
look, for a guess from its age would keep news from a watch; and nothing is kept for more than a
day, whatever its site says, for articles are corrected.

httpx2 and hishel are imported here at the top; import this module where the extra [fetch] is known
to be there.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

import httpx2
from hishel import CacheOptions, Entry, SqliteStorage
from hishel.httpx2 import CacheTransport

_NAME = "http-1.sqlite"
_MOST_BYTES = 200_000_000  # of the file; what was not used for longest goes first
_LARGEST = 10_000_000  # bytes of one answer; a feed may have as many
_DAY = 86_400.0
_DRIFT = 60.0  # seconds by which a clock may be set back without harm
_READING = 60.0  # seconds for which an entry that is read is not deleted


def cached(inner: httpx2.BaseTransport, folder: Path) -> httpx2.BaseTransport:
    """`inner` with a cache in `folder`; without one where there can be none."""
    # What hishel cannot write it logs with a traceback, and then goes on without. Where nobody
    # listens Python would print that.
    logging.getLogger("hishel").addHandler(logging.NullHandler())
    path = folder / _NAME
    if not _usable(path):
        return inner
    storage = _Storage(
        database_path=path,
        default_ttl=_DAY,
        max_stream_size=_LARGEST,
        max_size=_MOST_BYTES,
        soft_delete_ttl=_READING,
    )
    return CacheTransport(_Dated(inner), storage, rfc=CacheOptions(shared=False))


class _Storage(SqliteStorage):
    """Answers that are dated after now, since the clock was set back, are not given out."""

    def get_entries(self, key: str) -> list[Entry]:
        return [entry for entry in super().get_entries(key) if not _is_ahead(entry)]


def _is_ahead(entry: Entry) -> bool:
    try:
        moment = parsedate_to_datetime(entry.response.headers.get("date", ""))
    except ValueError:
        return True
    return moment.timestamp() > time.time() + _DRIFT


class _Dated(httpx2.BaseTransport):
    """Answers dated by our clock, for an age is the difference of two times of one clock.

    Those without a time for which they are good are marked as to be asked for again.
    """

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self._inner.handle_request(request)
        headers = response.headers
        headers["date"] = formatdate(time.time(), usegmt=True)
        if response.status_code == 304:  # what was kept already says how long it is good
            return response
        if response.status_code != 200:
            headers["cache-control"] = "no-store"  # a site that is down for a minute is not kept
        elif "cache-control" not in headers and "expires" not in headers:
            validated = "etag" in headers or "last-modified" in headers
            # Without a validator there is nothing to ask with, so keeping it would be in vain.
            headers["cache-control"] = "no-cache" if validated else "no-store"
        return response

    def close(self) -> None:
        self._inner.close()


def _usable(path: Path) -> bool:
    """True when the file can be a cache. One that is damaged is deleted: it holds no more."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path)
        try:
            columns = {row[1] for row in connection.execute("pragma table_info(entries)")}
        finally:
            connection.close()
        if columns and "ttl_deadline" not in columns:
            raise sqlite3.DatabaseError("another layout")
    except sqlite3.OperationalError:  # locked, or no right to write
        return False
    except sqlite3.DatabaseError:
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    except OSError:
        return False
    return True
