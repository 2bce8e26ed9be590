"""Connections to public addresses only, within a limit of time.

Enters: the name and port of a host. Leaves: a stream of bytes from one of its addresses, after all
of them were checked. The name is resolved once and the connection goes to what was checked, so a
name cannot answer with another address in between. Every read and write, also that of a TLS
handshake, has what is left of one limit: a site that sends a byte a second is cut off too.

httpcore2 is imported here at the top; import this module where the extra [fetch] is known to be
there.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore2
import httpx2

from tacitus.errors import ReadError

# What may be wrong with a network or with what a site sends.
NETWORK_ERRORS = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
    ssl.SSLError,
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Deadline:
    """The time until which an address must have answered."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self.start()

    def start(self) -> None:
        """Count from now."""
        self._until = self._clock() + self._seconds

    def extend(self, seconds: float) -> None:
        """Allow for a time in which we waited of our own will."""
        self._until += seconds

    def left(self, most: float | None = None) -> float:
        """The seconds that are left, `most` at most.

        Raises:
            ReadError: there are none.
        """
        left = self._until - self._clock()
        if left <= 0:
            raise ReadError(
                f"the address takes more than {self._seconds:g} seconds; try again later"
            )
        return left if most is None else min(left, most)


class PublicTransport(httpx2.BaseTransport):
    """Sends requests to public addresses, each after a call of `pause`."""

    def __init__(self, deadline: Deadline, pause: Callable[[httpx2.URL], None]) -> None:
        self._pause = pause
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            network_backend=PublicNetwork(deadline),
            max_keepalive_connections=4,
            keepalive_expiry=10.0,  # seconds
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its body not yet read."""
        self._pause(request.url)
        parts = request.url
        url = httpcore2.URL(
            scheme=parts.raw_scheme, host=parts.raw_host, port=parts.port, target=parts.raw_path
        )
        response = self._pool.handle_request(
            httpcore2.Request(request.method, url, headers=request.headers.raw)
        )
        return httpx2.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    """The bytes of a body as they come."""

    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class PublicNetwork(httpcore2.NetworkBackend):
    """Where the connections of a pool come from."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A stream from the first address of `host` that answers.

        Raises:
            ReadError: the host is not found, or one of its addresses is not public.
            httpcore2.ConnectError: none of them answers.
        """
        addresses = public_addresses(host)
        for number, address in enumerate(addresses):
            share = self._deadline.left() / (len(addresses) - number)
            try:
                stream = self._inner.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if address == addresses[-1]:
                    raise
            else:
                return _Timed(stream, self._deadline)
        raise AssertionError(host)  # `public_addresses` gives one at least


class _Timed(httpcore2.NetworkStream):
    """A stream with one limit of time for all that is read and written."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left()
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore2 has it
        return self._inner.get_extra_info(info)


def public_addresses(host: str) -> list[str]:
    """The addresses of `host`, all of which are public.

    Raises:
        ReadError: it is not found, or an address of it is not public.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReadError(f'the host "{host}" is not found; check the address') from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not is_public(address):
            raise ReadError(
                f'the host "{host}" has the address {address}, which is not public; '
                "only public addresses are fetched"
            )
    return addresses


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
