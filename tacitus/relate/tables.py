"""Happenings as arrays of numbers, so that millions of pairs are compared without a loop.

Enters: happenings as told. Leaves: a `Table`, one row a happening in the order given. Whatever is
compared as equal or not (stems, entities, codes, names of places) has a number of its own in
`Terms`; a list of them is a row of fixed length, filled up with -1. What does not fit is left out,
the commonest words first.

Axes: n happenings, d documents, k places of a list, v terms, w the width of a vector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tacitus.codebook import load_codebook
from tacitus.records import Floats
from tacitus.relate.reports import Party, Told
from tacitus.relate.words import STOP, anchor_stems, family_of, stem_of, words_in

Ints = NDArray[np.int32]
NO_DAY = -1
ANCHOR, PARTIES, NAMES, WORDS, CAPITALS, TIMES, DOCUMENT = 4, 4, 8, 16, 8, 4, 32
# Words that say what somebody is, not who: sharing one is not sharing a name.
_OFFICE = frozenset(
    """president minister government official leader police officer spokesman spokeswoman chief
    group man woman people person company court judge department state united former prime foreign
    mr mrs ms sir dr""".split()
)
_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Happenings as arrays; `_nk` hold numbers of terms, -1 where there is none."""

    told: tuple[Told, ...]
    document_n: Ints
    sentence_n: Ints
    anchors_nk: Ints  # stems of the anchor
    families_nk: Ints
    type_n: Ints
    quad_n: Ints
    mode_n: Ints
    actors_nk: Ints  # entities, or whole names of those that are in no data file
    recipients_nk: Ints
    actor_names_nk: Ints  # stems of the words of names
    recipient_names_nk: Ints
    actor_countries_nk: Ints
    recipient_countries_nk: Ints
    words_nk: Ints  # the rarest stems of the sentence, without those of the anchor
    capitals_nk: Ints  # stems of its words with a capital, but the first
    times_nk: Ints  # its weekdays, months and numbers
    words_dk: Ints  # of all its happenings
    start_n: Ints  # days since 0001-01-01; NO_DAY: not known
    end_n: Ints
    dated_n: NDArray[np.bool_]  # by its text, not by the day of publication
    published_n: Ints
    place_n: Ints
    country_n: Ints
    point_n2: NDArray[np.float64]  # degrees north and east; nan: none
    placed_n: NDArray[np.bool_]  # by its text, not by the dateline
    denied_n: NDArray[np.bool_]
    coming_n: NDArray[np.bool_]  # future or hypothetical
    idf_v: Floats  # how rare each term is
    vectors_nw: Floats | None  # of length 1; None: some happening has none


class Terms:
    """Numbers for words, names and codes, in the order in which they are met."""

    def __init__(self, rarity: Mapping[str, float], rarest: float) -> None:
        """`rarity` gives the idf of common stems; every other has `rarest`."""
        self._numbers: dict[str, int] = {}
        self._rarity, self._rarest = rarity, rarest

    def number(self, term: str | None) -> int:
        """The number of a term; -1 for None and "" ."""
        return self._numbers.setdefault(term, len(self._numbers)) if term else -1

    def rows(self, lists: Iterable[Iterable[str]], width: int) -> Ints:
        """Numbers (lists, width) of the first terms of each list."""
        numbers = self._numbers
        flat: list[int] = []
        for terms in lists:
            row = [numbers.setdefault(term, len(numbers)) for term in terms][:width]
            flat += row + [-1] * (width - len(row))
        return np.array(flat, dtype=np.int32).reshape(-1, width)

    def rarities(self) -> Floats:
        """The idf (terms,) of every term so far."""
        return np.array(
            [self._rarity.get(term, self._rarest) for term in self._numbers], dtype=np.float32
        )

    def rarity(self, stem: str) -> float:
        """The idf of one stem."""
        return self._rarity.get(stem, self._rarest)


