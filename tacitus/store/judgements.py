"""What judges say of events and links: appended, read, and what there is to ask.

Enters: judgements. Leaves: rows of `reviews` and `links`, and the narrow rows from which questions
are made. A judgement is never edited: one with the same id supersedes, and "undone" takes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tacitus.records import Link
from tacitus.store.query_cache import Connection
from tacitus.store.rows import link_row

if TYPE_CHECKING:
    from tacitus.store.store import Store

MOST = 20_000  # questions of one kind that are looked at: those nearest to the threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one judge says of one question."""

    kind: str  # "same-event", "code" or "actor"
    subject: str  # an event as the views name it; two with a blank between them for a pair
    asked: str  # the answer that was shown
    verdict: str  # "yes", "no", "unsure" or "undone"
    judge: str
    correction: str | None = None  # a code, "none" for no event, or the actors as JSON
    document_id: str | None = None  # None for a pair
    anchor_start: int | None = None  # code points: the judgement is about these words
    anchor_end: int | None = None

    @property
    def id(self) -> str:
        """What a later judgement of the same judge on the same question has too."""
        at = f"{self.document_id}:{self.anchor_start}-{self.anchor_end}"
        about = at if self.document_id else self.subject
        return " ".join((self.kind, about, self.asked, self.judge))


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """What may be asked, with what decides when."""

    kind: str
    subject: str
    asked: str
    probability: float
    hangs_on_it: int  # documents or events
    document_id: str | None = None
    anchor_start: int | None = None
    anchor_end: int | None = None
    evidence: str | None = None
    link_judge: str | None = None


def add_judgements(store: Store, judgements: Iterable[Judgement]) -> int:
    """Append judgements; returns how many.

    Raises:
        StoreError: the table cannot be written.
    """
    rows = [{"id": judgement.id, **asdict(judgement)} for judgement in judgements]
    return store.lake.append("reviews", lambda at: [{**row, "recorded_at": at} for row in rows])


def add_judged_link(store: Store, link: Link) -> int:
    """Append a link also where the same one is there already: what is newest counts.

    Raises:
        StoreError: the table cannot be written.
    """
    return store.lake.append("links", lambda at: [{**link_row(link), "recorded_at": at}])


def read_judgements(connection: Connection) -> list[tuple[Judgement, datetime]]:
    """What every judge says now, the first judged first; with its time in UTC."""
    rows = connection.execute(
        "select kind, subject, asked, verdict, judge, correction, document_id, anchor_start, "
        "anchor_end, recorded_at from reviews where kind is not null order by recorded_at, id"
    ).fetchall()
    names = list(Judgement.__dataclass_fields__)
    return [(Judgement(**dict(zip(names, row[:-1], strict=True))), row[-1]) for row in rows]


def askable(connection: Connection, kinds: Sequence[str]) -> list[Askable]:
    """What may be asked of these kinds, at most `MOST` of each, the least sure of each kind."""
    found: list[Askable] = []
    for kind in kinds:
        rows = connection.execute(_QUERIES[kind], {"most": MOST})
        names = [column[0] for column in rows.description or ()]
        found += [
            Askable(kind=kind, **dict(zip(names, row, strict=True))) for row in rows.fetchall()
        ]
    return found


# Both ends of the links that count, whoever wrote them; of a pair of one document too.
_SAME = "select * from links where relation = 'same_event'"
_LINKED = """linked as (
    select event_id, count(*) as n from (
        select unnest([left_id, right_id]) as event_id from links
        where relation in ('same_event', 'disputes', 'confirms') and score >= 0.5)
    group by event_id)"""  # noqa: S608 - constants of this module
_CODED = """coded as (
    select event_id, document_id, anchor_start, anchor_end, score,
        event_type || coalesce('/' || mode, '') as code,
        array_to_string(list_transform(coalesce(actors, []), lambda party: party.name), ' + ')
            as actor
    from events)"""
_QUERIES = {
    "code": f"""with {_CODED}, {_LINKED}
        select event_id as subject, code as asked, coalesce(score, 0.5) as probability,
            1 + coalesce(n, 0) as hangs_on_it, document_id, anchor_start, anchor_end
        from coded left join linked using (event_id)
        order by abs(coalesce(score, 0.5) - 0.5), event_id limit $most""",  # noqa: S608
    "actor": f"""with {_CODED}, named as (select actor, count(*) as n from coded group by actor)
        select event_id as subject, actor as asked, coalesce(score, 0.5) as probability,
            n as hangs_on_it, document_id, anchor_start, anchor_end
        from coded join named using (actor) where actor <> ''
        order by abs(coalesce(score, 0.5) - 0.5), event_id limit $most""",  # noqa: S608
    "same-event": f"""with same as ({_SAME}), degree as (
            select event_id, count(*) as n from (
                select unnest([left_id, right_id]) as event_id from same where score >= 0.5)
            group by event_id)
        select left_id || ' ' || right_id as subject, 'same' as asked, score as probability,
            2 + coalesce(l.n, 0) + coalesce(r.n, 0) as hangs_on_it, evidence, judge as link_judge
        from same left join degree l on l.event_id = left_id
            left join degree r on r.event_id = right_id
        where left_id in (select event_id from events)
            and right_id in (select event_id from events)
        order by abs(score - 0.5), left_id, right_id limit $most""",  # noqa: S608
}
