"""Gold of the suite `entities`: phrases with the country and sectors of who they stand for.

Enters: a file or folder of records, or a folder of sets. Leaves: `Gold`; the text of a record is
the phrase, `meta` has its context and date, `labels` what it stands for.

`dev.jsonl` here is our list, without any text: offsets into records of the sets (`README.md` is its
data card). Its records are made in memory from those.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.errors import BenchmarkError
from benchmarks.gold import Gold, GoldRecord, read_gold

LIST = Path(__file__).parent / "dev.jsonl"
FOLDER = "entities"


def read_phrases(data: Path, listed: Path = LIST) -> Gold:
    """The phrases of a file, of a folder, of its subfolder `entities`, or else of our list.

    For the list, `data` is the folder of the sets whose train splits hold the texts.

    Raises:
        BenchmarkError: the data cannot be read, a record of the list is not in its set, or its text
            is not the one that was labelled.
    """
    if not data.is_dir() or any(data.glob("*.jsonl")) or (data / FOLDER).is_dir():
        return read_gold(data, FOLDER)
    content = listed.read_bytes()
    rows = [json.loads(line) for line in content.decode("utf-8").split("\n") if line]
    texts = {name: _texts(data, name) for name in sorted({row["set"] for row in rows})}
    return Gold(
        name=f"phrases/{listed.name}",
        sha256=hashlib.sha256(content).hexdigest(),  # it holds the hashes of the texts
        records=tuple(_record(row, texts[row["set"]]) for row in rows),
        chosen="our list over the train splits of " + ", ".join(texts),
    )


def _texts(data: Path, name: str) -> Mapping[str, GoldRecord]:
    path = data / name / "train.jsonl"
    if not path.is_file():
        raise BenchmarkError(
            f"{path} does not exist; the listed phrases stand in it: give a folder with that set, "
            "or phrases of your own"
        )
    return {record.id: record for record in read_gold(path).records}


def _record(row: Mapping[str, Any], texts: Mapping[str, GoldRecord]) -> GoldRecord:
    known = texts.get(row["record"])
    if known is None:
        raise BenchmarkError(
            f"{row['id']}: {row['set']} has no record {row['record']}; expected the set whose "
            "texts were labelled"
        )
    digest = hashlib.sha256(known.text.encode("utf-8")).hexdigest()
    if digest != row["sha256"]:
        raise BenchmarkError(
            f"{row['id']}: the text of {row['record']} is not the one labelled: its SHA-256 is "
            f"{digest[:12]}..., expected {row['sha256'][:12]}..."
        )
    day = known.published.isoformat() if known.published else None
    return GoldRecord(
        id=row["id"],
        text=known.text[row["start"] : row["end"]],
        published=known.published,
        fields={
            "doc_id": row["record"],
            "labels": row["labels"],
            "meta": {"query_date": day, "context": known.text[slice(*row["context"])]},
        },
        set_name=row["set"],
    )
