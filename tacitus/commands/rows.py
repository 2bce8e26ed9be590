"""Rows of a query on the terminal or in a file: as a table, JSON, JSON Lines or CSV."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import IO, Any

from tacitus.export.formats.csv import flat_event as flat_event

Row = Mapping[str, Any]
SHOWN = 50  # rows of a table when no limit is given
NOT_COVERED = "NA"  # of a cell that has no value, as R reads it
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # as in tacitus.export.csv
SHORT_COLUMNS = ("when, where", "who → whom, what", "told by", "p")
_ROLES = ("actors", "recipients")


def write_rows(rows: Iterable[Row], columns: Sequence[str], form: str, *, empty: str = "") -> None:
    """Write the rows to stdout; `empty` is what a cell of a table or CSV file without value holds.

    `form` is table, json, jsonl or csv. A table stops after what it was given.
    """
    if form == "csv":
        write_csv(rows, columns, sys.stdout, empty=empty)
    elif form == "json":
        write_json(rows, sys.stdout)
    elif form == "jsonl":
        for row in rows:
            sys.stdout.write(_json(row) + "\n")
    else:
        write_table(rows, columns, empty=empty)


def write_csv(
    rows: Iterable[Row], columns: Sequence[str], stream: IO[str], *, empty: str = ""
) -> None:
    """The header and one line a row; a cell that a spreadsheet would run gets an apostrophe."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column], empty) for column in columns])


def write_json(rows: Iterable[Row], stream: IO[str]) -> None:
    """One list, written as it comes."""
    first = True
    for row in rows:
        stream.write(("[\n" if first else ",\n") + _json(row))
        first = False
    stream.write("[]\n" if first else "\n]\n")


def write_table(rows: Iterable[Row], columns: Sequence[str], *, empty: str = "") -> None:
    """A table on stdout, as wide as the terminal; nothing is cut off."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from tacitus.export.table import shown
    from tacitus.terminal import console_for, print_lines

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(shown(_words(row[column], empty)) for column in columns))
    print_lines(console_for(sys.stdout), table)


def first_rows(rows: Iterable[Row], form: str, limit: int | None) -> tuple[Iterable[Row], bool]:
    """The rows to write, and whether more were left out: of a table without a limit, `SHOWN`."""
    if form != "table" or limit is not None:
        return rows, False
    kept = list(islice(rows, SHOWN + 1))
    return kept[:SHOWN], len(kept) > SHOWN


def short_event(row: Row) -> dict[str, Any]:
    """A row of the view `events` as the table of `tacitus events` shows it, lines in cells."""
    days = dict.fromkeys(str(row[name]) for name in ("date_start", "date_end") if row[name])
    place = ", ".join(filter(None, (row["place"], row["place_country"])))
    code = f"{row['event_type']}/{row['mode']}" if row["mode"] else row["event_type"]
    code += " (reviewed)" if row.get("code_basis") == "reviewed" else ""
    who, whom = (_joined(party["name"] for party in row[role] or []) for role in _ROLES)
    said = f"says: {row['speaker']}" if row["speaker"] else None
    notes = [row["publisher"], said]
    notes += ["disputed" if row["disputed"] else None]
    notes += ["disputes another account" if row["disputes"] else None]
    notes += ["did not happen" if row["polarity"] == "neg" else None]
    notes += [row["review"]] if row.get("review") else []
    score = f"{row['score']:.2f}" if row["score"] is not None else None
    cells = (
        (" to ".join(days), place),
        (f"{who or '?'} → {whom}" if whom else who, code, row["event_id"]),
        notes,
        (score,),
    )
    lines = ("\n".join(filter(None, cell)) for cell in cells)
    return dict(zip(SHORT_COLUMNS, lines, strict=True))


def _joined(values: Iterable[object] | None) -> str | None:
    """The values in one cell; positions stay aligned between the columns of one role."""
    cells = ["" if value is None else str(value) for value in values or ()]
    return "; ".join(cells) if any(cells) else None


def _cell(value: object, empty: str) -> object:
    if isinstance(value, (bool, int, float)):
        return value
    words = _words(value, empty)
    return f"'{words}" if words.startswith(_FORMULA_STARTS) else words


def _words(value: object, empty: str) -> str:
    if value is None:
        return empty
    if isinstance(value, (list, dict)):
        return _json(value)
    return str(value)


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=_as_text)
    return re.sub("[\x85\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def note(words: str) -> None:
    """A line on stderr that is no error."""
    from rich.text import Text

    from tacitus.export.table import shown
    from tacitus.terminal import console_for

    line = Text.assemble(("note: ", "bold"), shown(words))
    console_for(sys.stderr).print(line, soft_wrap=True)


def numbered(count: int, noun: str) -> Iterator[str]:
    """The count with its noun, when there is any."""
    if count:
        yield f"{count} {noun}"
