"""A coding as JSON and back.

Enters: a `Coding`, or text. Leaves: text, or a `Coding` of the class asked for. The text is the
value itself, field by field, with spans as `[start, end]`, dates in ISO 8601 and one list more,
`events_resolved`, which reading ignores because it follows from the rest. `docs/json.md` describes
every field; `data/coding.schema.json` is the JSON Schema.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from tacitus.errors import SchemaError
from tacitus.export.events import events_resolved
from tacitus.records import Coding, Entity, Interval, Place, Resolution, Span

FORMAT_VERSION = 1  # raised when a field changes its meaning or goes; new fields do not raise it
C = TypeVar("C", bound=Coding)
_TARGETS: dict[str, type] = {"entity": Entity, "interval": Interval, "place": Place}
# str.splitlines and many JSONL readers break lines here; UTF-8 has no lone surrogates.
_HEAD = 64  # bytes
_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def export_json(coding: Coding, *, indent: int | None = 2) -> str:
    """The coding as a JSON object; on one line, as JSON Lines wants it, with `indent=None`."""
    body: dict[str, object] = {"format_version": FORMAT_VERSION}
    body.update((f.name, _plain(getattr(coding, f.name))) for f in dataclasses.fields(coding))
    body["events_resolved"] = events_resolved(coding)
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, indent=indent)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def export_json_lines(codings: Iterable[Coding]) -> Iterator[str]:
    """One JSON object a line, one line a coding (JSON Lines)."""
    for coding in codings:
        yield export_json(coding, indent=None) + "\n"


def export_json_document(codings: Iterable[Coding]) -> Iterator[str]:
    """One JSON document: the object itself for a single coding, else a list of objects."""
    waiting: str | None = None
    opened = False
    for coding in codings:
        if waiting is not None:
            yield ("" if opened else "[\n") + waiting + ",\n"
            opened = True
        waiting = export_json(coding)
    if waiting is None:
        yield "[]\n"
    else:
        yield waiting + ("\n]\n" if opened else "\n")


def is_saved_coding(path: str) -> bool:
    """True when `path` is a file that `export_json` wrote: it begins with the format's version."""
    file = Path(path)
    if file.suffix != ".json" or not file.is_file():
        return False
    with file.open("rb") as stream:
        return b'"format_version"' in stream.read(_HEAD)


def load_json(text: str, kind: type[C]) -> C:
    """The coding that `export_json` wrote, as a value of class `kind`.

    Raises:
        SchemaError: the text is not JSON, or not a coding; the message names the field.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise SchemaError(f"not JSON: {error}; expected an object as in docs/json.md") from error
    if not isinstance(raw, dict):
        raise SchemaError(f"a JSON {type(raw).__name__}; expected an object as in docs/json.md")
    version = raw.pop("format_version", FORMAT_VERSION)
    if version != FORMAT_VERSION:
        raise SchemaError(
            f"format_version {version!r}; expected {FORMAT_VERSION}: code the article again"
        )
    raw.pop("events_resolved", None)
    value = _dataclass(raw, kind, "")
    assert isinstance(value, kind)
    return value


def _plain(value: object) -> object:
    """The value in JSON's own types."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _dataclass(raw: object, kind: type, path: str) -> object:
    if not isinstance(raw, dict):
        raise _misfit(raw, f"an object ({kind.__name__})", path)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    unknown = sorted(set(raw) - set(fields))
    if unknown:
        raise SchemaError(
            f'{path or "coding"}: unknown field "{unknown[0]}"; expected {", ".join(fields)}'
        )
    values: dict[str, object] = {}
    for name, field in fields.items():
        here = f"{path}.{name}" if path else name
        if name in raw:
            hint = _TARGETS.get(raw["kind"]) if _is_target(kind, name, raw) else _hints(kind)[name]
            values[name] = _value(raw[name], hint, here)
        elif field.default is field.default_factory is dataclasses.MISSING:
            raise SchemaError(f"{here}: missing; docs/json.md lists the fields of {kind.__name__}")
    try:
        return kind(**values)
    except ValueError as error:
        raise SchemaError(f"{path or 'coding'}: {error}") from error


def _is_target(kind: type, name: str, raw: dict[str, Any]) -> bool:
    """True where a resolution's `kind` says what class its target has."""
    known = isinstance(raw.get("kind"), str) and raw["kind"] in _TARGETS
    return kind is Resolution and name == "target" and raw[name] is not None and known


def _value(raw: object, hint: object, path: str) -> object:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _optional(raw, hint, path)
    if origin is tuple:
        if not isinstance(raw, list):
            raise _misfit(raw, "a list", path)
        return tuple(_value(item, get_args(hint)[0], f"{path}[{i}]") for i, item in enumerate(raw))
    if origin is Literal:
        if raw not in get_args(hint):
            raise _misfit(raw, "one of " + ", ".join(map(str, get_args(hint))), path)
        return raw
    if hint is Span:
        return _span(raw, path)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(raw, hint, path)
    return _scalar(raw, hint, path)


def _optional(raw: object, hint: object, path: str) -> object:
    if raw is None and type(None) in get_args(hint):
        return None
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    if len(kinds) > 1:
        raise _misfit(raw, "a resolution whose `kind` is entity, interval or place", path)
    return _value(raw, kinds[0], path)


def _span(raw: object, path: str) -> Span:
    if not isinstance(raw, list) or [type(offset) for offset in raw] != [int, int]:
        raise _misfit(raw, "[start, end]", path)
    try:
        return Span(start=raw[0], end=raw[1])
    except ValueError as error:
        raise SchemaError(f"{path}: {error}") from error


def _scalar(raw: object, hint: object, path: str) -> object:
    if hint is date or hint is datetime:
        return _moment(raw, hint, path)
    if hint is float and type(raw) is int:
        return float(raw)
    if type(raw) is not hint:
        raise _misfit(raw, getattr(hint, "__name__", str(hint)), path)
    return raw


def _moment(raw: object, hint: type[date], path: str) -> date:
    try:
        return hint.fromisoformat(raw if isinstance(raw, str) else "")
    except ValueError as error:
        raise _misfit(raw, f"an ISO 8601 {hint.__name__}", path) from error


def _misfit(raw: object, expected: str, path: str) -> SchemaError:
    shown = json.dumps(raw, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return SchemaError(f"{path}: {shown}; expected {expected}")
