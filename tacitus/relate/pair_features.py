"""What two happenings have in common and what tells them apart, as numbers.

Enters: a `Table` and pairs of its rows. Leaves: features (pairs, features), most of them 0 to 1,
named in `FEATURES`; with vectors those of `VECTOR_FEATURES` follow. "apart" means that both have
some and share none: not knowing is neither alike nor apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tacitus.records import Floats
from tacitus.relate.tables import NO_DAY, Ints, Table

Columns: TypeAlias = dict[str, Floats]
CHUNK = 20_000  # pairs compared at a time: some 50 MB
NEAR_KM, FAR_KM = 60.0, 300.0  # a town and its surroundings; another region
_EARTH_KM = 6371.0
# Products of features: a shared word means more where parties or texts agree too.
CROSSED = (
    *(("word", "parties"), ("word", "parties_apart"), ("word", "sentence"), ("word", "document")),
    *(("word", "capitals"), ("word", "capitals_apart"), ("word", "same_document")),
    *(("word", "same_sentence"), ("word", "times_apart"), ("word", "word_rarity")),
    *(("family", "sentence"), ("family", "parties"), ("family", "document")),
    *(("type", "sentence"), ("type", "document"), ("type", "parties"), ("type", "same_document")),
    *(("sentence", "document"), ("sentence", "same_document"), ("word", "type")),
    *(("type", "place"), ("type", "days_apart"), ("document", "days_near")),
)
VECTOR_FEATURES = (
    *("cosine", "cosine_squared", "cosine x word", "cosine x sentence", "cosine x document"),
    *("cosine x same_document", "cosine x type"),
)


def features_of(table: Table, left_n: Ints, right_n: Ints) -> Floats:
    """Features (pairs, features) of the pairs (left, right) of rows of `table`."""
    if not len(left_n):
        return np.zeros((0, width_of(table)), dtype=np.float32)
    parts = [
        _chunk(table, left_n[at : at + CHUNK], right_n[at : at + CHUNK])
        for at in range(0, len(left_n), CHUNK)
    ]
    return np.concatenate(parts)


def width_of(table: Table) -> int:
    """How many features a pair of `table` has."""
    return len(FEATURES) + (len(VECTOR_FEATURES) if table.vectors_nw is not None else 0)


def _chunk(table: Table, left_n: Ints, right_n: Ints) -> Floats:
    columns = _columns(table, left_n, right_n)
    for one, two in CROSSED:
        columns[f"{one} x {two}"] = columns[one] * columns[two]
    if table.vectors_nw is not None:
        columns |= _vector_columns(table.vectors_nw, left_n, right_n, columns)
    return np.stack(list(columns.values()), axis=1).astype(np.float32)


def _columns(table: Table, left: Ints, right: Ints) -> Columns:
    return {
        **_anchor_columns(table, left, right),
        **_party_columns(table, left, right),
        **_sentence_columns(table, left, right),
        **_day_columns(table, left, right),
        **_place_columns(table, left, right),
    }


def _anchor_columns(table: Table, left: Ints, right: Ints) -> Columns:
    stems = _Overlap(table.anchors_nk, left, right)
    families = _Overlap(table.families_nk, left, right)
    rarity = np.where(stems.hits_pk, table.idf_v[table.anchors_nk[left]], 0).max(axis=1)
    mode = (table.mode_n[left] == table.mode_n[right]) & (table.mode_n[left] >= 0)
    quad = (table.quad_n[left] == table.quad_n[right]) & (table.quad_n[left] > 0)
    return {
        "word": stems.share(),
        "any_word": stems.any(),
        "family": families.share(),
        "any_family": families.any(),
        "word_rarity": (rarity / max(1e-6, float(table.idf_v.max(initial=0)))).astype(np.float32),
        "long_anchors": _flag((stems.counts_p > 1) & (stems.other_counts_p > 1)),
        "type": _flag(table.type_n[left] == table.type_n[right]),
        "quad": _flag(quad),
        "mode": _flag(mode),
        "denied_apart": _flag(table.denied_n[left] != table.denied_n[right]),
        "coming_apart": _flag(table.coming_n[left] != table.coming_n[right]),
    }


def _party_columns(table: Table, left: Ints, right: Ints) -> Columns:
    actors = _Overlap(table.actors_nk, left, right)
    recipients = _Overlap(table.recipients_nk, left, right)
    crossed = _Overlap(table.actors_nk, left, right, table.recipients_nk)
    turned = _Overlap(table.recipients_nk, left, right, table.actors_nk)
    names = _Overlap(table.actor_names_nk, left, right)
    other_names = _Overlap(table.recipient_names_nk, left, right)
    countries = _Overlap(table.actor_countries_nk, left, right)
    other_countries = _Overlap(table.recipient_countries_nk, left, right)
    apart = np.maximum(
        actors.apart() * (1 - names.any()), recipients.apart() * (1 - other_names.any())
    )
    alike = np.maximum(actors.any(), names.any()) + np.maximum(recipients.any(), other_names.any())
    return {
        "actors": actors.any(),
        "actor_names": names.cosine(table.idf_v),
        "actors_apart": actors.apart() * (1 - names.any()),
        "actor_countries": countries.any(),
        "actor_countries_apart": countries.apart(),
        "recipients": recipients.any(),
        "recipient_names": other_names.cosine(table.idf_v),
        "recipients_apart": recipients.apart() * (1 - other_names.any()),
        "recipient_countries": other_countries.any(),
        "recipient_countries_apart": other_countries.apart(),
        "parties": (alike / 2).astype(np.float32),
        "parties_apart": apart,
        "roles_turned": np.maximum(crossed.any(), turned.any()),
        "no_parties": _flag((actors.counts_p == 0) & (recipients.counts_p == 0)),
    }


def _sentence_columns(table: Table, left: Ints, right: Ints) -> Columns:
    words = _Overlap(table.words_nk, left, right)
    capitals = _Overlap(table.capitals_nk, left, right)
    times = _Overlap(table.times_nk, left, right)
    documents = _Overlap(table.words_dk, table.document_n[left], table.document_n[right])
    # an anchor of one stands in the sentence of the other: "the vote" and "voted in an election"
    named = np.maximum(
        _Overlap(table.anchors_nk, left, right, table.words_nk).any(),
        _Overlap(table.words_nk, left, right, table.anchors_nk).any(),
    )
    same = table.document_n[left] == table.document_n[right]
    return {
        "sentence": words.cosine(table.idf_v),
        "capitals": capitals.cosine(table.idf_v),
        "capitals_apart": capitals.apart(),
        "times": times.any(),
        "times_apart": times.apart(),
        "anchor_named": named,
        "document": np.where(same, 0.0, documents.cosine(table.idf_v)).astype(np.float32),
        "same_document": _flag(same),
        "same_sentence": _flag(table.sentence_n[left] == table.sentence_n[right]),
    }


def _day_columns(table: Table, left: Ints, right: Ints) -> Columns:
    known = (table.start_n[left] != NO_DAY) & (table.start_n[right] != NO_DAY)
    gap = days_between(table, left, right)
    stated = known & table.dated_n[left] & table.dated_n[right]
    issued = (table.published_n[left] != NO_DAY) & (table.published_n[right] != NO_DAY)
    issue_gap = np.abs(table.published_n[left] - table.published_n[right])
    return {
        "days_near": _flag(known & (gap <= 1)),
        "days_stated": _flag(stated & (gap == 0)),
        "days_apart": np.where(known, np.log1p(np.maximum(gap - 1, 0)) / 4, 0).astype(np.float32),
        "days_stated_apart": _flag(stated & (gap > 1)),
        "published_apart": np.where(issued, np.log1p(issue_gap) / 8, 0).astype(np.float32),
    }


def _place_columns(table: Table, left: Ints, right: Ints) -> Columns:
    name = (table.place_n[left] == table.place_n[right]) & (table.place_n[left] >= 0)
    km = kilometres_between(table, left, right)
    near = name | (np.nan_to_num(km, nan=np.inf) <= NEAR_KM)
    stated = table.placed_n[left] & table.placed_n[right]
    far = ~name & (np.nan_to_num(km, nan=0.0) > FAR_KM)
    both = (table.country_n[left] >= 0) & (table.country_n[right] >= 0)
    return {
        "place": _flag(near),
        "place_stated": _flag(near & stated),
        "place_apart": _flag(far & stated),
        "country_apart": _flag(both & (table.country_n[left] != table.country_n[right])),
    }


def days_between(table: Table, left_n: Ints, right_n: Ints) -> Ints:
    """Days (pairs,) between the intervals of two happenings, 0 where they overlap or one has none.

    "In 2021" overlaps every day of 2021: a date is compared within its precision.
    """
    later = np.maximum(table.start_n[left_n], table.start_n[right_n])
    earlier = np.minimum(table.end_n[left_n], table.end_n[right_n])
    known = (table.start_n[left_n] != NO_DAY) & (table.start_n[right_n] != NO_DAY)
    out: Ints = np.where(known, np.maximum(later - earlier, 0), 0).astype(np.int32)
    return out


def kilometres_between(table: Table, left_n: Ints, right_n: Ints) -> NDArray[np.float64]:
    """Kilometres (pairs,) along the sphere; nan where one has no point."""
    one, two = np.radians(table.point_n2[left_n]), np.radians(table.point_n2[right_n])
    half = np.sin((one - two) / 2) ** 2
    chord = half[:, 0] + np.cos(one[:, 0]) * np.cos(two[:, 0]) * half[:, 1]
    out: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return out


class _Overlap:
    """Which terms of the left row of each pair stand in the right one too."""

    def __init__(
        self, rows_nk: Ints, left: Ints, right: Ints, others_nk: Ints | None = None
    ) -> None:
        """`others_nk`: where the right rows are taken from; None: the same."""
        self.left_pk = rows_nk[left]
        self.right_pk = (rows_nk if others_nk is None else others_nk)[right]
        same = self.left_pk[:, :, None] == self.right_pk[:, None, :]
        self.hits_pk = same.any(axis=2) & (self.left_pk >= 0)
        self.counts_p = (self.left_pk >= 0).sum(axis=1)
        self.other_counts_p = (self.right_pk >= 0).sum(axis=1)

    def any(self) -> Floats:
        return _flag(self.hits_pk.any(axis=1))

    def apart(self) -> Floats:
        both = (self.counts_p > 0) & (self.other_counts_p > 0)
        return _flag(both & ~self.hits_pk.any(axis=1))

    def share(self) -> Floats:
        """Shared terms over all terms of the two (Jaccard)."""
        shared = self.hits_pk.sum(axis=1)
        either = self.counts_p + self.other_counts_p - shared
        out: Floats = (shared / np.maximum(either, 1)).astype(np.float32)
        return out

    def cosine(self, idf_v: Floats) -> Floats:
        """The cosine of the two lists, each term weighed by its idf."""
        squares = np.append(idf_v, np.float32(0)) ** 2  # -1 finds the 0 at the end
        weights = squares[self.left_pk]
        shared = (weights * self.hits_pk).sum(axis=1)
        lengths = weights.sum(axis=1) * squares[self.right_pk].sum(axis=1)
        out: Floats = (shared / np.sqrt(np.maximum(lengths, 1e-9))).astype(np.float32)
        return out


def _vector_columns(vectors_nw: Floats, left: Ints, right: Ints, columns: Columns) -> Columns:
    cosine = (vectors_nw[left] * vectors_nw[right]).sum(axis=1).astype(np.float32)
    crossed: Mapping[str, Floats] = {
        f"cosine x {name}": cosine * columns[name]
        for name in ("word", "sentence", "document", "same_document", "type")
    }
    return {"cosine": cosine, "cosine_squared": cosine**2, **crossed}


def _flag(values: NDArray[np.bool_]) -> Floats:
    return values.astype(np.float32)


_BASE = (
    *("word", "any_word", "family", "any_family", "word_rarity", "long_anchors", "type", "quad"),
    *("mode", "denied_apart", "coming_apart"),
    *("actors", "actor_names", "actors_apart", "actor_countries", "actor_countries_apart"),
    *("recipients", "recipient_names", "recipients_apart", "recipient_countries"),
    *("recipient_countries_apart", "parties", "parties_apart", "roles_turned", "no_parties"),
    *("sentence", "capitals", "capitals_apart", "times", "times_apart", "anchor_named"),
    *("document", "same_document", "same_sentence"),
    *("days_near", "days_stated", "days_apart", "days_stated_apart", "published_apart"),
    *("place", "place_stated", "place_apart", "country_apart"),
)
FEATURES = (*_BASE, *(f"{one} x {two}" for one, two in CROSSED))
