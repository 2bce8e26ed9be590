"""Events as JSON Lines: one object a line with every column of the view `events`.

Days and times are ISO 8601 text; nothing is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tacitus.export.formats import EventRow, ExportOptions, LossReport
from tacitus.export.formats.losses import LossCounter

# str.splitlines and many readers break lines here; UTF-8 has no lone surrogates.
_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def write(rows: Iterable[EventRow], path: Path, options: ExportOptions) -> LossReport:
    """What was lost of `rows` in the file `path`: nothing."""
    losses = LossCounter("jsonl")
    with path.open("w", encoding="utf-8", newline="") as stream:
        for row in losses.seen(rows):
            stream.write(json_line(row) + "\n")
            losses.see(row)
    return losses.report()


def json_line(value: object) -> str:
    """A value as JSON on one line, days as ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, default=_as_text)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
