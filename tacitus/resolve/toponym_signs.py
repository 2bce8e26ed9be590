"""How likely a known name is a place where it stands.

Enters: a name with the mentions around it, what the document says elsewhere. Leaves: a
probability from a logistic model over signs that anybody can check. Left out: the reading of the
name itself; "Georgian" is as likely a place whichever Georgia is meant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tacitus.records import Document, Mention, Segmentation, Span
from tacitus.resolve.gazetteer import Candidate
from tacitus.resolve.names import Word, fold_name, fold_word, join_words, split_words
from tacitus.resolve.towns import is_ordinary

# Fitted on two thirds of the train splits of LGL and GeoWebNews, 2026-11-24 (4203 names; L2 with
# C = 0.5; on the other third precision .83 and recall .79 at a chance of .45).
WEIGHTS: Mapping[str, float] = {
    "placed_elsewhere": 2.15,
    "is_county": 1.66,
    "in_nationality": 1.07,
    "last_of_person": 1.06,
    "is_demonym": 0.98,
    "several_words": 0.93,
    "is_country": 0.91,
    "before_body": 0.78,
    "log_people": 0.51,
    "in_organisation": 0.48,
    "whole_of_person": 0.39,
    "after_of": 0.32,
    "last": 0.28,
    "before_small": -0.22,
    "before_person": -0.35,
    "possessive": -0.36,
    "in_person": -0.4,
    "nothing_before": -0.41,
    "in_misc": -0.47,
    "short_town": -0.48,
    "in_group": -0.65,
    "is_admin1": -0.7,
    "ordinary_word": -0.73,
    "after_capital": -0.98,
    "after_given_name": -1.06,
    "lowered_elsewhere": -1.07,
    "first_of_person": -1.26,
    "given_name": -1.32,
    "is_region": -1.41,
    "is_city": -1.42,
    "other_spelling": -1.68,
    "surname": -2.32,
}
_BODIES = frozenset(
    "police county university school schools city council mayor residents resident man woman men "
    "women high college hospital department public state sheriff court fire district board native "
    "attorney community officials government president minister troops army forces embassy "
    "parliament mission senate assembly republican democrat".split()
)


@dataclass(frozen=True, slots=True)
class KnownName:
    """Words of a text that the gazetteer knows, and the mentions around them."""

    words: Sequence[Word]
    first: int
    last: int
    candidates: tuple[Candidate, ...]
    cover: tuple[Mention, ...]  # the mentions that hold any of its words, the shortest first
    state: bool  # an American state, shortened as only a state is

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(start=self.words[self.first].start, end=self.words[self.last - 1].end)

    @property
    def key(self) -> str:
        """Its folded words."""
        return join_words(self.words[self.first : self.last])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a document says elsewhere of the words of its names, all folded."""

    text: str
    placed: frozenset[str]  # names that are place mentions
    surnames: frozenset[str]  # last words of names of people
    lowered: frozenset[str]  # words that stand without a capital too

    @classmethod
    def of(
        cls, document: Document, segmentation: Segmentation, mentions: Sequence[Mention]
    ) -> Surroundings:
        """Read them off a document."""
        text = document.text
        placed, surnames = set(), set()
        for mention in mentions:
            name = mention.span.of(text)
            if mention.form != "name":
                continue
            if mention.kind in ("place", "facility"):
                placed |= {fold_name(part) for part in (name, *name.split(", "))}
            elif mention.kind == "person":
                words = split_words(name)
                if len(words) > 1 and words[-1].capital and words[-2].capital:
                    surnames.add(words[-1].folded)
        if segmentation.dateline is not None:
            placed.add(fold_name(re.split(r"[,(]", segmentation.dateline.of(text))[0]))
        lowered = frozenset(re.findall(r"\b[a-z]{3,}\b", text))
        return cls(text, frozenset(placed), frozenset(surnames), lowered)


def place_chance(name: KnownName, surroundings: Surroundings) -> float:
    """The probability that the name stands for a place or its people."""
    if name.cover[0].kind == "person" and name.key in surroundings.surnames:
        return 0.0  # a masked person's name must not come back as a town
    signs = (*_of_cover(name, surroundings), *_of_name(name, surroundings))
    signs = (*signs, *_of_neighbours(name, surroundings))
    total = sum(WEIGHTS.get(sign, 0.0) for sign in signs)
    best = _best(name)
    if best.feature == "city":
        total += WEIGHTS.get("log_people", 0.0) * (math.log10(best.population + 10) - 4)
    return 1 / (1 + math.exp(-total))


def _best(name: KnownName) -> Candidate:
    return max(name.candidates, key=lambda candidate: candidate.rank)


def _of_cover(name: KnownName, surroundings: Surroundings) -> list[str]:
    """Signs of the mention that holds the name, and where in it the name stands."""
    start, end = name.words[name.first].start, name.words[name.last - 1].end
    cover, text = name.cover, surroundings.text
    kind = cover[0].kind
    if kind not in ("person", "nationality") and any(m.kind == "organisation" for m in cover):
        kind = "organisation"
    signs = ["always", f"in_{kind}"]
    where = []
    if any((m.span.start, m.span.end) == (start, end) for m in cover):
        where.append("whole")
    else:
        if any(text[m.span.start : start].strip().lower() in ("", "the", "a", "an") for m in cover):
            where.append("first")
        if any(m.span.end == end for m in cover):
            where.append("last")
    signs += [f"{part}_of_person" if kind == "person" else part for part in where]
    if any(m.kind == "person" and m.span.end > end + 1 for m in cover):
        signs.append("before_person")
    return signs


def _of_name(name: KnownName, surroundings: Surroundings) -> list[str]:
    """Signs of the name itself, and of its other uses in the document."""
    best, first = _best(name), name.words[name.first]
    feature: str = best.feature
    if feature == "country" and fold_name(best.name) != name.key:
        feature = "demonym"
    signs = {
        f"is_{feature}": True,
        "other_spelling": feature == "city" and not any(c.primary for c in name.candidates),
        "placed_elsewhere": name.key in surroundings.placed,
        "surname": name.key in surroundings.surnames,
    }
    if name.last - name.first > 1:
        signs["several_words"] = True
    else:
        signs |= {
            "given_name": first.folded in _given_names(),
            "ordinary_word": is_ordinary(first),
            "lowered_elsewhere": first.folded in surroundings.lowered,
            "short_town": feature == "city" and len(first.folded) < 4,
        }
    return [sign for sign, there in signs.items() if there]


def _of_neighbours(name: KnownName, surroundings: Surroundings) -> list[str]:
    words, text = name.words, surroundings.text
    signs = []
    before = words[name.first - 1] if name.first else None
    if before is None or text[before.end : words[name.first].start] not in (" ", "\n"):
        signs.append("nothing_before")
    else:
        signs += ["after_of"] if before.folded == "of" else []
        signs += ["after_capital"] if before.capital and before.folded not in ("the", "a") else []
        signs += ["after_given_name"] if before.folded in _given_names() else []
    if words[name.last - 1].possessive:
        signs.append("possessive")
    if name.last < len(words) and text[words[name.last - 1].end : words[name.last].start] == " ":
        after = words[name.last]
        if after.folded in _BODIES:
            signs.append("before_body")
        signs.append("before_capital" if after.capital else "before_small")
    return signs


@cache
def _given_names() -> frozenset[str]:
    text = (resources.files("tacitus") / "data" / "given_names.tsv").read_text("utf-8")
    lines = [line.split("\t")[0] for line in text.splitlines() if line and line[0] != "#"]
    return frozenset(fold_word(line) for line in lines[1:])
