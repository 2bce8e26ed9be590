"""Which accounts of one happening cannot both hold, which confirm each other, what a denial denies.

Enters: happenings as told, in groups of one happening and of one story. Leaves: `Contrast`s between
accounts, each with its kind and the reason in words, and the claims that denials of other reports
answer. Left out: disputes inside one report, which the extract stage finds, and who is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

from tacitus.country_codes import country_codes
from tacitus.relate.accounts import Account, same_name
from tacitus.relate.denials import is_denial
from tacitus.relate.figures import Dated, figure_words, figures_agree, figures_apart
from tacitus.relate.reports import Party, Told

Kind: TypeAlias = Literal["denial", "perpetrator", "figures", "place", "date"]
FAR_KM = 80.0  # two towns, not a town and its surroundings; a stated rule, not fitted
_EARTH_KM = 6371.0
_STATED = ("stated", "inferred")
_STATE = frozenset(("GOV", "MIL", "COP", "SPY", "JUD", "LEG"))
_ARMED = frozenset(("REB", "UAF", "PRM", "CRM"))
_VAGUE = frozenset(("UAF", "UNK"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Two accounts of one happening and how they stand to each other."""

    left: Account  # the later one
    right: Account
    disputes: Mapping[Kind, str]  # the reason of each kind, in words; empty: none
    confirms: str | None = None  # what both say; None: they do not confirm each other


def contrasts_of(accounts: Sequence[Account]) -> tuple[Contrast, ...]:
    """The pairs of accounts in different reports that dispute or confirm each other."""
    found = (contrast(two, one) for one, two in combinations(accounts, 2))
    return tuple(c for c in found if c.disputes or c.confirms)


def contrast(left: Account, right: Account) -> Contrast:
    """How two accounts of one happening stand to each other; nothing for those of one report."""
    if left.document_id == right.document_id:
        return Contrast(left=left, right=right, disputes={})
    reasons = dict(_reasons(left, right))
    confirms = None if reasons else _confirmed(left, right)
    return Contrast(left=left, right=right, disputes=reasons, confirms=confirms)


def _reasons(left: Account, right: Account) -> Iterator[tuple[Kind, str]]:
    if left.stance != right.stance:
        says, denies = (left, right) if left.stance == "asserts" else (right, left)
        yield "denial", f'{who_says(denies)} denies what {who_says(says)} says: "{_short(denies)}"'
    if words := _figures_apart(left, right):
        yield "figures", words
    if left.stance == right.stance == "asserts":
        if words := _blame_apart(left, right):
            yield "perpetrator", words
        if words := _places_apart(left, right):
            yield "place", words
        if words := _dates_apart(left, right):
            yield "date", words


def who_says(account: Account) -> str:
    """The speaker and the outlet: "the army, in Coast Herald"."""
    outlet = account.publisher or "a report without a publisher"
    return f"{account.speaker}, in {outlet}" if account.speaker else outlet


def _short(account: Account) -> str:
    """The words that the account rests on."""
    denial = next((t for t in account.told if is_denial(t)), None)
    words = " ".join((denial.sentence if denial else account.words).split())
    return words if len(words) <= 120 else f"{words[:117].rsplit(' ', 1)[0]} ..."


def _figures_apart(left: Account, right: Account) -> str | None:
    """The figures of a kind that cannot both hold, where no figures of that kind agree."""
    said = []
    mine, theirs = left.dated_figures(), right.dated_figures()
    for kind in sorted({d.figure.kind for d in mine} & {d.figure.kind for d in theirs}):
        pairs = [(x, y) for x in _of(kind, mine) for y in _of(kind, theirs)]
        if any(figures_agree(x.figure, y.figure) for x, y in pairs):
            continue
        apart = next(((x, y) for x, y in pairs if figures_apart(x, y)), None)
        if apart is not None:
            one, two = (figure_words(d.figure) for d in apart)
            said.append(f"{one} by {who_says(left)}, {two} by {who_says(right)}")
    return "; ".join(said) or None


def _of(kind: str, figures: Sequence[Dated]) -> list[Dated]:
    return [dated for dated in figures if dated.figure.kind == kind]


