"""The pages that are written from the code: the commands, the codes.

Enters: the command line's own help, the codebook. Leaves: Markdown by file name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import typer.main
from typer import Context

from tacitus.cli import app
from tacitus.codebook import EventType, load_codebook

FOLDER = Path(__file__).parent
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
    for name in group.list_commands(top):
        command = group.get_command(top, name)
        if command is not None:
            context = Context(command, info_name=name, parent=top, terminal_width=WIDTH)
            yield f"tacitus {name}", _tidy(command.get_help(context))


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


PAGES: Mapping[str, Callable[[], str]] = {"commands.md": commands_page, "codes.md": codes_page}


def stale_pages(folder: Path = FOLDER) -> list[str]:
    """The names of the pages that are not what the code would write now."""
    return [name for name, page in PAGES.items() if _read(folder / name) != page()]


def write_pages(folder: Path = FOLDER) -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), "utf-8")


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None
