from __future__ import annotations

import subprocess
import sys
import types
from datetime import date

import pytest

import tacitus
from tacitus import api
from tacitus.errors import ReadError
from tests.codings import coding_of


class StubCoder:
    def __init__(self):
        self.seen = []

    def code(self, document):
        self.seen.append(document)
        return coding_of(path=document.path, published=document.published)


@pytest.fixture
def coder(monkeypatch):
    stub = StubCoder()
    monkeypatch.setattr(api, "_coder", lambda: stub)
    return stub


TEXT = "Kenya's foreign minister visited Oslo on Monday and met the prime minister of Norway."


def test_read_takes_a_text(coder):
    tacitus.read(TEXT, published="2019-07-23", publisher="Daily Post")
    (document,) = coder.seen
    assert document.text == TEXT
    assert document.published == date(2019, 7, 23)
    assert document.publisher == "Daily Post"
    assert document.path is None


def test_read_takes_a_path(coder, tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    tacitus.read(path)
    tacitus.read(str(path), published=date(2019, 7, 23))
    assert [document.text for document in coder.seen] == [TEXT, TEXT]
    assert [document.published for document in coder.seen] == [None, date(2019, 7, 23)]


def test_read_keeps_the_options_that_it_is_not_told_otherwise(coder):
    options = tacitus.ReadOptions(publisher="Daily Post", published=date(2019, 7, 23))
    tacitus.read(TEXT, publisher="Nile Standard", options=options)
    assert coder.seen[0].publisher == "Nile Standard"
    assert coder.seen[0].published == date(2019, 7, 23)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("articel.txt", "articel.txt: no such file; expected a path, an address or a text"),
        ("", "expected a news article"),
    ],
)
def test_read_says_why_a_source_cannot_be_read(coder, source, message):
    with pytest.raises(ReadError, match=message):
        tacitus.read(source)


def test_read_refuses_a_day_that_is_none(coder):
    with pytest.raises(ReadError, match='published "23/7/2019" is not a day; expected YYYY-MM-DD'):
        tacitus.read(TEXT, published="23/7/2019")


def test_read_sends_a_file_of_many_articles_to_the_coder(coder, tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text(f'{{"text": "{TEXT}"}}\n{{"text": "{TEXT}"}}\n', encoding="utf-8")
    with pytest.raises(ReadError, match=r"holds 2 articles; tacitus.read takes one: use tacitus.C"):
        tacitus.read(path)


def test_read_raises_what_the_file_is(coder, tmp_path):
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    with pytest.raises(ReadError, match=r"empty.txt: it is empty; expected a news article"):
        tacitus.read(path)


def test_read_is_the_function_whatever_was_imported_before():
    code = (
        "import tacitus.readers, tacitus.cli, tacitus; assert callable(tacitus.read);"
        "from tacitus import read; assert read is tacitus.read; print(type(read).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "function\n"


def test_import_loads_nothing_heavy():
    code = (
        "import sys, tacitus;"
        "print([m for m in ('numpy', 'yaml', 'rich', 'tacitus.records') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_public_name_is_there():
    for name in set(tacitus.__all__) - {"Coder"}:
        value = getattr(tacitus, name)
        assert not isinstance(value, types.ModuleType), name
    assert set(tacitus.__all__) <= set(dir(tacitus))


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"no attribute 'reed'; see tacitus.__all__"):
        tacitus.reed  # noqa: B018 - the access is the test
