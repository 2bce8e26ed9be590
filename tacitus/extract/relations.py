"""Who holds which role where: "the group's deputy leader X", "X, the head of Y", "Minister X".

Enters: the text with its mentions. Leaves: one `Relation` a person and role. Left out: roles that
the text tells only with a verb other than "is", "founded" and the like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from tacitus.extract.lexicons import load_role_heads, load_words
from tacitus.extract.names import fold, person_core
from tacitus.extract.role_phrases import RolePhrase, Words, ending_role, words_of
from tacitus.records import Document, Mention, Relation, Segmentation, Span

_JOINERS = ("of", "for", "in", "at", "from", "with", "to")
_BODIES = ("organisation", "place", "group", "misc", "nationality", "facility")
_FOUNDED = re.compile(
    r",?\s+(?:who\s+)?(?:co-)?(founded|leads|led|heads|headed|chairs|chaired|runs|commands|commanded)\s+"
)
_VERB_ROLES = {
    "founded": "founder",
    "leads": "leader",
    "led": "leader",
    "heads": "head",
    "headed": "head",
    "chairs": "chair",
    "chaired": "chair",
    "runs": "head",
    "commands": "commander",
    "commanded": "commander",
}
_NO_OFFICE = ("CVL", "MED")  # "witness X", "Dr X" say nothing of a body
_HONORIFICS = load_words("honorifics")
_REACH = 90  # code points on either side of a name


def find_relations(
    document: Document, segmentation: Segmentation, mentions: Sequence[Mention]
) -> tuple[Relation, ...]:
    """The roles that the text gives to named persons, in text order, each once."""
    found: dict[tuple[tuple[str, ...], str], Relation] = {}
    named = [m for m in mentions if m.kind == "person" and m.form == "name"]
    people = [m for m in named if person_core(m.span.of(document.text))]
    if not segmentation.sentences:
        return ()
    for person in sorted(people, key=lambda m: (m.span.start, m.span.end)):
        sentence = segmentation.sentences[segmentation.sentence_at(person.span.start)]
        name = name_span(document.text, person.span)
        for relation in (
            *_before(document.text, sentence, person, name, mentions),
            *_after(document.text, sentence, person, name, mentions),
            *_founded(document.text, sentence, person, name, mentions),
        ):
            head = _head_of(relation.role)
            if head not in _HONORIFICS and load_role_heads()[head].sector not in _NO_OFFICE:
                key = (fold(name.of(document.text))[-1:], head)
                if key not in found or (
                    found[key].organisation_id is None and relation.organisation_id
                ):
                    found[key] = relation
    return tuple(found.values())


def _head_of(role: str) -> str:
    words = role.lower().split(" of ")[0].split()
    heads = load_role_heads()
    return next((word for word in (words[-1], words[-1].split("-")[-1]) if word in heads), "figure")


def name_span(text: str, span: Span) -> Span:
    """The part of a person mention that is the name: "X" of "Foreign Minister X"."""
    core = person_core(span.of(text))
    words = list(re.finditer(r"\S+", span.of(text)))
    for first in range(len(words)):
        rest = fold(text[span.start + words[first].start() : span.end])
        if core and rest[: len(core)] == core:
            return Span(start=span.start + words[first].start(), end=span.end)
    return span


def _before(
    text: str, sentence: Span, person: Mention, name: Span, mentions: Sequence[Mention]
) -> list[Relation]:
    """Roles before the name: "Y deputy leader X", "the leader of Y, X", "Y's minister, X"."""
    start = max(sentence.start, name.start - _REACH)
    before = text[start : name.start].rstrip()
    comma = before.endswith(",")
    region = Span(start=start, end=start + len(before.rstrip(",")))
    words = words_of(text, region)
    phrase = ending_role(words)
    if phrase is not None:
        return _stacked(text, words, person, name, mentions)
    if not comma and "," not in region.of(text)[-2:]:
        return _titled_over(text, words, person, name, mentions)
    return _apposed_before(text, words, person, name, mentions)


def _stacked(
    text: str,
    words: Words,
    person: Mention,
    name: Span,
    mentions: Sequence[Mention],
) -> list[Relation]:
    """The role and those joined to it by "and": "minister and party leader X" holds two."""
    relations = []
    phrase = ending_role(words)
    while phrase is not None:
        body = _body_before(text, phrase.span, mentions)
        phrase = _trimmed(text, phrase, body)
        relations.append(
            _relation(person, phrase, body, Span(start=phrase.span.start, end=name.end))
        )
        start = body.span.start if body else phrase.span.start
        before = [word for word in words if word[2] <= start]
        if before and before[-1][0] in ("and", ",", "&"):
            before = before[:-1]
        words, phrase = before, ending_role(before)
    return relations


def _trimmed(text: str, phrase: RolePhrase, body: Mention | None) -> RolePhrase:
    """The role without the words that belong to the body: "chairman" of "Y Party chairman"."""
    if body is None or body.span.end <= phrase.span.start:
        return phrase
    start = body.span.end + len(text[body.span.end :]) - len(text[body.span.end :].lstrip(" '’s"))
    span = Span(start=min(start, phrase.span.end - 1), end=phrase.span.end)
    return RolePhrase(role=span.of(text), span=span, former=phrase.former)


def _titled_over(
    text: str,
    words: Words,
    person: Mention,
    name: Span,
    mentions: Sequence[Mention],
) -> list[Relation]:
    """A role with its body between it and the name: "Prime Minister of Y X", "Minister for Z X"."""
    for index in range(len(words) - 1, 0, -1):
        if words[index][0] in (",", ";", "(", ")", "“", '"') or words[index][0].lower() in (
            "and",
            "said",
            "by",
        ):
            return []
        if words[index][0].lower() not in _JOINERS:
            continue
        phrase = ending_role(words[:index])
        if phrase is not None and phrase.span.of(text)[:1].isupper():
            body = _body_joined(text, phrase.span, name.start, mentions)
            return [_relation(person, phrase, body, Span(start=phrase.span.start, end=name.end))]
    return []


def _apposed_before(
    text: str,
    words: Words,
    person: Mention,
    name: Span,
    mentions: Sequence[Mention],
) -> list[Relation]:
    """The longer kind with a comma: "the head of Y for Z, X"."""
    for index in range(len(words) - 1, -1, -1):
        if words[index][0] in (",", ";", "(", "“", '"'):
            break
        if words[index][0].lower() not in _JOINERS:
            continue
        phrase = ending_role(words[:index])
        if phrase is not None:
            body = _body_joined(text, phrase.span, name.start, mentions) or _body_before(
                text, phrase.span, mentions
            )
            return [_relation(person, phrase, body, Span(start=phrase.span.start, end=name.end))]
    return []


def _after(
    text: str, sentence: Span, person: Mention, name: Span, mentions: Sequence[Mention]
) -> list[Relation]:
    """Roles after the name: "X, the head of Y", "X, Y's minister", "X is the leader of Y"."""
    tail = text[name.end : min(sentence.end, name.end + 2 * _REACH)]
    lead = re.match(
        r"\s*(?:\([^)]*\))?\s*(?:,\s*\d{1,3}\s*)?"
        r"(?:,\s*(?:who\s+(?:is|was|has been)\s+)?|\s(?:is|was|became)\s)",
        tail,
    )
    if lead is None:
        return []
    stop = re.search(
        r"[,;.“\"]\s|\s(?:said|told|who|which|has|had|have|was|were|is)\s", tail[lead.end() :]
    )
    end = name.end + lead.end() + (stop.start() if stop else len(tail) - lead.end())
    region = Span(start=name.end + lead.end(), end=end)
    words = words_of(text, region)
    joined = next(
        (i for i, word in enumerate(words) if i and word[0].lower() in _JOINERS), len(words)
    )
    phrase = ending_role(words[:joined])
    if phrase is None or (" was " in lead[0] and not phrase.former):
        return []
    body = _body_joined(text, phrase.span, region.end, mentions) or _body_before(
        text, phrase.span, mentions, region
    )
    return [_relation(person, phrase, body, Span(start=name.start, end=region.end))]


def _founded(
    text: str, sentence: Span, person: Mention, name: Span, mentions: Sequence[Mention]
) -> list[Relation]:
    """A role that a verb gives: "X, who founded Y"."""
    match = _FOUNDED.match(text, name.end, sentence.end)
    if match is None:
        return []
    start = match.end() + (4 if text.startswith("the ", match.end()) else 0)
    # nobody founds a person: the tagger takes such names as "the X Brigades" for one now and then
    named = [m for m in mentions if m.span.start in (match.end(), start) and m.form != "pronoun"]
    body = next((m for m in named if _is_body(m) or match[1] == "founded"), None)
    if body is None or (match[1] in ("led", "headed", "runs") and "who" not in match[0]):
        return []
    past = match[1] in ("led", "headed", "chaired", "commanded")
    phrase = RolePhrase(
        role=_VERB_ROLES[match[1]],
        span=Span(start=match.start(1), end=match.end(1)),
        former=past,
    )
    return [_relation(person, phrase, body, Span(start=name.start, end=body.span.end))]


def _body_before(
    text: str, role: Span, mentions: Sequence[Mention], region: Span | None = None
) -> Mention | None:
    """The body whose mention ends just before the role: "Y leader", "Y's former minister"."""
    best: Mention | None = None
    for mention in mentions:
        if (
            not _is_body(mention)
            or mention.span.start >= role.start
            or mention.span.end >= role.end
        ):
            continue
        if region and mention.span.start < region.start:
            continue
        gap = text[mention.span.end : role.start]
        if re.fullmatch(
            r"(?:\s*\([A-Z]+\))?['’]?s?(?:[\s-]+[\w-]+){0,2}\s*", gap
        ) and not re.search(r"\b(?:and|said|of|in|with|by|to|for|the)\b", gap):
            best = mention if best is None or mention.span.end > best.span.end else best
    return best


def _body_joined(text: str, role: Span, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """The body named after "of", "for" or "in" behind the role: the longest that starts first."""
    after = [m for m in mentions if _is_body(m) and role.end <= m.span.start < end]
    fits = [
        m
        for m in after
        if re.match(r"\s*(?:of|for|in|at|from|with|to)\b[^.;“\"]*$", text[role.end : m.span.start])
    ]
    body = min(fits, key=lambda m: (m.span.start, -m.span.end)) if fits else None
    return _possessed(text, body, after) if body else None


def _possessed(text: str, owner: Mention, bodies: Sequence[Mention]) -> Mention:
    """The body that belongs to the one found: the council in "head of Kenya's Reed Council"."""
    own = [
        m
        for m in bodies
        if m.kind == "organisation"
        and re.fullmatch(r"['’]s?\s+", text[owner.span.end : m.span.start])
    ]
    return max(own, key=lambda m: m.span.end) if own else owner


def _is_body(mention: Mention) -> bool:
    return mention.kind in _BODIES and mention.form != "pronoun"


def _relation(person: Mention, phrase: RolePhrase, body: Mention | None, span: Span) -> Relation:
    status: Literal["current", "former"] = "former" if phrase.former else "current"
    return Relation(
        person_id=person.id,
        role=phrase.role,
        organisation_id=body.id if body else None,
        status=status,
        span=span,
    )
