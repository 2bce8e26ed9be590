"""The formats that events of a store are exported to: a registry, one module a format.

The contract of a format, for whoever adds one:

1. Write a module in this package with one public function

       def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport

   `rows` are read once and may be millions: stream them. Each is a dict with the columns of the
   view `events` (docs/store.md) as plain values: str, int, float, bool, `date`, `datetime` (UTC,
   without a zone), lists, dicts, None. `actors` and `recipients` are lists of dicts with name,
   entity_id, country, cow, gw, sectors, basis; `quantities` of dicts with kind, value, unit,
   modifier. Treat them as read-only. They come in the order in which the store gives them.
   `path` is a file that does not exist yet. The caller moves it to its place when `write` returns,
   so `write` need not be atomic, and asks before it overwrites.
2. Count what the format cannot carry with a `LossCounter` (losses.py): name the aspects in
   `cannot`, call `see` on each row, `changed` where a value is written as something broader and
   `left_out` where an event is not written at all. `happened` says which events a format must
   leave out that has no way to say that something did not happen.
3. Text cells of CSV and spreadsheets go through `safe_cell` of tacitus.export.csv unless
   `options.raw`.
4. Add one line to `FORMATS` below. Heavy libraries are imported inside the module only, which is
   itself imported when the format is asked for.
5. A test in tests/export/formats opens what was written with the real consumer.

A format that needs more than the events, such as the text, asks `options.coding_of` for the coding
of a `document_id`; it is None where there are only rows.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from tacitus.errors import SchemaError
from tacitus.export.formats.losses import EventRow, LossReport
from tacitus.records import Coding

__all__ = ["FORMATS", "EventRow", "ExportOptions", "Format", "LossReport", "format_named"]

CodingOf: TypeAlias = Callable[[str], Coding]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What a user may ask of any format."""

    raw: bool = False  # True: cells that a spreadsheet would run as formulas stay as they are
    unreal: bool = False  # True: denied, expected and supposed events too, where they look real
    coding_of: CodingOf | None = None  # document_id -> its coding


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: what it is called and where it is written."""

    name: str
    summary: str  # one line for `tacitus export --formats`
    suffix: str  # of its files
    module: str | None = None  # in this package; None: called as the format is

    def write(
        self, rows: Iterable[EventRow], path: Path, options: ExportOptions | None = None
    ) -> LossReport:
        """What was lost on the way into the file `path`."""
        module: Any = importlib.import_module(f"{__name__}.{self.module or self.name}")
        report: LossReport = module.write(rows, path, options or ExportOptions())
        return report


_ALL = (
    Format(name="jsonl", summary="JSON Lines, one event a line, every field", suffix=".jsonl"),
    Format(name="csv", summary="CSV, as tacitus read --format csv", suffix=".csv"),
    Format(name="parquet", summary="Parquet, every field", suffix=".parquet"),
    Format(name="plover", summary="PLOVER interchange records, one JSON array", suffix=".json"),
    Format(name="polecat", summary="POLECAT, 40 columns of tabs", suffix=".tsv"),
    Format(name="icews", summary="ICEWS, 20 columns of tabs, CAMEO codes", suffix=".tsv"),
    Format(
        name="gdelt-events",
        summary="GDELT 2.0 events, 61 columns of tabs without header, CAMEO codes",
        suffix=".CSV",
        module="gdelt_events",
    ),
    Format(
        name="gdelt-mentions",
        summary="GDELT 2.0 mentions, 16 columns of tabs without header",
        suffix=".CSV",
        module="gdelt_mentions",
    ),
    Format(
        name="phoenix",
        summary="PETRARCH2 and Phoenix, 8 columns of tabs without header, CAMEO codes",
        suffix=".txt",
    ),
    Format(name="acled", summary="in the shape of ACLED, 31 columns of CSV", suffix=".csv"),
    Format(name="xlsx", summary="spreadsheet with the columns of csv", suffix=".xlsx"),
    Format(name="duckdb", summary="DuckDB database, every field", suffix=".duckdb"),
    Format(
        name="ftm",
        summary="FollowTheMoney entities, one JSON object a line",
        suffix=".ftm.json",
        module="followthemoney",
    ),
    Format(name="graphml", summary="GraphML, one edge an event and pair", suffix=".graphml"),
    Format(name="gexf", summary="GEXF, the same with the days of each edge", suffix=".gexf"),
    Format(name="geojson", summary="GeoJSON, every field", suffix=".geojson"),
    Format(name="jsonld", summary="JSON-LD, claims in terms of schema.org", suffix=".jsonld"),
    Format(name="displacy", summary="displaCy, texts with marked words", suffix=".json"),
    Format(name="labelstudio", summary="Label Studio tasks with predictions", suffix=".json"),
    Format(name="prodigy", summary="Prodigy tasks, spans and relations", suffix=".jsonl"),
    Format(
        name="csl-json",
        summary="CSL-JSON citations of the articles",
        suffix=".json",
        module="csljson",
    ),
    Format(name="bibtex", summary="BibTeX citations of the articles", suffix=".bib"),
)
FORMATS: Mapping[str, Format] = {form.name: form for form in _ALL}


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        SchemaError: there is none; the message lists what there is.
    """
    found = FORMATS.get(name.strip().lower())
    if found is None:
        raise SchemaError(f'format "{name}" is not known; expected one of {", ".join(FORMATS)}')
    return found
