"""CAMEO codes for PLOVER codes, and back.

Enters: the map `cameo_to_plover` of `data/plover.yaml`. Leaves: for an event of PLOVER the
narrowest CAMEO code that says no more than PLOVER does; for a CAMEO code the PLOVER type, mode and
contexts.

CAMEO is the finer list: several of its codes are one PLOVER code, and a PLOVER type without a mode
is wider than any of them. The code then is what these codes have in common: COERCE/arrest is 173,
REQUEST/meet is 100, the whole of 10, because 106, 107 and 108 differ in what the meeting is for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from os.path import commonprefix

import yaml

# The codes of whole types, from `cameo_root_to_plover`; of ACCUSE (09, 11) and ASSAULT (18, 19, 20)
# the root that says least. CONCEDE and RETREAT share root 08.
ROOTS: Mapping[str, str] = {
    "AGREE": "03",
    "CONSULT": "04",
    "SUPPORT": "05",
    "COOPERATE": "06",
    "AID": "07",
    "CONCEDE": "08",
    "RETREAT": "08",
    "REQUEST": "10",
    "ACCUSE": "11",
    "REJECT": "12",
    "THREATEN": "13",
    "PROTEST": "14",
    "MOBILIZE": "15",
    "SANCTION": "16",
    "COERCE": "17",
    "ASSAULT": "18",
}
# Where what the map's codes have in common says less than CAMEO could: in PLOVER the actor of a
# visit is who travels; strikes and aerial attacks stand in the list under the names of others.
# Source: CAMEO codebook 1.1b3, titles of 042, 143, 181, 1831, 194, 195.
_MORE: Mapping[tuple[str, str | None], str] = {
    ("CONSULT", "visit"): "042",
    ("PROTEST", "strike"): "143",
    ("ASSAULT", "abduct"): "181",
    ("ASSAULT", "suicide-attack"): "1831",
    ("ASSAULT", "heavy-weapons"): "194",
    ("ASSAULT", "aerial"): "195",
    ("ASSAULT", "drone"): "195",
}
# Types without modes whose codes differ by nothing but the field; elsewhere a code that fits by its
# contexts says more than they do.
_BY_CONTEXT = ("COOPERATE", "AID")
_ROOT_DIGITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PloverCode:
    """What a CAMEO code is in PLOVER."""

    event_type: str | None  # None: CAMEO 01 and 02, which PLOVER does not code
    mode: str | None = None
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """The CAMEO code of an event of PLOVER."""

    code: str  # three or four digits
    broader: bool  # True: it says less than the PLOVER type and mode

    @property
    def base(self) -> str:
        """The code to its third digit."""
        return self.code[:3]

    @property
    def root(self) -> str:
        """The code to its second digit."""
        return self.code[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    plover: PloverCode
    renamed: bool  # the mode or context is our reading of one that the manual no longer has


def cameo_code(
    event_type: str, mode: str | None = None, contexts: Collection[str] = ()
) -> CameoCode | None:
    """The narrowest CAMEO code that says no more than the event's; None for a type of another list.

    Example:
        cameo_code("COERCE", "arrest") -> CameoCode(code="173", broader=False)

    Source: PLOVER repository, CAMEO2PLOVER-2021.txt.
    """
    return _cameo_code(event_type, mode, frozenset(contexts))


@cache
def _cameo_code(event_type: str, mode: str | None, contexts: frozenset[str]) -> CameoCode | None:
    root = ROOTS.get(event_type)
    if root is None:
        return None
    if (event_type, mode) in _MORE:
        return CameoCode(code=_MORE[event_type, mode], broader=False)
    code = _common_code(_candidates(event_type, mode, contexts)) or f"{root}0"
    own = plover_code(code)
    if own is None or own.event_type != event_type:
        code = f"{root}0"
    own = plover_code(code)
    narrow = own is not None and (own.event_type, own.mode) == (event_type, mode)
    return CameoCode(code=code, broader=not narrow)


def plover_code(code: str) -> PloverCode | None:
    """What a CAMEO code is in PLOVER; None when it is no CAMEO code.

    A code that lost its leading zero gets it back, and one that the map does not have is read as
    the code above it.
    """
    digits = code.strip()
    if not digits.isascii() or not digits.isdigit() or not 2 <= len(digits) <= 4:
        return None
    for form in _forms(digits):
        found = _map().get(form)
        if found is not None:
            return found.plover
        if form[:_ROOT_DIGITS] in ("01", "02"):
            return PloverCode(event_type=None)
    return None


def root_of(code: str) -> str | None:
    """The first two digits of a CAMEO code, its lost zero restored; None when it is none."""
    if plover_code(code) is None:
        return None
    return _forms(code.strip())[0][:_ROOT_DIGITS]


def _forms(digits: str) -> list[str]:
    """What the code may stand for: itself and the codes above it, or itself with its zero."""
    full = digits if len(digits) > _ROOT_DIGITS else f"0{digits}"
    if "01" <= full[:_ROOT_DIGITS] <= "20":
        return [full, full[:3], f"{full[:_ROOT_DIGITS]}0"]
    return [f"0{digits}"]


def _candidates(event_type: str, mode: str | None, contexts: frozenset[str]) -> list[str]:
    """The codes that are this type and mode, and of these those that fit the contexts best."""
    fitting = [
        (code, entry)
        for code, entry in _map().items()
        if (entry.plover.event_type, entry.plover.mode) == (event_type, mode) and not entry.renamed
    ]
    own = [(c, e) for c, e in fitting if c.startswith(ROOTS[event_type])] or fitting
    known = [(c, e) for c, e in own if set(e.plover.contexts) <= contexts]
    most = max((len(e.plover.contexts) for _, e in known), default=0)
    best = [c for c, e in known if len(e.plover.contexts) == most]
    if mode is None:
        return best if most and event_type in _BY_CONTEXT else []
    return best or [c for c, _ in own]


def _common_code(codes: Sequence[str]) -> str | None:
    shared = commonprefix(list(codes))
    if len(shared) < _ROOT_DIGITS:
        return None
    return shared if len(shared) > _ROOT_DIGITS else f"{shared}0"


@cache
def _map() -> Mapping[str, _Entry]:
    text = (resources.files("tacitus") / "data" / "plover.yaml").read_text("utf-8")
    raw = yaml.safe_load(text)["cameo_to_plover"]["map"]
    return {
        str(code): _Entry(
            plover=PloverCode(
                event_type=entry["t"], mode=entry.get("m"), contexts=tuple(entry.get("c", ()))
            ),
            renamed="src_mode" in entry,
        )
        for code, entry in raw.items()
    }
