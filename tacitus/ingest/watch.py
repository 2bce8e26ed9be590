"""Feeds read again and again: each time only what was not met before.

Enters: addresses or files of feeds, OPML lists, sitemaps and pages. Leaves: documents and failures
that are new since the watch began. Pages that the store has, by address, are not fetched again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from tacitus.readers import ReadOptions, read_input
from tacitus.readers.addresses import Visit
from tacitus.readers.failures import guarded
from tacitus.readers.texts import Facts
from tacitus.records import Document, Failure
from tacitus.store import Store

_TRIES = 3  # of a page that cannot be read: one outage of a site is no reason to lose its news
_Follow = Callable[[str, str, Facts], Iterator[Document | Failure]]


class Watch:
    """What was met so far, of feeds that are polled."""

    def __init__(self, sources: Iterable[str], options: ReadOptions, store: Store) -> None:
        self.sources = tuple(sources)
        self.options = options
        self._ids: set[str] = set()
        self._failures: set[Failure] = set()
        self._tries: Counter[str] = Counter()
        self._addresses = _addresses_of(store)

    def poll(self) -> Iterator[Document | Failure]:
        """What is new in every source; a source that fails gives a failure and is tried again."""
        for source in self.sources:
            for item in self._read(source):
                if isinstance(item, Failure):
                    # once a reason: a feed that is down all night is one row, not one a poll
                    if item not in self._failures:
                        self._failures.add(item)
                        yield item
                elif item.id not in self._ids:
                    self._ids.add(item.id)
                    if item.url:
                        self._addresses.add(item.url)
                    yield item

    def _read(self, source: str) -> Iterator[Document | Failure]:
        if not source.lower().startswith(("http://", "https://")):
            return read_input(source, options=self.options)
        return guarded(source, _Fresh(self.options, self._is_done).read(source))

    def _is_done(self, address: str) -> bool:
        """True for a page that need not be fetched; asking counts as a try."""
        if address in self._addresses or self._tries[address] >= _TRIES:
            return True
        self._tries[address] += 1
        return False


class _Fresh(Visit):
    """A visit that passes over pages that are done."""

    def __init__(self, options: ReadOptions, is_done: Callable[[str], bool]) -> None:
        super().__init__(options)
        self._is_done = is_done

    def follower(self, depth: int = 0) -> _Follow:
        """As `Visit.follower`, without the pages that are done."""
        inner = super().follower(depth)

        def follow(url: str, role: str, known: Facts) -> Iterator[Document | Failure]:
            if role == "page" and self._is_done(url):
                return iter(())
            return inner(url, role, known)

        return follow


def _addresses_of(store: Store) -> set[str]:
    """The addresses of documents that the store has or that were left out on purpose."""
    coded = store.relation("documents").filter("url is not null").project("url").fetchall()
    left_out = (
        store.relation("failures")
        .filter("stage in ('gate', 'duplicate', 'language')")
        .project("path")
        .fetchall()
    )
    return {str(row[0]) for row in (*coded, *left_out)}
