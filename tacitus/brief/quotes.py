"""The words that the lines of a brief were read from.

Enters: events and the texts of their documents. Leaves: one numbered `Quote` a sentence, so that
lines of the same sentence share it, and links that lead a browser to it.

Source: WICG, URL Fragment Text Directives ("#:~:text=first words,last words").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import quote as percent_encoded

from tacitus.brief.records import Quote, Source
from tacitus.brief.wording import Row

_ENDS = 5  # words at each end of a sentence that a text fragment names
# What an address may hold as it is (RFC 3986); all else, such as blanks and quotes, is encoded.
_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"

_Key: TypeAlias = tuple[str, int, int]  # document_id, start and end of the sentence


class Quotes:
    """The quotes of a brief, numbered as they are asked for."""

    def __init__(self, texts: Mapping[str, Row]) -> None:
        self._texts = texts
        self._anchors: dict[_Key, set[tuple[int, int]]] = {}
        self._numbers: dict[_Key, int] = {}

    def number(self, event: Row) -> int:
        """The number of the quote for an event; a sentence has one, whatever is read from it."""
        key = (event["document_id"], *_sentence(self._texts[event["document_id"]], event))
        self._anchors.setdefault(key, set()).add((event["anchor_start"], event["anchor_end"]))
        return self._numbers.setdefault(key, len(self._anchors))

    def quotes(self) -> tuple[Quote, ...]:
        """The quotes by their numbers, with the words of every event that was asked for marked."""
        sources = {name: number for number, name in enumerate(self._documents(), start=1)}
        return tuple(
            self._quote(number, key, sources[key[0]]) for key, number in self._numbers.items()
        )

    def sources(self) -> tuple[Source, ...]:
        """The articles that were quoted, in the order of their first quote."""
        return tuple(self._source(*item) for item in enumerate(self._documents(), start=1))

    def _documents(self) -> dict[str, None]:
        return dict.fromkeys(key[0] for key in self._anchors)

    def _source(self, number: int, document_id: str) -> Source:
        document = self._texts[document_id]
        return Source(
            number=number,
            title=flat(document["title"] or "").strip() or "(untitled)",
            publisher=document["publisher"],
            published=document["published"],
            url=web_address(document["url"]),
            path=document["path"],
        )

    def _quote(self, number: int, key: _Key, source: int) -> Quote:
        document = self._texts[key[0]]
        parts = tuple(_parts(document["text"], key[1:], sorted(self._anchors[key])))
        link = fragment_link(document["url"], "".join(words for words, _ in parts))
        return Quote(number=number, parts=parts, source=source, link=link)


def web_address(url: str | None) -> str | None:
    """The address where a browser may follow it: http and https only, no blanks or quotes."""
    if not url or not re.match(r"https?://[^/]", url, re.IGNORECASE):
        return None
    return percent_encoded(url, safe=_ADDRESS, errors="replace")


def fragment_link(url: str | None, sentence: str) -> str | None:
    """The address with a fragment that makes a browser scroll to the sentence."""
    address = web_address(url)
    words = sentence.split()
    if address is None or not words:
        return address
    parts = [words] if len(words) <= 2 * _ENDS else [words[:_ENDS], words[-_ENDS:]]
    # "-" has a meaning of its own in the directive; quote() leaves it as it is.
    encoded = [percent_encoded(" ".join(part), safe="", errors="replace") for part in parts]
    text = ",".join(part.replace("-", "%2D") for part in encoded)
    return f"{address}{'' if '#' in address else '#'}:~:text={text}"


def flat(words: str) -> str:
    """The words with every run of white space as one blank."""
    return re.sub(r"\s+", " ", words)


def _sentence(document: Row, event: Row) -> tuple[int, int]:
    """The sentence that holds the anchor, without a dateline in front of it."""
    first, last = event["anchor_start"], event["anchor_end"]
    spans = [_ends(span) for span in document["sentences"] or ()]
    start, end = next((s for s in spans if s[0] <= first < s[1]), (first, last))
    dateline = _ends(document["dateline"]) if document["dateline"] else None
    if dateline and start <= dateline[0] and dateline[1] <= first:
        start = dateline[1]
    return start, max(end, last)


def _ends(span: Iterable[int]) -> tuple[int, int]:
    start, end = span
    return start, end


def _parts(
    text: str, span: tuple[int, int], anchors: Iterable[tuple[int, int]]
) -> Iterator[tuple[str, bool]]:
    """The sentence in pieces, those of an anchor marked; anchors that overlap are one."""
    at, end = span
    while at < end and (text[at].isspace() or (span[0] and text[at] in "-–—:")):
        at += 1
    for first, last in anchors:
        if first > at:
            yield flat(text[at:first]), False
        if last > at:
            yield flat(text[max(at, first) : last]), True
        at = max(at, last)
    if flat(text[at:end]).rstrip():
        yield flat(text[at:end]).rstrip(), False
