"""Place names end to end: found in the text, and put where they are on the map.

Gold are the `places` with coordinates, as each set has them: LGL and GeoWebNews mark adjectives
("Georgian") and metonyms ("Moscow said") beside places proper, and they count. An annotation
without coordinates (a street that the annotators could not place; in GeoWebNews demonyms, languages
and common nouns too) does not count, and a find that overlaps nothing but such a one is neither
right nor wrong. The finds are place and facility mentions with a resolution that has a point,
countries included.

`recognition_precision`, `recognition_recall` and `recognition_f1` ask for one code point in common.
`acc_161` is the share of gold toponyms whose find lies within 161 km (100 miles) of the gold point,
one that was not found counting as wrong; `acc_161_found` the share of those that were found.
`median_km` is the median error of those, absent where none was found; less is better there, so it
has no floor. A toponym that several finds overlap is judged by the one that shares most with it.

Source: the measures of Gritta, Pilehvar and Collier, "A Pragmatic Guide to Geoparsing Evaluation"
(2020), distances by the haversine formula on a sphere of the Earth's mean radius.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from benchmarks.coders import Coded, OpenCoder, code_records
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Range, Tally, overlap, overlap_tally, trimmed
from tacitus.records import Place

Point: TypeAlias = tuple[float, float]  # latitude, longitude in degrees

NEAR_KM = 161.0
EARTH_KM = 6371.0088  # mean radius, IUGG
_KINDS = ("place", "facility")


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What was measured of some documents."""

    spans: Tally = Tally()
    errors_km: tuple[float, ...] = ()  # of the gold toponyms that were found
    as_people: int = 0  # gold toponyms that are not found, but a nationality is found there

    def __add__(self, other: Located) -> Located:
        return Located(
            spans=self.spans + other.spans,
            errors_km=self.errors_km + other.errors_km,
            as_people=self.as_people + other.as_people,
        )


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """Recognition and distances over the toponyms of every record, and for each set.

    Raises:
        BenchmarkError: no record has gold places, not even an empty list.
    """
    annotated = [r for r in records if isinstance(r.fields.get("places"), list)]
    if not annotated:
        raise BenchmarkError("no record has `places`; give another set")
    sets: dict[str, Located] = {}
    failures = 0
    for record, coded in code_records(open_coder(), annotated, "geoparse"):
        failures += coded is None
        sets[record.set_name] = sets.get(record.set_name, Located()) + _located(record, coded)
    return Scores(
        n=len(annotated),
        metrics=_metrics(sum(sets.values(), Located())),
        details={
            name: {metric: round(value, 2) for metric, value in _metrics(located).items()}
            | {
                "gold": located.spans.gold,
                "found": located.spans.found,
                "nationality_instead": located.as_people,
            }
            for name, located in sorted(sets.items())
        }
        | {"documents_failed": failures},
    )


def distance_km(left: Point, right: Point) -> float:
    """The great-circle distance of two points.

    Example:
        distance_km((51.5, -0.1), (48.9, 2.4))  # London to Paris, about 339
    """
    (lat_1, lon_1), (lat_2, lon_2) = ([math.radians(x) for x in p] for p in (left, right))
    half = (
        math.sin((lat_2 - lat_1) / 2) ** 2
        + math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def _metrics(located: Located) -> dict[str, float]:
    near = sum(error <= NEAR_KM for error in located.errors_km)
    metrics = {
        "recognition_precision": located.spans.precision,
        "recognition_recall": located.spans.recall,
        "recognition_f1": located.spans.f1,
        "acc_161": 100 * near / max(1, located.spans.gold),
        "acc_161_found": 100 * near / max(1, len(located.errors_km)),
    }
    return metrics | ({"median_km": median(located.errors_km)} if located.errors_km else {})


def _located(record: GoldRecord, coded: Coded | None) -> Located:
    gold, unplaced = _gold_places(record)
    found = _found_places(coded, record.text)
    counted = [
        span for span in found if _overlaps_any(span, gold) or not _overlaps_any(span, unplaced)
    ]
    people = [
        (m.span.start, m.span.end)
        for m in (coded.mentions if coded else ())
        if m.kind == "nationality"
    ]
    errors = []
    as_people = 0
    for span, point in gold.items():
        best = _best(span, found)
        if best is not None:
            errors.append(distance_km(point, found[best]))
        elif _overlaps_any(span, people):
            as_people += 1
    return Located(spans=overlap_tally(gold, counted), errors_km=tuple(errors), as_people=as_people)


def _gold_places(record: GoldRecord) -> tuple[dict[Range, Point], list[Range]]:
    """The toponyms with coordinates, and the spans of those without; a span counts once."""
    placed: dict[Range, Point] = {}
    unplaced = []
    for place in record.fields["places"]:
        span = trimmed((place["start"], place["end"]), record.text)
        if place.get("lat") is None or place.get("lon") is None:
            unplaced.append(span)
        else:
            placed.setdefault(span, (float(place["lat"]), float(place["lon"])))
    return placed, unplaced


def _found_places(coded: Coded | None, text: str) -> dict[Range, Point]:
    if coded is None:
        return {}
    spans = {m.id: (m.span.start, m.span.end) for m in coded.mentions if m.kind in _KINDS}
    found: dict[Range, Point] = {}
    for resolution in coded.resolutions:
        place = resolution.target
        if not isinstance(place, Place) or resolution.subject_id not in spans:
            continue
        if place.lat is not None and place.lon is not None:
            found[trimmed(spans[resolution.subject_id], text)] = (place.lat, place.lon)
    return found


def _overlaps_any(span: Range, others: Mapping[Range, Point] | Sequence[Range]) -> bool:
    return any(overlap(span, other) for other in others)


def _best(span: Range, found: Mapping[Range, Point]) -> Range | None:
    """The find that shares most with the span; of equals the shorter one, then the first."""
    sharing = [other for other in found if overlap(span, other)]

    def rank(other: Range) -> tuple[int, int, int]:
        shared = min(span[1], other[1]) - max(span[0], other[0])
        return -shared, other[1] - other[0], other[0]

    return min(sharing, key=rank, default=None)
