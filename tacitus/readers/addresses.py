"""What an http(s) address gives: a page, or a feed, OPML list or sitemap and what they name."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tacitus.errors import NotNewsError, ReadError
from tacitus.readers.failures import Outcomes, failure, guarded
from tacitus.readers.feeds import LARGEST_LISTING, read_feed, read_listing
from tacitus.readers.kinds import SNIFFED, Kind, kind_of
from tacitus.readers.options import ReadOptions
from tacitus.readers.pages import looks_like_html, read_page
from tacitus.readers.streams import Part, gunzipped
from tacitus.readers.texts import Facts

if TYPE_CHECKING:
    from tacitus.readers.fetch import Fetcher

_LISTINGS: dict[str, tuple[Kind, ...]] = {
    "feed": ("feed", "json_feed"),
    "sitemap": ("listing",),
    "": ("feed", "json_feed", "listing"),
}
# A list leads to feeds or sitemaps, those lead to pages. Anything deeper goes in circles.
_DEEPEST = 2
_TOO_DEEP = "a list inside a list inside a list is not followed; give it as an input"


class Visit:
    """Reads addresses, those of one host not more often than once a second; close it.

    `sleep` waits so many seconds; a watch gives one that a signal ends.
    """

    def __init__(
        self, options: ReadOptions, *, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._options = options
        self._sleep = sleep
        self._fetcher: Fetcher | None = None

    def close(self) -> None:
        """Close what was opened to fetch."""
        if self._fetcher is not None:
            self._fetcher.close()
            self._fetcher = None

    def read(
        self, url: str, role: str = "", known: Facts | None = None, depth: int = 0
    ) -> Outcomes:
        """What the address gives; `role` is "page", "feed", "sitemap", or "" for any of them.

        Raises:
            ReadError: the address cannot be read.
        """
        data, facts = self._opened().fetch(url, listings=role != "page")
        if role == "page" or (role == "" and looks_like_html(data)):
            if not looks_like_html(data):
                raise NotNewsError("the address gives no HTML page; expected an article")
            said = known or Facts()
            facts = Facts(
                url=facts.url,
                retrieved=facts.retrieved,
                title=said.title,
                publisher=said.publisher,
                published=said.published,
            )
            yield read_page(data, self._options, path=url, facts=facts)
            return
        data = _unpacked(data, url)
        kind = kind_of(data[:SNIFFED], "")
        if kind not in _LISTINGS[role]:
            raise NotNewsError(f"the address gives no {role or 'page or feed'}; check it")
        follow = self.follower(depth)
        if kind == "listing":
            yield from read_listing(data, url, self._options, follow)
        else:
            yield from read_feed(data, kind, url, self._options, follow)

    def rests(self, url: str) -> bool:
        """True when the host of the address asked to be left alone for more than a minute."""
        return self._opened().rests(url)

    def is_busy(self, url: str) -> bool:
        """True when the last that the host of the address said was that it is busy."""
        return self._opened().is_busy(url)

    def follower(self, depth: int = 0) -> Callable[[str, str, Facts], Outcomes]:
        """A function that reads what an item or entry names, `depth` lists below the input."""

        def follow(url: str, role: str, known: Facts) -> Outcomes:
            if role != "page" and depth >= _DEEPEST - 1:
                return iter((failure(url, ReadError(_TOO_DEEP)),))
            return guarded(url, self.read(url, role, known, depth + 1))

        return follow

    def _opened(self) -> Fetcher:
        if self._fetcher is None:
            from tacitus.readers.fetch import Fetcher

            self._fetcher = Fetcher(cache=self._options.cache, sleep=self._sleep)
        return self._fetcher


def _unpacked(data: bytes, url: str) -> bytes:
    """The listing out of gzip, as sitemaps are often served."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    stream, _ = gunzipped(io.BytesIO(data), Part(label=url))
    return stream.read(LARGEST_LISTING + 1)
