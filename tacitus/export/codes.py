"""The codebook as tables for the terminal.

Enters: a `Codebook` or one `EventType`. Leaves: something rich can print.
"""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from tacitus.codebook import Codebook, EventType

_QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


def types_table(codes: Codebook) -> Table:
    """Every event type with its class, meaning and modes."""
    table = Table(box=SIMPLE_HEAD, expand=True, show_edge=False, padding=(0, 1, 0, 0), leading=1)
    table.add_column("type", min_width=9)
    table.add_column("class", width=12)
    table.add_column("meaning", ratio=3, overflow="fold")
    table.add_column("modes", ratio=2, overflow="fold")
    for kind in codes.event_types.values():
        modes = Text(", ".join(kind.modes), style="dim")
        table.add_row(
            Text(kind.code, style="bold"), Text(_QUADS[kind.quad]), Text(kind.gloss), modes
        )
    return table


def modes_table(kind: EventType) -> Group:
    """One event type: its meaning, class, score and modes."""
    head = Text.assemble((kind.code, "bold"), f": {kind.gloss}")
    facts = f"{_QUADS[kind.quad]}, score {kind.score:+g} from -10 (conflict) to +10 (cooperation)"
    parts: list[Text | Table] = [head, Text(facts, style="dim")]
    if not kind.modes:
        return Group(*parts, Text("no modes", style="dim"))
    table = Table(box=SIMPLE_HEAD, expand=True, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("mode", min_width=12)
    table.add_column("score", justify="right", width=6)
    table.add_column("meaning", ratio=1, overflow="fold")
    for mode, gloss in kind.modes.items():
        score = kind.mode_scores[mode]
        shown = "" if score is None else f"{score:+g}"
        table.add_row(Text(mode, style="bold"), Text(shown), Text(gloss))
    return Group(*parts, Text(), table)
