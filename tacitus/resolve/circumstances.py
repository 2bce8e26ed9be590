"""What befalls a person of whom the text tells no role: a suspect, a victim, a passer-by.

Enters: a person's mentions and the text. Leaves: CRM or CVL with the words that say so, or None.
News gives an age to persons who hold no office ("Ana Ruiz, 34,"), and calls those without a role
by what was done to them.

Source: unlisted persons of the gold set `events`, train split (2026-11): with an age and a word of
arrest or trial in the sentence 11 of 13 are CRM, of the others with an age 6 of 9 are CVL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tacitus.records import Mention

CIRCUMSTANCE_SCORE = 0.4
_AGE = re.compile(
    r"\s*,\s*(?:aged? )?\d{1,2}(?=\s*[,.;)]|\s+(?:of|from|and|was|who|years)\b)|\s*\(\d{1,2}\)"
    r"|,? (?:a|an) \d\d?-year-old\b"
)
_SUSPECT = re.compile(
    r"\b(?:arrest(?:ed|s|ing)?|charged|convicted|sentenced|suspects?|jailed|detained|indicted"
    r"|pleaded|pleads|guilty|imprisoned|remanded|gunman|handcuffed)\b",
    re.IGNORECASE,
)
_HARMED = (
    r"(?:killed|shot|wounded|injured|murdered|stabbed|kidnapped|abducted|assassinated|gunned down"
    r"|run over|beaten)"
)
_VICTIM_AFTER = re.compile(
    rf"(?:,[^,;.\n]{{0,40}},)?\s+(?:(?:was|were|is|are|had been|has been|have been) {_HARMED}"
    r"|(?:died|drowned|lost (?:his|her) life)\b)"
)
_VICTIM_BEFORE = re.compile(
    rf"\b(?:{_HARMED}|killing|wounding|murdering|kidnapping|death of|murder of|killing of"
    r"|kidnapping of|funeral of|body of|remains of|victims?,?|victims? (?:was|were|is|are))"
    r" (?:the |a |an )?$"
)


def find_circumstance(members: Sequence[Mention], text: str) -> tuple[str, str] | None:
    """The sector that what happens to an unlisted person tells, and the words; None without any."""
    named = [member for member in members if member.form == "name"]
    harm = next((words for member in named for words in _harmed(member, text)), None)
    for member in named:
        if _AGE.match(text, member.span.end):
            suspect = _SUSPECT.search(text, *_sentence(member, text))
            if suspect and harm is None:
                return "CRM", f'an age, and "{suspect[0]}" in the sentence'
            return "CVL", "an age and no role"
    return ("CVL", f'"{harm}" and no role') if harm else None


def _harmed(member: Mention, text: str) -> Iterator[str]:
    after = _VICTIM_AFTER.match(text, member.span.end)
    if after:
        yield after[0].strip(" ,")
    start = max(0, member.span.start - 40)
    before = _VICTIM_BEFORE.search(text[start : member.span.start])
    if before:
        yield before[0].strip(" ,")


def _sentence(member: Mention, text: str) -> tuple[int, int]:
    """The code points around a mention up to a full stop or the end of the line."""
    start, end = member.span.start, member.span.end
    first = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    stops = [at for at in (text.find(". ", end), text.find("\n", end)) if at >= 0]
    return first, min(stops, default=len(text))
