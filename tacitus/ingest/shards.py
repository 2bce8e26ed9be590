"""Inputs cut into shards: what one worker takes, and what the store marks as done.

Enters: inputs as users name them. Leaves: shards. A shard is a web archive, or documents that were
read. Its name follows from what is in it, so that it is the same at every run and on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from tacitus.errors import ReadError
from tacitus.readers import ReadOptions, read_collection, read_input
from tacitus.readers.folders import files_in, is_pattern, matches
from tacitus.records import Document, Failure

Item: TypeAlias = Document | Failure
MOST = 2_000  # documents of a shard, and of a commit of an archive: some six minutes of one core
_ARCHIVES = (".warc", ".warc.gz", ".wet", ".wet.gz", ".wat", ".wat.gz")
_ENDS = 65_536  # bytes at either end of a file that tell it from others


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Documents that belong together; `name` "" for a stream that is never done as a whole."""

    items: Callable[[], Iterable[Item]] = field(repr=False)
    name: str = ""
    size: int = MOST  # documents a commit

    @property
    def end(self) -> str:
        """The mark of a shard that was added as a whole."""
        return f"{self.name} end"


@dataclass(frozen=True, slots=True)
class _Read:
    """Documents that were read; can be sent to another machine."""

    items: tuple[Item, ...]

    def __call__(self) -> Iterable[Item]:
        return self.items


@dataclass(frozen=True, slots=True)
class _File:
    """A file that the worker reads."""

    path: str
    options: ReadOptions

    def __call__(self) -> Iterable[Item]:
        return read_input(self.path, options=self.options)


def stream(items: Iterable[Item], size: int) -> Shard:
    """Documents without end, committed `size` at a time."""
    return Shard(items=lambda: items, size=size)


def local_shards(
    inputs: Iterable[str], options: ReadOptions, *, key: str, size: int
) -> list[Shard]:
    """The shards of the inputs in order: each archive, and what lies between two as a stream.

    `key` stands for what decides how they are coded.
    """
    shards = []
    for sources in _runs(inputs):
        if len(sources) == 1 and _is_archive(sources[0]):
            shards.append(_file_shard(sources[0], options, key, size))
        else:
            shards.append(stream(read_collection(sources, options), size))
    return shards


def sent_shards(
    inputs: Iterable[str], options: ReadOptions, *, key: str, size: int = MOST
) -> Iterator[Shard]:
    """The shards of the inputs, each of which can be sent to another machine.

    Archives are read there, so their paths must be the same everywhere. All else is read here.
    """
    for sources in _runs(inputs):
        if len(sources) == 1 and _is_archive(sources[0]):
            yield _file_shard(sources[0], options, key, size)
            continue
        items = iter(read_collection(sources, options))
        while batch := tuple(islice(items, size)):
            yield Shard(items=_Read(batch), name=_name(key, map(_key_of, batch)), size=size)


def _runs(inputs: Iterable[str]) -> Iterator[list[str]]:
    """Every archive by itself, other inputs together."""
    others: list[str] = []
    for source in (file for given in inputs for file in _files(given)):
        if _is_archive(source):
            if others:
                yield others
            others = []
            yield [source]
        else:
            others.append(source)
    if others:
        yield others


def _files(source: str) -> list[str]:
    """The files of a folder or pattern in which archives are; any other input as it is."""
    path = Path(source)
    try:
        if path.is_dir():
            found = [f if isinstance(f, Path) else f[0] for f in files_in(path)]
            names = [str(file) for file in found]
        elif is_pattern(source) and not path.exists():
            names = matches(source)
        else:
            return [source]
    except (ReadError, OSError, ValueError):  # reading says what is wrong with it
        return [source]
    return names if any(map(_is_archive, names)) else [source]


def _is_archive(source: str) -> bool:
    return source.lower().endswith(_ARCHIVES) and Path(source).is_file()


def _file_shard(source: str, options: ReadOptions, key: str, size: int) -> Shard:
    file = Path(source)
    try:
        length = file.stat().st_size
        with file.open("rb") as opened:
            first = opened.read(_ENDS)
            opened.seek(max(0, length - _ENDS))
            ends = hashlib.sha256(first + opened.read(_ENDS)).hexdigest()
    except OSError:  # reading says so, and it is never done
        return stream(read_input(source, options=options), size)
    asked = repr(replace(options, cache=None))  # what is kept of sites decides nothing
    facts = (file.name, str(length), ends, asked, str(size))
    return Shard(items=_File(source, options), name=_name(key, facts), size=size)


def _name(key: str, parts: Iterable[str]) -> str:
    body = "\0".join((key, *sorted(parts)))
    return f"shard {hashlib.sha256(body.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _key_of(item: Item) -> str:
    if isinstance(item, Document):
        return item.id
    return f"{item.path}\0{item.stage}\0{item.reason}"