def _blame_apart(left: Account, right: Account) -> str | None:
    """Whom each holds responsible, where no one of one side can be one of the other."""
    mine, theirs = _named(left.blamed), _named(right.blamed)
    if not mine or not theirs:
        return None
    if any(not parties_apart(x, y) for x in mine for y in theirs):
        return None
    return (
        f"{who_says(left)} has {_names(mine)} as who did it, {who_says(right)} has {_names(theirs)}"
    )


def parties_apart(one: Party, other: Party) -> bool:
    """True when two parties cannot be one: other countries, or a state's forces against armed men.

    Of one country and one side they may be one under two names ("the army", "troops"), unless both
    are known by an entity of their own.
    """
    if (one.entity_id and one.entity_id == other.entity_id) or same_name(one.name, other.name):
        return False
    if one.country and other.country and one.country != other.country:
        return True
    mine, theirs = set(one.sectors), set(other.sectors)
    return bool((mine & _STATE and theirs & _ARMED) or (mine & _ARMED and theirs & _STATE))


def _named(parties: Iterable[Party]) -> list[Party]:
    """Those of whom the text says more than that they were armed or unknown."""
    return [p for p in parties if (p.entity_id or p.country or set(p.sectors) - _VAGUE)]


def _names(parties: Sequence[Party]) -> str:
    return " and ".join(dict.fromkeys(party.name for party in parties))


def _places_apart(left: Account, right: Account) -> str | None:
    mine, theirs = ([t for t in a.told if _at_a_point(t)] for a in (left, right))
    pairs = [(x, y, _km(x, y)) for x in mine for y in theirs]
    if not pairs or any(
        km <= FAR_KM or same_name(x.place_name, y.place_name) for x, y, km in pairs
    ):
        return None
    one, two, km = pairs[0]
    where = f"at {one.place_name} by {who_says(left)}, at {two.place_name} by {who_says(right)}"
    return f"{where}, {km:,.0f} km apart"


def _at_a_point(told: Told) -> bool:
    """True for a place that the text states and that is no country."""
    codes = country_codes().get(told.place_country or "")
    is_country = codes is not None and codes.name == told.place_name
    return told.lat is not None and told.place_basis in _STATED and not is_country


def _km(one: Told, other: Told) -> float:
    """Kilometres between two points. Source: haversine formula (Sinnott 1984)."""
    if None in (one.lat, one.lon, other.lat, other.lon):
        return 0.0
    lat, lat2 = math.radians(one.lat or 0.0), math.radians(other.lat or 0.0)
    d_lon = math.radians((other.lon or 0.0) - (one.lon or 0.0))
    half = (
        math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin(d_lon / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _dates_apart(left: Account, right: Account) -> str | None:
    """The days, where the text gives them and none of one account's meets one of the other's."""
    mine, theirs = ([t for t in a.told if t.date_basis in _STATED] for a in (left, right))
    pairs = [(x, y) for x in mine for y in theirs if _gap(x, y) is not None]
    if not pairs or any((_gap(x, y) or 0) <= 0 for x, y in pairs):
        return None
    one, two = pairs[0]
    return f"on {_days(one)} by {who_says(left)}, on {_days(two)} by {who_says(right)}"


def _gap(one: Told, other: Told) -> int | None:
    """Days between two intervals; 0 or less when they meet, None when one is not known."""
    starts = (one.date_start or one.date_end, other.date_start or other.date_end)
    ends = (one.date_end or one.date_start, other.date_end or other.date_start)
    if None in starts or None in ends:
        return None
    return (max(d for d in starts if d) - min(d for d in ends if d)).days


def _days(told: Told) -> str:
    days = (told.date_start, told.date_end)
    return " to ".join(dict.fromkeys(day.isoformat() for day in days if day))


def _confirmed(left: Account, right: Account) -> str | None:
    """What both say; None where only one says that it happened."""
    if left.stance != right.stance:
        return None
    if left.speaker and right.speaker and same_name(left.speaker, right.speaker):
        return None  # one witness, heard twice
    same = [figure_words(x) for x in left.figures for y in right.figures if figures_agree(x, y)]
    word = "say that it happened" if left.stance == "asserts" else "deny it"
    both = f"{who_says(left)} and {who_says(right)} {word}"
    return f"{both}: {', '.join(dict.fromkeys(same))}" if same else both
