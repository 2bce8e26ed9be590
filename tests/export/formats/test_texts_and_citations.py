"""Formats that carry the texts, and citations of them, each opened by what reads it."""

from __future__ import annotations

import dataclasses
import json

import jsonschema
import pytest
from bibtexparser.entrypoint import parse_file

from tacitus.errors import SchemaError
from tacitus.export.formats import FORMATS, ExportOptions
from tacitus.export.formats.texts import tokens_of
from tests.codings import TEXT, coding_of
from tests.export.formats.event_rows import counts, hand_rows, row_of, talks

CODING = coding_of()


def written(name, rows, tmp_path, coding=CODING):
    path = tmp_path / f"events{FORMATS[name].suffix}"
    options = ExportOptions(coding_of={coding.document.id: coding}.__getitem__)
    return path, FORMATS[name].write(iter(rows), path, options)


@pytest.mark.parametrize("name", ["displacy", "labelstudio", "prodigy"])
def test_a_format_of_texts_asks_for_them(tmp_path, name):
    with pytest.raises(SchemaError, match=rf"{name} needs the texts .* expected a store"):
        FORMATS[name].write(hand_rows(), tmp_path / "x")


def test_displacy_draws_both_styles(tmp_path):
    displacy = pytest.importorskip("spacy.displacy")
    path, report = written("displacy", hand_rows(), tmp_path)
    documents = json.loads(path.read_text("utf-8"))
    page = displacy.render(documents, style="ent", manual=True, jupyter=False)
    assert "ANCHOR" in page
    assert "<script>alert(1)" not in page
    page = displacy.render(documents, style="span", manual=True, jupyter=False)
    assert "e1 COERCE/arrest" in page
    assert (report.events, report.written) == (2, 1)


def test_displacy_spans_stand_on_their_words(tmp_path):
    path, _ = written("displacy", hand_rows(), tmp_path)
    (document,) = json.loads(path.read_text("utf-8"))
    ents = [(document["text"][e["start"] : e["end"]], e["label"]) for e in document["ents"]]
    assert ("Police", "ACTOR") in ents
    assert ("14 agents of Ostrava Bank", "RECIPIENT") in ents
    assert ("dismissed", "ANCHOR") in ents
    edges = [(e["start"], e["end"]) for e in document["ents"]]
    assert all(end <= start for (_, end), (start, _) in zip(edges, edges[1:], strict=False))
    words = {
        span["label"]: document["tokens"][span["start_token"] : span["end_token"]]
        for span in document["spans"]
    }
    assert words["e2 REJECT"] == ["dismissed"]
    assert words["e1 recipient"] == ["14", "agents", "of", "Ostrava", "Bank"]


def test_only_the_events_that_were_asked_for_are_marked(tmp_path):
    path, report = written("displacy", hand_rows()[1:], tmp_path)
    (document,) = json.loads(path.read_text("utf-8"))
    assert {span["label"].split()[0] for span in document["spans"]} == {"e2"}
    assert report.events == 1


