"""Feeds read again and again: each time only what was not met before.

Enters: addresses or files of feeds, OPML lists, sitemaps and pages. Leaves: documents and failures
that are new since the watch began. Pages that the store has, by address, are not fetched again,
unless their feed says meanwhile that they changed. What one look met counts as met when the caller
says that it is saved, so that a look that broke off loses nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tacitus.readers import ReadOptions, read_input
from tacitus.readers.addresses import Visit
from tacitus.readers.failures import guarded
from tacitus.readers.texts import Facts
from tacitus.records import Document, Failure
from tacitus.store import Store

_TRIES = 3  # of a page that cannot be read: one outage of a site is no reason to lose its news
# Times that a page is fetched again because its feed says that it changed: some feeds say so of
# every item at every look.
_MOST_CHANGES = 3
_Outcomes = Iterator[Document | Failure]
_Follow = Callable[[str, str, Facts], _Outcomes]
_Version = tuple[str | None, str | None, str | None]  # what a feed says of a page


@dataclass(slots=True)
class _Look:
    """What one look met, until it is saved."""

    ids: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    failures: set[Failure] = field(default_factory=set)


class Watch:
    """What was met so far, of feeds that are polled. Close it."""

    def __init__(
        self,
        sources: Iterable[str],
        options: ReadOptions,
        store: Store,
        *,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.sources = tuple(sources)
        self.options = options
        self._ids: set[str] = set()
        self._failures: set[Failure] = set()
        self._tries: Counter[str] = Counter()
        self._changes: Counter[str] = Counter()
        self._versions: dict[str, _Version] = {}
        self._addresses = _addresses_of(store)
        self._look = _Look()
        # One for all looks: what a host asked for at one of them holds at the next.
        self._visit = _Fresh(options, self, sleep=sleep)

    def close(self) -> None:
        """Close what was opened to fetch."""
        self._visit.close()

    def poll(self) -> _Outcomes:
        """What is new in every source; a source that fails gives a failure and is tried again."""
        self.forget()
        for source in self.sources:
            for item in _outliving(source, self._read(source)):
                if self._is_new(item):
                    yield item

    def keep(self) -> None:
        """Count what the last look met as met: it is saved."""
        self._look = _Look()

    def forget(self) -> None:
        """Count what the last look met as new: it was not saved."""
        self._ids -= self._look.ids
        self._addresses -= self._look.addresses
        self._failures -= self._look.failures
        for address in self._look.addresses:
            self._versions.pop(address, None)
        self._look = _Look()

    def is_done(self, address: str, known: Facts) -> bool:
        """True for a page that need not be fetched now."""
        version = (known.title, str(known.published), known.updated)
        before = self._versions.setdefault(address, version)
        if self._tries[address] >= _TRIES:
            return True
        if address not in self._addresses or before == version:
            return address in self._addresses
        self._versions[address] = version
        self._changes[address] += 1
        return self._changes[address] > _MOST_CHANGES

    def was_fetched(self, address: str, outcome: Document | Failure) -> None:
        """Note what the page at `address` gave."""
        if isinstance(outcome, Document) or outcome.stage == "language":
            self._met(address)
        elif not self._visit.is_busy(address):  # a busy site has not failed yet
            self._tries[address] += 1

    def _is_new(self, item: Document | Failure) -> bool:
        if isinstance(item, Failure):
            # once a reason: a feed that is down all night is one row, not one a poll
            if item in self._failures:
                return False
            self._failures.add(item)
            self._look.failures.add(item)
            return True
        if item.id in self._ids:
            return False
        self._ids.add(item.id)
        self._look.ids.add(item.id)
        return True

    def _met(self, address: str) -> None:
        if address not in self._addresses:
            self._addresses.add(address)
            self._look.addresses.add(address)

    def _read(self, source: str) -> _Outcomes:
        if not source.lower().startswith(("http://", "https://")):
            return read_input(source, options=self.options)
        return guarded(source, self._visit.read(source))


class _Fresh(Visit):
    """A visit that passes over pages that are done, and over hosts that want to be left alone."""

    def __init__(
        self, options: ReadOptions, watch: Watch, *, sleep: Callable[[float], object]
    ) -> None:
        super().__init__(options, sleep=sleep)
        self._watch = watch

    def follower(self, depth: int = 0) -> _Follow:
        """As `Visit.follower`, without the pages that are done."""
        inner = super().follower(depth)

        def follow(url: str, role: str, known: Facts) -> _Outcomes:
            if role != "page":
                yield from inner(url, role, known)
            elif not self._watch.is_done(url, known) and not self.rests(url):
                for outcome in inner(url, role, known):
                    self._watch.was_fetched(url, outcome)
                    yield outcome

        return follow


def _outliving(source: str, outcomes: _Outcomes) -> _Outcomes:
    """The outcomes up to any error, and that error as a failure: the other sources go on."""
    try:
        yield from outcomes
    except Exception as error:  # noqa: BLE001 - whatever a feed may do to a parser
        reason = f"it cannot be read: {type(error).__name__}: {error}"
        yield Failure(path=source, stage="read", reason=" ".join(reason.split())[:500])


def _addresses_of(store: Store) -> set[str]:
    """The addresses of documents that the store has or that were left out on purpose."""
    coded = store.relation("documents").project("url, path").fetchall()
    left_out = (
        store.relation("failures")
        .filter("stage in ('gate', 'duplicate', 'language')")
        .project("path")
        .fetchall()
    )
    return {str(value) for row in (*coded, *left_out) for value in row if value is not None}
