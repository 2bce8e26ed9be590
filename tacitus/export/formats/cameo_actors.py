"""Actors as CAMEO writes them: a country and sectors in three letters each, one after another.

Source: CAMEO codebook 1.1b3; the renamed sectors are in `data/plover.yaml`, `cameo_renames`.
"""

from __future__ import annotations

from tacitus.country_codes import country_codes
from tacitus.export.formats.cells import Party

# PLOVER sector -> CAMEO. PLOVER's own that CAMEO does not have are left out: parties are
# opposition or government by their second sector, and UNK and PRE say what is not known.
SECTORS = {
    **{code: code for code in ("COP", "GOV", "JUD", "LEG", "MIL", "OPP", "REB", "SPY", "UAF")},
    **{code: code for code in ("AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "LAB", "REF")},
    "MED": "HLH",
    "JRN": "MED",
}
# PLOVER's codes of who belongs to no country -> CAMEO code, and the name of the group if it is one.
_NO_COUNTRY = {
    "IGO": "IGO",
    "UNO": "IGOUNO",
    "EUR": "IGOEEC",
    "NGO": "NGO",
    "IMG": "IMG",
    "MNC": "MNC",
}


def country_part(party: Party) -> str:
    """The country as CAMEO has it, ISO3; "" for none and for what is no country."""
    code = party["country"] or ""
    return code if code in country_codes() else ""


def type_parts(party: Party) -> list[str]:
    """The CAMEO types of an actor, at most three."""
    outside = _NO_COUNTRY.get(party["country"] or "", "")[:3]
    sectors = [SECTORS[code] for code in party["sectors"] or () if code in SECTORS]
    return list(dict.fromkeys([*([outside] if outside else []), *sectors]))[:3]


def group_part(party: Party) -> str:
    """The group that an actor outside of countries is: UNO, EEC or none."""
    return _NO_COUNTRY.get(party["country"] or "", "")[3:]


def actor_code(party: Party) -> str:
    """The whole code, such as KENGOV, CVL or IGOUNO; "" when nothing is known."""
    types = type_parts(party)
    group = group_part(party)
    if group:
        types = [types[0], group, *types[1:]]
    return country_part(party) + "".join(types)
