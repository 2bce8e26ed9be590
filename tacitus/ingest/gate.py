"""Whether a document is worth coding as political or social news, from its title and lead alone.

Enters: a document. Leaves: a score, and whether it passes. Linear over hashed words and word pairs,
so that thousands a second are read before the encoder sees one. The weights are made by
`python -m training.gate`, which also says what the gate loses. Left out: what the text is about
further down; whoever must lose nothing turns the gate off.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from tacitus.records import Document

BUCKETS = 1 << 15
# Words read of the title and the text below it. In cross-validation at a recall of 0.99 (training
# articles, 2026-11) 40 words skip 0.20 of the news without events, 80 skip 0.26, 150 skip 0.32.
LEAD = 150
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_FILE = "gate.npz"


@dataclass(frozen=True, slots=True)
class Gate:
    """The weights of the gate.

    Example:
        gate = load_gate()
        gate.passes(Document(text="Kenya's foreign minister met rebels in Goma on Monday."))  # True
    """

    weights: NDArray[np.float32]  # (BUCKETS,): logit that a share of 1 of the features adds
    bias: float
    threshold: float  # logit; documents below it are not worth coding

    def score(self, document: Document) -> float:
        """How surely there is something to code, as a logit."""
        return self.score_of(gate_text(document))

    def score_of(self, lead: str) -> float:
        """The same for the words of a title and lead."""
        found = features(lead)
        if not len(found):
            return self.bias
        return self.bias + float(self.weights[found].sum()) / float(np.sqrt(len(found)))

    def passes(self, document: Document) -> bool:
        """False when the document may be left out."""
        return self.score(document) >= self.threshold


@cache
def load_gate() -> Gate:
    """The packaged gate."""
    path = resources.files("tacitus") / "data" / _FILE
    with path.open("rb") as stream, np.load(stream) as kept:
        scale = float(kept["scale"])
        return Gate(
            weights=kept["weights"].astype(np.float32) * scale,
            bias=float(kept["bias"]),
            threshold=float(kept["threshold"]),
        )


def gate_text(document: Document) -> str:
    """Title and text; the title only once where it is also the first paragraph."""
    title = (document.title or "").strip()
    if not title or document.text.lstrip().startswith(title):
        return document.text
    return f"{title}\n{document.text}"


def features(text: str, lead: int = LEAD) -> NDArray[np.int64]:
    """Buckets of the different words and word pairs of the first `lead` words, sorted."""
    # a word has some six letters: what is cut here lies beyond the lead
    words = [m.lower() for m in _WORD.findall(text[: lead * 12])][:lead]
    # All numbers are one word: dates and sums of money tell nothing that lasts.
    words = ["0" if word.isdigit() else word for word in words]
    found = {*words, *(f"{a} {b}" for a, b in zip(words, words[1:], strict=False))}
    return np.array(sorted({zlib.crc32(word.encode()) % BUCKETS for word in found}), dtype=np.int64)
