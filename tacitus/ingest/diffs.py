"""What two runs say differently of the documents that both coded.

Enters: a store and two run ids. Leaves: changes, one an event. Events are the same when they are
told by the same words; after these, when their words overlap; then, when they stand in one sentence
and are of one type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tacitus.errors import StoreError
from tacitus.store import Store

ChangeKind: TypeAlias = Literal["appeared", "went", "changed"]
_Event: TypeAlias = Mapping[str, Any]  # a row of the column `events`, as DuckDB gives it
_PAGE = 200  # documents compared at a time
_SHOWN_RUNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event that appeared, went or changed."""

    document_id: str
    title: str | None
    kind: ChangeKind
    event_type: str  # in the later run; in the earlier one where it went
    anchor: str
    sentence: str | None
    fields: tuple[tuple[str, str, str], ...] = ()  # (field, before, after) of what changed


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDiff:
    """Everything that differs between two runs."""

    changes: tuple[Change, ...]
    compared: int  # documents with a row of both runs
    only_left: int  # documents with no row of the later run: left alone, or coded the same
    only_right: int


def compare_runs(store: Store, left: str, right: str) -> RunDiff:
    """The changes from run `left` to run `right`, by document and place in its text.

    Raises:
        StoreError: there is no such run.
    """
    runs = [str(row[0]) for row in store.relation("runs").project("run_id").fetchall()]
    left, right = _run(left, runs), _run(right, runs)
    with closing(store.connect()) as connection:
        ids = [
            {
                str(row[0])
                for row in connection.execute(
                    "select document_id from codings_rows where run_id = ?", [run]
                ).fetchall()
            }
            for run in (left, right)
        ]
        both = sorted(ids[0] & ids[1])
        changes: list[Change] = []
        for first in range(0, len(both), _PAGE):
            page = both[first : first + _PAGE]
            found: dict[str, dict[str, tuple[str | None, list[_Event]]]] = {}
            for name, run, title, events in connection.execute(
                "select document_id, run_id, title, events from codings_rows "
                "where run_id in (?, ?) and document_id in (select unnest(?::varchar[]))",
                [left, right, page],
            ).fetchall():
                found.setdefault(name, {})[run] = (title, events or [])
            for name in page:
                title, after = found[name][right]
                changes += changes_of(name, title, found[name][left][1], after)
    return RunDiff(
        changes=tuple(changes),
        compared=len(both),
        only_left=len(ids[0]) - len(both),
        only_right=len(ids[1]) - len(both),
    )


def changes_of(
    document_id: str, title: str | None, before: Sequence[_Event], after: Sequence[_Event]
) -> list[Change]:
    """The changes between two codings of one document, in the order of the text."""
    pairs = _paired(before, after)
    old = {id(a) for a, _ in pairs}
    new = {id(b) for _, b in pairs}
    found: list[tuple[int, Change]] = []

    def note(kind: ChangeKind, event: _Event, fields: tuple[tuple[str, str, str], ...]) -> None:
        change = Change(
            document_id=document_id,
            title=title,
            kind=kind,
            event_type=event["event_type"],
            anchor=event["anchor"],
            sentence=event["sentence"],
            fields=fields,
        )
        found.append((event["anchor_start"], change))

    for a, b in pairs:
        fields = tuple(_differences(a, b))
        if fields:
            note("changed", b, fields)
    for event in before:
        if id(event) not in old:
            note("went", event, ())
    for event in after:
        if id(event) not in new:
            note("appeared", event, ())
    return [change for _, change in sorted(found, key=lambda item: item[0])]


def _paired(before: Sequence[_Event], after: Sequence[_Event]) -> list[tuple[_Event, _Event]]:
    pairs: list[tuple[_Event, _Event]] = []
    left, right = list(before), list(after)
    for same in (_same_anchor, _overlap, _same_sentence):
        for a in list(left):
            match = next((b for b in right if same(a, b)), None)
            if match is not None:
                pairs.append((a, match))
                left = [event for event in left if event is not a]
                right = [event for event in right if event is not match]
    return pairs


def _same_anchor(a: _Event, b: _Event) -> bool:
    return (a["anchor_start"], a["anchor_end"]) == (b["anchor_start"], b["anchor_end"])


def _overlap(a: _Event, b: _Event) -> bool:
    return bool(a["anchor_start"] < b["anchor_end"] and b["anchor_start"] < a["anchor_end"])


def _same_sentence(a: _Event, b: _Event) -> bool:
    return bool(a["sentence"] == b["sentence"] and a["event_type"] == b["event_type"])


def _differences(a: _Event, b: _Event) -> Iterator[tuple[str, str, str]]:
    for name, words in _FIELDS.items():
        before, after = words(a), words(b)
        if before != after:
            yield name, before, after


def _type(event: _Event) -> str:
    return "/".join(part for part in (event["event_type"], event["mode"]) if part)


def _parties(name: str) -> Callable[[_Event], str]:
    def words(event: _Event) -> str:
        parties = sorted(_party(party) for party in event[name] or ())
        return "; ".join(parties) or "none"

    return words


def _party(party: Mapping[str, Any]) -> str:
    return f"{party['name']} ({party['country']})" if party["country"] else str(party["name"])


def _date(event: _Event) -> str:
    start, end = event["date_start"], event["date_end"]
    if start is None:
        return "none"
    return str(start) if end in (None, start) else f"{start} to {end}"


def _place(event: _Event) -> str:
    place = event["place"]
    return _party(place) if place else "none"


_FIELDS: dict[str, Callable[[_Event], str]] = {
    "type": _type,
    "actors": _parties("actors"),
    "recipients": _parties("recipients"),
    "date": _date,
    "place": _place,
}


def _run(wanted: str, runs: Sequence[str]) -> str:
    """The run with that id, or whose id alone begins so."""
    found = [run for run in runs if run == wanted] or [r for r in runs if r.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    newest = ", ".join(sorted(runs)[-_SHOWN_RUNS:]) or "none"
    fact = "fits several runs" if found else "is no run"
    raise StoreError(f'"{wanted}" {fact} of the store; expected one of its runs: {newest}')
