"""One file of the gold of disputes, read into a value with its shape checked.

Enters: the path of a YAML file. Leaves: a `DisputeSet`. What it says is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml

from benchmarks.disputes_records import (
    DisputeSet,
    GoldAccount,
    GoldDispute,
    GoldHappening,
    GoldMention,
    GoldReport,
    Kind,
    Origin,
    Split,
    Stance,
)
from benchmarks.errors import BenchmarkError

T = TypeVar("T")

SPLITS: tuple[Split, ...] = get_args(Split)
ORIGINS: tuple[Origin, ...] = get_args(Origin)
STANCES: tuple[Stance, ...] = get_args(Stance)
KINDS: tuple[Kind, ...] = get_args(Kind)

_SET_FIELDS = {"id", "split", "world", "reports", "events", "stories"}
_REPORT_FIELDS = {"id", "publisher", "country", "published", "origin", "text"}
_EVENT_FIELDS = {"id", "type", "mentions", "accounts", "disputes", "confirms", "independent"}
_MENTION_FIELDS = {"report", "words", "nth"}
_ACCOUNT_FIELDS = {"report", "speaker", "stance", "figures", "blames", "place", "date"}


def read_set(path: Path) -> DisputeSet:
    """The set of one file, its shape checked but not what it says.

    Raises:
        BenchmarkError: it cannot be read, is not YAML, or lacks a field or has one too many.
    """
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise BenchmarkError(
            f"{path.name}: {said}; expected a YAML file of one dispute set"
        ) from error
    where = path.name
    fields = _fields(raw, _SET_FIELDS, where)
    return DisputeSet(
        id=_text(fields["id"], f"{where}: id"),
        split=_choice(fields["split"], SPLITS, f"{where}: split"),
        world=_text(fields["world"], f"{where}: world"),
        reports=tuple(_report(each, where) for each in _list(fields["reports"], where)),
        happenings=tuple(_happening(each, where) for each in _list(fields["events"], where)),
        stories=tuple(_ids(each, f"{where}: stories") for each in _list(fields["stories"], where)),
    )


def _report(raw: object, where: str) -> GoldReport:
    fields = _fields(raw, _REPORT_FIELDS, f"{where}: report")
    where = f"{where}: report {fields['id']}"
    origin = _text(fields["origin"], f"{where}: origin")
    word, _, rest = origin.partition(" ")
    ids = rest.removeprefix("of ") if word == "copy" else rest
    rests_on = tuple(part.strip() for part in ids.split(",") if part.strip())
    if word not in ORIGINS or bool(rests_on) != (word in ("copy", "cites")):
        raise BenchmarkError(
            f'{where}: origin is "{origin}"; expected own, agency, "copy of a", "cites a" '
            'or "cites a, b"'
        )
    return GoldReport(
        id=_text(fields["id"], f"{where}: id"),
        publisher=_text(fields["publisher"], f"{where}: publisher"),
        country=_text(fields["country"], f"{where}: country"),
        published=_day(fields["published"], f"{where}: published"),
        origin=_choice(word, ORIGINS, f"{where}: origin"),
        rests_on=rests_on,
        text=_text(fields["text"], f"{where}: text"),
    )


def _happening(raw: object, where: str) -> GoldHappening:
    fields = _fields(raw, _EVENT_FIELDS, f"{where}: event", optional={"disputes", "confirms"})
    where = f"{where}: event {fields['id']}"
    independent = fields["independent"]
    if not isinstance(independent, int):
        raise BenchmarkError(f"{where}: independent is {independent!r}; expected a whole number")
    return GoldHappening(
        id=_text(fields["id"], f"{where}: id"),
        event_type=_text(fields["type"], f"{where}: type"),
        mentions=tuple(_mention(each, where) for each in _list(fields["mentions"], where)),
        accounts=tuple(_account(each, where) for each in _list(fields["accounts"], where)),
        disputes=tuple(_dispute(each, where) for each in _list(fields.get("disputes"), where)),
        confirms=tuple(_pair(each, where) for each in _list(fields.get("confirms"), where)),
        independent=independent,
    )


def _mention(raw: object, where: str) -> GoldMention:
    fields = _fields(raw, _MENTION_FIELDS, f"{where}: mention", optional={"nth"})
    nth = fields.get("nth", 1)
    if not isinstance(nth, int) or nth < 1:
        raise BenchmarkError(f"{where}: nth is {nth!r}; expected a whole number from 1")
    words = _text(fields["words"], f"{where}: words of a mention")
    return GoldMention(report=_text(fields["report"], f"{where}: report"), words=words, nth=nth)


def _account(raw: object, where: str) -> GoldAccount:
    optional = {"figures", "blames", "place", "date"}
    fields = _fields(raw, _ACCOUNT_FIELDS, f"{where}: account", optional=optional)
    where = f"{where}: account in {fields['report']}"
    figures = fields.get("figures") or {}
    if not isinstance(figures, dict) or not all(
        isinstance(value, (int, float)) and not isinstance(value, bool)
        for value in figures.values()
    ):
        raise BenchmarkError(f"{where}: figures are {figures!r}; expected as {{killed: 4}}")
    day = fields.get("date")
    return GoldAccount(
        report=_text(fields["report"], f"{where}: report"),
        speaker=_text_or_none(fields["speaker"], f"{where}: speaker"),
        stance=_choice(fields["stance"], STANCES, f"{where}: stance"),
        figures=figures,
        blames=_text_or_none(fields.get("blames"), f"{where}: blames"),
        place=_text_or_none(fields.get("place"), f"{where}: place"),
        date=None if day is None else _day(day, f"{where}: date"),
    )


def _dispute(raw: object, where: str) -> GoldDispute:
    parts = _ids(raw, f"{where}: disputes")
    if len(parts) != 3:
        raise BenchmarkError(f"{where}: dispute {list(parts)}; expected [report, report, kind]")
    kind = _choice(parts[2], KINDS, f"{where}: kind of dispute")
    return GoldDispute(left=parts[0], right=parts[1], kind=kind)


def _pair(raw: object, where: str) -> tuple[str, str]:
    parts = _ids(raw, f"{where}: confirms")
    if len(parts) != 2:
        raise BenchmarkError(f"{where}: confirms {list(parts)}; expected [report, report]")
    return parts[0], parts[1]


def _fields(
    raw: object, names: set[str], where: str, optional: Iterable[str] = ()
) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise BenchmarkError(f"{where} is {raw!r}; expected fields {', '.join(sorted(names))}")
    missing = names - set(optional) - raw.keys()
    strange = raw.keys() - names
    if missing or strange:
        said = [f"lacks {name}" for name in sorted(missing)]
        said += [f'has "{name}", which is not in the format' for name in sorted(map(str, strange))]
        raise BenchmarkError(f"{where} {', '.join(said)}; expected {', '.join(sorted(names))}")
    return raw


def _list(raw: object, where: str) -> Sequence[object]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise BenchmarkError(f"{where}: {raw!r} stands where a list is expected")
    return raw


def _ids(raw: object, where: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        raise BenchmarkError(f"{where}: {raw!r}; expected a list of ids, in quotes if digits")
    return tuple(raw)


def _text(raw: object, where: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise BenchmarkError(f"{where} is {raw!r}; expected words, in quotes if YAML reads another")
    return raw


def _text_or_none(raw: object, where: str) -> str | None:
    return None if raw is None else _text(raw, where)


def _day(raw: object, where: str) -> date:
    if type(raw) is not date:
        raise BenchmarkError(f"{where} is {raw!r}; expected a day as 2019-07-23")
    return raw


def _choice(raw: object, among: tuple[T, ...], where: str) -> T:
    for each in among:
        if each == raw:
            return each
    raise BenchmarkError(f'{where} is "{raw}"; expected one of {", ".join(map(str, among))}')
