"""The JSON Schema of a coding, made from the types and the descriptions in `data/fields.yaml`.

Leaves: `data/coding.schema.json`, which ships, and the tables between the marks of `docs/json.md`.
`python -m tacitus.schema` writes both; a test compares them with what this module makes.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Literal, TypeAlias, Union, get_args, get_origin, get_type_hints, is_typeddict

import yaml

from tacitus.export.events import ResolvedEvent
from tacitus.export.json import FORMAT_VERSION
from tacitus.records import Coding, Span

Schema: TypeAlias = dict[str, object]
_SCALARS: dict[object, Schema] = {
    str: {"type": "string"},
    float: {"type": "number"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
_BOUNDS: dict[str, Schema] = {
    "score": {"minimum": 0, "maximum": 1},
    "factuality": {"minimum": -3, "maximum": 3},
    "start": {"format": "date"},
    "end": {"format": "date"},
    "lat": {"minimum": -90, "maximum": 90},
    "lon": {"minimum": -180, "maximum": 180},
}
_TABLES = re.compile(r"(?<=<!-- fields -->\n).*?(?=<!-- /fields -->)", re.DOTALL)


def build_schema() -> Schema:
    """The schema, JSON Schema draft 2020-12."""
    texts = descriptions()
    definitions: dict[str, Schema] = {"Span": _span(texts["Span"][""])}
    root = _object(Coding, texts, definitions)
    assert isinstance(root["properties"], dict)
    version = {"const": FORMAT_VERSION, "description": texts["Coding"]["format_version"]}
    resolved = _type(list[ResolvedEvent], texts, definitions)
    resolved["description"] = texts["Coding"]["events_resolved"]
    properties = {"format_version": version, **root["properties"], "events_resolved": resolved}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Coding",
        **root,
        "properties": properties,
        "required": list(properties),
        "$defs": dict(sorted(definitions.items())),
    }


def descriptions() -> dict[str, dict[str, str]]:
    """Class name -> field name -> what it holds; the field "" is the class itself."""
    text = (resources.files("tacitus") / "data" / "fields.yaml").read_text("utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found


def field_tables(schema: Schema) -> Iterator[str]:
    """The tables of `docs/json.md`: the coding first, then the definitions in the order of use."""
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    order = ["ResolvedEvent"]
    order += [name for name in descriptions() if name in definitions and name not in order]
    yield from _table("Coding", schema)
    for name in order:
        if name != "Span":
            yield from _table(name, definitions[name])


def main() -> None:
    """Write the schema, and the tables into `docs/json.md` when run in a checkout."""
    package = Path(__file__).parent
    schema = build_schema()
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    (package / "data" / "coding.schema.json").write_text(text, encoding="utf-8")
    page = package.parent / "docs" / "json.md"
    if page.exists():
        page.write_text(with_tables(page.read_text("utf-8"), schema), encoding="utf-8")


def with_tables(page: str, schema: Schema) -> str:
    """The page with the tables between its marks."""
    return _TABLES.sub(lambda _: "\n" + "\n".join(field_tables(schema)) + "\n", page)


def _object(kind: type, texts: dict[str, dict[str, str]], definitions: dict[str, Schema]) -> Schema:
    described = texts[kind.__name__]
    properties: dict[str, Schema] = {}
    for name, hint in get_type_hints(kind).items():
        body = _type(hint, texts, definitions)
        properties[name] = {**_bounded(body, name), "description": described[name]}
    return {
        "description": described[""],
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _type(hint: object, texts: dict[str, dict[str, str]], definitions: dict[str, Schema]) -> Schema:
    origin = get_origin(hint)
    if hint is Span or hint == list[int]:
        return {"$ref": "#/$defs/Span"}
    if origin in (Union, types.UnionType):
        bodies = [_type(kind, texts, definitions) for kind in get_args(hint)]
        return {"anyOf": bodies}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin in (tuple, list):
        return {"type": "array", "items": _type(get_args(hint)[0], texts, definitions)}
    if hint is type(None):
        return {"type": "null"}
    if isinstance(hint, type) and (dataclasses.is_dataclass(hint) or is_typeddict(hint)):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}  # a class that holds itself must find its name
            definitions[hint.__name__] = _object(hint, texts, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return dict(_SCALARS[hint])


def _span(description: str) -> Schema:
    return {
        "description": description,
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 2,
        "maxItems": 2,
    }


def _bounded(body: Schema, name: str) -> Schema:
    bounds = _BOUNDS.get(name, {})
    choices = body.get("anyOf")
    if bounds and isinstance(choices, list):
        bounded = [{**c, **bounds} if c.get("type") == "number" else c for c in choices]
        return {"anyOf": bounded}
    return {**body, **bounds}


def _table(name: str, body: Schema) -> Iterator[str]:
    properties = body["properties"]
    assert isinstance(properties, dict)
    yield f"### {name}\n"
    yield f"{body['description']}\n"
    yield "| field | type | holds |\n| --- | --- | --- |"
    for field, spec in properties.items():
        yield f"| `{field}` | {_type_words(spec)} | {spec['description']} |"
    yield ""


def _type_words(spec: Schema) -> str:
    if isinstance(choices := spec.get("anyOf"), list):
        return " or ".join(_type_words(choice) for choice in choices)
    if isinstance(choices := spec.get("enum"), list):
        return ", ".join(f"`{choice}`" for choice in choices)
    if "const" in spec:
        return f"`{spec['const']}`"
    if isinstance(items := spec.get("items"), dict):
        return f"list of {_type_words(items)}"
    if isinstance(reference := spec.get("$ref"), str):
        name = reference.rsplit("/", 1)[1]
        return "span" if name == "Span" else f"[{name}](#{name.lower()})"
    return str(spec.get("format") or spec["type"])


if __name__ == "__main__":
    main()
