"""How surely a predicate happened, as its sentence tells it: a value from -3 to 3.

The words of the predicate are given; the answer is the encoder's head `factuality` alone, without
the cues that a coding adds to it. `pearson_r` is the correlation with the gold times 100, so that
the two decimals of a result and the gate's epsilon mean what they mean elsewhere. `mae` is the mean
absolute error on the scale itself; less is better there, so it has no floor. The details give both
apart for what the gold says happened (above 0), did not (below 0), and leaves open (0).

Source: the measures of Stanovsky et al., ACL 2017 and Rudinger et al., NAACL 2018.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from benchmarks.coders import CoderLike, OpenCoder, watched
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from tacitus.records import Span

Answer: TypeAlias = tuple[float, float]  # gold, found


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The correlation and the mean error over the predicates of every record.

    Raises:
        BenchmarkError: no record has a predicate with a value.
    """
    annotated = [record for record in records if _predicates(record)]
    if not annotated:
        raise BenchmarkError(
            "no record has `events` with `trigger` and `factuality`; give another set"
        )
    coder = open_coder()
    answers = [
        answer
        for record in watched(annotated, len(annotated), "factuality")
        for answer in _answers(coder, record)
    ]
    return Scores(
        n=len(annotated),
        metrics={"pearson_r": 100 * pearson(answers), "mae": _mean_error(answers)},
        details={"predicates": len(answers)}
        | {
            name: _summary([a for a in answers if _sign(a[0]) == sign])
            for name, sign in (("happened", 1), ("did_not", -1), ("open", 0))
        },
    )


def pearson(answers: Sequence[Answer]) -> float:
    """Pearson's r of the pairs, -1 to 1; 0 where one side does not vary."""
    if not answers:
        return 0.0
    gold, found = (
        [value - math.fsum(side) / len(side) for value in side]
        for side in zip(*answers, strict=True)
    )
    spread = math.sqrt(_product(gold, gold) * _product(found, found))
    return _product(gold, found) / spread if spread else 0.0


def _product(left: Sequence[float], right: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(left, right, strict=True))


def _mean_error(answers: Sequence[Answer]) -> float:
    return math.fsum(abs(gold - found) for gold, found in answers) / max(1, len(answers))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _summary(answers: Sequence[Answer]) -> Mapping[str, float]:
    return {
        "predicates": len(answers),
        "pearson_r": round(100 * pearson(answers), 2),
        "mae": round(_mean_error(answers), 2),
        "found_mean": round(math.fsum(found for _, found in answers) / max(1, len(answers)), 2),
    }


def _predicates(record: GoldRecord) -> list[Mapping[str, Any]]:
    events = record.fields.get("events")
    return [
        event
        for event in (events if isinstance(events, list) else [])
        if event.get("trigger") and event.get("factuality") is not None
    ]


def _answers(coder: CoderLike, record: GoldRecord) -> list[Answer]:
    predicates = _predicates(record)
    spans = [Span(start=p["trigger"][0], end=p["trigger"][1]) for p in predicates]
    found = coder.factualities(record.text, spans)
    return [
        (float(predicate["factuality"]), value)
        for predicate, value in zip(predicates, found, strict=True)
    ]
