"""The PLOVER root of a given (actor, recipient) pair: direction is known, the event is not.

Gold has 15 roots: CONCEDE and RETREAT are one, YIELD. Quad classes 1 to 4 follow the codebook, with
YIELD in class 2 as the set's authors have it; binary is cooperation (1, 2) against conflict (3, 4).

Source: Hu et al., "Leveraging Codebook Knowledge with NLI and ChatGPT for Zero-Shot Political
Relation Classification", ACL 2024.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.coders import CoderLike, OpenCoder, watched
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import label_f1, macro_f1
from tacitus.codebook import load_codebook
from tacitus.records import Span

_YIELD = "YIELD"
_YIELDS = frozenset({"CONCEDE", "RETREAT", _YIELD})
_YIELD_QUAD = 2


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The macro-F1 of roots, quad classes and the two poles.

    Raises:
        BenchmarkError: no record has a gold relation.
    """
    annotated = [record for record in records if _root(record)]
    if not annotated:
        raise BenchmarkError("no record has a `relation` with a `root`; give another set")
    coder = open_coder()
    answers = [
        (record, _answer(coder, record)) for record in watched(annotated, len(annotated), "plv")
    ]
    roots = [(_as_root(_root(record)), answer) for record, answer in answers]
    quads = [(_gold_quad(record), answer and str(_quad(answer))) for record, answer in answers]
    poles = [(_pole(gold), answer and _pole(answer)) for gold, answer in quads]
    return Scores(
        n=len(annotated),
        metrics={
            "root_macro_f1": macro_f1(roots),
            "quad_macro_f1": macro_f1(quads),
            "binary_macro_f1": macro_f1(poles),
            "root_accuracy": 100 * sum(gold == answer for gold, answer in roots) / len(roots),
        },
        details={
            "roots": {root: round(f1, 2) for root, f1 in label_f1(roots).items()},
            "unanswered": sum(answer is None for _, answer in answers),
        },
    )


def _answer(coder: CoderLike, record: GoldRecord) -> str | None:
    relation = record.fields["relation"]
    codes = coder.code_dyad(
        record.text, _span(relation.get("source")), _span(relation.get("target"))
    )
    # A coder that does not merge the two gives YIELD's parts apart; the better one speaks for it.
    return _as_root(max(codes, key=lambda code: code.score).event_type) if codes else None


def _span(span: Sequence[int] | None) -> Span | None:
    return Span(start=span[0], end=span[1]) if span else None


def _root(record: GoldRecord) -> str:
    relation = record.fields.get("relation")
    return str(relation.get("root") or "") if isinstance(relation, dict) else ""


def _as_root(event_type: str) -> str:
    return _YIELD if event_type in _YIELDS else event_type


def _gold_quad(record: GoldRecord) -> str:
    given = record.fields["relation"].get("penta")
    return str(given if given is not None else _quad(_as_root(_root(record))))


def _quad(root: str) -> int:
    return _YIELD_QUAD if root == _YIELD else load_codebook().quad(root)


def _pole(quad: str) -> str:
    return "cooperation" if quad in {"1", "2"} else "conflict"
