"""What shows a country without naming it: money, local bodies, papers, surnames of the listed.

Enters: the words of a document. Leaves: countries and where the sign stands. It is weak evidence,
which a country, a person or a town that is named outweighs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from tacitus.errors import GazetteerError
from tacitus.resolve.knowledge import Knowledge, Match
from tacitus.resolve.names import Word, fold_name

# Papers, stations and agencies that the whole world quotes.
_WORLD_MEDIA = frozenset(
    "reuters associated-press agence-france-presse united-press-international dpa efe tass "
    "xinhua anadolu-agency bbc cnn bloomberg al-jazeera al-arabiya euronews france-24 "
    "deutsche-welle rt sputnik voice-of-america radio-free-europe-radio-liberty "
    "radio-free-asia the-economist financial-times the-guardian the-new-york-times "
    "the-washington-post the-wall-street-journal time-magazine newsweek asharq-al-awsat "
    "iran-international bellingcat".split()
)
_LONGEST = 3  # words of a sign
_SHORTEST_SURNAME = 4  # letters


@cache
def load_country_signs() -> Mapping[str, str]:
    """Folded words to the country that they are a sign of, from `data/country_signs.tsv`.

    Raises:
        GazetteerError: a line has not two columns.
    """
    text = (resources.files("tacitus") / "data" / "country_signs.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    for cells in lines:
        if len(cells) != 2 or not all(cells):
            raise GazetteerError(
                f"country_signs.tsv, {cells}: expected a sign and a country, divided by a tab"
            )
    return {fold_name(sign): country for sign, country in lines[1:]}


@cache
def _openers() -> frozenset[str]:
    return frozenset(sign.split(" ", 1)[0] for sign in load_country_signs())


def find_country_signs(words: Sequence[Word]) -> Iterator[tuple[str, int]]:
    """Countries that the words are a sign of, with the code point where the sign starts."""
    signs = load_country_signs()
    openers = _openers()
    for first, word in enumerate(words):
        if word.folded not in openers:
            continue
        for last in range(first + 1, min(first + _LONGEST, len(words)) + 1):
            country = signs.get(" ".join(w.folded for w in words[first:last]))
            if country is not None:
                yield country, word.start


def find_surname_countries(
    words: Sequence[Word], taken: Collection[int], knowledge: Knowledge
) -> Iterator[tuple[str, int]]:
    """Countries of surnames that stand alone and that listed persons of one country bear.

    `taken` are the indices of words that are part of a known name.
    """
    for i, word in enumerate(words):
        if i in taken or not word.capital or len(word.folded) < _SHORTEST_SURNAME:
            continue
        before = words[i - 1] if i and i - 1 not in taken else None
        if before is not None and before.capital and knowledge.title([before], 1) is None:
            continue  # the surname of somebody with another given name
        countries = {entry.country for entry in knowledge.surnames.get(word.folded, ())}
        country = countries.pop() if len(countries) == 1 else None
        if country is not None and knowledge.country(country):
            yield country, word.start


def find_media_countries(
    words: Sequence[Word], matches: Sequence[Match]
) -> Iterator[tuple[str, int]]:
    """Countries of papers and stations named, without those that are quoted everywhere.

    A paper is quoted at home: "told the Lagos Post" in a text that names no country.
    """
    for match in matches:
        entries = [alias.entry for alias in match.aliases]
        countries = {entry.country for entry in entries if entry.kind == "media"}
        country = countries.pop() if len(countries) == 1 else None
        if country and all(entry.id not in _WORLD_MEDIA for entry in entries):
            yield country, words[match.first].start
