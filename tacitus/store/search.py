"""Full-text search over the documents of a store, by SQLite FTS5.

Enters: a store and a query. Leaves: the documents that fit, best first, with the words around.

The index is `DIR/search.sqlite`. It holds words and document ids and no text, is brought up to date
at each search, and may be deleted at any time: texts, titles and days come from the store, and a
document that the store does not have is not found. A document's id is made of its text, so an
entry never grows old. DuckDB's own full-text search is no part of its Python package.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from tacitus.errors import StoreError
from tacitus.store.query_errors import query_errors
from tacitus.store.search_syntax import to_fts

FILE = "search.sqlite"
_FORMAT = "1"  # raised when the tables below change: the index is then made anew
_PATIENCE = 60.0  # seconds to wait for another process that is filling the index
_TOKENS = "unicode61 remove_diacritics 2"
_TABLES = (
    "create table documents (number integer primary key, document_id text unique not null)",
    f"create virtual table words using fts5(title, text, content='', tokenize='{_TOKENS}', "
    "prefix='2 3')",
    "create table facts (name text primary key, value text not null)",
)
_TITLE_WEIGHT = 4.0  # against 1 for the text, which holds the title once more
_BATCH = 500
_SNIPPET_WORDS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that fits a search."""

    document_id: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    path: str | None
    snippet: str  # of the text, the words that were found between « and »
    rank: float  # BM25, lower is better


@query_errors()
def search_documents(
    connection: duckdb.DuckDBPyConnection, path: Path, query: str, *, limit: int = 20
) -> list[Hit]:
    """The documents of the store in `path` that fit `query`, the best `limit` of them.

    `connection` has the store's views, at the day that counts.

    Raises:
        StoreError: the query cannot be read.
    """
    ranks = dict(_ranked(connection, path, query))
    found = connection.sql(
        """select document_id, title, publisher, published, url, path, text, rank
        from documents join (
            select unnest($ids) as document_id, unnest($ranks) as rank
        ) using (document_id)
        order by rank, document_id limit $limit""",
        params={"ids": list(ranks), "ranks": list(ranks.values()), "limit": limit},
    ).fetchall()
    snippets = _snippets(to_fts(query), [(row[1], row[6]) for row in found])
    return [
        Hit(
            document_id=row[0],
            title=row[1],
            publisher=row[2],
            published=row[3],
            url=row[4],
            path=row[5],
            snippet=snippet,
            rank=row[7],
        )
        for row, snippet in zip(found, snippets, strict=True)
    ]


@query_errors()
def matching_documents(connection: duckdb.DuckDBPyConnection, path: Path, query: str) -> list[str]:
    """The ids of all documents that fit, best first; some may be later than the view's day.

    Raises:
        StoreError: the query cannot be read.
    """
    return [document_id for document_id, _ in _ranked(connection, path, query)]


def _ranked(
    connection: duckdb.DuckDBPyConnection, path: Path, query: str
) -> list[tuple[str, float]]:
    words = to_fts(query)
    with _index(connection, path) as index:
        try:
            return index.execute(
                "select document_id, bm25(words, ?, 1.0) as rank from words "
                "join documents on documents.number = words.rowid where words match ? "
                "order by rank, document_id",
                (_TITLE_WEIGHT, words),
            ).fetchall()
        except sqlite3.OperationalError as error:
            raise StoreError(
                f'search "{query}" cannot be read ({error}); expected words, "a phrase", begin*, '
                "AND, OR, NOT, (...) or NEAR(one two, 5)"
            ) from error


@contextmanager
def _index(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[sqlite3.Connection]:
    """The index, up to date.

    One that is damaged is made anew; one that cannot be written is made in memory.
    """
    file = path / FILE
    for place in (str(file), str(file), ":memory:"):
        try:
            index = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None)
        except sqlite3.OperationalError:
            continue
        try:
            _refresh(index, connection)
        except sqlite3.DatabaseError as error:
            index.close()
            if isinstance(error, sqlite3.OperationalError):
                continue
            _delete(file)  # it is no database, or is malformed
            continue
        with closing(index):
            yield index
        return
    raise StoreError(f"{file} cannot be used or made anew; expected SQLite with FTS5: delete it")


