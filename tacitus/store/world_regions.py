"""Regions of the world as lists of countries.

Enters: `data/world_regions.tsv`. Leaves: ISO3 codes.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from tacitus.errors import StoreError
from tacitus.store.countries import find_country, fold, load_countries


def countries_of_region(words: str) -> tuple[str, ...]:
    """The countries of a region, or the one country that is called so.

    Raises:
        StoreError: nothing is called so; the message has the nearest name.
    """
    region = _regions().get(fold(words))
    if region:
        return region
    country = find_country(words)
    if country:
        return (country,)
    names = {**{name: name.title() for name in _regions()}, **_country_names()}
    close = difflib.get_close_matches(fold(words), names, n=1, cutoff=0.6)
    hint = (
        f"did you mean {names[close[0]]}?"
        if close
        else "expected a country, or a region such as Eastern Africa, Middle East or Europe"
    )
    raise StoreError(f'region "{words}" is not known; {hint}')


@cache
def _country_names() -> dict[str, str]:
    return {fold(country.name): country.name for country in load_countries().values()}


@cache
def _regions() -> Mapping[str, tuple[str, ...]]:
    """Folded names and aliases -> codes.

    Source: UN Statistics Division, Standard country or area codes for statistical use (M49).
    """
    text = (resources.files("tacitus") / "data" / "world_regions.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        for name in filter(None, (row["name"], *row["aliases"].split("|"))):
            found[fold(name)] = tuple(row["countries"].split())
    return found
