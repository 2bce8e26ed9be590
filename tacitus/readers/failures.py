"""The `Failure` of an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tacitus.errors import LanguageError, ReadError, TacitusError
from tacitus.records import Document, Failure

Outcomes = Iterator[Document | Failure]


def failure(path: str, error: TacitusError) -> Failure:
    """The failure that `error` is, in one line."""
    reason = " ".join(str(error).split())
    stage: Literal["language", "read"] = "language" if isinstance(error, LanguageError) else "read"
    return Failure(path=path, stage=stage, reason=reason)


def guarded(path: str, outcomes: Outcomes) -> Outcomes:
    """The outcomes up to the error that ends them, and that error as the failure of `path`."""
    try:
        yield from outcomes
    except TacitusError as error:
        yield failure(path, error)
    except OSError as error:
        yield failure(path, ReadError(f"it cannot be read: {error.strerror or error}"))
