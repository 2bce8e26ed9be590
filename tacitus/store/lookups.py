"""A few columns of the rows of one table that meet a condition, wherever the table lies.

Of a table on this machine DuckDB reads the files. Of one on S3 deltalake reads the columns and
row groups that are needed, so that a writer need not fetch the texts of millions of documents;
DuckDB's own reader of S3 is no part of its Python package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from glob import escape  # DuckDB takes paths as patterns
from typing import Any

import duckdb
from deltalake import DeltaTable, QueryBuilder

_MOMENTS = {"recorded_at"}  # given as microseconds since 1970


def rows_of_files(
    files: Sequence[str], columns: Sequence[str], condition: str, values: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """The columns of the rows in Parquet files that meet the condition over named `values`."""
    if not files:
        return []
    with duckdb.connect(":memory:") as connection:
        return connection.execute(
            f"select {_selected(columns)} from read_parquet($files) where {condition}",  # noqa: S608
            {**values, "files": [*map(escape, files)]},
        ).fetchall()


def rows_of_table(
    table: DeltaTable, columns: Sequence[str], condition: str, values: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """The same of a table that lies elsewhere."""
    narrowed = _literal(condition, values)
    found = (
        QueryBuilder()
        .register("wanted", table)
        .execute(f"select {', '.join(columns)} from wanted where {narrowed}")  # noqa: S608
        .read_all()
    )
    if not len(found):
        return []
    with duckdb.connect(":memory:") as connection:
        return connection.execute(f"select {_selected(columns)} from found").fetchall()  # noqa: S608


def _selected(columns: Sequence[str]) -> str:
    return ", ".join(f"epoch_us({name})" if name in _MOMENTS else name for name in columns)


def _literal(condition: str, values: Mapping[str, object]) -> str:
    """The condition with its values in it: DataFusion has no lists as parameters."""
    for name, value in values.items():
        if isinstance(value, list):
            words = ", ".join(map(_quoted, dict.fromkeys(value))) or "''"
            condition = condition.replace(f"(select unnest(${name}))", f"({words})")
        else:
            condition = condition.replace(f"${name}", _quoted(value))
    return condition


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
