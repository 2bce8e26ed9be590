"""Gold data: JSONL files, one annotated document a line.

Enters: a file, or a folder. Leaves: `Gold`, the records with the hash of what they were read from.

A record has `id` and `text`, may have `published` (ISO date), and has the annotations of its task:
`entities`, `attributions`, `timexes`, `events`, `relation`. Offsets are code points, end exclusive.
Only a line feed ends a line: texts may hold other line separators.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.errors import BenchmarkError


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldRecord:
    """One annotated document."""

    id: str
    text: str
    published: date | None
    fields: Mapping[str, Any]  # the record as it stands in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The records of one run."""

    name: str  # folder and file, without the path of this machine
    sha256: str  # of the bytes of the files, in order
    records: tuple[GoldRecord, ...]
    chosen: str  # in words: which files and records were taken, and why

    def first(self, limit: int | None) -> Gold:
        """The same gold cut to its first `limit` records; all of them for None."""
        return self if limit is None else replace(self, records=self.records[:limit])


def read_gold(path: Path, folder: str | None = None) -> Gold:
    """The gold records of a file or a folder.

    A folder that holds a subfolder named `folder` stands for that subfolder. Of a folder,
    `dev.jsonl` is taken if it is there, else every `*.jsonl`; when records then carry
    `meta.suggested_dev`, those that say true are taken.

    Raises:
        BenchmarkError: there is no such file, it holds no record, or a line is not a record.
    """
    if path.is_dir() and folder and not _jsonl(path) and (path / folder).is_dir():
        path = path / folder
    files, why = _files(path)
    records: list[GoldRecord] = []
    digest = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        digest.update(data)
        records += _records(file, data)
    if path.is_dir() and any(_suggested(record) for record in records):
        records = [record for record in records if _suggested(record)]
        why += ", the records that meta.suggested_dev marks"
    if not records:
        raise BenchmarkError(f"{path} holds no record; expected one JSON object a line")
    name = "/".join(files[0].resolve().parts[-2:]) if len(files) == 1 else path.resolve().name
    return Gold(name=name, sha256=digest.hexdigest(), records=tuple(records), chosen=why)


def _files(path: Path) -> tuple[list[Path], str]:
    if path.is_file():
        return [path], path.name
    if not path.is_dir():
        raise BenchmarkError(f"{path} does not exist; expected a JSONL file or a folder of them")
    if (path / "dev.jsonl").is_file():
        return [path / "dev.jsonl"], "dev.jsonl"
    files = _jsonl(path)
    if not files:
        raise BenchmarkError(f"{path} holds no .jsonl file; give a file, or the folder of one set")
    return files, "every .jsonl file, for want of a dev.jsonl"


def _jsonl(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def _records(file: Path, data: bytes) -> list[GoldRecord]:
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BenchmarkError(f"{file} is not UTF-8: {error}; save it as UTF-8") from error
    return [
        _record(line, f"{file} line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _record(line: str, where: str) -> GoldRecord:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BenchmarkError(f"{where} is not JSON: {error}") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise BenchmarkError(f"{where} is not a record; expected an object with a string `text`")
    return GoldRecord(
        id=str(fields.get("id", where)),
        text=fields["text"],
        published=_date(fields.get("published"), where),
        fields=fields,
    )


def _date(value: object, where: str) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise BenchmarkError(
            f"{where}: published is {value!r}; expected a date as 2019-07-23, or null"
        ) from error


def _suggested(record: GoldRecord) -> bool:
    meta = record.fields.get("meta")
    return isinstance(meta, dict) and meta.get("suggested_dev") is True
