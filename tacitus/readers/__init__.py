"""Reading: files, folders, archives, feeds or addresses in; `Document` or `Failure` values out.

    for outcome in read_input("articles.jsonl", options=ReadOptions(publisher="Daily Post")):
        ...

What each input may be stands in docs/reading.md.
"""

from __future__ import annotations

from tacitus.readers.dates import parse_date
from tacitus.readers.inputs import read_collection, read_input
from tacitus.readers.options import ReadOptions
from tacitus.readers.texts import read_text

__all__ = ["ReadOptions", "parse_date", "read_collection", "read_input", "read_text"]
