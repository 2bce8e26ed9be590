"""Events as a DuckDB database with one table, `events`: every column, nested ones as they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tacitus.export.formats import EventRow, ExportOptions, LossReport, parquet


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the database `path`: nothing."""
    import duckdb

    # By way of Parquet, which takes any number of rows a group at a time.
    between = path.with_name(f"{path.name}.parquet")
    try:
        report = parquet.write(rows, between, options)
        with duckdb.connect(str(path)) as connection:
            relation = connection.read_parquet(str(between))
            relation.create("events")
    finally:
        between.unlink(missing_ok=True)
    return LossReport(
        format="duckdb", events=report.events, written=report.written, losses=report.losses
    )
