"""Countries by code, by name and by their numbers in other lists.

Enters: `data/countries.tsv` and the codebook. Leaves: ISO3 codes. What other values would fit is
said in the error, for a filter with a misspelt name must not look like a finding of nothing.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from tacitus.errors import StoreError

CodeList: TypeAlias = Literal["iso3", "cow", "gw"]
CODE_LISTS: tuple[CodeList, ...] = ("iso3", "cow", "gw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country, territory or historic state."""

    iso3: str
    name: str
    cow: int | None  # Correlates of War code; None: no state in that list
    gw: int | None  # Gleditsch-Ward number


@cache
def load_countries() -> Mapping[str, Country]:
    """Every country of `data/countries.tsv` by its ISO3 code."""
    return {
        row["iso3"]: Country(
            iso3=row["iso3"],
            name=row["name"],
            cow=int(row["cow"]) if row["cow"] else None,
            gw=int(row["gw"]) if row["gw"] else None,
        )
        for row in _rows()
    }


def find_country(words: str) -> str | None:
    """The ISO3 code of a code or a name in any case, with or without marks on letters."""
    code = words.strip().upper()
    return code if code in load_countries() else _names().get(fold(words))


def check_country(words: str, others: Iterable[str] = ()) -> str:
    """The code of a country; one of `others` (IGO, NGO ...) as it is.

    Raises:
        StoreError: no country is called so; the message has the nearest name.
    """
    found = find_country(words)
    if found:
        return found
    if words.strip().upper() in others:
        return words.strip().upper()
    close = difflib.get_close_matches(fold(words), _names(), n=1, cutoff=0.6)
    codes = difflib.get_close_matches(words.strip().upper(), load_countries(), n=1, cutoff=0.6)
    nearest = _names()[close[0]] if close else codes[0] if codes else None
    hint = (
        f"did you mean {nearest} ({load_countries()[nearest].name})?"
        if nearest
        else "expected an ISO 3166-1 alpha-3 code such as KEN, or a name such as Kenya"
    )
    raise StoreError(f'country "{words}" is not known; {hint}')


def fold(words: str) -> str:
    """Lower case, without marks on letters, one space between words; as folded() of query_views."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", words.lower())
        if not unicodedata.combining(letter)
    )
    return re.sub(r"[\W_]+", " ", plain).strip()


@cache
def _names() -> dict[str, str]:
    """Folded name -> code. The main name of one country wins over another one's other name."""
    names: dict[str, str] = {}
    for column in ("aliases", "name"):
        for row in _rows():
            names.update((fold(name), row["iso3"]) for name in row[column].split("|") if name)
    return names


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (resources.files("tacitus") / "data" / "countries.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
