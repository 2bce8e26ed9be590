"""What the relate stage needs of a store, and its links back into it.

Enters: a connection with the views, or a lake and links. Leaves: `Report`s and `Told`s; rows of the
table `links`. A link that no longer holds gets a row of score 0 with the reason, and none is
deleted. What a person judged is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from tacitus.records import Link
from tacitus.relate.reports import Figure, Party, Report, Told
from tacitus.store.columns import Row
from tacitus.store.rows import link_row

if TYPE_CHECKING:
    import duckdb

    from tacitus.store.lake import Lake

# Links that the stage makes; copies ("same_text") are made when documents come in.
RELATIONS = ("same_story", "same_event", "disputes", "confirms")
MACHINES = ("model", "rule")  # every other judge is a person
GONE = "no longer found with the documents that are there now"
Key: TypeAlias = tuple[str, str, str]
_COLUMNS = ("left_id", "right_id", "relation", "score", "judge", "evidence", "recorded_at")
_REPORTS = """
select document_id, title, publisher, coalesce(published, retrieved::date), text,
    list_distinct(flatten(list_transform(
        (select list(e.actors || e.recipients) from events e where e.document_id = d.document_id),
        lambda parties: list_transform(parties, lambda party: party.entity_id))))
from documents d order by document_id
"""
_TOLD = "select * from events order by event_id"


def read_reports(connection: duckdb.DuckDBPyConnection) -> list[Report]:
    """Every document as the stage sees it, by id; without vectors and publisher's country."""
    return [
        Report(
            document_id=name,
            title=title,
            publisher=publisher,
            published=published,
            text=text,
            entity_ids=frozenset(i for i in ids or () if i),
        )
        for name, title, publisher, published, text, ids in connection.execute(_REPORTS).fetchall()
    ]


def read_told(connection: duckdb.DuckDBPyConnection) -> list[Told]:
    """Every event of the view `events` as the stage sees it, by id."""
    found = connection.execute(_TOLD)
    names = [column[0] for column in found.description]
    return [told_of(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def told_of(row: Mapping[str, Any]) -> Told:
    """A row of the view `events` as the stage sees it."""
    return Told(
        event_id=row["event_id"],
        document_id=row["document_id"],
        event_type=row["event_type"],
        mode=row["mode"],
        actors=_parties(row["actors"]),
        recipients=_parties(row["recipients"]),
        date_start=row["date_start"],
        date_end=row["date_end"],
        date_basis=row["date_basis"] or "none",
        place_name=row["place"],
        place_country=row["place_country"],
        lat=row["lat"],
        lon=row["lon"],
        place_basis=row["place_basis"] or "none",
        speaker=row["speaker"],
        speaker_entity_id=row["speaker_entity_id"],
        certainty=row["certainty"],
        polarity=row["polarity"],
        time_status=row["time_status"],
        quantities=_figures(row["quantities"]),
        anchor=row["anchor"] or "",
        sentence=row["sentence"] or "",
        score=row["score"] if row["score"] is not None else 1.0,
        disputes=row["disputes"],
        publisher=row["publisher"],
        published=row["published"],
    )


def write_links(lake: Lake, links: Iterable[Link], documents: Collection[str]) -> tuple[int, int]:
    """Write what changed among the links of `documents`: how many are new, how many superseded.

    `links` are all that hold between these documents now. A link as it stands already gives no
    row. One that has gone gets a row of score 0; one that comes back, a row again.

    Raises:
        StoreError: the table cannot be written.
    """
    wanted = {(link.left_id, link.right_id, link.relation): link for link in links}
    inside = set(documents)
    counts = (0, 0)

    def make(recorded_at: datetime) -> list[Row]:
        nonlocal counts
        live = _newest(lake)
        fresh = [link for key, link in wanted.items() if _differs(link, live.get(key))]
        gone = [
            Link(**{**row, "score": 0.0, "evidence": f"{GONE}; it was: {row['evidence']}"})
            for key, row in live.items()
            if key not in wanted and row["score"] > 0 and _is_ours(row) and _within(key, inside)
        ]
        counts = (len(fresh), len(gone))
        return [{**link_row(link), "recorded_at": recorded_at} for link in (*fresh, *gone)]

    lake.append("links", make)
    return counts


def judged_pairs(lake: Lake) -> dict[tuple[str, str], bool]:
    """Pairs of events that a person said are one happening (True) or are not (False)."""
    return {
        (left, right): row["score"] > 0
        for (left, right, relation), row in _newest(lake).items()
        if relation == "same_event" and row["judge"] not in MACHINES
    }


def _newest(lake: Lake) -> dict[Key, dict[str, Any]]:
    """The row that counts for each link of the stage's relations."""
    found = lake.select(
        "links", _COLUMNS, "relation in (select unnest($relations))", {"relations": [*RELATIONS]}
    )
    rows = sorted(found, key=lambda row: (row[-1], row[3]))
    return {
        (row[0], row[1], row[2]): dict(zip(_COLUMNS[:-1], row[:-1], strict=True)) for row in rows
    }


def _differs(link: Link, live: Mapping[str, Any] | None) -> bool:
    if live is None:
        return True
    if live["judge"] not in MACHINES:
        return False
    return any(live[name] != value for name, value in link_row(link).items())


def _is_ours(row: Mapping[str, Any]) -> bool:
    return row["judge"] in MACHINES


def _within(key: Key, documents: Collection[str]) -> bool:
    return all(end.split("#", 1)[0] in documents for end in key[:2])


def _parties(parties: Sequence[Mapping[str, Any]] | None) -> tuple[Party, ...]:
    return tuple(
        Party(
            name=party["name"] or "",
            entity_id=party["entity_id"],
            country=party["country"],
            sectors=tuple(party["sectors"] or ()),
        )
        for party in parties or ()
    )


def _figures(quantities: Sequence[Mapping[str, Any]] | None) -> tuple[Figure, ...]:
    return tuple(
        Figure(kind=q["kind"], value=q["value"], unit=q["unit"], modifier=q["modifier"] or "exact")
        for q in quantities or ()
    )
