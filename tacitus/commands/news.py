"""What `tacitus watch` prints of a new article: a line for it, and one for each of its events."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tacitus.coding import CodedDocument
    from tacitus.records import Failure

_MOST = 8  # events shown of an article; the store has all


def say_news(outcome: CodedDocument | Failure) -> None:
    """Print a coding on stdout; of a failure, one line on stderr, where it is one."""
    from tacitus.commands.filling import say_failure
    from tacitus.export.table import shown
    from tacitus.records import Failure
    from tacitus.terminal import console_for

    if isinstance(outcome, Failure):
        say_failure(outcome)
        return
    console = console_for(sys.stdout)
    for line in news_of(outcome):
        console.print(shown(line), soft_wrap=True)


def news_of(coding: CodedDocument) -> list[str]:
    """The lines: outlet and title, then who does what to whom, the likeliest first."""
    document = coding.document
    title = document.title or " ".join(document.text.split())[:80]
    lines = [f"{document.publisher}: {title}" if document.publisher else title]
    rows = sorted(coding.events_frame(), key=lambda row: -float(row["score"] or 0))
    for row in rows[:_MOST]:
        kind = "/".join(str(code) for code in (row["event_type"], row["mode"]) if code)
        who = " → ".join(str(row[side] or "?") for side in ("actors", "recipients"))
        said = f" · says: {row['speaker']}" if row["speaker"] else ""
        lines.append(f"  {kind}  {who}{said}")
    if len(rows) > _MOST:
        lines.append(f"  and {len(rows) - _MOST} more")
    return lines
