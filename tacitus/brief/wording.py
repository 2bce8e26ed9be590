"""The words of a line. Enters: a row of the view `events`. Leaves: short plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tacitus.store.countries import load_countries

Row = Mapping[str, Any]

# Third person, for "A accuses B". Types of a user's own codebook are shown as they are.
_VERBS = {
    "AGREE": "agrees to cooperate",
    "CONSULT": "meets or talks",
    "SUPPORT": "supports",
    "CONCEDE": "concedes",
    "COOPERATE": "cooperates",
    "AID": "gives aid",
    "RETREAT": "gives way",
    "REQUEST": "demands",
    "ACCUSE": "accuses",
    "REJECT": "rejects",
    "THREATEN": "threatens",
    "PROTEST": "protests",
    "SANCTION": "sanctions",
    "MOBILIZE": "mobilises",
    "COERCE": "coerces",
    "ASSAULT": "attacks",
}
_NO_COUNTRY = {
    "IGO": "international organisations",
    "UNO": "the United Nations",
    "EUR": "the European Union",
    "NGO": "non-governmental organisations",
    "ISM": "religious movements",
    "IMG": "international armed groups",
    "MNC": "companies of several countries",
}
_BASES = {
    "inferred": "inferred",
    "dateline": "by the dateline",
    "publication_date": "by the publication date",
}
_STATUS = {"future": "expected", "hypothetical": "supposed", "ongoing": "going on"}
_MONTHS = (
    "Jan",
    "Feb",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def country_words(code: str) -> str:
    """The name of a country, or what a code for bodies of no country stands for."""
    country = load_countries().get(code)
    return country.name if country else _NO_COUNTRY.get(code, code)


def what_words(row: Row) -> str:
    """What was done: "accuses: allege"."""
    verb = _VERBS.get(row["event_type"], row["event_type"].lower())
    return f"{verb}: {row['mode'].replace('-', ' ')}" if row["mode"] else verb


def party_words(parties: Sequence[Row] | None, home: str | None = None) -> str:
    """The names, each with its country where the name does not tell it; "" when there are none.

    `home` is a country that goes without saying.
    """
    names = [_party(party, home) for party in parties or ()]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _party(party: Row, home: str | None) -> str:
    code = party["country"]
    if not code:
        return str(party["name"])
    if party["basis"] in ("dateline", "publication_date"):
        code += "?"  # a default and not a finding
    elif code in (home, party["entity_id"]) or country_words(code) in party["name"]:
        return str(party["name"])
    return f"{party['name']} ({code})"


def says_words(row: Row) -> tuple[str, str | None]:
    """Who says so, and the outlet where that is somebody else."""
    if row["speaker"] is None:
        return row["publisher"] or "the article itself", None
    name = "an unnamed source" if row["speaker"] == "unnamed" else row["speaker"]
    return name, row["publisher"]


def certainty_words(row: Row) -> str:
    """How surely: "probable: “reportedly”"."""
    return f"{row['certainty']}: “{row['hedge']}”" if row["hedge"] else str(row["certainty"])


def quantity_words(row: Row) -> tuple[str, ...]:
    """The numbers: "killed: at least 4"."""
    found = []
    for quantity in row["quantities"] or ():
        value = "some" if quantity["value"] is None else _number(quantity["value"])
        modifier = "" if quantity["modifier"] == "exact" else quantity["modifier"].replace("_", " ")
        words = " ".join(filter(None, (modifier, value, quantity["unit"])))
        found.append(f"{quantity['kind']}: {words}")
    return tuple(found)


def flag_words(row: Row) -> tuple[str, ...]:
    """What sets it apart from a plain past happening."""
    flags = ["did not happen"] if row["polarity"] == "neg" else []
    if row["time_status"] in _STATUS:
        flags.append(_STATUS[row["time_status"]])
    return tuple(flags)


def day_words(row: Row, year: int) -> str:
    """The days with their basis: "from 22 to 24 Oct, by the publication date"; "no day"."""
    first, last = row["date_start"], row["date_end"]
    if first is None:
        return "no day"
    if first == last:
        return _with_basis(short_day(first, year), row["date_basis"])
    return _with_basis(_days(first, last, year), row["date_basis"])


def _days(first: date, last: date, year: int) -> str:
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"in {_span(first.year, last.year)}"
    if first.year != last.year:
        return f"between {short_day(first, 0)} and {short_day(last, 0)}"
    if first.month != last.month:
        return f"between {short_day(first, 0).rpartition(' ')[0]} and {short_day(last, year)}"
    return f"between {first.day} and {short_day(last, year)}"


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def short_day(day: date, year: int) -> str:
    """The day, with its year unless that is `year`: "13 May"."""
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == year else f"{words} {day.year}"


def long_day(day: date) -> str:
    """The day with its weekday: "Wednesday, 15 May 2024"."""
    return f"{_WEEKDAYS[day.weekday()]}, {short_day(day, 0)}"


def place_basis_words(row: Row) -> str:
    """What the place rests on where the text does not state it: "place by the dateline"."""
    basis = _BASES.get(row["place_basis"] or "")
    return f"place {basis}" if basis and row["place"] else ""


def place_name(row: Row) -> str:
    """The place with its country: "Kampala, Uganda"; "" when it is unknown."""
    if not row["place"]:
        return ""
    country = country_words(row["place_country"]) if row["place_country"] else ""
    name = row["place"] if country in ("", row["place"]) else f"{row['place']}, {country}"
    claimants = " and ".join(map(country_words, row["place_claimants"] or ()))
    return f"{name} (claimed by {claimants})" if claimants else name


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def plural(count: int, noun: str) -> str:
    """The count with its noun: "1 event", "2,000 events"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _with_basis(words: str, basis: str | None) -> str:
    return f"{words}, {_BASES[basis]}" if basis in _BASES else words
