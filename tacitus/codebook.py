"""The codebook: event types, modes, contexts and sectors, loaded from data and used to check codes.

Enters: `data/plover.yaml`, or a user's file of the same shape. Leaves: a `Codebook`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from tacitus.errors import CodebookError


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One event type with its modes."""

    code: str
    gloss: str
    quad: int  # 1, 2: verbal, material cooperation; 3, 4: verbal, material conflict
    score: float  # PLOVER conflict-cooperation scale, -10..10
    recipient: str  # "optional" or "required"
    modes: Mapping[str, str]  # code -> gloss
    mode_scores: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The codes that an event may carry."""

    event_types: Mapping[str, EventType]
    contexts: Mapping[str, str]  # code -> gloss
    sectors: Mapping[str, str]  # code -> gloss

    @property
    def modes(self) -> tuple[str, ...]:
        """Every mode as "TYPE/mode", in the order of the file."""
        return tuple(f"{t.code}/{mode}" for t in self.event_types.values() for mode in t.modes)

    def check(self, event_type: str, mode: str | None = None) -> None:
        """Accept a type and mode that belong together.

        Raises:
            CodebookError: the type is unknown, or the mode is not one of its modes.
        """
        _known(event_type, self.event_types, "event type")
        if mode is not None:
            _known(mode, self.event_types[event_type].modes, f"mode of {event_type}")

    def check_context(self, context: str) -> str:
        """The context itself.

        Raises:
            CodebookError: it is unknown.
        """
        _known(context, self.contexts, "context")
        return context

    def quad(self, event_type: str) -> int:
        """The quad class 1..4 of a type.

        Raises:
            CodebookError: the type is unknown.
        """
        _known(event_type, self.event_types, "event type")
        return self.event_types[event_type].quad


def _known(code: str, codes: Iterable[str], what: str) -> None:
    known = list(codes)
    if code in known:
        return
    close = difflib.get_close_matches(code, known, n=1, cutoff=0.5)
    hint = (
        f'did you mean "{close[0]}"?' if close else f"expected one of {', '.join(known) or 'none'}"
    )
    raise CodebookError(f'{what} "{code}" is not in the codebook; {hint}')


@cache
def load_codebook(path: Path | None = None) -> Codebook:
    """The codebook of a YAML file; PLOVER, which ships with the package, when no path is given.

    Raises:
        CodebookError: the file cannot be read or lacks a part.

    Source: PLOVER manual, draft 2.0; `data/plover.yaml` lists what was checked and settled.
    """
    try:
        if path is None:
            text = (resources.files("tacitus") / "data" / "plover.yaml").read_text("utf-8")
        else:
            text = path.read_text("utf-8")
        return _build(yaml.safe_load(text))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CodebookError(f"codebook {path}: {error}; expected a readable YAML file") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise CodebookError(
            f"codebook {path}: {error!r} is missing or has the wrong shape; expected "
            "`event_types`, `contexts` and `sectors` as in tacitus/data/plover.yaml"
        ) from error


def _build(raw: dict[str, Any]) -> Codebook:
    types = {code: _event_type(code, spec) for code, spec in raw["event_types"].items()}
    sectors = {
        c: g for group in ("frequent", "less_frequent") for c, g in raw["sectors"][group].items()
    }
    return Codebook(event_types=types, contexts=dict(raw["contexts"]), sectors=sectors)


def _event_type(code: str, spec: dict[str, Any]) -> EventType:
    modes = spec.get("modes") or {}
    return EventType(
        code=code,
        gloss=spec["gloss"],
        quad=int(spec["quad"]),
        score=float(spec["score"]),
        recipient=spec.get("recipient", "optional"),
        modes={mode: body["gloss"] for mode, body in modes.items()},
        mode_scores={mode: body.get("score") for mode, body in modes.items()},
    )
