"""The addresses that OPML lists and sitemaps name. Runs in the child process only.

In: the text of the XML. Out: for each address {"url", "role", "title", "publisher", "published"};
`role` is "feed", "sitemap" or "page". Sources: opml.org 2.0 (outline, xmlUrl); sitemaps.org
0.9 (at most 50,000 addresses a file); Google's news extension (news:publication_date).
"""

from __future__ import annotations

import re

from tacitus.readers.feed_items import web_address

MOST_ADDRESSES = 50_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTRIES = {"url": "page", "sitemap": "sitemap"}


def listed_addresses(listing: str) -> list[dict[str, str | None]]:
    """The addresses of an OPML list, a sitemap, or an index of sitemaps, in their order.

    Raises:
        ValueError: it is not well-formed, or names no address.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        # lxml refuses a string that declares an encoding of bytes.
        root = etree.fromstring(_DECLARATION.sub("", listing, count=1).encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not well-formed: {error}") from error
    found: list[dict[str, str | None]] = []
    for element in root.iter("{*}outline", "{*}url", "{*}sitemap"):
        name = etree.QName(element).localname
        if name == "outline":
            entry = {"url": element.get("xmlUrl"), "role": "feed", "title": element.get("text")}
        else:
            inside = {etree.QName(e).localname: e.text for e in element.iter("{*}*")}
            entry = {
                "url": inside.get("loc"),
                "role": _ENTRIES[name],
                "title": inside.get("title"),
                "publisher": inside.get("name"),
                "published": inside.get("publication_date"),
            }
        entry["url"] = web_address(entry["url"])
        if entry["url"] is not None:
            found.append(entry)
        if len(found) >= MOST_ADDRESSES:
            break
    if not found:
        raise ValueError("it names no address of the web")
    return found
