"""What users write in a search, as a query of SQLite FTS5.

Enters: words, "a phrase", begin*, AND, OR, NOT, ( ), NEAR(one two, 5), title:word, text:word.
Leaves: the same in FTS5's own syntax, in which "d'Ivoire" or "U.S." outside of quotes would be an
error: a word with other signs than letters and digits is put in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tacitus.errors import StoreError

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<phrase>(?:(?:title|text):\s*)?"(?:[^"]|"")*"\s?\*?)
    |(?P<near>NEAR\s*\()
    |(?P<distance>,\s*\d+\s*(?=\)))
    |(?P<sign>[(),])
    |(?P<word>[^\s()",]+)
    )""",
    re.VERBOSE,
)
_OPERATORS = ("AND", "OR", "NOT")
_BARE = re.compile(r"\w+\*?")
_COLUMN = re.compile(r"(title|text):(?=.)", re.IGNORECASE)
LONGEST = 2000  # characters of a search


def to_fts(query: str) -> str:
    """The query as FTS5 reads it.

    Raises:
        StoreError: it has no word, is longer than `LONGEST`, has a quotation mark or parenthesis
            without its other one, or an operator without words on both sides.

    Example:
        to_fts("Côte d'Ivoire NOT strike*")  # Côte "d'Ivoire" NOT strike*
    """
    if len(query) > LONGEST:
        raise StoreError(
            f"the search has {len(query)} characters; expected up to {LONGEST}: leave words out"
        )
    if query.count('"') % 2:
        raise StoreError(
            f"search {query} has a quotation mark that does not end; expected a pair: write"
            ' "a phrase"'
        )
    parts = [_part(match) for match in _TOKEN.finditer(query.replace("\0", " "))]
    parts = [part for part in parts if part]
    if not any(re.search(r"\w", part) for part in parts if part not in _OPERATORS):
        raise StoreError(f'search "{query}" has no word; expected at least one')
    _check_order(query, parts)
    return " ".join(parts)


def _check_order(query: str, parts: Sequence[str]) -> None:
    """Refuse what FTS5 would call a syntax error, in words that say where it is."""
    depth = 0
    for before, part, after in zip(["(", *parts], parts, [*parts[1:], ")"], strict=False):
        depth += part.endswith("(") - (part == ")")
        if depth < 0:
            break
        if part in _OPERATORS and (
            before in (*_OPERATORS, "(", "NEAR(") or after in (*_OPERATORS, ")")
        ):
            raise StoreError(
                f'search "{query}" has {part} without words on both sides; expected such as '
                f"harvest {part} strike, or the word itself in quotation marks"
            )
    if depth:
        raise StoreError(
            f'search "{query}" has a parenthesis without its other one; expected a pair'
        )


def _part(match: re.Match[str]) -> str:
    if match["phrase"]:
        return match["phrase"] if re.search(r"\w", match["phrase"]) else ""
    if match["near"]:
        return "NEAR("
    if match["word"] is None:
        return (match["distance"] or match["sign"].strip(",")).strip()
    word = match["word"].strip(";")
    if word in _OPERATORS:
        return word
    column = _COLUMN.match(word)
    head = f"{column[1].lower()}:" if column else ""
    rest = word[len(head) :]
    if not re.search(r"\w", rest):
        return ""
    if _BARE.fullmatch(rest) and rest.rstrip("*") not in (*_OPERATORS, "NEAR"):
        return head + rest
    star = "*" if rest.endswith("*") else ""
    return f'{head}"{rest.rstrip("*")}"{star}'
