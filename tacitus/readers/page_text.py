"""Article text and facts of a page, by trafilatura. Runs in the child process only."""

from __future__ import annotations

import html as entities
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

READY = b"ready\n"  # what the child says once, when its imports are done
# What its reading of JSON-LD raises on JSON of an unexpected shape.
_BAD_JSON = (TypeError, ValueError, LookupError, AttributeError, RecursionError)


def extract_page(html: str, url: str | None) -> dict[str, str | None]:
    """The article of the page; "text" is None when there is none.

    The facts are read piece by piece: trafilatura's `extract_metadata` also searches for authors
    and tags, which takes as long as finding the text, and gives the host for an unknown publisher.
    """
    from trafilatura.utils import load_html

    tree = load_html(_without_nul(html))
    if tree is None:
        return {"text": None}
    facts = _facts(tree, url)
    text = _article(tree, url, tables=False) or _article(tree, url, tables=True)
    return {**facts, "text": text}


def _facts(tree: HtmlElement, url: str | None) -> dict[str, str | None]:
    from trafilatura import metadata

    declared = metadata.examine_meta(tree)
    try:
        declared = metadata.extract_meta_json(tree, declared)
    except _BAD_JSON:
        pass
    language = tree.get("lang") or tree.get("xml:lang") or ""
    address = declared.url or metadata.extract_url(tree, url)
    return {
        "title": _unescaped(declared.title or metadata.extract_title(tree)),
        "publisher": _unescaped(declared.sitename or metadata.extract_sitename(tree)),
        "published": _date(tree, address),
        "url": address,
        "language": language[:2].lower() or None,
    }


def _date(tree: HtmlElement, url: str | None) -> str | None:
    """The day that the page declares in metadata, JSON-LD, a time element or its address.

    Not what a search through its text finds: that takes the year of the copyright line as well.
    """
    from htmldate import find_date

    today = datetime.now(UTC).strftime("%Y-%m-%d")
    return find_date(tree, extensive_search=False, original_date=True, url=url, max_date=today)


def _article(tree: HtmlElement, url: str | None, *, tables: bool) -> str | None:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(tree, url=url, include_comments=False, include_tables=tables)
    if found is None or not found.text:
        return None
    return "\n\n".join(line.strip() for line in found.text.split("\n") if line.strip()) or None


def _unescaped(text: str | None) -> str | None:
    return entities.unescape(text).lstrip("@").strip() or None if text else None


def _without_nul(html: str) -> str:
    """The page without what XML cannot hold: NUL and lone surrogates."""
    return html.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
