"""Codings as rows of the table `codings`, and back.

Enters: a `CodedDocument`. Leaves: a row with typed events, attributions and links beside the whole
coding as JSON, so that queries parse nothing and nothing is lost. Ids inside a row are those of
the coding; the views put the document's id in front.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from tacitus.coding import CodedDocument
from tacitus.export.events import ActorItem, ResolvedEvent, events_resolved, words_of
from tacitus.export.frame import sentence_of
from tacitus.records import Attribution, Coding, Entity, Link, Span
from tacitus.store.columns import Row

# Where a document was found and when it was fetched do not change what it says: the same article
# from a file and from a feed has the same digest.
_NOT_CONTENT = ("path", "retrieved", "notes")


def coding_row(coding: CodedDocument) -> dict[str, object]:
    """The row of `coding` without what only the store knows: run_id, recorded_at, replaces."""
    document = coding.document
    text = _coding_json(coding)
    return {
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
        "path": document.path,
        "language": document.language,
        "retrieved": document.retrieved,
        "coder_version": coding.coder_version,
        "content_digest": content_digest(text),
        "text": document.text,
        "events": _events(coding),
        "attributions": _attributions(coding),
        "links": [link_row(link) for link in coding.links],
        "coding": text,
    }


def coding_of(row: Row) -> CodedDocument:
    """The coding that a row of `codings` or of the view `documents` holds.

    Raises:
        SchemaError: the row's JSON is not a coding.
    """
    return CodedDocument.from_json(str(row["coding"]))


def link_row(link: Link) -> dict[str, object]:
    """The fields of a link as a row."""
    return {
        "left_id": link.left_id,
        "right_id": link.right_id,
        "relation": link.relation,
        "score": link.score,
        "judge": link.judge,
        "evidence": link.evidence,
    }


def content_digest(coding_json: str) -> str:
    """SHA-256 of what a coding says, as hex: of its canonical JSON without where it was found."""
    body = json.loads(coding_json)
    body.pop("events_resolved", None)  # follows from the rest
    for name in _NOT_CONTENT:
        body["document"].pop(name, None)
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _coding_json(coding: CodedDocument) -> str:
    """The JSON of the coding on one line, without `events_resolved`, which follows from it."""
    body = json.loads(coding.to_json(indent=None))
    del body["events_resolved"]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text if _is_utf8(text) else json.dumps(body, separators=(",", ":"))


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate: written as an escape instead
        return False
    return True


def _events(coding: Coding) -> list[dict[str, object]]:
    entities = _entities(coding)
    speakers = {event.id: entities.get(event.speaker_id or "") for event in coding.events}
    items = events_resolved(coding)
    disputed = {item["disputes"] for item in items}
    return [
        {
            **_event(coding, item),
            "speaker_entity_id": speaker.entity_id if speaker else None,
            "speaker_country": speaker.country if speaker else None,
            "disputed": item["id"] in disputed,
        }
        for item in items
        for speaker in [speakers[item["id"]]]
    ]


def _event(coding: Coding, item: ResolvedEvent) -> dict[str, object]:
    day, place = item["date"], item["place"]
    same = ("id", "mode", "contexts", "hedge", "certainty", "polarity", "time_status", "historical")
    return {
        **{name: item[name] for name in same},  # type: ignore[literal-required]
        "event_type": item["type"],
        "actors": [_actor(actor) for actor in item["actors"]],
        "recipients": [_actor(actor) for actor in item["recipients"]],
        "date_start": date.fromisoformat(day["start"]) if day else None,
        "date_end": date.fromisoformat(day["end"]) if day else None,
        "date_basis": day["basis"] if day else None,
        "place": {k: v for k, v in place.items() if k != "span"} if place else None,
        "speaker": item["speaker"]["name"] if item["speaker"] else None,
        "cue": _words(coding, item["cue"]),
        "factuality": item["factuality"],
        "score": item["score"],
        "disputes": item["disputes"],
        "quantities": [{k: v for k, v in q.items() if k != "span"} for q in item["quantities"]],
        "anchor": _words(coding, item["anchor"]),
        "anchor_start": item["anchor"][0],
        "anchor_end": item["anchor"][1],
        "sentence": words_of(coding, sentence_of(coding, item["anchor"][0])),
    }


def _actor(item: ActorItem) -> dict[str, object]:
    return {name: value for name, value in item.items() if name != "span"}


def _attributions(coding: Coding) -> list[dict[str, object]]:
    entities = _entities(coding)
    events: dict[str, list[str]] = {}
    for event in coding.events:
        for attribution_id in event.attribution_ids:
            events.setdefault(attribution_id, []).append(event.id)
    return [_attribution(coding, said, entities, events) for said in coding.attributions]


def _attribution(
    coding: Coding,
    said: Attribution,
    entities: Mapping[str, Entity],
    events: Mapping[str, list[str]],
) -> dict[str, object]:
    entity = entities.get(said.source_id or "")
    words = words_of(coding, said.source) if said.source else None
    return {
        "id": said.id,
        "source": words,
        "source_name": entity.name if entity else words,
        "source_entity_id": entity.entity_id if entity else None,
        "source_country": entity.country if entity else None,
        "cue": words_of(coding, said.cue) if said.cue else None,
        "content": " ... ".join(words_of(coding, span) for span in said.content) or None,
        "hedge": said.hedge,
        "parent_id": said.parent_id,
        "event_ids": events.get(said.id, []),
        "score": said.score,
    }


def _entities(coding: Coding) -> dict[str, Entity]:
    """The first entity that each mention resolves to, by the mention's id."""
    return {
        resolution.subject_id: resolution.target
        for resolution in reversed(coding.resolutions)
        if isinstance(resolution.target, Entity)
    }


def _words(coding: Coding, span: list[int] | None) -> str | None:
    return words_of(coding, Span(start=span[0], end=span[1])) if span else None
