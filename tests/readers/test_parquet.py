from __future__ import annotations

from pathlib import Path

import pytest

from tacitus.readers import ReadOptions, read_input
from tacitus.records import Document, Failure
from tests.readers.articles import BODY

arro3_core = pytest.importorskip("arro3.core")
arro3_io = pytest.importorskip("arro3.io")


def table(path: Path, rows: int = 3) -> None:
    texts = [f"{BODY} It was step {n}." for n in range(rows)]
    columns = {
        "words": arro3_core.Array(texts, type=arro3_core.DataType.utf8()),
        "date": arro3_core.Array(["2026-03-02"] * rows, type=arro3_core.DataType.utf8()),
    }
    arro3_io.write_parquet(arro3_core.Table.from_pydict(columns), str(path))


def read(path: Path) -> list[Document | Failure]:
    return list(read_input(str(path), options=ReadOptions(text_column="words")))


def test_a_parquet_table_gives_a_document_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    table(path)
    found = read(path)
    assert [type(item) for item in found] == [Document] * 3
    last = found[-1]
    assert isinstance(last, Document)
    assert last.text == f"{BODY} It was step 2."
    assert (str(last.published), last.path) == ("2026-03-02", f"{path}:3")


def test_a_damaged_parquet_table_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")  # its reader panics at this one
    (found,) = read(path)
    assert isinstance(found, Failure)
    assert "the Parquet table cannot be read on" in found.reason


def test_a_parquet_table_names_the_extra_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    table(path)
    monkeypatch.setattr("tacitus.readers.parquet.find_spec", lambda name: None)
    (found,) = read(path)
    assert isinstance(found, Failure)
    assert "pip install 'tacitus[parquet]'" in found.reason
