"""The bytes behind an http(s) address, fetched politely and from public addresses only.

Every hop of a redirect goes through `connections`, which checks the addresses of its host.
robots.txt is asked. A host that is busy is given time, see `hosts`. Proxies of the environment are
not used: they would resolve the name themselves. Cookies are not kept.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import tacitus
from tacitus.errors import ExtraError, NotNewsError, ReadError
from tacitus.readers.feeds import LARGEST_LISTING
from tacitus.readers.hosts import LONGEST_WAIT, Hosts
from tacitus.readers.pages import LARGEST_PAGE
from tacitus.readers.texts import Facts

if TYPE_CHECKING:
    import httpx2

AGENT = "tacitus"  # the name that robots.txt is asked for
CONTACT = "TACITUS_CONTACT"  # a variable of the environment: an address for the sites' owners
_MOST_HOPS = 5
_PATIENCE = 20.0  # seconds for one address, redirects and robots.txt included, waits left out
_TRIES = 3  # of an address whose host is busy
_LARGEST_RULES = 500_000  # bytes of robots.txt; RFC 9309 section 2.5 asks for at least that
_RULES_LAST = 3_600.0  # seconds; RFC 9309 section 2.4 allows a day
_MOST_RULES = 1_000  # hosts whose rules are remembered
_PAGES = ("text/html", "application/xhtml+xml")
_LISTINGS = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml",
    "text/xml", "text/x-opml", "application/feed+json", "application/json", "application/gzip",
    "application/x-gzip",
)  # fmt: skip
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_MALFORMED = "the address is malformed; expected http://host/path or https://host/path"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    headers: dict[str, str]  # names in small letters
    body: bytes

    @property
    def location(self) -> str | None:
        return self.headers.get("location") if self.status in _REDIRECTS else None


class Fetcher:
    """Fetches addresses. Opened once for many, so that a host is not asked too often; close it.

    `cache` is the folder for what sites answer; None: nothing is kept.

    Raises:
        ExtraError: the extra [fetch] is not installed.
        ReadError: the variable TACITUS_CONTACT cannot be sent.
    """

    def __init__(
        self,
        *,
        cache: Path | None = None,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        try:
            import hishel.httpx2  # noqa: F401 - asked for here, so that all are named at once
            import httpx2
            import protego  # noqa: F401
        except ImportError as error:
            raise ExtraError(
                "reading an address needs the extra [fetch]; install it with: "
                "pip install 'tacitus[fetch]'"
            ) from error
        from tacitus.readers.connections import Deadline, PublicTransport
        from tacitus.readers.http_cache import cached

        self._clock = clock
        self._hosts = Hosts(sleep=sleep, clock=clock)
        self._deadline = Deadline(_PATIENCE)
        self._rules: dict[str, tuple[float, Any]] = {}  # by origin: when read, Protego or None
        transport: httpx2.BaseTransport = PublicTransport(self._deadline, self._pause)
        self._client = httpx2.Client(
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": _agent()},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            transport=transport if cache is None else cached(transport, cache),
        )

    def close(self) -> None:
        """Close the connections and the cache."""
        self._client.close()

    def fetch(self, url: str, *, listings: bool = False) -> tuple[bytes, Facts]:
        """What the address answers, and the address it came from at last.

        `listings` lets feeds, OPML lists and sitemaps through as well, and the larger answers that
        they are.

        Raises:
            ReadError: the address is not public, forbids robots, is too slow or answers with an
                error.
            NotNewsError: it answers with something other than a page.
        """
        largest = LARGEST_LISTING if listings else LARGEST_PAGE
        self._deadline.start()
        for _ in range(_MOST_HOPS + 1):
            self._ask_robots(url)
            answer = self._patiently(url, largest)
            if answer.location is None:
                _check_answer(answer, _PAGES + _LISTINGS if listings else _PAGES)
                return answer.body, Facts(url=url, retrieved=datetime.now(UTC))
            url = _joined(url, answer.location)
        raise ReadError(f"the address redirects more than {_MOST_HOPS} times; give the last one")

    def rests(self, url: str) -> bool:
        """True when the host of the address asked to be left alone for more than a minute."""
        return self._hosts.rests(_host(url))

    def is_busy(self, url: str) -> bool:
        """True when the last that the host of the address said was that it is busy."""
        return self._hosts.is_busy(_host(url))

    def _patiently(self, url: str, largest: int) -> _Answer:
        """The answer, where need be after the time that a busy host asks for."""
        host = _url(url).host
        for number in range(1, _TRIES + 1):
            answer = self._get(url, largest)
            if answer.status not in _BUSY:
                self._hosts.answered(host)
                return answer
            rest = self._hosts.refused(host, answer.headers.get("retry-after"))
            if number == _TRIES or rest > LONGEST_WAIT:
                break
        raise ReadError(
            f"the site is busy or finds that it is asked too often (status {answer.status}); "
            "try again later"
        )

    def _ask_robots(self, url: str) -> None:
        """Accept an address that the robots.txt of its host lets us read."""
        asked = _url(url)
        origin = f"{asked.scheme}://{asked.netloc.decode('ascii')}"
        read, rules = self._rules.get(origin, (-_RULES_LAST, None))
        if self._clock() - read >= _RULES_LAST:
            rules = self._read_rules(_joined(url, "/robots.txt"))
            self._rules.pop(origin, None)
            self._rules[origin] = (self._clock(), rules)
            if len(self._rules) > _MOST_RULES:
                self._rules.pop(next(iter(self._rules)))
            self._hosts.slow_down(asked.host, rules.crawl_delay(AGENT) if rules else None)
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise ReadError(
                "robots.txt of the site forbids it; save the page in a browser and read that"
            )

    def _read_rules(self, url: str) -> Any:  # noqa: ANN401 - protego ships no types
        """The rules, or None where there are none.

        Source: RFC 9309 section 2.3.1: five redirects are followed; no such file (4xx) allows all,
        a failing server (5xx) nothing. 429 is taken as the latter.
        """
        from protego import Protego

        for _ in range(_MOST_HOPS + 1):
            answer = self._get(url, _LARGEST_RULES)
            if answer.location is None:
                break
            url = _joined(url, answer.location)
        if answer.status >= 500 or answer.status in _BUSY:
            self._hosts.refused(_url(url).host, answer.headers.get("retry-after"))
            raise ReadError(
                f"robots.txt of the site answers with status {answer.status}; try again later"
            )
        return (
            Protego.parse(answer.body.decode("utf-8", "replace")) if answer.status == 200 else None
        )

    def _get(self, url: str, largest: int) -> _Answer:
        """One answer, without following a redirect."""
        from tacitus.readers.connections import NETWORK_ERRORS

        asked = _url(url)
        try:
            with self._client.stream("GET", asked) as response:
                body = bytearray()
                # Unpacked in steps of up to 1 MiB, so that a bomb costs no more than `largest`.
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > largest:
                        raise ReadError(
                            f"the address gives more than {largest:,} bytes; expected an article"
                        )
                    self._deadline.left()
                headers = {name.lower(): value for name, value in response.headers.items()}
                return _Answer(status=response.status_code, headers=headers, body=bytes(body))
        except NETWORK_ERRORS as error:
            self._deadline.left()  # says so when it was too slow
            raise ReadError(f"the address cannot be fetched: {_said(error)}") from error

    def _pause(self, url: httpx2.URL) -> None:
        waited = self._hosts.wait(url.host, at_once=url.path == "/robots.txt")
        self._deadline.extend(waited)


def _check_answer(answer: _Answer, kinds: tuple[str, ...]) -> None:
    if answer.status != 200:
        raise ReadError(f"the address answers with status {answer.status}; expected 200 and a page")
    kind = answer.headers.get("content-type", "").split(";")[0].strip()
    if kind and kind.lower() not in kinds:
        raise NotNewsError(f"the address gives {kind[:80]}; expected an HTML page")


def _url(url: str) -> httpx2.URL:
    """The address in its parts.

    Raises:
        ReadError: it is none of the web.
    """
    import httpx2

    try:
        parts = httpx2.URL(url)
        parts.netloc.decode("ascii")
    except (httpx2.InvalidURL, ValueError) as error:
        raise ReadError(f"{_MALFORMED}: {error}") from error
    fine = parts.port is None or 0 < parts.port < 65_536
    if parts.scheme not in ("http", "https") or not parts.host or not fine:
        raise ReadError(_MALFORMED)
    return parts


def _host(url: str) -> str:
    """The host of the address; "" when it has none."""
    try:
        return _url(url).host
    except ReadError:
        return ""


def _joined(url: str, location: str) -> str:
    """Where `location` leads from `url`."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise ReadError(f"{_MALFORMED}: {error}") from error


def _agent() -> str:
    """Who we are, and how the owners of a site reach the user, where that is set."""
    agent = f"{AGENT}/{tacitus.__version__}"
    contact = os.environ.get(CONTACT, "").strip()
    if not contact:
        return agent
    if not (contact.isascii() and contact.isprintable()):
        raise ReadError(
            f"{CONTACT} is {contact!r}; expected an address of the web or of mail in plain letters"
        )
    return f"{agent} (+{contact})"


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
