"""Bytes of packed inputs, unpacked as they are read, within limits.

Nothing is unpacked at once: a bomb costs the time to its limit and no memory. What is counted are
the bytes that come out, never what a header claims.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import IO, cast

from tacitus.errors import NotNewsError, ReadError

MOST_BYTES = 20_000_000_000  # unpacked, of one input; a file of CC-NEWS has about 5 GB
MOST_MEMBERS = 100_000  # of one input, those of archives inside it included
MOST_RATIO = 100  # unpacked to packed; text has 3 to 10, deflate can make 1,032
_FREE = 10_000_000  # bytes that may come out before the ratio counts
MOST_DEPTH = 2  # archives around a file: an archive in an archive is read, none inside that
MOST_SPOOLED = 2_000_000_000  # bytes of a member that must lie in a temporary file
_IN_MEMORY = 8_000_000  # bytes of it that need no file
_BAD_DATA = (
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    NotImplementedError,
    RuntimeError,  # zipfile on an encrypted member
    ValueError,
)


@dataclass(slots=True)
class Budget:
    """What one input may still unpack, shared by all that lies in it."""

    most_bytes: int = MOST_BYTES
    most_members: int = MOST_MEMBERS
    spent: bool = False

    def take_bytes(self, count: int) -> None:
        """Count bytes that came out of a packed stream.

        Raises:
            ReadError: they are more than one input may give.
        """
        self.most_bytes -= count
        if self.most_bytes < 0:
            self.spent = True
            raise ReadError(
                f"the input unpacks to more than {MOST_BYTES:,} bytes; unpack it and give its parts"
            )

    def take_member(self) -> None:
        """Count a member of an archive.

        Raises:
            ReadError: they are more than one input may have.
        """
        self.most_members -= 1
        if self.most_members < 0:
            self.spent = True
            raise ReadError(
                f"the archive has more than {MOST_MEMBERS:,} members; unpack it and give the folder"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Where bytes lie: a file, or something inside one."""

    label: str  # for messages: "news.zip!2026/a.txt"
    suffix: str = ""  # of its name, lower case
    file: Path | None = None  # when the stream is that of a file as it lies on the disk
    depth: int = 0  # archives around it
    unpacked: bool = False  # it came out of a gzip stream
    budget: Budget = field(default_factory=Budget)

    def member(self, name: str) -> Part:
        """The part that is the member `name` of this archive."""
        return replace(
            self,
            label=f"{self.label}!{name}",
            suffix=PurePosixPath(name).suffix.lower(),
            file=None,
            depth=self.depth + 1,
            unpacked=False,
        )


class Unpacked(io.RawIOBase):
    """The bytes of a packed stream. What is wrong with them is a `ReadError`.

    `packed` gives the bytes that were read for them so far, or 0 when that is of no matter.
    """

    def __init__(
        self, inner: IO[bytes] | gzip.GzipFile, packed: Callable[[], int], budget: Budget | None
    ) -> None:
        self._inner = cast(io.BufferedIOBase, inner)
        self._packed = packed
        self._budget = budget
        self._made = 0

    def readable(self) -> bool:
        """True always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` as far as one read of the packed stream does.

        Raises:
            ReadError: the data are cut or damaged, or unpack to more than is allowed.
        """
        try:
            # One step at a time: what comes before damage is given out before the damage is met.
            data = self._inner.read1(len(buffer))
        except EOFError as error:
            raise ReadError(
                f"the packed data end too early, after {self._made:,} bytes of content; "
                "what comes before that was read: get the file again"
            ) from error
        except _BAD_DATA as error:
            raise ReadError(f"the packed data cannot be unpacked: {error}") from error
        self._count(len(data))
        buffer[: len(data)] = data
        return len(data)

    def _count(self, count: int) -> None:
        self._made += count
        if self._budget is not None:
            self._budget.take_bytes(count)
        packed = self._packed()
        if packed and self._made > max(_FREE, MOST_RATIO * packed):
            raise ReadError(
                f"{packed:,} packed bytes give more than {self._made:,}; a ratio of up to "
                f"{MOST_RATIO} is read: unpack it yourself if you trust it"
            )


class _Counted(io.RawIOBase):
    """A stream that knows how much was read from it."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        self.count += len(data)
        buffer[: len(data)] = data
        return len(data)


def gunzipped(stream: IO[bytes], part: Part) -> tuple[io.BufferedReader, Part]:
    """The content of a gzip stream of any number of members, and what it is called.

    Raises:
        NotNewsError: it came out of a gzip stream itself.
    """
    if part.unpacked:
        raise NotNewsError("it is gzip inside gzip; unpack it first")
    counted = _Counted(stream)
    inner = gzip.GzipFile(fileobj=io.BufferedReader(counted))
    raw = Unpacked(inner, lambda: max(1, counted.count), part.budget)
    suffixes = PurePosixPath(part.label).suffixes
    name = suffixes[-2].lower() if len(suffixes) > 1 and part.suffix == ".gz" else ""
    return io.BufferedReader(raw, 65_536), replace(part, unpacked=True, file=None, suffix=name)


def spooled(stream: IO[bytes]) -> IO[bytes]:
    """All of `stream` in a temporary file, which can be read in any order.

    Raises:
        ReadError: it has more than 2,000,000,000 bytes.
    """
    copy: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)
    size = 0
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        if size > MOST_SPOOLED:
            copy.close()
            raise ReadError(f"it has more than {MOST_SPOOLED:,} bytes; unpack it first")
        copy.write(chunk)
    copy.seek(0)
    return copy
