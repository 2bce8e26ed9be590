"""The columns of the tables.

A column's type is a word, a list of one type, or a dict of named types (a struct), as
`tacitus.arrow_tables` has them.
"""

from __future__ import annotations

from tacitus.arrow_tables import ColumnType as ColumnType
from tacitus.arrow_tables import Row as Row
from tacitus.arrow_tables import schema_of as schema_of
from tacitus.arrow_tables import table_of as table_of

ACTOR: dict[str, ColumnType] = {
    "name": "text",
    "entity_id": "text",
    "country": "text",
    "cow": "int",
    "gw": "int",
    "sectors": ["text"],
    "basis": "text",
}
PLACE: dict[str, ColumnType] = {
    "name": "text",
    "country": "text",
    "lat": "float",
    "lon": "float",
    "geonames_id": "int",
    "claimants": ["text"],
    "basis": "text",
}
EVENT: dict[str, ColumnType] = {
    "id": "text",
    "event_type": "text",
    "mode": "text",
    "contexts": ["text"],
    "actors": [ACTOR],
    "recipients": [ACTOR],
    "date_start": "day",
    "date_end": "day",
    "date_basis": "text",
    "place": PLACE,
    "speaker": "text",
    "speaker_entity_id": "text",
    "speaker_country": "text",
    "cue": "text",
    "hedge": "text",
    "certainty": "text",
    "polarity": "text",
    "time_status": "text",
    "historical": "bool",
    "factuality": "float",
    "score": "float",
    "disputes": "text",
    "disputed": "bool",
    "quantities": [{"kind": "text", "value": "float", "unit": "text", "modifier": "text"}],
    "anchor": "text",
    "anchor_start": "int",
    "anchor_end": "int",
    "sentence": "text",
}
ATTRIBUTION: dict[str, ColumnType] = {
    "id": "text",
    "source": "text",
    "source_name": "text",
    "source_entity_id": "text",
    "source_country": "text",
    "cue": "text",
    "content": "text",
    "hedge": "text",
    "parent_id": "text",
    "event_ids": ["text"],
    "score": "float",
}
LINK: dict[str, ColumnType] = {
    "left_id": "text",
    "right_id": "text",
    "relation": "text",
    "score": "float",
    "judge": "text",
    "evidence": "text",
}
# Where a row of another coder comes from: its file, and its line as JSON by column.
_PROVENANCE: dict[str, ColumnType] = {
    "path": "text",
    "line": "int",
    "raw": "text",
    "digest": "text",
    "run_id": "text",
    "recorded_at": "moment",
}
# Events of other coders: the columns of the view `events` that they have, in their own codes too.
EXTERNAL: dict[str, ColumnType] = {
    "event_id": "text",
    "system": "text",  # polecat, icews, gdelt, acled
    "system_id": "text",
    "code": "text",  # as it stands in the file
    "event_type": "text",
    "mode": "text",
    "contexts": ["text"],
    "intensity": "float",
    "actors": [ACTOR],
    "recipients": [ACTOR],
    "date_start": "day",
    "date_end": "day",
    "place": "text",
    "place_country": "text",
    "lat": "float",
    "lon": "float",
    "geonames_id": "int",
    "killed": "float",
    "anchor": "text",
    "sentence": "text",
    "publisher": "text",
    "published": "day",
    "url": "text",
    "language": "text",
    "story_id": "text",
    **_PROVENANCE,
}
TABLES: dict[str, dict[str, ColumnType]] = {
    "codings": {
        "document_id": "text",
        "title": "text",
        "publisher": "text",
        "published": "day",
        "url": "text",
        "path": "text",
        "language": "text",
        "retrieved": "moment",
        "coder_version": "text",
        "run_id": "text",
        "recorded_at": "moment",
        "replaces": "moment",  # recorded_at of the row of this document that this one supersedes
        "content_digest": "text",
        "text": "text",
        "events": [EVENT],
        "attributions": [ATTRIBUTION],
        "links": [LINK],
        "coding": "text",
    },
    "failures": {
        "document_id": "text",
        "path": "text",
        "stage": "text",
        "reason": "text",
        "coder_version": "text",
        "run_id": "text",
        "recorded_at": "moment",
    },
    "runs": {
        "run_id": "text",
        "started": "moment",
        "finished": "moment",
        "coder_version": "text",
        "arguments": "text",  # JSON
        "added": "int",
        "known": "int",
        "failed": "int",
        "recorded_at": "moment",
    },
    "links": {**LINK, "recorded_at": "moment"},
    "reviews": {
        "id": "text",  # one for each question and judge; of rows with the same id the newest counts
        "subject": "text",
        "verdict": "text",
        "judge": "text",
        "recorded_at": "moment",
        # Older stores lack those below; the first row that has them adds them to the table.
        "kind": "text",
        "document_id": "text",
        "anchor_start": "int",
        "anchor_end": "int",
        "asked": "text",
        "correction": "text",
    },
    "external_events": EXTERNAL,
    "external_mentions": {
        "event_id": "text",
        "system": "text",
        "system_id": "text",
        "mentioned_at": "moment",
        "publisher": "text",
        "url": "text",
        "document": "text",
        "sentence_number": "int",
        "action_offset": "int",
        "confidence": "float",
        "tone": "float",
        **_PROVENANCE,
    },
}
