"""Which documents have the same text: copies, and agency reports that several outlets print.

Enters: documents. Leaves: signatures, and links between documents whose words are mostly the same.
Nothing is deleted. Left out: the same event told in other words.

Source: min-wise hashing, Broder, "On the resemblance and containment of documents" (1997), over
word 5-grams. Bands of `ROWS` values find pairs (Leskovec et al., Mining of Massive Datasets, 3.4):
at a resemblance of 0.7 a pair is found with 0.99, at 0.3 looked at with 0.06.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tacitus.records import Document, Link

SHINGLE = 5  # words
BANDS, ROWS = 25, 5
# Estimated Jaccard index; 125 values give it a standard error of 0.04 there. Among 3,574 training
# articles (2026-11) all 14 pairs with an index above 0.7 are linked and none below. Of the 8 from
# 0.3 to 0.7 one is a copy; the others are later versions, serial reports and shared background.
SAME_TEXT = 0.7
# Below, a resemblance says little: a headline, a stock quotation, a line of a live ticker.
FEWEST_WORDS = 24
_LONGEST = 200_000  # characters of a text that are looked at
_VALUES = BANDS * ROWS
# Odd multipliers and offsets of the hash functions, fixed for ever: signatures are kept in stores.
_RANDOM = np.random.PCG64(5)
_TIMES = _RANDOM.random_raw(_VALUES) | np.uint64(1)
_PLUS = _RANDOM.random_raw(_VALUES)
_WORD = re.compile(r"\w+")
_AGENCIES = (
    "Reuters|AP|Associated Press|The Associated Press|AFP|Agence France-Presse|UPI|dpa|DPA|EFE|"
    "ANSA|Xinhua|TASS|Interfax|Anadolu Agency|AA|Kyodo|Yonhap|PTI|ANI|IANS|APP|Bernama|Antara|SPA|"
    "WAM|MENA|PA|AAP|CP|The Canadian Press|CNA|KUNA|NAN|PNA|VNA|APA|MTI|Belga|ANP|Lusa|NTB|STT"
)
_CREDIT = re.compile(rf"\(({_AGENCIES})\)|^[^\n]{{3,60}}[—–-] ({_AGENCIES})\s*$", re.MULTILINE)
_REUTERS_DESK = re.compile(r"\(Reporting by [^)]*[Ee]diting by")
_CREDITED = 600  # characters at either end of a text where a credit stands
_SAME_AGENCY = {
    "The Associated Press": "AP",
    "Associated Press": "AP",
    "Agence France-Presse": "AFP",
    "dpa": "DPA",
    "The Canadian Press": "CP",
    "AA": "Anadolu Agency",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What is kept of a document to find copies of it."""

    document_id: str
    published: date | None
    credit: str | None  # the agency that the text names as its source
    values: NDArray[np.uint32]  # (125,)

    @property
    def order(self) -> tuple[date, str]:
        """Of copies the one that comes first here is the original: the earliest, then by id."""
        return (self.published or date.max, self.document_id)

    def keys(self) -> list[int]:
        """A number for each band; documents that share one may be copies."""
        bands = self.values.reshape(BANDS, ROWS)
        return [
            int.from_bytes(
                blake2b(bytes([number]) + band.tobytes(), digest_size=8).digest(),
                "little",
                signed=True,
            )
            for number, band in enumerate(bands)
        ]


def signature_of(document: Document) -> Signature | None:
    """The signature of the text below the headline; None when that is too short to compare."""
    body = _body(document)
    words = [word.lower() for word in _WORD.findall(body[:_LONGEST])]
    if len(words) < FEWEST_WORDS:
        return None
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    hashes = np.frombuffer(
        b"".join(blake2b(_bytes(s), digest_size=8).digest() for s in shingles), dtype="<u8"
    )
    values = np.full(_VALUES, np.iinfo(np.uint32).max, dtype=np.uint32)
    for first in range(0, len(hashes), 4096):
        # multiply, add, keep the high half: a 2-universal family (Dietzfelbinger et al., 1997)
        mixed = hashes[first : first + 4096, None] * _TIMES + _PLUS
        np.minimum(values, (mixed >> np.uint64(32)).min(axis=0).astype(np.uint32), out=values)
    return Signature(
        document_id=document.id,
        published=document.published,
        credit=find_credit(document.text),
        values=values,
    )


def resemblance(left: Signature, right: Signature) -> float:
    """The estimated share of word 5-grams that two documents have in common, of those of both."""
    return float((left.values == right.values).mean())


def copy_links(signature: Signature, others: Iterable[Signature]) -> list[Link]:
    """A link for each of the others with the same text, in their order; the later on the left."""
    links = []
    for other in others:
        score = resemblance(signature, other)
        if other.document_id != signature.document_id and score >= SAME_TEXT:
            first, later = sorted((signature, other), key=lambda s: s.order)
            links.append(
                Link(
                    left_id=later.document_id,
                    right_id=first.document_id,
                    relation="same_text",
                    score=round(score, 3),
                    judge="rule",
                    evidence=_evidence(later, first, score),
                )
            )
    return links


def find_credit(text: str) -> str | None:
    """The agency that a text names as its source at its beginning or end: "(Reuters)"."""
    for part in (text[:_CREDITED], text[-_CREDITED:]):
        found = _CREDIT.search(part)
        if found:
            name = found[1] or found[2]
            return _SAME_AGENCY.get(name, name)
    return "Reuters" if _REUTERS_DESK.search(text[-_CREDITED:]) else None


def _evidence(later: Signature, first: Signature, score: float) -> str:
    words = f"about {score:.0%} of the word 5-grams of both are shared"
    credits = sorted({c for c in (later.credit, first.credit) if c})
    if not credits:
        return f"{words}; no agency is credited"
    both = later.credit == first.credit
    who = f"both credit {credits[0]}" if both else f"credited: {' and '.join(credits)}"
    return f"{words}; {who}"


def _body(document: Document) -> str:
    title, text = (document.title or "").strip(), document.text.lstrip()
    return text[len(title) :] if title and text.startswith(title) else text


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
