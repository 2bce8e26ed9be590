"""Who did it, with what, to whom: the role fillers of a whole document of attacks (MUC-4).

Gold has five roles; a filler is an entity, given by the strings that name it. The system's side is
what the head `roles` finds, one filler an entity, by its fullest mention.

`ree_micro_f1` is CEAF-REE over the roles together: per role, entities of both sides are paired one
to one, and a pair counts 1 when the found string is one of the gold entity's. Strings are compared
in lower case, without punctuation and articles. The details have each role apart. The set is an
auxiliary one: its texts are in lower case and of 1988 to 1991, its guidelines are not PLOVER's.

Source: Du, Rush & Cardie, "GRIT: Generative Role-filler Transformers for Document-level Event
Entity Extraction", EACL 2021.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.assignments import assigned
from benchmarks.coders import OpenCoder, watched
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Tally

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_NOT_TOLD_APART = str.maketrans("", "", string.punctuation)
_ARTICLE = re.compile(r"\b(?:an?|the)\b")


def run(records: Sequence[GoldRecord], open_coder: OpenCoder) -> Scores:
    """The CEAF-REE scores of the role fillers of every record.

    Raises:
        BenchmarkError: no record has a filler of one of the roles.
    """
    annotated = [record for record in records if isinstance(record.fields.get("events"), list)]
    if not any(_fillers(record) for record in annotated):
        raise BenchmarkError(
            f"no record has `events` with `args` of a role {', '.join(ROLES)}; give another set"
        )
    coder = open_coder()
    tallies = dict.fromkeys(ROLES, Tally())
    for record in watched(annotated, len(annotated), "roles"):
        gold, found = _gold_entities(record), _found_strings(coder.attack_roles(record.text))
        for role in ROLES:
            tallies[role] += ree_tally(gold[role], found[role])
    total = sum(tallies.values(), Tally())
    return Scores(
        n=len(annotated),
        metrics={"ree_micro_f1": total.f1},
        details={name: _summary(tally) for name, tally in {**tallies, "all": total}.items()},
    )


def ree_tally(gold: Sequence[frozenset[str]], found: Sequence[str]) -> Tally:
    """The tally of one role in one document: gold entities as sets of strings, found ones as one.

    Example:
        ree_tally([frozenset({"city hall", "the building"})], ["city hall", "the building"])
        # one pair: both strings name the one entity, and it is used once
    """
    hit = len(assigned([[float(text in entity) for text in found] for entity in gold]))
    return Tally(gold=len(gold), found=len(found), gold_hit=hit, found_hit=hit)


def normalised(words: str) -> str:
    """The words in lower case without punctuation, articles and spare white space."""
    return " ".join(_ARTICLE.sub(" ", words.lower().translate(_NOT_TOLD_APART)).split())


def _summary(tally: Tally) -> Mapping[str, float]:
    return {
        "f1": round(tally.f1, 2),
        "precision": round(tally.precision, 2),
        "recall": round(tally.recall, 2),
        "gold": tally.gold,
        "found": tally.found,
        "right": int(tally.gold_hit),
    }


def _fillers(record: GoldRecord) -> list[Mapping[str, Any]]:
    return [
        filler
        for event in record.fields["events"]
        for filler in event.get("args") or []
        if filler.get("role") in ROLES
    ]


def _gold_entities(record: GoldRecord) -> Mapping[str, list[frozenset[str]]]:
    entities: dict[tuple[str, str], set[str]] = {}
    for filler in _fillers(record):
        words = normalised(record.text[filler["start"] : filler["end"]])
        entities.setdefault((filler["role"], filler["entity"]), set()).add(words)
    return {
        role: [frozenset(words) for (own, _), words in entities.items() if own == role]
        for role in ROLES
    }


def _found_strings(fillers: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {role: [] for role in ROLES}
    for role, words in fillers:
        if normalised(words):
            found[role].append(normalised(words))
    return found
