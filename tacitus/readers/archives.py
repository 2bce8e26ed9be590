"""Members of ZIP and tar archives, each read as an input of its own.

Nothing is written under the name of a member, so a name cannot lead anywhere; one that tries to is
refused all the same, for what it labels would be mistaken for another file. Members whose name, or
folder, begins with a dot and those of `__MACOSX` are passed over, as in folders.
"""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO

from tacitus.errors import NotNewsError, ReadError
from tacitus.readers.failures import Outcomes, failure, guarded
from tacitus.readers.options import ReadOptions
from tacitus.readers.streams import MOST_DEPTH, Part, Unpacked, spooled

Read = Callable[[io.BufferedReader, Part, ReadOptions], Outcomes]
_LARGEST_DIRECTORY = 20_000_000  # bytes of a ZIP's list of members: 100,000 have about 10 MB
_LARGEST_HEADER = 1_000_000  # bytes of a tar's long name or pax header, which are read at once
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/container.xml")
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_END = b"PK\x05\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 65_535
_LOCATOR_SIZE, _END64_SIZE = 20, 56


def read_zip(stream: IO[bytes], part: Part, options: ReadOptions, read: Read) -> Outcomes:
    """What the members of a ZIP archive give, in its order.

    Raises:
        ReadError: the archive is damaged, too large, or lies too deep in others.
        NotNewsError: it is an office document or a book, or has no member to read.
    """
    _check_depth(part)
    file = stream if part.file is not None else spooled(stream)
    try:
        _check_directory(file)
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(name in _OFFICE for name in names):
                raise NotNewsError("it is an office document or a book; save its text first")
            yield from _members(part, options, read, _zip_members(archive, part))
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(f"the ZIP archive is damaged: {error}; get it again") from error
    finally:
        if file is not stream:
            file.close()


def read_tar(stream: IO[bytes], part: Part, options: ReadOptions, read: Read) -> Outcomes:
    """What the members of a tar archive give, in its order.

    Raises:
        ReadError: the archive is damaged or cut, or lies too deep in others.
        NotNewsError: it has no member to read.
    """
    _check_depth(part)
    watched = _LastBlock(stream)
    try:
        # "r|" never seeks, so a tar comes out of a packed stream or a pipe as well.
        with tarfile.open(fileobj=watched, mode="r|", tarinfo=_Header) as archive:  # type: ignore[call-overload]
            yield from _members(part, options, read, _tar_members(archive))
    except tarfile.TarError as error:
        raise ReadError(f"the tar archive is damaged: {error}; get it again") from error
    if not watched.ended:
        raise ReadError(
            "the tar archive ends too early: its closing blocks are missing; get it again"
        )


_Member = tuple[str, Callable[[], io.BufferedReader] | ReadError]


def _members(part: Part, options: ReadOptions, read: Read, found: Iterator[_Member]) -> Outcomes:
    empty = True
    for name, opened in found:
        if _is_hidden(name):
            continue
        empty = False
        part.budget.take_member()
        inner = part.member(_CONTROL.sub("?", name))
        problem = opened if isinstance(opened, ReadError) else _bad_name(name)
        if problem is not None:
            yield failure(inner.label, problem)
            continue
        assert callable(opened)
        yield from guarded(inner.label, _read(opened, inner, options, read))
        if part.budget.spent:
            raise ReadError("the rest of the archive is not read, for the limit is reached")
    if empty:
        raise NotNewsError("the archive has no files; expected articles")


def _read(
    opened: Callable[[], io.BufferedReader], part: Part, options: ReadOptions, read: Read
) -> Outcomes:
    try:
        with opened() as stream:
            yield from read(stream, part, options)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, tarfile.TarError) as error:
        raise ReadError(f"the member cannot be unpacked: {error}") from error


def _zip_members(archive: zipfile.ZipFile, part: Part) -> Iterator[_Member]:
    for info in archive.infolist():
        if info.is_dir():
            continue
        # zipfile cuts a name at NUL and turns backslashes to slashes on Windows only.
        name = info.orig_filename
        if info.flag_bits & 1:
            yield name, ReadError("the member is encrypted; unpack it first")
            continue

        def opened(info: zipfile.ZipInfo = info) -> io.BufferedReader:
            raw = Unpacked(archive.open(info), lambda: max(1, info.compress_size), part.budget)
            return io.BufferedReader(raw, 65_536)

        yield name, opened


def _tar_members(archive: tarfile.TarFile) -> Iterator[_Member]:
    for info in archive:
        archive.members = []  # type: ignore[attr-defined] # it would keep the header of every member
        if info.isdir():
            continue
        if not info.isfile() or info.issparse():
            yield info.name, ReadError("the member is a link, a device or sparse; expected a file")
            continue

        def opened(info: tarfile.TarInfo = info) -> io.BufferedReader:
            inner = archive.extractfile(info)
            assert inner is not None
            return io.BufferedReader(Unpacked(inner, lambda: 0, None), 65_536)

        yield info.name, opened


class _Header(tarfile.TarInfo):
    """A header that refuses extensions as large as a file: tarfile reads them at once."""

    def _proc_member(self, tarfile_: tarfile.TarFile) -> tarfile.TarInfo:
        extension = self.type not in tarfile.SUPPORTED_TYPES or self.type in (
            tarfile.GNUTYPE_LONGNAME,
            tarfile.GNUTYPE_LONGLINK,
            tarfile.XHDTYPE,
            tarfile.XGLTYPE,
            tarfile.SOLARIS_XHDTYPE,
        )
        if extension and self.size > _LARGEST_HEADER:
            raise ReadError(
                f"a header of the tar archive claims {self.size:,} bytes; up to "
                f"{_LARGEST_HEADER:,} are read"
            )
        return super()._proc_member(tarfile_)  # type: ignore[misc, no-any-return]


class _LastBlock:
    """The stream of a tar archive, and whether it ended as one does: in zeros."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.ended = False

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if data:
            self.ended = not any(data[-512:])
        return data


def _check_depth(part: Part) -> None:
    if part.depth >= MOST_DEPTH:
        raise NotNewsError(
            "it is an archive in an archive in an archive; one inside another is read: unpack it"
        )


def _check_directory(file: IO[bytes]) -> None:
    """Accept a ZIP whose list of members can be held in memory; zipfile reads all of it at once."""
    size = file.seek(0, io.SEEK_END)
    tail_size = min(size, _LONGEST_COMMENT + _END_SIZE + _LOCATOR_SIZE + _END64_SIZE)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise ReadError("the ZIP archive has no list of members: it is cut; get it again")
    directory = struct.unpack_from("<I", tail, at + 12)[0]
    at64 = at - _LOCATOR_SIZE - _END64_SIZE
    if at64 >= 0 and tail[at64 : at64 + 4] == b"PK\x06\x06":
        directory = struct.unpack_from("<Q", tail, at64 + 40)[0]
    if directory > _LARGEST_DIRECTORY:
        raise ReadError(
            f"the list of members has {directory:,} bytes; up to {_LARGEST_DIRECTORY:,} are read: "
            "unpack the archive and give the folder"
        )


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(
        part.startswith(".") and part not in (".", "..") for part in parts
    )


def _bad_name(name: str) -> ReadError | None:
    steps = name.replace("\\", "/").split("/")
    if not steps[0] or ".." in steps or _DRIVE.match(name) or _CONTROL.search(name):
        return ReadError(
            "the name of the member leads out of the archive; expected folder/file: repack it"
        )
    return None
