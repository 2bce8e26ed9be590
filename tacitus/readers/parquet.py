"""Articles in the rows of a Parquet table, with the columns that a JSONL file may have.

The file is read by arro3-io (the Parquet reader of Apache Arrow in Rust, 9 MB, extra [parquet]) in
a child process that writes its rows as JSONL; what that gives is read as a JSONL file is. Why so:
deltalake opens Delta tables only, not single files; DuckDB belongs to the store, of which readers
know nothing, and holds data files to be trusted; arro3-io itself panics on a damaged footer, and a
small file can hold a value of gigabytes. A child may die of either.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from tacitus.errors import ExtraError, ReadError
from tacitus.readers.failures import Outcomes
from tacitus.readers.options import ReadOptions
from tacitus.readers.streams import Part, Unpacked, spooled
from tacitus.readers.tables import read_jsonl


def read_parquet(stream: IO[bytes], part: Part, options: ReadOptions) -> Outcomes:
    """A document or a failure for every row.

    Raises:
        ExtraError: the extra [parquet] is not installed.
        ReadError: the table is damaged, or a part of it needs more than 2 GB of memory.
    """
    if find_spec("arro3.io") is None:
        raise ExtraError(
            "reading Parquet needs the extra [parquet]; "
            "install it with: pip install 'tacitus[parquet]'"
        )
    if part.file is not None:
        yield from _rows(part.file, part, options)
        return
    with tempfile.TemporaryDirectory(prefix="tacitus-") as folder, spooled(stream) as copy:
        path = Path(folder) / "rows.parquet"
        with path.open("wb") as file:
            while chunk := copy.read(1 << 20):
                file.write(chunk)
        yield from _rows(path, part, options)


def _rows(path: Path, part: Part, options: ReadOptions) -> Outcomes:
    paths = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [sys.executable, "-m", "tacitus.readers.parquet_child", str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            env={**os.environ, "PYTHONPATH": paths},
        ) as child,
    ):
        assert child.stdout is not None
        try:
            rows = io.BufferedReader(Unpacked(child.stdout, lambda: 0, part.budget), 65_536)
            yield from read_jsonl(rows, part.label, options)
            code = child.wait()
        finally:
            child.kill()
        if code != 0:
            said.seek(0)
            lines = said.read(4_000).decode("utf-8", "replace").strip().splitlines()
            why = lines[0] if code == 1 and lines else f"its reader died (exit code {code})"
            raise ReadError(f"the Parquet table cannot be read on: {why[:300]}; save it as JSONL")
