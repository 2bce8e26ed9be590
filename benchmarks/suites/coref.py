"""Which mentions of a document are one entity.

Gold is `ontogum_coref`, which every record of the set has: chains by the rules of OntoNotes, none
of one mention. (`coref`, by the corpus' own rules, is not used: OntoNotes is what others measure
on.) It has chains of anything, of events and abstract things too; tacitus looks for those who act
and for places, so recall has a low roof.

The system's mentions are grouped by their chain; a chain of one is dropped. Only a mention with
both ends right is found. The gold counts an article and a possessive ending as part of a phrase,
tacitus does not, so both are added where they stand beside a mention.

`conll_f1` is the mean of `muc_f1`, `b3_f1` and `ceafe_f1` (`benchmarks/chain_scores.py`);
`mention_f1` is over the mentions of all chains. The details give precision and recall and all of
it per genre; `unlinked` counts gold mentions that tacitus found, but in a chain of one.

Source: the measures of the CoNLL-2012 shared task (Pradhan et al. 2012).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from benchmarks.chain_scores import Chain, b3_tally, ceafe_tally, muc_tally
from benchmarks.coders import Coded, OpenCoder, code_records
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Range, Tally, exact_tally, trimmed

Tallies: TypeAlias = dict[str, Tally]

CONLL = ("muc", "b3", "ceafe")
_FIELD = "ontogum_coref"
# GUM train, 2026-11-24: of the found mentions with such a neighbour, 400 against 109 are gold with
# the article, 207 against 6 with the ending.
_ARTICLE = re.compile(r"\b(?:the|an?) $", re.IGNORECASE)
_ENDING = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The scores of the chains of every record, over all of them and per genre.

    Raises:
        BenchmarkError: no record has gold chains, not even an empty list.
    """
    annotated = [record for record in records if isinstance(record.fields.get(_FIELD), list)]
    if not annotated:
        raise BenchmarkError(f"no record has `{_FIELD}`; give another set")
    total: Tallies = {}
    genres: dict[str, Tallies] = {}
    unlinked = failures = 0
    for record, coded in code_records(open_coder(), annotated, "coref"):
        failures += coded is None
        gold, found = _gold_chains(record), _found_chains(coded, record.text)
        linked = [chain for chain in found if len(chain) > 1]
        unlinked += int(_mentions_tally(gold, [c for c in found if len(c) == 1]).gold_hit)
        here = {name: tally(gold, linked) for name, tally in _MEASURES.items()}
        _add(total, here)
        _add(genres.setdefault(_genre(record), {}), here)
    return Scores(
        n=len(annotated),
        metrics={"conll_f1": _conll(total)} | {f"{name}_f1": t.f1 for name, t in total.items()},
        details={
            "measures": _summary(total),
            "genres": {genre: _summary(tallies) for genre, tallies in sorted(genres.items())},
            "gold_mentions": total["mention"].gold,
            "found_mentions": total["mention"].found,
            "unlinked": unlinked,
            "documents_failed": failures,
        },
    )


def whole_phrase(span: Range, text: str) -> Range:
    """The span with the article before it and the possessive ending after it, white space off."""
    start, end = trimmed(span, text)
    article = _ARTICLE.search(text, max(0, start - len("the ")), start)
    ending = _ENDING.match(text, end)
    return article.start() if article else start, ending.end() if ending else end


def _mentions_tally(gold: Sequence[Chain], found: Sequence[Chain]) -> Tally:
    return exact_tally(frozenset().union(*gold), frozenset().union(*found))


_MEASURES: Mapping[str, Callable[[Sequence[Chain], Sequence[Chain]], Tally]] = {
    "muc": muc_tally,
    "b3": b3_tally,
    "ceafe": ceafe_tally,
    "mention": _mentions_tally,
}


def _gold_chains(record: GoldRecord) -> list[Chain]:
    chains = [[trimmed((s, e), record.text) for s, e in chain] for chain in record.fields[_FIELD]]
    return [chain for chain in _apart(chains) if len(chain) > 1]


def _found_chains(coded: Coded | None, text: str) -> list[Chain]:
    chains: dict[str, list[Range]] = {}
    for mention in coded.mentions if coded else ():
        span = whole_phrase((mention.span.start, mention.span.end), text)
        chains.setdefault(mention.chain or mention.id, []).append(span)
    return _apart(list(chains.values()))


def _apart(chains: Sequence[Sequence[Range]]) -> list[Chain]:
    """The chains, a mention that stands in two left to the first."""
    seen: set[Range] = set()
    out = []
    for chain in chains:
        own = frozenset(chain) - seen
        seen |= own
        if own:
            out.append(own)
    return out


def _add(tallies: Tallies, more: Tallies) -> None:
    for name, tally in more.items():
        tallies[name] = tallies.get(name, Tally()) + tally


def _conll(tallies: Tallies) -> float:
    return sum(tallies[name].f1 for name in CONLL) / len(CONLL)


def _summary(tallies: Tallies) -> Mapping[str, object]:
    return {"conll_f1": round(_conll(tallies), 2)} | {
        name: {
            "f1": round(tally.f1, 2),
            "precision": round(tally.precision, 2),
            "recall": round(tally.recall, 2),
        }
        for name, tally in tallies.items()
    }


def _genre(record: GoldRecord) -> str:
    meta = record.fields.get("meta")
    return str(meta.get("genre") or "none") if isinstance(meta, dict) else "none"
