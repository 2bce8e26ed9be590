from __future__ import annotations

import gzip
import io
import json
import random
import struct
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tacitus.readers import ReadOptions, read_collection, read_input, streams
from tacitus.readers.failures import guarded
from tacitus.readers.inputs import _read_stream
from tacitus.records import Document, Failure
from tests.readers.articles import BODY, page

ROWS = "\n".join(json.dumps({"text": f"{BODY} It was step {n}."}) for n in range(3))


def read(path: Path) -> list[Document | Failure]:
    return list(read_input(str(path)))


def only_failure(path: Path) -> Failure:
    (found,) = read(path)
    assert isinstance(found, Failure)
    return found


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tuple[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


MEMBERS = (
    ("2026/a.txt", BODY.encode()),
    ("2026/b.html", page().encode()),
    ("rows.jsonl", ROWS.encode()),
    ("picture.png", b"\x89PNG...."),
    ("rows.jsonl.gz", gzip.compress(ROWS.encode())),
    (".hidden/x.txt", BODY.encode()),
    ("__MACOSX/2026/a.txt", b"\0\1"),
)


@pytest.mark.parametrize("pack", ["zip", "tar", "tar.gz"])
def test_an_archive_gives_what_its_members_give(pack: str, tmp_path: Path) -> None:
    path = tmp_path / "news.bin"  # its bytes say what it is
    path.write_bytes(
        zipped(*MEMBERS)
        if pack == "zip"
        else tarred(*MEMBERS, mode="w" + pack[3:].replace(".", ":"))
    )
    found = read(path)
    assert [type(item) for item in found] == [Document] * 5 + [Failure] + [Document] * 3
    assert found[0].path == f"{path}!2026/a.txt"
    assert found[2].path == f"{path}!rows.jsonl:1"
    assert isinstance(found[5], Failure)
    assert found[5].path == f"{path}!picture.png"
    assert "it is a PNG image" in found[5].reason


def test_an_archive_inside_an_archive_is_read_and_none_inside_that(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    inner = zipped(("a.txt", BODY.encode()), ("deep.zip", zipped(("b.txt", BODY.encode()))))
    path.write_bytes(
        zipped(("inner.zip", inner), ("inner.tar.gz", tarred(*MEMBERS[:1], mode="w:gz")))
    )
    document, refused, last = read(path)
    assert isinstance(document, Document)
    assert isinstance(last, Document)
    assert isinstance(refused, Failure)
    assert refused.path == f"{path}!inner.zip!deep.zip"
    assert "an archive in an archive in an archive" in refused.reason


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt", "..\\a.txt", "a\nb.txt"]
)
def test_a_name_that_leads_out_of_the_archive_is_a_failure(name: str, tmp_path: Path) -> None:
    for number, data in enumerate(
        f((name, BODY.encode()), ("b.txt", BODY.encode())) for f in (zipped, tarred)
    ):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(data)
        refused, document = read(path)
        assert isinstance(refused, Failure)
        assert "leads out of the archive" in refused.reason
        assert "\n" not in refused.path
        assert isinstance(document, Document)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0.bin", "1.bin"]


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.gz", "bomb.tar.gz"])
def test_a_bomb_is_stopped_by_its_ratio_without_being_held(name: str, tmp_path: Path) -> None:
    line = json.dumps({"text": "a" * 1_000_000}).encode() + b"\n"
    content = line * (30_000_000 // len(line))
    path = tmp_path / name
    if name == "bomb.zip":
        path.write_bytes(zipped(("a.jsonl", content), ("b.txt", BODY.encode())))
    elif name == "bomb.gz":
        path.write_bytes(gzip.compress(content))
    else:
        path.write_bytes(tarred(("a.jsonl", content), mode="w:gz"))
    tracemalloc.start()
    count, reasons = 0, []
    for outcome in read_input(str(path), options=ReadOptions(language="en")):
        count += 1
        if isinstance(outcome, Failure):
            reasons.append(outcome.reason)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert any("a ratio of up to 100 is read" in reason for reason in reasons)
    assert peak < 60_000_000
    assert isinstance(outcome, Document) is (name == "bomb.zip")  # the member after it is read


def test_limits_on_members_and_bytes_end_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(*((f"{n}.txt", BODY.encode()) for n in range(9))))
    for budget, reason in (
        (streams.Budget(most_members=2), "more than 100,000 members"),
        (streams.Budget(most_bytes=2 * len(BODY)), "the rest of the archive is not read"),
    ):
        part = streams.Part(label="a.zip", budget=budget)
        with path.open("rb") as stream:
            found = list(guarded("a.zip", _read_stream(stream, part, ReadOptions())))
        assert [type(item) for item in found[:2]] == [Document] * 2
        assert isinstance(found[-1], Failure)
        assert reason in found[-1].reason
        assert len(found) <= 4


def test_a_damaged_member_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(500).hex().encode()
    data = bytearray(zipped(("a.txt", noise), ("b.txt", BODY.encode())))
    data[60:90] = b"\xff" * 30
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    damaged, document = read(path)
    assert isinstance(damaged, Failure)
    assert "cannot be unpacked" in damaged.reason
    assert isinstance(document, Document)


def test_archives_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    path = tmp_path / "a"
    whole = zipped(("a.txt", BODY.encode()))
    cases = [
        (whole[:-30], "no list of members: it is cut"),
        (zipped(), "the archive has no files"),
        (zipped(("[Content_Types].xml", b"<x/>")), "office document or a book"),
        (gzip.compress(gzip.compress(BODY.encode())), "gzip inside gzip"),
        (gzip.compress(BODY.encode())[:-12], "the packed data end too early"),
        (gzip.compress(BODY.encode()) + b"tail", "the packed data cannot be unpacked"),
    ]
    end = whole.rfind(b"PK\x05\x06")
    huge = bytearray(whole)
    huge[end + 12 : end + 16] = struct.pack("<I", 0x7FFFFFFF)
    cases.append((bytes(huge), "the list of members has 2,147,483,647 bytes"))
    encrypted = bytearray(whole)
    encrypted[whole.rfind(b"PK\x01\x02") + 8] |= 1
    cases.append((bytes(encrypted), "the member is encrypted"))
    for data, reason in cases:
        path.write_bytes(data)
        assert reason in only_failure(path).reason


def test_a_cut_tar_gives_what_came_before_and_a_failure(tmp_path: Path) -> None:
    whole = tarred(("a.txt", BODY.encode()), ("b.txt", BODY.encode() * 9))
    path = tmp_path / "a.tar"
    for cut, reason in ((2_048 + 200, "cannot be unpacked"), (1_024, "ends too early")):
        path.write_bytes(whole[:cut])
        found = read(path)
        assert isinstance(found[0], Document)
        assert any(isinstance(item, Failure) and reason in item.reason for item in found)


def test_links_and_large_headers_of_a_tar_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("a.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    path = tmp_path / "a.tar"
    path.write_bytes(out.getvalue())
    assert "a link, a device or sparse" in only_failure(path).reason
    long_name = tarfile.TarInfo("././@LongLink")
    long_name.type, long_name.size = tarfile.GNUTYPE_LONGNAME, 2_000_000
    path.write_bytes(long_name.tobuf() + b"a" * 2_000_384 + b"\0" * 1_024)
    assert "a header of the tar archive claims 2,000,000 bytes" in only_failure(path).reason


def test_read_collection_reads_folders_and_patterns_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".git/d.txt", ".DS_Store"):
        (tmp_path / name).write_text(BODY, "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "z.pdf").write_bytes(b"%PDF-1.4")
    found = list(read_collection([str(tmp_path), str(tmp_path / "**/*.txt"), "none/*.txt"]))
    names = [Path(item.path or "").relative_to(tmp_path).as_posix() for item in found[:-1]]
    assert names == ["a.txt", "b.txt", "loop", "sub/c.txt", "z.pdf", "a.txt", "b.txt", "sub/c.txt"]
    reasons = [item.reason for item in found if isinstance(item, Failure)]
    assert "it is a link to a folder" in reasons[0]
    assert "it is a PDF" in reasons[1]
    assert "no file fits the pattern" in reasons[2]


def test_a_name_with_brackets_that_exists_is_no_pattern(tmp_path: Path) -> None:
    path = tmp_path / "a[1].txt"
    path.write_text(BODY, "utf-8")
    assert [type(item) for item in read(path)] == [Document]