# After "Import pre-annotated data" and "Label Studio JSON format of annotated tasks".
_RESULT = {
    "oneOf": [
        {
            "properties": {
                "id": {"type": "string"},
                "from_name": {"enum": ["label", "code"]},
                "to_name": {"const": "text"},
                "type": {"enum": ["labels", "choices"]},
                "value": {
                    "required": ["start", "end", "text"],
                    "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
                },
                "score": {"type": "number"},
            },
            "required": ["id", "from_name", "to_name", "type", "value"],
            "additionalProperties": False,
        },
        {
            "properties": {
                "type": {"const": "relation"},
                "from_id": {"type": "string"},
                "to_id": {"type": "string"},
                "direction": {"enum": ["left", "right", "bi"]},
                "labels": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["type", "from_id", "to_id", "direction"],
            "additionalProperties": False,
        },
    ]
}
LABEL_STUDIO = {
    "type": "array",
    "items": {
        "required": ["data", "predictions"],
        "properties": {
            "data": {"required": ["text"], "properties": {"text": {"type": "string"}}},
            "predictions": {
                "type": "array",
                "items": {
                    "required": ["result"],
                    "properties": {"result": {"type": "array", "items": _RESULT}},
                },
            },
        },
        "additionalProperties": False,
    },
}


def test_label_studio_tasks_have_regions_codes_and_relations(tmp_path):
    path, report = written("labelstudio", hand_rows(), tmp_path)
    tasks = json.loads(path.read_text("utf-8"))
    jsonschema.validate(tasks, LABEL_STUDIO)
    (prediction,) = tasks[0]["predictions"]
    results = prediction["result"]
    regions = {r["id"]: r["value"] for r in results if r["type"] == "labels"}
    assert all(TEXT[v["start"] : v["end"]] == v["text"] for v in regions.values())
    codes = {r["value"]["text"]: r["value"]["choices"] for r in results if r["type"] == "choices"}
    assert codes["dismissed"] == ["REJECT"]
    arcs = {
        (regions[r["from_id"]]["text"], r["labels"][0], regions[r["to_id"]]["text"])
        for r in results
        if r["type"] == "relation"
    }
    assert ("arrested", "ACTOR", "Police") in arcs
    assert ("dismissed", "ACTOR", "Ilka Brandt") in arcs
    assert prediction["model_version"] == "test-1"
    assert prediction["score"] == 0.64
    assert (report.events, report.written) == (2, 1)


# After prodi.gy/docs/api-interfaces, "relations".
_SPAN = {
    "type": "object",
    "required": ["start", "end", "token_start", "token_end", "label"],
    "properties": {name: {"type": "integer"} for name in ("start", "end", "token_start")},
}
PRODIGY = {
    "required": ["text", "tokens", "spans", "relations"],
    "properties": {
        "tokens": {"items": {"required": ["text", "start", "end", "id", "ws"]}},
        "spans": {"items": _SPAN},
        "relations": {
            "items": {
                "required": ["head", "child", "label", "head_span", "child_span"],
                "properties": {"head_span": _SPAN, "child_span": _SPAN},
            }
        },
    },
}


def test_prodigy_tasks_have_spans_on_tokens_and_relations(tmp_path):
    path, report = written("prodigy", hand_rows(), tmp_path)
    (task,) = map(json.loads, path.read_text("utf-8").splitlines())
    jsonschema.validate(task, PRODIGY)
    tokens = task["tokens"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    assert all(TEXT[t["start"] : t["end"]] == t["text"] for t in tokens)
    for span in task["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]
    spans = sorted((span["start"], span["end"]) for span in task["spans"])
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))
    arcs = {
        (tokens[r["head"]]["text"], r["label"], tokens[r["child"]]["text"])
        for r in task["relations"]
    }
    assert ("arrested", "ACTOR", "Police") in arcs
    assert {span["label"] for span in task["spans"]} >= {"COERCE/arrest", "REJECT", "ACTOR"}
    assert counts(report)["spans that overlap another one"] >= 1  # "14" in "14 agents"


def test_a_sign_beyond_the_first_plane_does_not_move_offsets(tmp_path):
    document = dataclasses.replace(CODING.document, text=TEXT.replace("V", "\U0001f600"))
    coding = dataclasses.replace(CODING, document=document)
    path, _ = written("labelstudio", [row_of(document_id=document.id)], tmp_path, coding)
    (task,) = json.loads(path.read_text("utf-8"))
    values = [r["value"] for r in task["predictions"][0]["result"] if r["type"] == "labels"]
    assert all(document.text[v["start"] : v["end"]] == v["text"] for v in values)


def test_tokens_are_cut_where_spans_end():
    assert tokens_of("14-year-old, no") == [
        *((0, 2), (2, 3), (3, 7), (7, 8), (8, 11), (11, 12), (13, 15)),
    ]
    assert tokens_of("arrested", [6]) == [(0, 6), (6, 8)]


def test_citations_are_one_a_document(tmp_path):
    path, report = written("csl-json", [*hand_rows(), talks()], tmp_path)
    first, second = json.loads(path.read_text("utf-8"))
    assert first["title"] == "Veldania says it arrested 14 agents"
    assert first["issued"] == {"date-parts": [[2024, 3, 6]]}
    assert (first["container-title"], first["type"]) == ("Harbour Wire", "article-newspaper")
    assert second["URL"] == "https://example.org/talks"
    assert first["id"] != second["id"]
    assert (report.events, report.written) == (3, 2)
    assert counts(report) == {"only its article is written": 3}


def test_bibtex_is_read_back(tmp_path):
    rows = [row_of(title="50% of {Banks} & \\input{x} $1_a", publisher=None), talks()]
    path, _ = written("bibtex", rows, tmp_path)
    found = parse_file(str(path))
    assert not found.failed_blocks
    misc, article = found.entries
    assert (misc.entry_type, article.entry_type) == ("misc", "article")
    title = misc.fields_dict["title"].value
    assert title == r"{50\% of (Banks) \& \textbackslash input(x) \$1\_a}"
    assert article.fields_dict["journal"].value == "Harbour Wire"
    assert article.fields_dict["year"].value == "2024"
    assert article.fields_dict["url"].value == "https://example.org/talks"
