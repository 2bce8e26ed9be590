"""The `Failure` of an error."""

from __future__ import annotations

from typing import Literal

from tacitus.errors import LanguageError, TacitusError
from tacitus.records import Failure


def failure(path: str, error: TacitusError) -> Failure:
    """The failure that `error` is, in one line."""
    reason = " ".join(str(error).split())
    stage: Literal["language", "read"] = "language" if isinstance(error, LanguageError) else "read"
    return Failure(path=path, stage=stage, reason=reason)
