"""What one mention tells about itself: its name, head, number, gender, roles and position.

Enters: mentions with their text. Leaves: one `Facts` a mention, for coreference and relations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tacitus.extract.lexicons import load_role_heads, load_words
from tacitus.extract.names import (
    Tokens,
    body_core,
    bracketed_acronym,
    fold,
    given_names,
    is_generic,
    is_title,
    person_core,
)
from tacitus.records import Document, Mention, Segmentation

HE = frozenset("he him his himself".split())
SHE = frozenset("she her hers herself".split())
IT = frozenset("it its itself".split())
# "Some were sentenced": part of a group stands for it as "they" does
PARTITIVES = frozenset("some many several most both others few".split())
THEY = frozenset("they them their theirs themselves".split()) | PARTITIVES
SPEAKERS = frozenset("i me my mine myself we us our ours ourselves you your yours".split())
PRONOUNS = HE | SHE | IT | THEY | SPEAKERS
POSSESSIVES = frozenset("my our your his her its their".split())
DEFINITE = frozenset("the this that these those his her its their both".split())
_DETERMINERS = DEFINITE | frozenset(
    ("a", "an", "some", "several", "many", "all", "other", "another", "said")
)
_PLURALS = load_words("plural_nouns")
_COUNTS = load_words("small_counts")
_MALE = load_words("male_words")
_FEMALE = load_words("female_words")
_CUT = re.compile(
    r"\s*[,(;:–—]|\s+(?:of|in|from|who|whom|which|that|for|at|on|to|with|against|by|near|under|during|after)\s"
)
_VERB_AHEAD = re.compile(
    r"['’]?\s*(?:,[^,.]{1,80},)?\s*(?:\([^)]*\)\s*)?(?:\w+ly\s+|also\s+|then\s+|later\s+|yesterday\s+)?"
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do|"
    r"said|says|told|led|met|made|gave|took|held|went|came|began|sent|won|lost|[a-z]{2,}(?:ed|es))\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One mention, read closely."""

    index: int
    mention: Mention
    tokens: Tokens  # folded
    name: Tokens  # folded name without titles; () for nominals and pronouns
    acronym: str | None  # given in brackets beside the name
    head: str  # last folded word before any "of", comma ...
    modifiers: frozenset[str]
    after: frozenset[str]  # folded words from the first "of", comma ... on
    definite: bool
    titled: bool  # written with a capital: "Foreign Secretary"
    plural: bool
    gender: str | None  # "m" or "f"
    sentence: int
    quoted: int | None  # index of the quote around it
    subject: bool

    @property
    def is_pronoun(self) -> bool:
        """True for pronouns of any person."""
        return self.mention.form == "pronoun"


def read_facts(
    document: Document, segmentation: Segmentation, mentions: Sequence[Mention]
) -> tuple[Facts, ...]:
    """The facts of every mention, in text order; of two at one place the longer first."""
    order = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
    return tuple(_facts(document, segmentation, i, mention) for i, mention in enumerate(order))


def _facts(document: Document, segmentation: Segmentation, index: int, mention: Mention) -> Facts:
    text = mention.span.of(document.text)
    tokens = fold(text)
    name = _name(mention, text, tokens)
    core, after = split_head(text)
    head = core[-1] if core else ""
    quotes = segmentation.quotes
    sentence = segmentation.sentence_at(mention.span.start)
    return Facts(
        index=index,
        mention=mention,
        tokens=tokens,
        name=name,
        acronym=bracketed_acronym(document.text, mention.span.end, text) if name else None,
        head=singular(head),
        modifiers=frozenset(core[:-1]) - _DETERMINERS,
        after=frozenset(after),
        definite=bool(tokens) and (tokens[0] in DEFINITE),
        titled=text[:1].isupper()
        and text[-1:].islower()
        and all(w[:1].isupper() for w in text.split()),
        plural=_is_plural(tokens, head, bool(name), mention),
        gender=_gender(tokens, name, head),
        sentence=sentence,
        quoted=next((i for i, q in enumerate(quotes) if q.contains(mention.span)), None),
        subject=_VERB_AHEAD.match(document.text, mention.span.end) is not None,
    )


def _name(mention: Mention, text: str, tokens: Tokens) -> Tokens:
    if mention.form != "name" or not tokens:
        return ()
    if mention.kind != "person":
        core = body_core(text)
        if _common_head(text):
            return ()
        return () if is_generic(core) and tokens[0] in DEFINITE else core
    core = person_core(text)
    before, after = split_head(text)
    inside = bool(core) and set(core) <= set(after)  # "the office of X" is not X
    holder = bool(before) and is_title(before[-1]) and singular(before[-1]) == before[-1]
    return () if inside and not holder else core


def _common_head(text: str) -> bool:
    """True for a phrase about a name rather than a name: "a lawmaker from the X Party"."""
    cut = _CUT.search(text, 1)
    return cut is not None and not any(c.isupper() for c in text[1 : cut.start()])


@lru_cache(maxsize=4096)
def split_head(text: str) -> tuple[Tokens, Tokens]:
    """The folded words up to the head of a noun phrase, and those after it.

    >>> split_head("a delegation of senior figures")
    (('a', 'delegation'), ('of', 'senior', 'figures'))
    """
    cut = _CUT.search(text, 1)
    end = cut.start() if cut else len(text)
    return fold(text[:end]), fold(text[end:])


def singular(word: str) -> str:
    """The word without its plural ending, roughly; good enough to compare heads."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _is_plural(tokens: Tokens, head: str, named: bool, mention: Mention) -> bool:
    if mention.form == "pronoun":
        return bool(tokens) and tokens[0] in THEY | frozenset(("we", "us", "our", "ours"))
    if "and" in tokens and not named:
        return True
    if named:
        return mention.kind in ("nationality", "group") and head.endswith("s")
    return head in _PLURALS or bool(_COUNTS & set(tokens)) or singular(head) != head


def _gender(tokens: Tokens, name: Tokens, head: str) -> str | None:
    words = set(tokens)
    if words & HE or words & _MALE or head in _MALE:
        return "m"
    if words & SHE or words & _FEMALE:
        return "f"
    role = load_role_heads().get(head)
    if role is not None and role.gender:
        return role.gender
    return given_names().get(name[0]) if len(name) > 1 else None
