"""The shell sessions and Python examples in the README and the docs, run for real.

Enters: a Markdown file. Leaves: its ```console and ```python blocks; what they print; the file
with the output of its sessions replaced by what they print now.

A session's commands stand after `$ `, the lines of a here-document after `> `; the rest is output.
Commands that set up (`pip`, `git`, `make`, `cd`) are shown and not run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
TIMEOUT = 120  # seconds a block
_FENCE = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SET_UP = ("pip", "git", "make", "cd", "uv")
_PRELUDE = (
    'tacitus() { "$PYTHON" -c "from tacitus.cli import main; main()" "$@"; }\n'
    'python() { "$PYTHON" "$@"; }\n' + "".join(f"{name}() {{ :; }}\n" for name in _SET_UP)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: a shell session or a Python example."""

    kind: str  # "console" or "python"
    body: str
    line: int  # of its first line in the file

    @property
    def needs_model(self) -> bool:
        """True when it codes a text."""
        if self.kind == "python":
            return "tacitus" in self.body
        return bool(re.search(r"^\$ tacitus (read|why|demo)\b", self.body, re.MULTILINE))


def find_blocks(markdown: str) -> list[Block]:
    """The blocks of a Markdown text, in order."""
    return [
        Block(kind=match[1], body=match[2], line=markdown[: match.start(2)].count("\n") + 1)
        for match in _FENCE.finditer(markdown)
    ]


def commands_of(session: str) -> list[str]:
    """The commands of a console block, each with its continuation lines."""
    commands: list[str] = []
    for line in session.split("\n"):
        if line.startswith("$ "):
            commands.append(line[2:])
        elif commands and (line == ">" or line.startswith("> ")):
            commands[-1] += f"\n{line[2:]}"
    return commands


def run_block(block: Block, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a block prints when it is run in `folder`, and its exit status.

    The folder gets links to what lies in the repository, so that a block may read any of it and
    what it writes stays out of it.
    """
    for entry in ROOT.iterdir():
        link = folder / entry.name
        if not entry.name.startswith(".") and not link.exists():
            link.symlink_to(entry)
    if block.kind == "python":
        command = [sys.executable, "-c", block.body]
    else:
        script = "\n".join(commands_of(block.body))
        command = ["bash", "-euc", f"{_PRELUDE}{script}"]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    )


def rewritten(markdown: str, folder: Path) -> str:
    """The text with every console block's output as it is now; set-up commands print nothing.

    Raises:
        ValueError: a command fails.
    """

    def replace(match: re.Match[str]) -> str:
        if match[1] == "python":
            return match[0]
        lines = [line for command in _outputs(match[2], folder) for line in command]
        return "```console\n" + "\n".join(lines) + "\n```"

    return _FENCE.sub(replace, markdown)


def _outputs(session: str, folder: Path) -> Iterator[list[str]]:
    for command in commands_of(session):
        first, *rest = command.split("\n")
        shown = "\n".join([f"$ {first}", *(f"> {line}".rstrip() for line in rest)])
        done = run_block(Block(kind="console", body=shown, line=0), folder)
        if done.returncode:
            raise ValueError(f"`{command}` exits with {done.returncode}: {done.stderr.strip()}")
        printed = done.stdout.rstrip("\n")
        yield [shown, *([printed] if printed else [])]
