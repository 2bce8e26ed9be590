"""The process that reads one Parquet file and writes its rows to stdout as JSONL.

Columns of text, numbers and dates only. Exit code 1 and a line on stderr when the file is damaged;
it may also die of its limit on memory.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from typing import Any

from tacitus.readers.memory import limit_memory

_MOST_MEMORY = 2 << 30  # bytes of address space beyond what the imports take; Unix only


def main() -> int:
    """Write the rows of the file that the command line names."""
    import arro3.io

    limit_memory(_MOST_MEMORY)
    out = sys.stdout
    try:
        # Its messages on a panic go to the same stderr; the caller shows the first line.
        with open(sys.argv[1], "rb") as file:
            for batch in arro3.io.read_parquet(file):
                names = list(batch.schema.names)
                columns = [_values(batch.column(name)) for name in names]
                for cells in zip(*columns, strict=True):
                    out.write(json.dumps(dict(zip(names, cells, strict=True))) + "\n")
        out.flush()
    except BrokenPipeError:
        os._exit(0)  # nobody reads on
    except Exception as error:
        sys.stderr.write(f"{' '.join(str(error).split())[:300]}\n")
        return 1
    except BaseException as error:  # a panic in Rust
        sys.stderr.write(f"\n{type(error).__name__}\n")
        return 1
    return 0


def _values(column: Any) -> list[object]:  # noqa: ANN401 - arro3 has no type for all its arrays
    return [_scalar(value) for value in column.to_pylist()]


def _scalar(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return None  # lists, structs and bytes hold no fact that is read


if __name__ == "__main__":
    sys.exit(main())
