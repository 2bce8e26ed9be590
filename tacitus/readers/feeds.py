"""Feeds, OPML lists and sitemaps: the items' own text, or the pages that they name.

In: the bytes of a file or an answer. Out: documents and failures. A feed gives the text of its
items; with `ReadOptions.fetch` the page of each is read instead. An OPML list and a sitemap hold no
text, so without `fetch` they are a failure. They are parsed in the child that parses pages too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from tacitus.errors import NotNewsError, ReadError, TacitusError
from tacitus.readers.dates import parse_date
from tacitus.readers.failures import Outcomes, failure, guarded
from tacitus.readers.feed_items import MOST_ITEMS
from tacitus.readers.kinds import Kind
from tacitus.readers.options import ReadOptions
from tacitus.readers.pages import declared_encoding, page_parser
from tacitus.readers.texts import Facts, clean, decode, make_document, one_line, with_title

LARGEST_LISTING = 10_000_000  # bytes; 2,000 items of 5 kB
MOST_FEEDS = 2_000  # of an OPML list
Follow = Callable[[str, str, Facts], Outcomes]  # an address, its role, what is known of it
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
_ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_ADVICE = "get it again or give the articles' pages"


def read_feed(data: bytes, kind: Kind, path: str, options: ReadOptions, follow: Follow) -> Outcomes:
    """A document or a failure for each of the first 2,000 items of a feed.

    Raises:
        ReadError: the feed cannot be parsed, or holds no item.
    """
    text = _decoded(data, options)
    key, left_out = "json_feed", 0
    if kind == "feed":
        key = "feed"
        text, left_out = _first_items(text)
    items: list[dict[str, str | None]] = page_parser().ask({key: text}, "feed", _ADVICE)["items"]
    for number, item in enumerate(items, start=1):
        where = f"{path}:{number}"
        if not options.fetch:
            yield from guarded(where, _own_text(item, where, options))
        elif item["url"] is None:
            yield failure(where, ReadError("the item has no address of the web; nothing to fetch"))
        else:
            yield from follow(item["url"], "page", _facts(item, options))
    if left_out:
        yield failure(
            path,
            ReadError(f"the feed has {left_out:,} items beyond the first {MOST_ITEMS:,}; split it"),
        )


def read_listing(data: bytes, path: str, options: ReadOptions, follow: Follow) -> Outcomes:
    """What the addresses of an OPML list or a sitemap give.

    Raises:
        ReadError: it cannot be parsed, or `options.fetch` does not say to fetch.
    """
    text = _decoded(data, options)
    asked = page_parser().ask({"listing": text}, "list of addresses", _ADVICE)
    addresses: list[dict[str, str | None]] = asked["addresses"]
    if not options.fetch:
        raise NotNewsError(
            f"it is a list of {len(addresses):,} addresses without text; use --fetch to read them"
        )
    feeds = 0
    for entry in addresses:
        url, role = entry["url"], entry["role"]
        assert url is not None
        assert role is not None
        feeds += role == "feed"
        if feeds > MOST_FEEDS:
            raise ReadError(f"it lists more than {MOST_FEEDS:,} feeds; split it")
        known = _facts(entry, options) if role == "page" else Facts()
        yield from follow(url, role, known)


def _own_text(item: dict[str, str | None], where: str, options: ReadOptions) -> Outcomes:
    if not (item["text"] or "").strip():
        raise NotNewsError("the item has no text of its own; use --fetch to read its page")
    facts = _facts(item, options)
    text = with_title(options.title or facts.title, clean(item["text"] or ""))
    yield make_document(text, facts, options, path=where)


def _facts(item: dict[str, Any], options: ReadOptions) -> Facts:
    written, day = item.get("published"), item.get("day")
    published: date | None = None
    notes: tuple[str, ...] = ()
    if options.published is None and written:
        try:
            published = parse_date(written)  # the day in its own time zone
        except TacitusError as error:
            published = parse_date(day) if day else None
            notes = () if day else (str(error),)
    return Facts(
        title=one_line(item.get("title")),
        publisher=one_line(item.get("publisher")),
        published=published,
        url=item.get("url"),
        updated=item.get("updated"),
        language=item.get("language"),
        notes=notes,
    )


def _decoded(data: bytes, options: ReadOptions) -> str:
    if len(data) > LARGEST_LISTING:
        raise ReadError(f"it has more than {LARGEST_LISTING:,} bytes; split it")
    text, _ = decode(data, options.encoding or declared_encoding(data))
    text = clean(text)
    if _ENTITY.search(text):
        raise ReadError("it defines entities of its own, which is how such files attack; not read")
    return text


def _first_items(text: str) -> tuple[str, int]:
    """The feed without what follows its first 2,000 items, and how many those are.

    feedparser takes 22 seconds for 100,000 items, and has no limit of its own.
    """
    starts = [found.start() for found in _ITEM.finditer(text)]
    ends = [found.end() for found in _ITEM_END.finditer(text)]
    if len(starts) <= MOST_ITEMS:
        return text, 0
    after = ends[-1] if ends else len(text)
    return text[: starts[MOST_ITEMS]] + text[after:], len(starts) - MOST_ITEMS
