"""The pages that are written from the code: the commands, the codes, what scores mean.

Enters: the command line's own help, the codebook, the results of the benchmark suite `events`.
Leaves: Markdown by file name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import typer.main
from typer import Context
from typer.core import TyperGroup

from benchmarks.results import read_result
from tacitus.cli import app
from tacitus.codebook import EventType, load_codebook

FOLDER = Path(__file__).parent
EVENTS = FOLDER.parent / "benchmarks" / "results" / "events.json"
WIDTH = 96
_WRITTEN = "<!-- Written by `make docs`; edit the code, not this page. -->\n"


def commands_page() -> str:
    """The help of every command, as the program prints it."""
    sections = [f"# Commands\n\n{_WRITTEN}"]
    sections += [f"## {name}\n\n```text\n{text}\n```\n" for name, text in _helps()]
    return "\n".join(sections)


def _helps() -> Iterator[tuple[str, str]]:
    group = typer.main.get_group(app)
    top = Context(group, info_name="tacitus", terminal_width=WIDTH, **group.context_settings)
    yield "tacitus", _tidy(group.get_help(top))
    yield from _helps_below(group, top, "tacitus")


def _helps_below(group: TyperGroup, parent: Context, path: str) -> Iterator[tuple[str, str]]:
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        if command is not None:
            context = Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
            yield f"{path} {name}", _tidy(command.get_help(context))
            if isinstance(command, TyperGroup):
                yield from _helps_below(command, context, f"{path} {name}")


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def codes_page() -> str:
    """The event types with their modes, the contexts and the sectors of the codebook."""
    book = load_codebook()
    sections = [
        f"# Codes\n\n{_WRITTEN}",
        "PLOVER, as `tacitus/data/plover.yaml` has it; `--codebook` takes a file of your own. "
        "Quad classes: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, "
        "4 material conflict. The score runs from -10 (conflict) to 10 (cooperation).\n",
        "## Event types\n",
        *(_type_section(event_type) for event_type in book.event_types.values()),
        "## Contexts\n",
        _table(("context", "meaning"), book.contexts),
        "## Sectors\n",
        _table(("sector", "meaning"), book.sectors),
    ]
    return "\n".join(sections)


def _type_section(event_type: EventType) -> str:
    head = (
        f"### {event_type.code}\n\n{event_type.gloss.rstrip('.')}. "
        f"Quad class {event_type.quad}, score {event_type.score:g}.\n"
    )
    return f"{head}\n{_table(('mode', 'meaning'), event_type.modes)}" if event_type.modes else head


def _table(heads: tuple[str, str], rows: Mapping[str, str]) -> str:
    lines = [f"| {heads[0]} | {heads[1]} |", "|---|---|"]
    lines += [f"| {code} | {gloss} |" for code, gloss in rows.items()]
    return "\n".join(lines) + "\n"


def scores_page() -> str:
    """Precision and recall by least score and event type, and how far scores are probabilities."""
    result = read_result(EVENTS)
    found = result.details["calibration"]
    curves = {name: rows for name, rows in found["curves"].items() if name != "all"}
    levels = [row["min_score"] for row in found["curves"]["all"]]
    heads = ["event type", "gold", *(f"{level:g}" for level in levels)]
    gold = {name: counts["gold"] for name, counts in result.details["types"].items()}
    rows = [["all", sum(gold.values()), *map(_precision_recall, found["curves"]["all"])]]
    rows += [[name, gold[name], *map(_precision_recall, curves[name])] for name in curves]
    return "\n".join(
        [
            f"# Scores\n\n{_WRITTEN}",
            "An event's `score` is the probability that an event of its type stands there, by a "
            "logistic regression fitted on held-out documents (`training/calibrate.py`). Events "
            "below the model's threshold are left out; `--min-score` leaves out more. "
            f"Measured on {result.data}, {result.n} articles, model "
            f"{(result.model_sha256 or 'none')[:12]}.\n",
            "## What `--min-score` gives and takes\n",
            "Precision / recall in percent of events of the right type. Types with few gold events "
            "are told apart by little more than chance.\n",
            _rows(heads, rows),
            "## Are they probabilities?\n",
            f"Expected calibration error: {found['ece']:.1f} points (ten bins).\n",
            _rows(
                ["events found", "mean score", "right"],
                [
                    [r["found"], f"{r['score']:.0f}%", f"{r['right']:.0f}%"]
                    for r in found["reliability"]
                ],
            ),
        ]
    )


def _precision_recall(row: Mapping[str, float]) -> str:
    return f"{row['precision']:.0f} / {row['recall']:.0f}" if row["found"] else "-"


def _rows(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(lines) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "codes.md": codes_page,
    "scores.md": scores_page,
}


def stale_pages(folder: Path = FOLDER) -> list[str]:
    """The names of the pages that are not what the code would write now."""
    return [name for name, page in PAGES.items() if _read(folder / name) != page()]


def write_pages(folder: Path = FOLDER) -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), "utf-8")


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None