def index_faults(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """What is wrong with the index of the store in `path`, in words; none when there is none.

    That it lacks the newest documents is no fault: the next search adds them.
    """
    file = path / FILE
    if not file.is_file():
        return []
    remedy = f"delete {file}: the next search makes it anew"
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as index:
            damage = index.execute("pragma quick_check(1)").fetchone()[0]
            if damage != "ok":
                return [f"the index of searches is damaged ({damage}): {remedy}"]
            if _fact(index, "stamp") != _stamp(connection):
                return []
            kept = {row[0] for row in index.execute("select document_id from documents")}
            words = index.execute("select count(*) from words_docsize").fetchone()[0]
    except sqlite3.Error as error:
        return [f"the index of searches cannot be read ({error}): {remedy}"]
    ids = {row[0] for row in connection.sql(_ALL_IDS).fetchall()}
    if kept != ids or words != len(ids):
        return [
            f"the index of searches has {len(kept)} documents, {words} with words, and says that "
            f"it is up to date; expected the {len(ids)} of the store: {remedy}"
        ]
    return []


def _delete(file: Path) -> None:
    for name in (file, file.with_name(f"{file.name}-journal")):
        try:
            name.unlink(missing_ok=True)
        except OSError:  # not ours to write: then the index is made in memory
            return


def _refresh(index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection) -> None:
    """Add what the store has and the index lacks; make it anew when it has what the store lacks."""
    stamp = _stamp(connection)
    if _fact(index, "stamp") == stamp:
        return
    index.execute("begin immediate")
    try:
        if _fact(index, "format") != _FORMAT:
            _make(index)
        kept = {row[0] for row in index.execute("select document_id from documents")}
        ids = {row[0] for row in connection.sql(_ALL_IDS).fetchall()}
        if kept - ids:
            _make(index)
            kept = set()
        _add(index, connection, sorted(ids - kept) if kept else None)
        index.execute("insert or replace into facts values ('stamp', ?)", (stamp,))
        index.execute("commit")
    except BaseException:
        if index.in_transaction:
            index.execute("rollback")
        raise


# Rows of all times, not only those that count at the day asked for: the index is for all days.
_ALL_IDS = "select distinct document_id from codings_rows"
_TEXTS = "select document_id, any_value(title), any_value(text) from codings_rows"


def _add(
    index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection, ids: Sequence[str] | None
) -> None:
    """Index the documents `ids`, None for all."""
    where = "" if ids is None else " where document_id in (select unnest($ids))"
    cursor = connection.execute(
        f"{_TEXTS}{where} group by document_id", {} if ids is None else {"ids": list(ids)}
    )
    (number,) = index.execute("select coalesce(max(number), 0) from documents").fetchone()
    while rows := cursor.fetchmany(_BATCH):
        numbered = list(enumerate(rows, start=number + 1))
        number += len(rows)
        index.executemany(
            "insert into documents values (?, ?)", [(i, row[0]) for i, row in numbered]
        )
        index.executemany(
            "insert into words (rowid, title, text) values (?, ?, ?)",
            [(i, row[1], row[2]) for i, row in numbered],
        )


def _make(index: sqlite3.Connection) -> None:
    for name in ("documents", "words", "facts"):
        index.execute(f"drop table if exists {name}")
    for statement in _TABLES:
        index.execute(statement)
    index.execute("insert into facts values ('format', ?)", (_FORMAT,))


def _fact(index: sqlite3.Connection, name: str) -> str | None:
    tables = index.execute("select 1 from sqlite_master where name = 'facts'").fetchone()
    if tables is None:
        return None
    row = index.execute("select value from facts where name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def _stamp(connection: duckdb.DuckDBPyConnection) -> str:
    """Changes whenever the files of the table `codings` do."""
    query = "select coalesce(getvariable('codings_files'), []::varchar[])"
    ((files,),) = connection.sql(query).fetchall()
    names = sorted(Path(file).name for file in files)
    return hashlib.sha256("\n".join([_FORMAT, *names]).encode()).hexdigest()


def _snippets(words: str, pages: Sequence[tuple[str | None, str]]) -> list[str]:
    """The words around what was found; the index has no texts, so it is looked for once more."""
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(f"create virtual table words using fts5(title, text, tokenize='{_TOKENS}')")
        index.executemany(
            "insert into words (rowid, title, text) values (?, ?, ?)",
            [(number, *page) for number, page in enumerate(pages)],
        )
        found = index.execute(
            "select rowid, snippet(words, -1, '«', '»', '…', ?) from words where words match ?",
            (_SNIPPET_WORDS, words),
        ).fetchall()
    snippets = dict(found)
    return [" ".join(snippets.get(number, "").split()) for number in range(len(pages))]
