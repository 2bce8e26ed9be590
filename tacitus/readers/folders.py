"""The files of a folder or of a pattern, in an order that is the same everywhere."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from tacitus.errors import NotNewsError, ReadError


def files_in(folder: Path) -> Iterator[Path | tuple[Path, ReadError]]:
    """Every file below `folder`, sorted by name folder by folder; an error for what is none.

    Files and folders whose name begins with a dot are passed over. Links to folders are not
    followed, for they may lead in circles.

    Raises:
        NotNewsError: there is no file in it.
        OSError: it cannot be listed.
    """
    empty = True
    for found in _walk(folder):
        empty = False
        yield found
    if empty:
        raise NotNewsError("the folder has no files; expected articles")


def _walk(folder: Path) -> Iterator[Path | tuple[Path, ReadError]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            try:
                yield from _walk(path)
            except OSError as error:
                yield path, ReadError(f"the folder cannot be read: {error.strerror or error}")
        elif entry.is_file():
            yield path
        elif entry.is_dir():
            yield path, ReadError("it is a link to a folder; give that folder instead")
        else:
            yield path, ReadError("it is no file but a device, a pipe or a dead link")


def is_pattern(source: str) -> bool:
    """True for the path of a file that does not exist as such, with * ? or [ in it."""
    return glob.has_magic(source) and "\0" not in source


def matches(pattern: str) -> list[str]:
    """The paths that the pattern fits, sorted; ** stands for any number of folders.

    Raises:
        ReadError: there are none.
    """
    before, any_folder, after = pattern.partition("**")
    if any_folder:
        # glob follows links to folders, which may lead in circles.
        folders = sorted(glob.glob(before or "."))
        inside = (
            path for folder in folders if os.path.isdir(folder) for path in _walk(Path(folder))
        )
        tail = after.lstrip("/" + os.sep) or "*"
        found = [str(path) for path in inside if isinstance(path, Path) and path.match(tail)]
    else:
        found = sorted(glob.glob(pattern))
    if not found:
        raise ReadError("no file fits the pattern; expected one such as folder/*.txt")
    return found
