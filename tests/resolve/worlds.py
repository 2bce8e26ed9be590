"""A small gazetteer and ways to write documents with marked mentions, for the tests of resolve."""

from __future__ import annotations

import re
import sqlite3
from typing import cast

from tacitus.records import Document, Mention, MentionForm, MentionKind, Segmentation, Span
from tacitus.resolve.gazetteer import Gazetteer
from tacitus.resolve.gazetteer_index import write_index

# name, country, lat, lon, geonames, feature, population, admin1, rank; alternative names
CITIES = [
    (("Paris", "FRA", 48.85, 2.35, 1, "city", 2_138_551, "11", 2_138_551.0), ["Paris"]),
    (("Paris", "USA", 33.66, -95.56, 2, "city", 24_171, "TX", 24_171.0), ["Paris"]),
    (("Dallas", "USA", 32.78, -96.8, 3, "city", 1_300_092, "TX", 1_300_092.0), ["Dallas"]),
    (("Lyon", "FRA", 45.75, 4.85, 4, "city", 522_250, "84", 522_250.0), ["Lyon", "Lyons"]),
    (("Jeddah", "SAU", 21.54, 39.2, 5, "city", 4_697_000, "14", 4_697_000.0), ["Jeddah", "Jidda"]),
    (("Tripoli", "LBY", 32.89, 13.19, 6, "city", 1_150_989, "61", 1_150_989.0), ["Tripoli"]),
    (("Tripoli", "LBN", 34.43, 35.84, 7, "city", 229_398, "09", 229_398.0), ["Tripoli"]),
    (("Beirut", "LBN", 33.89, 35.5, 8, "city", 1_916_100, "04", 1_916_100.0), ["Beirut"]),
    (("Sidon", "LBN", 33.56, 35.37, 9, "city", 163_554, "06", 163_554.0), ["Sidon", "Saida"]),
    (("Texas", "USA", 31.0, -99.0, None, "admin1", 0, "TX", 2e6), ["Texas"]),
    (("Lebanon", "LBN", 33.83, 35.83, 10, "country", 0, "", 4e10), ["Lebanon"]),
    (("France", "FRA", 46.0, 2.0, 11, "country", 0, "", 4e10), ["France"]),
    (("Kenya", "KEN", 1.0, 38.0, 12, "country", 0, "", 4e10), ["Kenya"]),
    (("Nairobi", "KEN", -1.28, 36.82, 13, "city", 2_750_547, "30", 2_750_547.0), ["Nairobi"]),
    (("Kisumu", "KEN", -0.1, 34.76, 14, "city", 216_479, "17", 216_479.0), ["Kisumu"]),
    (("Sinai Peninsula", "EGY", 29.5, 33.8, None, "region", 0, "", 3e10), ["Sinai"]),
]
_MARK = re.compile(r"\[([^|\]]+)\|(\w+)(?:\|(\w+))?(?:\|(\w+))?\]")


def small_gazetteer() -> Gazetteer:
    """Sixteen places."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    write_index(connection, CITIES, {"KE": "KEN", "FR": "FRA"})
    return Gazetteer(connection, path=None)


def marked(text, **fields):
    """A document, its layout and its "[words|kind|form|chain]" marks; " -- " ends a dateline."""
    plain, at = "", 0
    mentions: list[Mention] = []
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        words, kind, form, chain = match.groups()
        span = Span(start=len(plain), end=len(plain) + len(words))
        plain += words
        at = match.end()
        mentions.append(
            Mention(
                id=f"m{len(mentions)}",
                span=span,
                kind=cast(MentionKind, kind),
                form=cast(MentionForm, form or "name"),
                chain=chain,
            )
        )
    plain += text[at:]
    whole = Span(start=0, end=len(plain))
    line = plain.find(" -- ")
    segmentation = Segmentation(
        headline=None,
        dateline=Span(start=0, end=line) if line > 0 else None,
        paragraphs=(whole,),
        sentences=(whole,),
        quotes=(),
    )
    return Document(text=plain, **fields), segmentation, tuple(mentions)
