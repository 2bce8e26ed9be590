from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from tacitus.schema import build_schema, descriptions, with_tables
from tests.codings import coding_of

SHIPPED = (resources.files("tacitus") / "data" / "coding.schema.json").read_text("utf-8")
PAGE = Path(__file__).parent.parent / "docs" / "json.md"


def _objects(schema):
    return {"Coding": schema, **{k: v for k, v in schema["$defs"].items() if k != "Span"}}


def test_shipped_schema_is_the_one_that_the_types_give():
    assert json.loads(SHIPPED) == build_schema(), "run make schema"


def test_shipped_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(json.loads(SHIPPED))


def test_page_has_the_tables_of_the_schema():
    page = PAGE.read_text("utf-8")
    assert with_tables(page, build_schema()) == page, "run make schema"
    assert "| `hedge` |" in page


def test_every_key_is_described_and_every_description_is_used():
    objects = _objects(json.loads(SHIPPED))
    for name, body in objects.items():
        assert set(body["required"]) == set(body["properties"]), name
        for field, spec in body["properties"].items():
            assert spec["description"], f"{name}.{field}"
    described = {(name, field) for name, fields in descriptions().items() for field in fields}
    used = {(name, field) for name, body in objects.items() for field in body["properties"]}
    assert described == used | {(name, "") for name in [*objects, "Span"]}


@pytest.mark.parametrize("published", [None, coding_of().document.published])
def test_codings_validate(published):
    jsonschema.Draft202012Validator(json.loads(SHIPPED)).validate(
        json.loads(coding_of(published=published).to_json())
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("events_resolved", 0, "anchor"), [1]),
        (("events_resolved", 0, "certainty"), "sure"),
        (("events_resolved", 0, "score"), 1.5),
        (("events_resolved", 0, "who"), "x"),
        (("events", 0, "polarity"), "maybe"),
        (("document", "text"), None),
    ],
)
def test_wrong_values_do_not_validate(path, value):
    raw = json.loads(coding_of().to_json())
    parent = raw
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json.loads(SHIPPED)).validate(raw)