def tabulate(told: Sequence[Told], rarity: Mapping[str, float], rarest: float) -> Table:
    """The table of `told`; `rarity` as `pair_scores` has it."""
    terms = Terms(rarity, rarest)
    documents = {name: i for i, name in enumerate(dict.fromkeys(t.document_id for t in told))}
    document_n = np.array([documents[t.document_id] for t in told], dtype=np.int32)
    stems = [anchor_stems(t.anchor) for t in told]
    sentences = _Sentences(told, stems, terms)
    codes = _quads()
    points = [(_nan(t.lat), _nan(t.lon)) for t in told]
    return Table(
        told=tuple(told),
        document_n=document_n,
        sentence_n=_numbers(terms, (f"{t.document_id} {t.sentence}" for t in told)),
        anchors_nk=terms.rows(stems, ANCHOR),
        families_nk=terms.rows(([family_of(s) for s in row] for row in stems), ANCHOR),
        type_n=_numbers(terms, (f"type {t.event_type}" for t in told)),
        quad_n=np.array([codes.get(t.event_type, 0) for t in told], dtype=np.int32),
        mode_n=_numbers(terms, (t.mode and f"mode {t.mode}" for t in told)),
        actors_nk=terms.rows((_keys(t.actors) for t in told), PARTIES),
        recipients_nk=terms.rows((_keys(t.recipients) for t in told), PARTIES),
        actor_names_nk=terms.rows((_names(t.actors) for t in told), NAMES),
        recipient_names_nk=terms.rows((_names(t.recipients) for t in told), NAMES),
        actor_countries_nk=terms.rows((_countries(t.actors) for t in told), PARTIES),
        recipient_countries_nk=terms.rows((_countries(t.recipients) for t in told), PARTIES),
        words_nk=terms.rows(sentences.words, WORDS),
        capitals_nk=terms.rows(sentences.capitals, CAPITALS),
        times_nk=terms.rows(sentences.times, TIMES),
        words_dk=terms.rows(sentences.of_documents(document_n, len(documents)), DOCUMENT),
        start_n=_days(t.date_start or t.date_end for t in told),
        end_n=_days(t.date_end or t.date_start for t in told),
        dated_n=np.array([t.date_basis in ("stated", "inferred") for t in told], dtype=bool),
        published_n=_days(t.published for t in told),
        place_n=_numbers(terms, (t.place_name and f"at {t.place_name.lower()}" for t in told)),
        country_n=_numbers(terms, (t.place_country and f"in {t.place_country}" for t in told)),
        point_n2=np.array(points, dtype=np.float64).reshape(-1, 2),
        placed_n=np.array([t.place_basis in ("stated", "inferred") for t in told], dtype=bool),
        denied_n=np.array([t.polarity == "neg" for t in told], dtype=bool),
        coming_n=np.array([t.time_status in ("future", "hypothetical") for t in told], dtype=bool),
        idf_v=terms.rarities(),
        vectors_nw=_vectors(told),
    )


class _Sentences:
    """The stems of every sentence; a sentence with several happenings is read once."""

    def __init__(
        self, told: Sequence[Told], anchors: Sequence[Sequence[str]], terms: Terms
    ) -> None:
        kept: dict[str, tuple[list[str], list[str], list[str]]] = {}
        self.words: list[list[str]] = []
        self.capitals: list[list[str]] = []
        self.times: list[list[str]] = []
        for item, own in zip(told, anchors, strict=True):
            if item.sentence not in kept:
                if len(kept) > 10_000:
                    kept.clear()
                kept[item.sentence] = _read(item.sentence, terms)
            words, capitals, times = kept[item.sentence]
            self.words.append([stem for stem in words if stem not in own][:WORDS])
            self.capitals.append(capitals)
            self.times.append(times)
        self._terms = terms

    def of_documents(self, document_n: Ints, count: int) -> list[list[str]]:
        """The stems of each document, those with most weight first."""
        counts: list[Counter[str]] = [Counter() for _ in range(count)]
        for document, words in zip(document_n.tolist(), self.words, strict=True):
            counts[document].update(words)
        return [
            sorted(words, key=lambda stem: (-words[stem] * self._terms.rarity(stem), stem))
            for words in counts
        ]


def _read(sentence: str, terms: Terms) -> tuple[list[str], list[str], list[str]]:
    """Stems rarest first; stems with a capital; weekdays, months and numbers."""
    words = [word for word in words_in(sentence) if word.lower() not in STOP and len(word) > 1]
    stems = dict.fromkeys(stem_of(word) for word in words)
    capitals = dict.fromkeys(stem_of(word) for word in words[1:] if word[0].isupper())
    times = dict.fromkeys(
        word.lower() for word in words if word.lower() in _TIMES or word[0].isdigit()
    )
    rarest = sorted(stems, key=lambda stem: (-terms.rarity(stem), stem))
    return rarest, [stem for stem in capitals if stem not in times], [f"time {t}" for t in times]


def _quads() -> dict[str, int]:
    book = load_codebook()
    return {name: book.quad(name) for name in book.event_types}


def _numbers(terms: Terms, values: Iterable[str | None]) -> Ints:
    return np.array([terms.number(value) for value in values], dtype=np.int32)


def _days(days: Iterable[date | None]) -> Ints:
    return np.array([day.toordinal() if day else NO_DAY for day in days], dtype=np.int32)


def _nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _keys(parties: Sequence[Party]) -> list[str]:
    """One term a party: its entity, else its name."""
    return list(dict.fromkeys(f"who {p.entity_id or p.name.lower()}" for p in parties))


def _names(parties: Sequence[Party]) -> list[str]:
    words = [word for party in parties for word in words_in(party.name)]
    told = [word for word in words if word.lower() not in STOP and word.lower() not in _OFFICE]
    return list(dict.fromkeys(stem_of(word) for word in told))


def _countries(parties: Sequence[Party]) -> list[str]:
    return list(dict.fromkeys(f"of {p.country}" for p in parties if p.country))


def _vectors(told: Sequence[Told]) -> Floats | None:
    vectors = [t.vector for t in told]
    if not vectors or any(vector is None for vector in vectors):
        return None
    stacked = np.stack([vector for vector in vectors if vector is not None])
    lengths = np.linalg.norm(stacked, axis=1, keepdims=True)
    out: Floats = (stacked / np.maximum(lengths, 1e-6)).astype(np.float32)
    return out
