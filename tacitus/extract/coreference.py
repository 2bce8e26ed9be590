"""Which mentions of a document are one entity: names first, then nominals, then pronouns.

Enters: mentions and the relations between them. Leaves: the mentions with `chain` filled. Left
out: who "I" and "we" are, and what a chain stands for in the world.

Source: the sieve order of Raghunathan et al. 2010, "A Multi-Pass Sieve for Coreference Resolution".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from tacitus.extract.antecedents import (
    ChainSoFar,
    nominal_antecedent,
    pronoun_antecedent,
    same_role,
)
from tacitus.extract.facts import Facts, read_facts
from tacitus.extract.lexicons import load_role_heads
from tacitus.extract.names import fold, same_body, same_person, same_typo
from tacitus.records import Document, Mention, Relation, Segmentation

_ISSUED = re.compile(
    r"\b(?:issued|released|published|sent|posted|wrote|signed)\s+(?:an?|the|its|his|her)\s+(?:\w+\s+)?"
    r"(?:statement|letter|report|communiqu[eé]|declaration|tweet|message|ruling|memo|post)\b"
)
_IT_SAYS = re.compile(r"\s+(?:also\s+)?(?:said|added|says|adds|read|reads|called|warned|stated)\b")
_BEFORE = re.compile(r"((?:[\w'’.-]+\s+){0,6})$")


def find_chains(
    document: Document,
    segmentation: Segmentation,
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
) -> tuple[Mention, ...]:
    """The same mentions in the same order, each with its chain: "c1", "c2" ... by first mention."""
    facts = read_facts(document, segmentation, mentions)
    parents = list(range(len(facts)))
    _link_nested(facts, parents)
    _link_names(facts, parents)
    _link_apposed(document.text, facts, parents)
    roles = _roles(document, facts, relations)
    _link_others(document.text, facts, parents, roles)
    chains: dict[int, str] = {}
    named = {
        f.mention.id: chains.setdefault(_root(parents, f.index), f"c{len(chains) + 1}")
        for f in facts
    }
    return tuple(replace(mention, chain=named[mention.id]) for mention in mentions)


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        index = parents[index]
    return index


def _join(parents: list[int], later: int, earlier: int) -> None:
    left, right = _root(parents, later), _root(parents, earlier)
    parents[max(left, right)] = min(left, right)


def _link_nested(facts: Sequence[Facts], parents: list[int]) -> None:
    """Join a name with the longer phrase that ends in it: "Foreign Minister X" holds "X"."""
    for outer in facts:
        for inner in facts[outer.index + 1 :]:
            if inner.mention.span.start >= outer.mention.span.end:
                break
            same = inner.name and inner.name == outer.name
            if same and inner.mention.kind == outer.mention.kind:
                _join(parents, inner.index, outer.index)


def _link_apposed(text: str, facts: Sequence[Facts], parents: list[int]) -> None:
    """Join a role with the name beside it: "Supreme Leader" "X", or "X", "the head of Y"."""
    heads = load_role_heads()
    for left in facts:
        end = left.mention.span.end
        right = next((f for f in facts[left.index + 1 :] if f.mention.span.start > end), None)
        if right is None or not left.mention.kind == right.mention.kind == "person":
            continue
        name, role = (left, right) if left.name else (right, left)
        gap = text[end : right.mention.span.start]
        closed = role is left or text[right.mention.span.end :][:1] in (",", ".", ";", ")")
        beside = gap == " " and role is left or gap == ", " and role.definite and closed
        if beside and name.name and not role.name and not role.plural and role.head in heads:
            _join(parents, right.index, left.index)


def _link_names(facts: Sequence[Facts], parents: list[int]) -> None:
    named = [f for f in facts if f.name]
    sizes: Counter[int] = Counter()  # names so far in each chain, by root
    # names so far that are written alike, of each chain the last: a long text repeats its names
    alike: dict[Hashable, dict[int, Facts]] = {}
    for later in named:
        if (antecedent := _name_antecedent(later, alike, parents, sizes)) is not None:
            roots = {_root(parents, later.index), _root(parents, antecedent.index)}
            _join(parents, later.index, antecedent.index)
            sizes[_root(parents, later.index)] = sum(sizes.pop(root, 0) for root in roots)
        root = _root(parents, later.index)
        sizes[root] += 1
        key = (later.name, later.mention.kind, later.gender, later.acronym)
        alike.setdefault(key, {})[root] = later
    _link_bare_forward(named, parents)


def _name_antecedent(
    later: Facts,
    alike: Mapping[Hashable, Mapping[int, Facts]],
    parents: list[int],
    sizes: Mapping[int, int],
) -> Facts | None:
    """The likeliest bearer of the name; of equals the one named most often, then most recently."""
    best: tuple[int, int, Facts] | None = None
    for others in alike.values():
        strength = _same_name(later, next(iter(others.values())))
        for other in others.values() if strength else ():
            size = sizes[_root(parents, other.index)]
            rank = (1000 * strength + size, other.index, other)
            if best is None or rank[:2] > best[:2]:
                best = rank
    return best[2] if best else None


def _same_name(later: Facts, other: Facts) -> int:
    """0 not the same; 4 the same words; less for the weaker kinds of likeness."""
    people = (later.mention.kind == "person", other.mention.kind == "person")
    if all(people):
        if later.gender and other.gender and later.gender != other.gender:
            return 0
        if len(later.name) > len(other.name) == 1:
            return 0  # a bare family name may be another person's by now: _link_bare_forward
        return 2 * same_person(later.name, other.name) or int(same_typo(later.name, other.name))
    if any(people):
        return _surname_of_person(later, other)
    if other.acronym and later.name == (other.acronym,):
        return 5
    if later.acronym and other.name == (later.acronym,):
        return 5
    places = "place" in (later.mention.kind, other.mention.kind)
    strength = 2 * same_body(later.name, other.name)
    return strength if not places or strength >= 4 else 0


def _surname_of_person(later: Facts, other: Facts) -> int:
    """1 when a lone word that was taken for a body is the family name of an earlier person."""
    body, person = (later, other) if other.mention.kind == "person" else (other, later)
    lone = len(body.name) == 1 and body.mention.kind in ("organisation", "misc")
    return int(lone and body is later and len(person.name) > 1 and person.name[-1] == body.name[0])


def _link_bare_forward(named: Sequence[Facts], parents: list[int]) -> None:
    """Join a family name of the headline, still alone, with the full name that the body gives."""
    people = [f for f in named if f.mention.kind == "person"]
    for position, bare in enumerate(people):
        if len(bare.name) > 1 or _root(parents, bare.index) != bare.index:
            continue
        full = next(
            (f for f in people[position + 1 :] if f.name[-1:] == bare.name and len(f.name) > 1),
            None,
        )
        full = full or next((f for f in people if same_typo(bare.name, f.name)), None)
        if full is not None and full is not bare:
            _join(parents, full.index, bare.index)


def _roles(
    document: Document, facts: Sequence[Facts], relations: Sequence[Relation]
) -> dict[int, frozenset[str]]:
    """For every named person the folded words of the roles that the text gives it."""
    held: dict[int, frozenset[str]] = {}
    spans = {r.person_id: fold(f"{r.role} {r.span.of(document.text)}") for r in relations}
    heads = load_role_heads()
    for fact in facts:
        if fact.mention.kind != "person" or not fact.name:
            continue
        before = _BEFORE.search(
            document.text, max(0, fact.mention.span.start - 60), fact.mention.span.start
        )
        words = fold(before[1]) if before else ()
        titled = words if words and (words[-1] in heads or f"{words[-1]}." in heads) else ()
        own = frozenset((*fact.tokens, *titled, *spans.get(fact.mention.id, ()))) - frozenset(
            fact.name
        )
        held[fact.index] = own | frozenset(same_role(word) for word in own)
    return held


def _statement_issuer(text: str, later: Facts, earlier: Sequence[Facts]) -> int | None:
    """Who issued the statement that the "it" of "It added" stands for."""
    if later.tokens != ("it",) or not _IT_SAYS.match(text, later.mention.span.end):
        return None
    start = earlier[0].mention.span.start if earlier else later.mention.span.start
    issued = list(_ISSUED.finditer(text, start, later.mention.span.start))
    near = [o for o in earlier if issued and o.mention.span.end <= issued[-1].start()]
    if not near or later.sentence - near[-1].sentence > 2:
        return None
    return near[-1].index if issued[-1].start() - near[-1].mention.span.end < 20 else None


def _link_others(
    text: str, facts: Sequence[Facts], parents: list[int], roles: Mapping[int, frozenset[str]]
) -> None:
    for later in facts:
        if later.name:
            continue
        earlier = facts[: later.index]
        if later.is_pronoun:
            found = _statement_issuer(text, later, earlier)
            if found is None:
                found = pronoun_antecedent(later, earlier, _standing(parents, earlier))
        else:
            found = nominal_antecedent(later, earlier, _by_chain(facts, parents, roles))
        if found is not None:
            _join(parents, later.index, found)


def _standing(parents: list[int], earlier: Sequence[Facts]) -> dict[int, ChainSoFar]:
    """For each mention so far, how long its chain is and which gender any of it shows."""
    roots = {f.index: _root(parents, f.index) for f in earlier}
    sizes = Counter(roots.values())
    genders = {roots[f.index]: f.gender for f in earlier if f.gender is not None}
    return {i: ChainSoFar(size=sizes[root], gender=genders.get(root)) for i, root in roots.items()}


def _by_chain(
    facts: Sequence[Facts], parents: list[int], roles: Mapping[int, frozenset[str]]
) -> dict[int, frozenset[str]]:
    pooled: dict[int, frozenset[str]] = {}
    for index, held in roles.items():
        root = _root(parents, index)
        pooled[root] = pooled.get(root, frozenset()) | held
    return {f.index: pooled[root] for f in facts if (root := _root(parents, f.index)) in pooled}
