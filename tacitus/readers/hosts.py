"""When each host may be asked again.

Enters: requests and what hosts answer to them. Leaves: pauses. A host is asked once a second at
most, or as seldom as its robots.txt says; one that answers 429 or 503 is left alone for as long as
it asks, or for twice as long each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tacitus.errors import ReadError

PAUSE = 1.0  # seconds between two requests to a host
LONGEST_PAUSE = 30.0  # seconds; a Crawl-delay beyond it counts as this
LONGEST_WAIT = 60.0  # seconds that are waited for a host; a longer rest is a failure
FIRST_REST = 5.0  # seconds, when a host refuses and does not say for how long
LONGEST_REST = 3_600.0  # seconds, of those that we choose
_LONGEST_ASKED = 86_400.0  # seconds of a Retry-After
_MOST_HOSTS = 20_000  # remembered; a watch runs for months


@dataclass(slots=True)
class _Host:
    next: float = 0.0  # on the clock, by the pause
    rest: float = 0.0  # on the clock, by what it asked for
    pause: float = PAUSE
    refusals: int = 0  # in a row


class Hosts:
    """The hosts that were asked."""

    def __init__(
        self,
        *,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep = sleep
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    def wait(self, host: str, *, at_once: bool = False) -> float:
        """Wait until `host` may be asked; the seconds that this took.

        `at_once`: without the pause after the request before, as for robots.txt.

        Raises:
            ReadError: it asked to be left alone for more than a minute.
        """
        known = self._of(host)
        if self.rests(host):
            raise ReadError("the site asks to be left alone for a while; try again later")
        left = (known.rest if at_once else max(known.rest, known.next)) - self._clock()
        if left > 0:
            self._sleep(left)
        if not at_once:
            known.next = self._clock() + known.pause
        return max(left, 0.0)

    def rests(self, host: str) -> bool:
        """True when it asked to be left alone for more than a minute."""
        return self._of(host).rest - self._clock() > LONGEST_WAIT

    def is_busy(self, host: str) -> bool:
        """True when the last that it said was that it is busy."""
        return self._of(host).refusals > 0

    def refused(self, host: str, retry_after: str | None) -> float:
        """Leave `host` alone; the seconds for which."""
        known = self._of(host)
        rest = seconds_of(retry_after)
        if rest is None:
            rest = min(FIRST_REST * 2.0 ** min(known.refusals, 30), LONGEST_REST)
        known.refusals += 1
        known.rest = self._clock() + rest
        return rest

    def answered(self, host: str) -> None:
        """Note that it refuses no longer."""
        self._of(host).refusals = 0

    def slow_down(self, host: str, seconds: float | None) -> None:
        """Ask it as seldom as its robots.txt wants."""
        self._of(host).pause = min(max(PAUSE, seconds or 0.0), LONGEST_PAUSE)

    def _of(self, host: str) -> _Host:
        known = self._hosts.pop(host, None) or _Host()
        self._hosts[host] = known  # at the end: the first is the one longest unused
        if len(self._hosts) > _MOST_HOSTS:
            self._hosts.pop(next(iter(self._hosts)))
        return known


def seconds_of(retry_after: str | None) -> float | None:
    """The seconds that a Retry-After asks for, a day at most; None when it says nothing.

    Source: RFC 9110 section 10.2.3: a number of seconds, or a date.
    """
    written = (retry_after or "").strip()
    if written.isascii() and written.isdigit():
        return min(float(written[:12]), _LONGEST_ASKED)
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_ASKED)
