"""The word lists of the extract stages, read once from `tacitus/data`.

Enters: TSV files whose first line that is no comment names the columns. Leaves: read-only mappings.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

Gender = Literal["m", "f"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a person may be in a body or state."""

    sector: str  # PLOVER; UNK: the body decides
    gender: Gender | None  # None: the word does not tell


@cache
def load_table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a TSV file of `tacitus/data`, comments left out."""
    text = (resources.files("tacitus") / "data" / name).read_text("utf-8")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def load_words(name: str) -> frozenset[str]:
    """The words of one list of `word_lists.tsv`, lower-cased.

    Raises:
        KeyError: the file has no list of that name.
    """
    lists = {row["list"]: row["words"] for row in load_table("word_lists.tsv")}
    return frozenset(lists[name].split())


@cache
def load_roles() -> Mapping[str, Role]:
    """Every role, lower-cased, with its sector and gender."""
    return {
        row["role"]: Role(sector=row["sector"], gender=_gender(row["gender"]))
        for row in load_table("roles.tsv")
    }


@cache
def load_role_heads() -> Mapping[str, Role]:
    """Every last word of a role ("minister" of "foreign minister"); plurals included."""
    heads: dict[str, Role] = {}
    for role, entry in load_roles().items():
        head = role.split()[-1] if " of " not in role else role.split(" of ")[0].split()[-1]
        if role == head or head not in heads:
            heads[head] = entry
    plurals = {f"{head}s": entry for head, entry in heads.items() if not head.endswith((".", "s"))}
    return {**plurals, **heads}


@cache
def load_hedges() -> Mapping[str, Literal["probable", "possible"]]:
    """Every hedge, lower-cased, with the certainty that it leaves."""
    return {
        row["hedge"]: cast(Literal["probable", "possible"], row["certainty"])
        for row in load_table("hedges.tsv")
    }


def _gender(code: str) -> Gender | None:
    return "m" if code == "m" else "f" if code == "f" else None
