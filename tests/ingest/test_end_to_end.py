"""Articles through the real model into a store and back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tacitus
from tacitus.cli import app
from tacitus.store import Store

HAS_MODEL = any((Path(tacitus.__file__).parent / "data" / "model").glob("*.onnx"))
ARTICLES = [
    {
        "title": "Kenyan police arrest protesters in Nairobi",
        "text": "Police in Nairobi arrested 12 protesters on Monday, Kenya's interior ministry "
        "said. The opposition accused the government of silencing critics.",
    },
    {
        "title": "Kenyan police arrest 12 in Nairobi",
        "text": "Police in Nairobi arrested 12 demonstrators on Monday outside the parliament.",
    },
    {
        "title": "Norway's foreign minister visits Ghana",
        "text": "Norway's foreign minister met Ghana's president in Accra on Tuesday. The two "
        "governments signed an agreement on fisheries.",
    },
]


@pytest.mark.skipif(not HAS_MODEL, reason="the package holds no weights yet")
def test_three_articles_go_into_a_store_and_come_back(tmp_path):
    rows = [
        {**row, "published": "2024-03-06", "publisher": "Harbour Wire", "url": f"https://h.x/{n}"}
        for n, row in enumerate(ARTICLES)
    ]
    news, folder = tmp_path / "news.jsonl", tmp_path / "store"
    news.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    result = CliRunner().invoke(app, ["ingest", "--store", str(folder), str(news)])
    assert result.exit_code == 0, result.output
    assert "3 coded, 0 skipped, 0 failed" in result.stdout
    store = Store.open(folder)
    found = store.relation("events").project("event_type, date_start, title").fetchall()
    assert ("COERCE", date(2024, 3, 4), ARTICLES[0]["title"]) in found
    assert ("CONSULT", date(2024, 3, 5), ARTICLES[2]["title"]) in found
    for name, text in store.relation("documents").project("document_id, text").fetchall():
        coding = store.coding(name)
        assert coding.document.text == text
        assert coding.coder_version.startswith("model ")
    digest = store.digest()
    again = CliRunner().invoke(app, ["ingest", "--store", str(folder), str(news)])
    assert "0 coded, 3 known" in again.stdout
    assert Store.open(folder).digest() == digest
