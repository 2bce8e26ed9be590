"""How likely two reports are of one happening, by their words, and by which keys they meet.

Enters: `Report`. Leaves: profiles, the probability of a pair, and why in words. A pair's score
rests on the two reports and on how rare a word is in news at large (`data/word_frequencies.tsv`),
never on what else has come in: so it is the same whenever it is asked for.

Left out after trying (ECB+ train, 574 documents, 2026-11-24, B³ F1 over three folds of topics):
the encoder's document vector (.858 with it, .875 without) and shared entities (.852) as features.
Both say what a text is like, not which happening it is of. Entities are still keys and evidence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import resources
from itertools import combinations

from tacitus.relate.reports import Report
from tacitus.relate.words import STOP, stem_of, words_in

LEAD = 50  # words of title and lead
_LONGEST = 600  # words of a text that are looked at: later ones are background
_KEY_WORDS, _PAIRED_WORDS = 10, 6
_SKETCH, _SHINGLE = 6, 4
_ENTITIES = 10
# Logistic regression over the three cosines, ECB+ train, all pairs of documents, 2026-11-24.
_WEIGHTS = {"all": 11.35, "lead": 3.41, "names": 2.29}
_BIAS = -5.86
_TOKEN = re.compile(r"\w+")

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is kept of a report to compare it with others; the weights are of unit length."""

    report: Report
    words: Weights  # stem -> weight, of the whole text
    lead: Weights
    names: Weights  # of words and numbers written as names
    forms: Mapping[str, str]  # stem -> the word as it is written
    keys: tuple[str, ...]  # reports that share none are not compared

    @property
    def order(self) -> tuple[bool, str, str]:
        """The earliest published first, the undated last, then by id."""
        day = self.report.published
        return (day is None, day.isoformat() if day else "", self.report.document_id)


def profile_of(report: Report) -> Profile:
    """The profile of a report."""
    title = report.title or ""
    text = report.text if report.text.lstrip().startswith(title) else f"{title}\n{report.text}"
    written = [w for w in words_in(text) if len(w) > 1 and w.lower() not in STOP][:_LONGEST]
    forms: dict[str, str] = {}
    for word in written:
        forms.setdefault(stem_of(word), word)
    words = _weighed(written)
    return Profile(
        report=report,
        words=words,
        lead=_weighed(written[:LEAD]),
        names=_weighed([w for w in written if w[0].isupper() or w[0].isdigit()]),
        forms=forms,
        keys=tuple(_keys(report, _weighed(written[: 3 * LEAD]))),
    )


def story_chance(left: Profile, right: Profile) -> float:
    """The probability that two reports are of one happening."""
    total = _BIAS + _WEIGHTS["all"] * cosine(left.words, right.words)
    total += _WEIGHTS["lead"] * cosine(left.lead, right.lead)
    total += _WEIGHTS["names"] * cosine(left.names, right.names)
    return 1 / (1 + math.exp(-total))


def cosine(left: Weights, right: Weights) -> float:
    """The cosine of two weighings of unit length; terms are added in a fixed order."""
    return math.fsum(weight * right[stem] for stem, weight in left.items() if stem in right)


def reasons(left: Profile, right: Profile) -> str:
    """What two reports share, in words."""
    shared = sorted(
        left.words.keys() & right.words.keys(),
        key=lambda stem: (-left.words[stem] * right.words[stem], stem),
    )
    said = ", ".join(f'"{left.forms[stem]}"' for stem in shared[:5])
    parts = [f"both have {said}" if said else "no rare word in common"]
    parts.append(f"their words are alike by {cosine(left.words, right.words):.2f}")
    entities = len(left.report.entity_ids & right.report.entity_ids)
    if entities:
        parts.append(f"{entities} named entit{'y' if entities == 1 else 'ies'} in both")
    one, two = left.report.published, right.report.published
    if one and two:
        days = abs((one - two).days)
        parts.append(f"published {days} day{'' if days == 1 else 's'} apart")
    return "; ".join(parts)


def rarity(stem: str) -> float:
    """How rare a stem is in news at large: the logarithm of articles over those that have it."""
    counts = _counts()
    return math.log((counts[""] + 1) / (counts.get(stem, 1) + 0.5))


def _weighed(words: Iterable[str]) -> Weights:
    """Stems with (1 + log count) x rarity, scaled to unit length."""
    counts = Counter(stem_of(word) for word in words)
    weights = {stem: (1 + math.log(n)) * rarity(stem) for stem, n in sorted(counts.items())}
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()} if length else {}


def _keys(report: Report, weights: Weights) -> Iterable[str]:
    """The keys of a report: its rarest words, pairs of them, entities, and parts of its text.

    Pairs of words stay rare where each of the two is in half of a day's news. The smallest hashes
    of word 4-grams find copies whatever their words are (bottom-k sketch: Broder 1997).
    """
    heavy = sorted(weights, key=lambda stem: (-weights[stem], stem))
    yield from (f"w {stem}" for stem in heavy[:_KEY_WORDS])
    for one, two in combinations(sorted(heavy[:_PAIRED_WORDS]), 2):
        yield f"p {one} {two}"
    yield from (f"e {entity}" for entity in sorted(report.entity_ids)[:_ENTITIES])
    tokens = _TOKEN.findall(report.text.lower())
    grams = {" ".join(tokens[i : i + _SHINGLE]) for i in range(len(tokens) - _SHINGLE + 1)}
    hashes = (blake2b(g.encode("utf-8", "replace"), digest_size=8).hexdigest() for g in grams)
    yield from (f"s {value}" for value in sorted(hashes)[:_SKETCH])


@cache
def _counts() -> Mapping[str, int]:
    """Stem -> articles that have it; "" -> all articles."""
    path = resources.files("tacitus") / "data" / "word_frequencies.tsv"
    lines = path.read_text("utf-8").split("\n")[2:]
    return {stem: int(count) for stem, _, count in (x.partition("\t") for x in lines if x)}
