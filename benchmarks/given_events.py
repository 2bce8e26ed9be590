"""Events at anchors that are given: what the coder says of happenings that it need not find.

Enters: a coder, a document and the spans of its anchors. Leaves: happenings as told, one a span in
the order of the spans, with the encoder's vector of each. The flow is that of
`tacitus.pipeline.Coder` with the search for anchors left out: type, parties, speaker, dates and
places come from the same stages. Anchors are not joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tacitus.coding import CodedDocument
from tacitus.extract.anchors import Cluster, make_cluster
from tacitus.extract.arguments import choose_arguments, score_roles
from tacitus.extract.events import covering_attributions, rank_codes, reporting_mentions
from tacitus.pipeline import Coder
from tacitus.records import Attribution, Document, Encoding, Event, Mention, Segmentation, Span
from tacitus.relate.reports import Figure, Party, Told
from tacitus.segment import split_document
from tacitus.store.event_rows import event_rows_of


def tell_given(coder: Coder, document: Document, anchors: Sequence[Span]) -> list[Told]:
    """What `document` tells at each of `anchors`, in their order, with vectors."""
    segmentation = split_document(document)
    encoding = coder.encoder.encode(document.text, segmentation)
    coding = coder.code_encoded(
        document,
        segmentation,
        encoding,
        given=lambda *found: _given_events(coder, segmentation, encoding, (anchors, *found)),
    )
    told = tell_coding(coding)
    return [
        replace(item, vector=encoding.mean_of(anchor))
        for item, anchor in zip(told, anchors, strict=True)
    ]


def tell_coding(coding: CodedDocument) -> list[Told]:
    """The events of a coding as told, in its order; as a store's view `events` would give them."""
    return [told_of(row) for row in event_rows_of([coding])]


def told_of(row: Mapping[str, Any]) -> Told:
    """The happening of one row of the view `events`."""
    same = ("event_id", "document_id", "event_type", "mode", "date_start", "date_end")
    said = ("speaker", "speaker_entity_id", "certainty", "polarity", "time_status", "score")
    rest = ("place_country", "lat", "lon", "disputes", "publisher", "published")
    return Told(
        **{name: row[name] for name in (*same, *said, *rest)},
        actors=_parties(row["actors"]),
        recipients=_parties(row["recipients"]),
        date_basis=row["date_basis"] or "none",
        place_name=row["place"],
        place_basis=row["place_basis"] or "none",
        quantities=tuple(
            Figure(kind=q["kind"], value=q["value"], unit=q["unit"], modifier=q["modifier"])
            for q in row["quantities"]
        ),
        anchor=row["anchor"],
        sentence=row["sentence"],
    )


def _parties(items: Sequence[Mapping[str, Any]]) -> tuple[Party, ...]:
    return tuple(
        Party(name=item["name"], entity_id=item["entity_id"], country=item["country"])
        for item in items
    )


def _given_events(
    coder: Coder,
    segmentation: Segmentation,
    encoding: Encoding,
    given: tuple[Sequence[Span], Sequence[Mention], Sequence[Attribution]],
) -> tuple[Event, ...]:
    anchors, mentions, attributions = given
    by_id = {mention.id: mention for mention in mentions}
    factor = coder.thresholds["reporter"]
    reported = [
        dict.fromkeys(reporting_mentions(anchor, attributions, by_id), factor) for anchor in anchors
    ]
    parties = score_roles(
        segmentation, encoding, coder.scorer, anchors, mentions,
        reported=reported, decay=coder.thresholds["decay"],
    )  # fmt: skip
    out = []
    for index, (anchor, chances) in enumerate(zip(anchors, parties, strict=True), 1):
        cluster: Cluster = make_cluster(encoding, [(anchor, 1.0)])
        roles = choose_arguments(chances, coder.thresholds)
        codes = rank_codes(cluster, encoding, coder.codebook)
        telling = covering_attributions(cluster, attributions)
        out.append(
            Event(
                id=f"e{index}",
                anchor=anchor,
                event_type=codes[0].event_type,
                mode=codes[0].mode,
                actor_ids=tuple(m.id for m, _ in roles.actors),
                recipient_ids=tuple(m.id for m, _ in roles.recipients),
                toponym_ids=tuple(m.id for m, _ in roles.places),
                attribution_ids=tuple(dict.fromkeys(a.id for a in telling)),
                speaker_id=next((a.source_id for a in telling if a.source_id), None),
                alternatives=tuple(codes[1:]),
            )
        )
    return tuple(out)
