"""The signatures of a store's documents on disk, to find copies among millions without memory.

`DIR/copies.sqlite`: follows from the store and is made again when it is missing or behind. It keeps
what the store has; documents that are still being coded are held in memory until they are in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np

from tacitus.errors import StoreError
from tacitus.ingest.copies import Signature, copy_links, signature_of
from tacitus.records import Document, Link

FILE = "copies.sqlite"
_FORMAT = 1
# Of a text that stands everywhere, a list of share prices or a weather report, only so many earlier
# copies are linked: links would grow with the square of the copies.
_MOST_LINKS = 50
_MOST_LOOKED_AT = 500
_SCHEMA = """
create table if not exists documents (
    number integer primary key, id text unique not null, published text, credit text,
    signature blob not null);
create table if not exists bands (
    key integer not null, number integer not null, primary key (key, number)) without rowid;
create table if not exists short (id text primary key) without rowid;
"""


class CopiesIndex:
    """The signatures of one store, and those of documents that are on their way into it."""

    def __init__(self, folder: Path) -> None:
        """Open or make the file.

        Raises:
            StoreError: it cannot be read or written.
        """
        self.path = folder / FILE
        self._waiting: dict[str, Signature | None] = {}
        self._waiting_bands: dict[int, list[str]] = {}
        try:
            self._open()
        except sqlite3.OperationalError as error:
            raise self._error(error) from error
        except sqlite3.DatabaseError:  # damaged or of another format: it follows from the store
            self.path.unlink(missing_ok=True)
            self._open()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add(self, document: Document) -> list[Link]:
        """Take in a document that is to be coded; its links to the documents there before."""
        links, signature = self.links_of(document)
        if document.id not in self._waiting:
            self._waiting[document.id] = signature
            for key in signature.keys() if signature else ():
                self._waiting_bands.setdefault(key, []).append(document.id)
        return links

    def links_of(self, document: Document) -> tuple[list[Link], Signature | None]:
        """The document's links to those there, without taking it in, and its signature."""
        signature = signature_of(document)
        if signature is None:
            return [], None
        links = copy_links(signature, self._neighbours(signature))
        return links[:_MOST_LINKS], signature

    def is_waiting(self, document_id: str) -> bool:
        """True for a document that was taken in and not yet settled."""
        return document_id in self._waiting

    def settle(self, document_ids: Collection[str]) -> None:
        """Keep the signatures of these documents, which are in the store now."""
        kept = {i: self._waiting.pop(i) for i in document_ids if i in self._waiting}
        self._forget_bands(kept)
        self._write(kept)

    def drop_waiting(self) -> None:
        """Forget what was taken in and did not get into the store."""
        self._waiting.clear()
        self._waiting_bands.clear()

    def catch_up(
        self, stored: Collection[str], load: Callable[[list[str]], Iterable[Document]]
    ) -> list[Link]:
        """Bring the file to what the store has; the links that the documents taken in have.

        `load` gives the documents of some ids.
        """
        with closing(self._database.cursor()) as cursor:
            have = {row[0] for row in cursor.execute("select id from documents")}
            have |= {row[0] for row in cursor.execute("select id from short")}
        wanted = set(stored)
        self._remove(have - wanted)
        links: list[Link] = []
        missing = sorted(wanted - have)
        for first in range(0, len(missing), _MOST_LOOKED_AT):
            ids = missing[first : first + _MOST_LOOKED_AT]
            for document in load(ids):
                links += self.add(document)
            self.settle(ids)
        return links

    def _open(self) -> None:
        # Autocommit: a transaction is opened where several rows go together. Others may write too.
        self._database = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = off")  # what is lost is made again
        (found,) = self._database.execute("pragma user_version").fetchone()
        if found not in (0, _FORMAT):
            self._database.close()
            raise sqlite3.DatabaseError(f"format {found}")
        self._database.executescript(_SCHEMA)
        self._database.execute(f"pragma user_version = {_FORMAT}")

    def _neighbours(self, signature: Signature) -> list[Signature]:
        """Those that share a band, the earliest first."""
        keys = signature.keys()
        marks = ",".join("?" * len(keys))
        rows = self._database.execute(
            "select id, published, credit, signature from documents where number in "
            f"(select number from bands where key in ({marks})) "  # noqa: S608 - marks only
            "order by published is null, published, id limit ?",
            [*keys, _MOST_LOOKED_AT],
        )
        found = {row[0]: _signature(*row) for row in rows}
        for key in keys:
            for name in self._waiting_bands.get(key, ()):
                waiting = self._waiting[name]
                if waiting is not None:
                    found[name] = waiting
        return sorted(found.values(), key=lambda other: other.order)

    def _write(self, signatures: dict[str, Signature | None]) -> None:
        database = self._database
        database.execute("begin immediate")
        for name, signature in signatures.items():
            if signature is None:
                database.execute("insert or ignore into short values (?)", [name])
                continue
            day = signature.published.isoformat() if signature.published else None
            row = database.execute(
                "insert or ignore into documents (id, published, credit, signature) "
                "values (?, ?, ?, ?) returning number",
                [name, day, signature.credit, signature.values.astype("<u4").tobytes()],
            ).fetchone()
            if row is not None:
                database.executemany(
                    "insert or ignore into bands values (?, ?)",
                    [(key, row[0]) for key in signature.keys()],
                )
        database.execute("commit")

    def _remove(self, document_ids: Iterable[str]) -> None:
        database = self._database
        database.execute("begin immediate")
        for name in document_ids:
            database.execute("delete from short where id = ?", [name])
            row = database.execute(
                "delete from documents where id = ? returning number, signature", [name]
            ).fetchone()
            if row is not None:
                keys = _signature(name, None, None, row[1]).keys()
                database.executemany(
                    "delete from bands where key = ? and number = ?", [(k, row[0]) for k in keys]
                )
        database.execute("commit")

    def _forget_bands(self, signatures: dict[str, Signature | None]) -> None:
        for name, signature in signatures.items():
            for key in signature.keys() if signature else ():
                names = self._waiting_bands[key]
                names.remove(name)
                if not names:
                    del self._waiting_bands[key]

    def _error(self, error: Exception) -> StoreError:
        return StoreError(
            f"{self.path} cannot be used ({error}); expected a folder that may be written: "
            "free the disk or change its rights, and run again"
        )


def _signature(name: str, day: str | None, credit: str | None, values: bytes) -> Signature:
    return Signature(
        document_id=name,
        published=date.fromisoformat(day) if day else None,
        credit=credit,
        values=np.frombuffer(values, dtype="<u4").astype(np.uint32),
    )
