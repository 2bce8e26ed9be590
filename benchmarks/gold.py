"""Gold data: JSONL files, one annotated document a line.

Enters: a file, or a folder. Leaves: `Gold`, the records with the hash of what they were read from.

A record has `id` and `text`, may have `published` (ISO date), and has the annotations of its task:
`entities`, `attributions`, `timexes`, `events`, `relation`. Offsets are code points, end exclusive.
Only a line feed ends a line: texts may hold other line separators.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
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
    set_name: str = ""  # the folder of its file


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


def read_gold(path: Path, folder: str | Sequence[str] | None = None) -> Gold:
    """The gold records of a file or a folder.

    A folder that holds a subfolder named `folder` stands for that subfolder; for several names it
    stands for all of those, one after the other. Of a folder, `dev.jsonl` is taken if it is there,
    else every `*.jsonl`; when records then carry `meta.suggested_dev`, those that say true are
    taken.

    Raises:
        BenchmarkError: there is no such file, it holds no record, a line is not a record, or one of
            several subfolders is not there.
    """
    names = [folder] if isinstance(folder, str) else folder or []
    parts = [_read_one(place) for place in _places(path, names)]
    return Gold(
        name=" + ".join(part.name for part in parts),
        sha256=hashlib.sha256(b"".join(part.data for part in parts)).hexdigest(),
        records=tuple(record for part in parts for record in part.records),
        chosen=" + ".join(dict.fromkeys(part.chosen for part in parts)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    name: str
    data: bytes
    records: Sequence[GoldRecord]
    chosen: str


def _places(path: Path, names: Sequence[str]) -> list[Path]:
    if not path.is_dir() or _jsonl(path):
        return [path]
    there = [path / name for name in names if (path / name).is_dir()]
    if there and len(there) < len(names):
        missing = ", ".join(name for name in names if path / name not in there)
        raise BenchmarkError(
            f"{path} has {there[0].name} but not {missing}; give the path of one set, "
            "or a folder of all of them"
        )
    return there or [path]


def _read_one(path: Path) -> _Part:
    files, why = _files(path)
    records: list[GoldRecord] = []
    contents = [file.read_bytes() for file in files]
    for file, data in zip(files, contents, strict=True):
        records += _records(file, data)
    if path.is_dir() and any(_suggested(record) for record in records):
        records = [record for record in records if _suggested(record)]
        why += ", the records that meta.suggested_dev marks"
    if not records:
        raise BenchmarkError(f"{path} holds no record; expected one JSON object a line")
    name = "/".join(files[0].resolve().parts[-2:]) if len(files) == 1 else path.resolve().name
    return _Part(name=name, data=b"".join(contents), records=records, chosen=why)


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
        _record(line, f"{file} line {number}", file.resolve().parent.name)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _record(line: str, where: str, set_name: str) -> GoldRecord:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BenchmarkError(f"{where} is not JSON: {error}") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise BenchmarkError(f"{where} is not a record; expected an object with a string `text`")
    return GoldRecord(
        id=str(fields.get("id", where)),
        text=fields["text"],
        published=iso_date(fields.get("published"), f"{where}: published"),
        fields=fields,
        set_name=set_name,
    )


def iso_date(value: object, what: str) -> date | None:
    """The day that a field gives, its time of day left off; None for null and "".

    Raises:
        BenchmarkError: it is no ISO date; `what` names the field.
    """
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise BenchmarkError(
            f"{what} is {value!r}; expected a date as 2019-07-23, or null"
        ) from error


def _suggested(record: GoldRecord) -> bool:
    meta = record.fields.get("meta")
    return isinstance(meta, dict) and meta.get("suggested_dev") is True
