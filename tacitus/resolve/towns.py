"""Towns inside noun phrases: "Chicago residents", "the city of Cusco".

Enters: words, the gazetteer, how much the document speaks of each country. Leaves: the country of
a town that is large, or that lies in a country the document speaks of.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from tacitus.resolve.gazetteer import Candidate
from tacitus.resolve.knowledge import Knowledge
from tacitus.resolve.names import Word, is_acronym

LARGE = 200_000  # people; a smaller town needs a country that the document names
SMALL = 5_000
# Words of offices and bodies that are also towns somewhere.
_ORDINARY = frozenset(
    "national central general supreme high new north south east west northern southern "
    "eastern western united federal state city the of and for public royal people great "
    "police union party church university college school court ministry minister president "
    "prime chief first social democratic republican liberal labour independent international "
    "world human rights free food mobile nice reading bath most split male same many young "
    "king prince queen bishop sun star times post news media bank hospital santa san saint st "
    "van man bar industry lake river creek mountain hill bay cape bridge centre center street "
    "road square palace airport station camp island mount military civil air base zone border "
    "block sector market park garden hotel hall club hope liberty victory progress commerce "
    "enterprise eagle mission monument democrat".split()
)


def find_town(
    words: Sequence[Word], knowledge: Knowledge, weights: Mapping[str, float]
) -> tuple[str, str] | None:
    """The name and country of the likeliest town among the capitalised words, or None."""
    if knowledge.places is None:
        return None
    for first, last in capital_runs(words):
        run = words[first:last]
        if run[0].glued or is_acronym(run[0].surface) or (last < len(words) and words[last].glued):
            continue
        if last - first == 1 and (is_ordinary(run[0]) or knowledge.agent(run, 1)):
            continue
        if first and _one_name(words[first - 1], words[first], knowledge):
            continue
        name = " ".join(word.surface for word in run)
        best = best_town(knowledge.places.lookup(name), weights)
        if best is not None and best.country is not None:
            return name, best.country
    return None


def _one_name(before: Word, word: Word, knowledge: Knowledge) -> bool:
    """True where the word before makes the town the end of a longer name: the Gama of "Da Gama"."""
    if not before.capital or before.possessive or word.start - before.end > 1:
        return False
    known = is_ordinary(before) or before.folded in knowledge.names
    return not known and knowledge.agent([before], 1) is None


def best_town(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate | None:
    """The candidate that size and the document's countries speak for, or None."""
    most = max(weights.values(), default=1.0)
    best, best_score = None, 0.0
    for candidate in candidates:
        share = weights.get(candidate.country or "", 0.0) / most
        people = 100_000 if candidate.feature == "admin1" else candidate.population
        if people < SMALL or (people < LARGE and not share) or not candidate.country:
            continue
        score = math.log10(people) / 7 + share + (0.15 if candidate.primary else 0.0)
        if score > best_score:
            best, best_score = candidate, score
    return best


def is_ordinary(word: Word) -> bool:
    """True for a word that is seldom a town by itself, though one bears its name."""
    return word.folded in _ORDINARY


def capital_runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, the longest first, at most four words long."""
    capital = [word.capital for word in words]
    for size in range(min(4, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            if all(capital[first : first + size]):
                yield first, first + size
