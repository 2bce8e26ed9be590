"""A web on this machine and a fetcher that reads it, for the tests of this folder."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web import Web, let_in, serve

if TYPE_CHECKING:
    from tacitus.readers.fetch import Fetcher


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    from tacitus.readers import connections

    resolver, judge = let_in({"inside.example": "10.0.0.7"})
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(connections, "is_public", judge)
    with serve() as found:
        yield found


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def fetcher(web: Web, slept: list[float]) -> Iterator[Fetcher]:
    from tacitus.readers.fetch import Fetcher

    made = Fetcher(sleep=slept.append)
    yield made
    made.close()
