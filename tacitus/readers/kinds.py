"""What an input is, told by its first bytes, and by its name only where they leave it open.

In: the first kilobytes and the suffix. Out: a `Kind`. A name never outdoes a signature: a feed that
is called article.txt is a feed.
"""

from __future__ import annotations

import json
import re
from typing import Literal, TypeAlias

from tacitus.errors import NotNewsError
from tacitus.readers.pages import looks_like_html

Kind: TypeAlias = Literal[
    "text", "page", "json", "jsonl", "csv", "tsv", "parquet", "feed", "json_feed", "listing",
    "warc", "zip", "tar", "gzip",
]  # fmt: skip
SNIFFED = 8_192  # bytes looked at to tell what an input is
_BY_SUFFIX: dict[str, Kind] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
}
_BY_START: dict[bytes, Kind] = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # without members
    b"PAR1": "parquet",
    b"WARC/": "warc",
}
_BY_ROOT: dict[str, Kind] = {
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
    "opml": "listing",
    "urlset": "listing",
    "sitemapindex": "listing",
}
_ROOT = re.compile(
    r"(?P<xml><\?xml[^>]*>)?"
    r"(?:\s|<!--.{0,2000}?-->|<\?[^>]*>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>)*+"
    r"<(?:[\w.-]+:)?(?P<root>[A-Za-z][\w.-]*)",
    re.DOTALL,
)
# A quote that no backslash precedes: words inside an article, a JSON string, do not count.
_JSON_FEED = re.compile(
    rb'(?<!\\)"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org(?:\\?/)version'
)
_TAR_MAGIC = slice(257, 262)  # POSIX.1-1988 "ustar", in every header of a tar since


def kind_of(start: bytes, suffix: str) -> Kind:
    """The kind of an input that begins with `start`, whose name ends in `suffix` (lower case).

    Raises:
        NotNewsError: it is XML of a kind that is not read.
    """
    signed = next((kind for mark, kind in _BY_START.items() if start.startswith(mark)), None)
    if signed is not None:
        return signed
    if start[_TAR_MAGIC] == b"ustar":
        return "tar"
    if start.startswith((b"{", b"\xef\xbb\xbf{")) or start.lstrip().startswith(b"{"):
        if _JSON_FEED.search(start):
            return "json_feed"
    elif (kind := _xml_kind(start, suffix)) is not None:
        return kind
    return _BY_SUFFIX.get(suffix) or _by_text(start, suffix)


def _xml_kind(start: bytes, suffix: str) -> Kind | None:
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = start.decode("utf-16" if wide else "utf-8-sig", "replace")
    found = _ROOT.match(text.lstrip())
    if found is None:
        if text.lstrip().startswith("<?xml") and suffix not in _BY_SUFFIX:
            raise NotNewsError("it is XML whose root is not to be found; expected a feed or a page")
        return None
    if (kind := _BY_ROOT.get(found["root"])) is not None:
        return kind
    if found["xml"] and suffix not in _BY_SUFFIX and not looks_like_html(start):
        raise NotNewsError(
            f'it is XML with the root "{found["root"][:40]}"; expected RSS, Atom, OPML, a sitemap '
            "or XHTML: save its text to a file"
        )
    return None


def _by_text(start: bytes, suffix: str) -> Kind:
    if suffix in ("", ".json") and _is_jsonl(start):
        return "jsonl"
    if looks_like_html(start):
        return "page"
    return "json" if suffix == ".json" else "text"


def _is_jsonl(start: bytes) -> bool:
    """True when the first line is a JSON object, as far as it is seen."""
    line, _, rest = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not rest and len(start) >= SNIFFED // 2:
        return line[1:].lstrip().startswith(b'"')
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
