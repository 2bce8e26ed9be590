"""A web on this machine: sites that answer over real sockets, and names that lead to them.

No setting of tacitus lets it connect to this machine. Tests replace the function that judges
addresses, `let_in`, in their own process.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

HTML = {"Content-Type": "text/html; charset=utf-8"}
RSS = {"Content-Type": "application/rss+xml"}
LOCAL = "127.0.0.1"
Answer: TypeAlias = tuple[int, Mapping[str, str], bytes]


class Asked:
    """One request as the server saw it."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.host = (handler.headers.get("Host") or "").partition(":")[0]
        self.path = handler.path
        self.headers = {name.lower(): value for name, value in handler.headers.items()}


class Web:
    """Sites by name. `answers` has an answer, or a function that writes one, by host and path."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[str, Answer | Callable[[Any, Asked], Answer | None]] = {}
        self.asked: list[Asked] = []

    def url(self, address: str) -> str:
        host, slash, path = address.partition("/")
        return f"http://{host}:{self.port}{slash}{path}"

    def put(self, address: str, body: str | bytes, headers: Mapping[str, str] = HTML) -> str:
        """Let an address answer with 200; gives the address in full."""
        data = body.encode() if isinstance(body, str) else body
        self.answers[address] = (200, headers, data)
        return self.url(address)

    def redirect(self, address: str, to: str, status: int = 302) -> str:
        self.answers[address] = (status, {"Location": to}, b"")
        return self.url(address)

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = Asked(handler)
        self.asked.append(asked)
        found = self.answers.get(asked.host + asked.path, (404, {}, b""))
        made = found(handler, asked) if callable(found) else found
        if made is None:
            return
        status, headers, body = made
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if status != 304:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def serve(address: str = LOCAL) -> Iterator[Web]:
    """A web whose every site lies at `address`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                web.answer(self)
            except OSError:  # the client has had enough
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            pass  # a client that has gone

    server = Server((address, 0), Handler)
    web = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def let_in(
    names: Mapping[str, str] | None = None,
) -> tuple[Callable[..., Any], Callable[..., bool]]:
    """A resolver that leads names in .example here, and a judge that finds 127.0.0.1 public."""
    from tacitus.readers.connections import is_public

    resolve = socket.getaddrinfo
    given = names or {}

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(host, str) and host.endswith(".example"):
            host = given.get(host, LOCAL)
        return resolve(host, *arguments, **options)

    return getaddrinfo, lambda address: address == LOCAL or is_public(address)


def drip(handler: Any, data: bytes, every: float, most: float = 5.0) -> None:
    """Send a byte now and then, until the client has had enough."""
    until = time.monotonic() + most
    for byte in data:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(every)
        if time.monotonic() > until:
            break
    handler.close_connection = True
