"""The bytes behind an http(s) address, fetched politely and from public addresses only.

Every hop of a redirect is resolved once, all its addresses are checked, and the connection goes to
the address that was checked, so a name cannot answer with another one in between. robots.txt is
asked. Proxies of the environment are not used: they would resolve the name themselves.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tacitus.errors import ExtraError, NotNewsError, ReadError
from tacitus.readers.feeds import LARGEST_LISTING
from tacitus.readers.pages import LARGEST_PAGE
from tacitus.readers.texts import Facts

if TYPE_CHECKING:
    import httpx2

AGENT = "tacitus"
_MOST_HOPS = 5
_PATIENCE = 20.0  # seconds for one address, redirects and robots.txt included
_LARGEST_RULES = 500_000  # bytes of robots.txt; RFC 9309 section 2.5 asks for at least that
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PAGES = ("text/html", "application/xhtml+xml")
_LISTINGS = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml",
    "text/xml", "text/x-opml", "application/feed+json", "application/json", "application/gzip",
    "application/x-gzip",
)  # fmt: skip
_REDIRECTS = (301, 302, 303, 307, 308)


def fetch_page(
    url: str, *, listings: bool = False, transport: httpx2.BaseTransport | None = None
) -> tuple[bytes, Facts]:
    """What the address answers, and the address it came from at last.

    `listings` lets feeds, OPML lists and sitemaps through as well, and the larger answers that
    they are. `transport` stands in for the network in tests.

    Raises:
        ExtraError: the extra [fetch] is not installed.
        ReadError: the address is not public, forbids robots, is too slow or answers with an error.
        NotNewsError: it answers with something other than a page.
    """
    try:
        import httpx2
        import protego  # noqa: F401 - asked for here, so that both are named at once
    except ImportError as error:
        raise ExtraError(
            "reading an address needs the extra [fetch]; install it with: "
            "pip install 'tacitus[fetch]'"
        ) from error
    kinds = _PAGES + _LISTINGS if listings else _PAGES
    largest = LARGEST_LISTING if listings else LARGEST_PAGE
    until = time.monotonic() + _PATIENCE
    with httpx2.Client(
        trust_env=False,
        follow_redirects=False,
        headers={"User-Agent": AGENT},
        transport=transport,
    ) as client:
        try:
            for _ in range(_MOST_HOPS + 1):
                _ask_robots(client, url, until)
                status, headers, body = _get(client, url, until, largest)
                if status in _REDIRECTS and headers.get("location"):
                    url = urljoin(url, headers["location"])
                    continue
                _check_answer(status, headers.get("content-type", ""), kinds)
                return body, Facts(url=url, retrieved=datetime.now(UTC))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ReadError(f"the address cannot be fetched: {_said(error)}") from error
    raise ReadError(f"the address redirects more than {_MOST_HOPS} times; give the last one")


def _check_answer(status: int, kind: str, kinds: tuple[str, ...]) -> None:
    if status != 200:
        raise ReadError(f"the address answers with status {status}; expected 200 and a page")
    if kind and kind.split(";")[0].strip().lower() not in kinds:
        raise NotNewsError(f"the address gives {kind.split(';')[0]}; expected an HTML page")


def _ask_robots(client: httpx2.Client, url: str, until: float) -> None:
    """Accept an address that the robots.txt of its host lets us read.

    Source: RFC 9309 section 2.3.1: no such file (4xx) allows all, a failing server (5xx) nothing.
    """
    from protego import Protego

    rules_url = urljoin(url, "/robots.txt")
    status, headers, body = _get(client, rules_url, until, _LARGEST_RULES)
    if status in _REDIRECTS and headers.get("location"):
        status, _, body = _get(
            client, urljoin(rules_url, headers["location"]), until, _LARGEST_RULES
        )
    if status >= 500:
        raise ReadError(f"robots.txt of the site answers with status {status}; try again later")
    if status == 200 and not Protego.parse(body.decode("utf-8", "replace")).can_fetch(url, AGENT):
        raise ReadError(
            "robots.txt of the site forbids it; save the page in a browser and read that"
        )


def _get(
    client: httpx2.Client, url: str, until: float, largest: int
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters, and body, without following a redirect."""
    asked = client.build_request("GET", url).url
    if asked.scheme not in ("http", "https") or not asked.host:
        raise ReadError("the address is malformed; expected http://host/path or https://host/path")
    address = _public_address(asked.host)
    with client.stream(
        "GET",
        asked.copy_with(host=address),
        headers={"Host": asked.netloc.decode("ascii")},
        extensions={"sni_hostname": asked.raw_host.decode("ascii")},
        timeout=_time_left(until),
    ) as response:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > largest:
                raise ReadError(
                    f"the address gives more than {largest:,} bytes; expected an article"
                )
            _time_left(until)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return response.status_code, headers, bytes(body)


def _time_left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise ReadError(f"the address takes more than {_PATIENCE:g} seconds; try again later")
    return left


def _public_address(host: str) -> str:
    """The address to connect to for `host`, after all its addresses were checked."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReadError(f'the host "{host}" is not found; check the address') from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not is_public(address):
            raise ReadError(
                f'the host "{host}" has the address {address}, which is not public; '
                "only public addresses are fetched"
            )
    return addresses[0]


def is_public(address: str) -> bool:
    """True for an address of the public internet, also when it is IPv4 inside IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if ip.teredo:
            return False
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
