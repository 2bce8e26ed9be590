"""Who did it, with what, to whom: the role fillers of a whole document of attacks (MUC-4).

Gold has five roles; a filler is an entity, given by the strings that name it. The system's side is
read off the coded events of type ASSAULT. (A kidnapping is one, ASSAULT/abduct; COERCE is what
authorities do.) An actor that is a person or a group of people fills PerpInd, one that is a body,
as a named armed group is, PerpOrg; a recipient that is a person or people fills Victim where the
text names them, as that slot holds names alone; one that is a facility, a place or a body fills
Target. An entity is a chain of mentions, given by its first name, or else its first mention that is
no pronoun. tacitus does not extract weapons: nothing is given for Weapon, all of it is missed, and
this counts in the figure.

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
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from benchmarks.assignments import assigned
from benchmarks.coders import Coded, OpenCoder, code_records
from benchmarks.errors import BenchmarkError
from benchmarks.gold import GoldRecord
from benchmarks.results import Scores
from benchmarks.scores import Tally
from tacitus.records import Mention

Chains: TypeAlias = Mapping[str, Sequence[Mention]]

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
# MUC-4 train, first 500 records, 2026-11-24: a group as PerpOrg takes 5.4 points of the figure,
# COERCE/arrest as an attack 0.9, victims without a name 3.8.
_ROLE_OF: Mapping[str, Mapping[str, str]] = {
    "actors": {"person": "PerpInd", "group": "PerpInd", "organisation": "PerpOrg"},
    "recipients": {
        "person": "Victim",
        "group": "Victim",
        "facility": "Target",
        "place": "Target",
        "organisation": "Target",
    },
}
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
    tallies = dict.fromkeys(ROLES, Tally())
    failures = 0
    for record, coded in code_records(open_coder(), annotated, "roles"):
        failures += coded is None
        gold, found = _gold_entities(record), _found_strings(coded, record.text)
        for role in ROLES:
            tallies[role] += ree_tally(gold[role], found[role])
    total = sum(tallies.values(), Tally())
    return Scores(
        n=len(annotated),
        metrics={"ree_micro_f1": total.f1},
        details={name: _summary(tally) for name, tally in {**tallies, "all": total}.items()}
        | {"documents_failed": failures},
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


def _found_strings(coded: Coded | None, text: str) -> Mapping[str, list[str]]:
    """One string for each chain that fills a role, however many events it fills it in."""
    found: dict[str, dict[str, str]] = {role: {} for role in ROLES}
    if coded is not None:
        at = {(m.span.start, m.span.end): m for m in coded.mentions}
        chains = _chains(coded.mentions)
        for side, span in _attack_parties(coded):
            mention = at.get(span)
            chain = chains[_chain_id(mention)] if mention else ()
            role, name = _filler(side, chain)
            if role and name:
                found[role].setdefault(_chain_id(name), normalised(name.span.of(text)))
    return {
        role: [words for words in by_chain.values() if words] for role, by_chain in found.items()
    }


def _attack_parties(coded: Coded) -> Iterable[tuple[str, tuple[int, int]]]:
    for event in coded.events_resolved():
        if event["type"] == "ASSAULT":
            for side in _ROLE_OF:
                yield from ((side, (party["span"][0], party["span"][1])) for party in event[side])


def _filler(side: str, chain: Sequence[Mention]) -> tuple[str | None, Mention | None]:
    """The role that the chain fills on that side, and the mention that stands for it."""
    named = [mention for mention in chain if mention.form == "name"]
    spoken = named or [mention for mention in chain if mention.form != "pronoun"]
    if not spoken:
        return None, None
    role = _ROLE_OF[side].get(spoken[0].kind)
    return (None if role == "Victim" and not named else role), spoken[0]


def _chains(mentions: Iterable[Mention]) -> Chains:
    chains: dict[str, list[Mention]] = {}
    for mention in mentions:
        chains.setdefault(_chain_id(mention), []).append(mention)
    return chains


def _chain_id(mention: Mention) -> str:
    return mention.chain or mention.id
