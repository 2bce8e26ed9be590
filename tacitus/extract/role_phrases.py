"""The words of a role: "deputy foreign minister", "secretary of state", "then-president".

Enters: words with their places. Leaves: the role that they end in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tacitus.extract.lexicons import load_role_heads, load_roles, load_words
from tacitus.records import Span

Words: TypeAlias = Sequence[tuple[str, int, int]]  # the word, its start and end in the text
_FORMER = load_words("former")
_ADJUNCTS = load_words("role_adjuncts")
_WORD = re.compile(r"[^\W_][\w.'’-]*|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePhrase:
    """A role as written, without the words that belong to the body."""

    role: str
    span: Span  # the role's words
    former: bool


def words_of(text: str, region: Span) -> Words:
    """The words and marks of `region`, in order."""
    found = _WORD.finditer(text, region.start, region.end)
    return [(match.group(), match.start(), match.end()) for match in found]


def ending_role(words: Words) -> RolePhrase | None:
    """The role that the words end in, with the words that belong to it."""
    heads = load_role_heads()
    last = len(words) - 1
    if last < 0:
        return None
    if (of_role := _with_of(words, last)) is not None:
        first = of_role
    else:
        head = words[last][0].lower()
        if head not in heads and head.split("-")[-1] not in heads:
            return None
        first = last
    while first > 0 and _belongs(words, first - 1, last):
        first -= 1
    while first < last and words[first][0].lower().rstrip("-") in _FORMER:
        first += 1
    before = words[first - 1][0].lower() if first else ""
    span = Span(start=words[first][1], end=words[last][2])
    role = " ".join(word for word, _, _ in words[first : last + 1])
    former = before in _FORMER or before == "-" or role.lower().startswith(("then-", "ex-"))
    role = re.sub(r"^(?:then|ex)-", "", role, flags=re.IGNORECASE)
    return RolePhrase(role=role, span=span, former=former)


def _with_of(words: Words, last: int) -> int | None:
    """The first word of a role written with "of" ("secretary of state") that ends at `last`."""
    for size in (3, 4, 5):
        first = last - size + 1
        if (
            first >= 0
            and " ".join(w for w, _, _ in words[first : last + 1]).lower() in load_roles()
        ):
            return first if words[first + 1][0].lower() in ("of", "in") else None
    return None


def _belongs(words: Words, at: int, last: int) -> bool:
    word = words[at][0].lower()
    known = load_roles()
    joined = " ".join(w for w, _, _ in words[at : last + 1]).lower()
    if word in _ADJUNCTS or joined in known:
        return True
    after = words[at + 1][0].lower()
    return word in load_role_heads() and at + 1 == last and after not in load_words("honorifics")
