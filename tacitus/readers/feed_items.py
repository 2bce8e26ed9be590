"""The items of RSS, Atom and JSON feeds. Runs in the child process only.

In: the text of a feed. Out: for each item {"title", "text", "published", "day", "updated", "url",
"publisher", "language"}, each a string or None. `published` and `updated` are as the feed writes
them, `day` as feedparser reads it (ISO 8601, UTC). Only http and https addresses are let through.
"""

from __future__ import annotations

import html as entities
import io
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Item = dict[str, str | None]
MOST_ITEMS = 2_000
_BLOCKS = {
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
    "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip
_UNREAD = ("script", "style", "noscript", "iframe", "object", "template", "form", "svg", "head")
_BREAK, _LINE = "\ue000", "\ue001"  # for private use: no font shows them, lxml takes them
_TWO_LINES = re.compile(rf"{_LINE}\s*{_LINE}")
_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version")


def feed_items(feed: str) -> list[Item]:
    """The items of an RSS or Atom feed.

    Raises:
        ValueError: there is no item in it.
    """
    import feedparser  # type: ignore[import-untyped, unused-ignore]

    # Of a string feedparser opens the address or file that it names; of bytes it does not.
    found: Any = feedparser.parse(
        io.BytesIO(feed.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not found.entries:
        why = f": {found.bozo_exception}" if found.get("bozo") else ""
        raise ValueError(f"it has no items{why}")
    return [_item(entry, found.feed) for entry in found.entries[:MOST_ITEMS]]


def _item(entry: Any, feed: Any) -> Item:  # noqa: ANN401 - feedparser's dicts have no types
    parts = list(entry.get("content") or [])
    if entry.get("summary_detail"):
        parts.append(entry.summary_detail)
    body = max((part.get("value") or "" for part in parts), key=len, default="")
    source = entry.get("source") or {}
    language = entry.get("language") or feed.get("language") or ""
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    return {
        "title": _one_line(entry.get("title")),
        "text": plain(body),
        "published": entry.get("published") or entry.get("updated"),
        "updated": entry.get("updated"),
        "day": f"{day[0]:04}-{day[1]:02}-{day[2]:02}" if day else None,
        "url": web_address(entry.get("link")),
        "publisher": _one_line(source.get("title")) or _one_line(feed.get("title")),
        "language": language[:2].lower() or None,
    }


def json_feed_items(feed: str) -> list[Item]:
    """The items of a JSON feed. Source: jsonfeed.org, version 1.1.

    Raises:
        ValueError: it is no JSON feed, or there is no item in it.
    """
    found = json.loads(feed)
    if not isinstance(found, dict) or not _JSON_FEED.match(str(found.get("version"))):
        raise ValueError("it is no JSON feed; expected the version of one")
    items = found.get("items")
    if not isinstance(items, list) or not items:
        raise ValueError("it has no items")
    return [_json_item(item, found) for item in items[:MOST_ITEMS]]


def _json_item(item: object, feed: dict[str, object]) -> Item:
    if not isinstance(item, dict):
        names = ("title", "text", "published", "day", "updated", "url", "publisher", "language")
        return dict.fromkeys(names)

    def said(*names: str) -> str | None:
        values = (item.get(name) for name in names)
        return next((value for value in values if isinstance(value, str) and value.strip()), None)

    written, marked = said("content_text"), said("content_html")
    language = said("language") or feed.get("language")
    return {
        "title": _one_line(said("title")),
        "text": written or plain(marked or said("summary") or ""),
        "published": said("date_published", "date_modified"),
        "updated": said("date_modified"),
        "day": None,
        "url": web_address(said("url")) or web_address(said("external_url")),
        "publisher": _one_line(feed.get("title")),
        "language": language[:2].lower() if isinstance(language, str) else None,
    }


def plain(markup: str) -> str | None:
    """The paragraphs of a piece of HTML, an empty line between them; None when it has no words."""
    if "<" not in markup:
        return entities.unescape(markup).strip() or None
    from lxml.etree import Comment, ParserError, ProcessingInstruction, strip_elements
    from lxml.html import fragment_fromstring

    try:
        tree = fragment_fromstring(markup.replace("\0", ""), create_parent="div")
    except ParserError:
        return None
    strip_elements(tree, *_UNREAD, Comment, ProcessingInstruction, with_tail=False)
    for element in tree.iter():
        _mark(element)
    text = _TWO_LINES.sub(_BREAK, tree.text_content())
    paragraphs = (" ".join(piece.split()) for piece in text.split(_BREAK))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) or None


def _mark(element: HtmlElement) -> None:
    """Put the sign of a break around what a browser sets on lines of its own."""
    if element.tag == "br":
        element.tail = _LINE + (element.tail or "")
    elif element.tag in _BLOCKS:
        element.text = _BREAK + (element.text or "")
        element.tail = _BREAK + (element.tail or "")


def web_address(value: object) -> str | None:
    """The address, when it is one of the web: a feed may write javascript: or file: as well."""
    address = value.strip() if isinstance(value, str) else ""
    if not address.lower().startswith(("http://", "https://")) or len(address) > 2_000:
        return None
    return None if any(char.isspace() or ord(char) < 32 for char in address) else address


def _one_line(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join((plain(value) or "").split()) or None
