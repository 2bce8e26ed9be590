"""Rows as Arrow tables with given columns, for the store and for Parquet files.

Enters: rows as dicts. Leaves: Arrow data that deltalake and Parquet writers take. A column's type
is a word of `_LEAVES`, a list of one type, or a dict of named types (a struct). Any value may be
null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Literal, TypeAlias

from arro3.core import Array, DataType, Field, Schema, Table, list_array, struct_array

Leaf: TypeAlias = Literal["text", "day", "moment", "int", "float", "bool"]
ColumnType: TypeAlias = "Leaf | list[ColumnType] | dict[str, ColumnType]"
Row: TypeAlias = Mapping[str, object]

_EPOCH_DAY = date(1970, 1, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Arrow type, and the type that arro3 builds from Python values where that is another one.
_LEAVES: dict[Leaf, tuple[DataType, DataType]] = {
    "text": (DataType.utf8(), DataType.utf8()),
    "day": (DataType.date32(), DataType.int32()),
    "moment": (DataType.timestamp("us", tz="UTC"), DataType.int64()),
    "int": (DataType.int64(), DataType.int64()),
    "float": (DataType.float64(), DataType.float64()),
    "bool": (DataType.bool(), DataType.bool()),
}


def schema_of(columns: Mapping[str, ColumnType]) -> Schema:
    """The Arrow schema of `columns`."""
    return Schema([Field(name, _arrow(kind), nullable=True) for name, kind in columns.items()])


def table_of(rows: Sequence[Row], columns: Mapping[str, ColumnType]) -> Table:
    """The rows as an Arrow table with exactly `columns`; a key that a row lacks is null."""
    arrays = [_array([row.get(name) for row in rows], kind) for name, kind in columns.items()]
    return Table.from_arrays(arrays, schema=schema_of(columns))


def _arrow(kind: ColumnType) -> DataType:
    if isinstance(kind, dict):
        return DataType.struct([Field(n, _arrow(k), nullable=True) for n, k in kind.items()])
    if isinstance(kind, list):
        return DataType.list(Field("element", _arrow(kind[0]), nullable=True))
    return _LEAVES[kind][0]


def _array(values: Sequence[object], kind: ColumnType) -> Array:
    if isinstance(kind, dict):
        return _structs(values, kind)
    if isinstance(kind, list):
        return _lists(values, kind)
    arrow, built = _LEAVES[kind]
    plain = [_LEAF_VALUES[kind](value) for value in values] if kind in _LEAF_VALUES else values
    array = Array(plain, type=built)
    return array if arrow == built else array.cast(arrow)


def _structs(values: Sequence[object], kind: dict[str, ColumnType]) -> Array:
    rows = [value if isinstance(value, Mapping) else {} for value in values]
    arrays = [_array([row.get(name) for row in rows], inner) for name, inner in kind.items()]
    fields = [Field(name, _arrow(inner), nullable=True) for name, inner in kind.items()]
    return struct_array(arrays, fields=fields, mask=_nulls(values))


def _lists(values: Sequence[object], kind: list[ColumnType]) -> Array:
    lists = [value if isinstance(value, list) else [] for value in values]
    offsets = Array([0, *accumulate(map(len, lists))], type=DataType.int32())
    inner = _array([item for items in lists for item in items], kind[0])
    return list_array(offsets, inner, type=_arrow(kind), mask=_nulls(values))


def _nulls(values: Sequence[object]) -> Array:
    return Array([value is None for value in values], type=DataType.bool())


def _days(value: object) -> int | None:
    return (value - _EPOCH_DAY).days if isinstance(value, date) else None


def _microseconds(value: object) -> int | None:
    """Since 1970 in UTC; a time that names no zone is taken as UTC."""
    if not isinstance(value, datetime):
        return None
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MICROSECOND


def _written(value: object) -> str | None:
    """The text with lone surrogates, which UTF-8 does not have, replaced."""
    if not isinstance(value, str):
        return None
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


_LEAF_VALUES = {"day": _days, "moment": _microseconds, "text": _written}
