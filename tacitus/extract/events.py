"""Finds the events of a document: type, mode, contexts and who takes part.

Enters: an encoding, mentions with chains, attributions. Leaves: one event for each happening that
an account tells, in text order. Dates, quantities and factuality are added by later stages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tacitus.codebook import Codebook
from tacitus.extract.anchors import Cluster, find_anchors, join_anchors
from tacitus.extract.arguments import Arguments, find_arguments
from tacitus.records import (
    Attribution,
    Code,
    Document,
    Encoding,
    Event,
    Floats,
    Mention,
    PairScorer,
    Segmentation,
)


def find_events(
    document: Document,
    segmentation: Segmentation,
    encoding: Encoding,
    mentions: Sequence[Mention],
    attributions: Sequence[Attribution],
    *,
    scorer: PairScorer,
    codebook: Codebook,
    thresholds: Mapping[str, float],
) -> tuple[Event, ...]:
    """Events in text order of their anchors, ids "e1", "e2" ..."""
    anchors = find_anchors(document, encoding, threshold=thresholds["anchor"])
    clusters = join_anchors(document, encoding, scorer, anchors, threshold=thresholds["same_event"])
    clusters = [c for c in clusters if c.scores[0] >= thresholds.get("event", 0.0)]
    arguments = find_arguments(
        segmentation, encoding, scorer, clusters, mentions, thresholds=thresholds
    )
    told = sorted(zip(clusters, arguments, strict=True), key=lambda item: item[0].anchors[0].start)
    return tuple(
        _event(f"e{index}", cluster, roles, encoding, attributions, codebook, thresholds)
        for index, (cluster, roles) in enumerate(told, 1)
    )


def _event(  # noqa: PLR0913 - the parts of one event
    event_id: str,
    cluster: Cluster,
    roles: Arguments,
    encoding: Encoding,
    attributions: Sequence[Attribution],
    codebook: Codebook,
    thresholds: Mapping[str, float],
) -> Event:
    codes = rank_codes(cluster, encoding, codebook)
    covering = covering_attributions(cluster, attributions)
    return Event(
        id=event_id,
        anchor=cluster.anchors[0],
        also=tuple(sorted(cluster.anchors[1:])),
        event_type=codes[0].event_type,
        mode=codes[0].mode,
        contexts=_contexts(cluster, encoding, thresholds["context"]),
        actor_ids=tuple(m.id for m, _ in roles.actors),
        recipient_ids=tuple(m.id for m, _ in roles.recipients),
        toponym_ids=tuple(m.id for m, _ in roles.places),
        attribution_ids=tuple(a.id for a in covering),
        speaker_id=roles.speaker[0].id if roles.speaker else None,
        alternatives=tuple(codes[1:5]),
        score=round(cluster.score, 4),
    )


def rank_codes(cluster: Cluster, encoding: Encoding, codebook: Codebook) -> list[Code]:
    """Codes (type with its best mode), most likely first, each type once."""
    modes = _over_anchors(cluster, encoding, "modes")
    mode_labels = encoding.labels["modes"]
    out = []
    for index in np.argsort(-cluster.types_k).tolist():
        event_type = encoding.labels["event_types"][index]
        if event_type not in codebook.event_types:
            continue
        mode = _best_mode(event_type, modes, mode_labels)
        known = mode is None or mode in codebook.event_types[event_type].modes
        score = round(float(cluster.types_k[index]), 4)
        out.append(Code(event_type=event_type, mode=mode if known else None, score=score))
    return out


def _best_mode(event_type: str, modes: Floats, labels: Sequence[str]) -> str | None:
    own = {
        label: float(modes[i])
        for i, label in enumerate(labels)
        if label.startswith(f"{event_type}/")
    }
    if not own:
        return None
    best = max(own, key=lambda label: own[label])
    return best.partition("/")[2] if own[best] > float(modes[labels.index("none")]) else None


def _over_anchors(cluster: Cluster, encoding: Encoding, head: str) -> Floats:
    """Mean of a head's probabilities over the anchors, weighted by how sure each anchor is."""
    rows = [
        encoding.scores[head][encoding.tokens_of(span)].mean(axis=0) for span in cluster.anchors
    ]
    out: Floats = np.average(np.stack(rows), axis=0, weights=cluster.scores).astype(np.float32)
    return out


def _contexts(cluster: Cluster, encoding: Encoding, threshold: float) -> tuple[str, ...]:
    scores = _over_anchors(cluster, encoding, "contexts")
    order = [i for i in np.argsort(-scores).tolist() if scores[i] >= threshold]
    return tuple(encoding.labels["contexts"][i] for i in order[:2])


def covering_attributions(
    cluster: Cluster, attributions: Sequence[Attribution]
) -> list[Attribution]:
    """The attributions whose content holds the event's main anchor, the innermost first."""
    anchor = cluster.anchors[0]
    found = [a for a in attributions if any(part.overlaps(anchor) for part in a.content)]
    return sorted(found, key=lambda a: sum(part.end - part.start for part in a.content))
