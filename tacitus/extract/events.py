"""Finds the events of a document: type, mode, contexts and who takes part.

Enters: an encoding, mentions with chains, attributions. Leaves: one event for each happening that
an account tells, in text order. Dates, quantities and factuality are added by later stages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from tacitus.codebook import Codebook
from tacitus.extract.anchors import Cluster, find_anchors, join_anchors, make_cluster
from tacitus.extract.arguments import (
    Arguments,
    RoleScores,
    choose_arguments,
    have_other_parties,
    have_same_parties,
    merge_roles,
    part_host,
    raise_actors,
    score_roles,
)
from tacitus.extract.event_scores import event_features
from tacitus.extract.mutual import SURE, sides_of
from tacitus.extract.speakers import Candidate, find_candidates, find_speaker
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
    Span,
    Timex,
)

CODES = 5  # the code of an event and its runners-up


def find_events(  # noqa: PLR0913 - what the stages before it found, and the model
    document: Document,
    segmentation: Segmentation,
    encoding: Encoding,
    mentions: Sequence[Mention],
    attributions: Sequence[Attribution],
    timexes: Sequence[Timex],
    *,
    scorer: PairScorer,
    codebook: Codebook,
    thresholds: Mapping[str, float],
    score: Callable[[Mapping[str, float]], float],
    score_speaker: Callable[[Candidate], float],
) -> tuple[Event, ...]:
    """Events in text order of their anchors, ids "e1", "e2" ...

    `score` turns the features of `event_scores` into a probability; an event below
    `thresholds["event"]` is left out. `score_speaker` says how likely it is that a mention reports
    an event rather than nobody.
    """
    by_id = {mention.id: mention for mention in mentions}
    anchors = find_anchors(document, encoding, threshold=thresholds["anchor"])
    spans = [span for span, _ in anchors]
    parties = score_roles(
        segmentation, encoding, scorer, spans, mentions,
        reported=_reporters(spans, encoding, attributions, by_id, codebook, thresholds["reporter"]),
        decay=thresholds["decay"],
    )  # fmt: skip
    mutual = [sides_of(span, mentions, document.text) for span in spans]
    for scores, sides in zip(parties, mutual, strict=True):
        raise_actors(scores, [by_id[side] for side in sides], SURE)
    weigh = _pair_weights(
        parties,
        types=[_likeliest_type(span, encoding) for span in spans],
        days=[_dates_beside(span, segmentation, timexes, document.text) for span in spans],
        thresholds=thresholds,
    )
    groups = join_anchors(
        document, encoding, scorer, anchors, threshold=thresholds["same_event"], weigh=weigh
    )
    told = []
    for group in groups:
        cluster = make_cluster(encoding, [anchors[i] for i in group])
        chances = merge_roles([parties[i] for i in group])
        roles = choose_arguments(chances, thresholds)
        codes = rank_codes(cluster, encoding, codebook)
        if codes[0].mode == "visit":
            roles = part_host(roles, chances, cluster.anchors[0])
        if codes[0].event_type == "ASSAULT" and any(mutual[i] for i in group):
            # each side hits the other, as the worked example has it; the two such events of the
            # gold set leave the recipient empty
            roles = replace(roles, recipients=roles.actors)
        at = segmentation.sentence_at(cluster.anchors[0].start)
        chance = score(event_features(cluster, roles, sentence=at))
        if chance >= thresholds["event"]:
            telling = covering_attributions(cluster, attributions)
            main = parties[max(group, key=lambda i: anchors[i][1])]
            candidates = find_candidates(cluster, main, chances, attributions, by_id, segmentation)
            speaker = find_speaker(candidates, score_speaker, thresholds["speaker"])
            told.append(
                (_event(cluster, codes, roles, encoding, telling, thresholds), speaker, chance)
            )
    told.sort(key=lambda item: item[0].anchor.start)
    return tuple(
        replace(event, id=f"e{index}", speaker_id=speaker, score=round(chance, 4))
        for index, (event, speaker, chance) in enumerate(told, 1)
    )


def _pair_weights(
    parties: Sequence[RoleScores],
    *,
    types: Sequence[int],
    days: Sequence[frozenset[str]],
    thresholds: Mapping[str, float],
) -> Callable[[int, int], float]:
    """For two anchors, by what their chance to tell of one happening is multiplied.

    By `thresholds["apart"]` where they have other parties or days, by `thresholds["alike"]` where
    type and parties are the same.
    """

    def weigh(i: int, j: int) -> float:
        other_days = days[i] and days[j] and not days[i] & days[j]
        if other_days or have_other_parties(parties[i], parties[j]):
            return thresholds["apart"]
        alike = types[i] == types[j] and have_same_parties(parties[i], parties[j])
        return thresholds["alike"] if alike else 1.0

    return weigh


def _likeliest_type(anchor: Span, encoding: Encoding) -> int:
    types = encoding.scores["event_types"][encoding.tokens_of(anchor)]
    return int(types.mean(axis=0).argmax())


def _event(  # noqa: PLR0913 - the parts of one event
    cluster: Cluster,
    codes: Sequence[Code],
    roles: Arguments,
    encoding: Encoding,
    telling: Sequence[Attribution],
    thresholds: Mapping[str, float],
) -> Event:
    return Event(
        id="",
        anchor=cluster.anchors[0],
        also=tuple(sorted(cluster.anchors[1:])),
        event_type=codes[0].event_type,
        mode=codes[0].mode,
        contexts=_contexts(cluster, encoding, thresholds["context"]),
        actor_ids=tuple(m.id for m, _ in roles.actors),
        recipient_ids=tuple(m.id for m, _ in roles.recipients),
        toponym_ids=tuple(m.id for m, _ in roles.places),
        attribution_ids=tuple(dict.fromkeys(a.id for a in telling)),
        alternatives=tuple(codes[1:]),
    )


def rank_codes(cluster: Cluster, encoding: Encoding, codebook: Codebook) -> list[Code]:
    """The likeliest `CODES` codes (type with its best mode), best first, each type once."""
    modes = _over_anchors(cluster, encoding, "modes")
    types = encoding.labels["event_types"]
    order = np.argsort(-cluster.types_k).tolist()
    known = [index for index in order if types[index] in codebook.event_types]
    out = []
    for index in known[:CODES]:
        mode = _best_mode(types[index], modes, encoding.labels["modes"])
        if mode not in codebook.event_types[types[index]].modes:
            mode = None
        score = round(float(cluster.types_k[index]), 4)
        out.append(Code(event_type=types[index], mode=mode, score=score))
    return out


def _best_mode(event_type: str, modes: Floats, labels: Sequence[str]) -> str | None:
    none, of_type = _modes_by_type(tuple(labels))
    own = of_type.get(event_type)
    if not own:
        return None
    best = max(own, key=modes.__getitem__)
    return labels[best].partition("/")[2] if modes[best] > modes[none] else None


@cache
def _modes_by_type(labels: tuple[str, ...]) -> tuple[int, dict[str, list[int]]]:
    """Where "none" stands among the labels "TYPE/mode", and where the modes of each type do."""
    of_type: dict[str, list[int]] = {}
    for index, label in enumerate(labels):
        of_type.setdefault(label.partition("/")[0], []).append(index)
    (none,) = of_type.pop("none")
    return none, of_type


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
    """The attributions whose content holds an anchor of the event.

    Those of the main anchor come first, inner ones before outer ones.
    """
    inner_first = sorted(attributions, key=_length)
    return [
        attribution
        for anchor in cluster.anchors
        for attribution in inner_first
        if any(part.overlaps(anchor) for part in attribution.content)
    ]


def _reporters(  # noqa: PLR0913 - what makes somebody a mere reporter
    anchors: Sequence[Span],
    encoding: Encoding,
    attributions: Sequence[Attribution],
    mentions: Mapping[str, Mention],
    codebook: Codebook,
    factor: float,
) -> list[dict[str, float]]:
    """For each anchor the mentions that report it, with the factor of their chance to act in it.

    Who is quoted with words of praise or blame acts by saying them: the likelier a verbal event
    is, the less being its source speaks against being its actor.
    """
    types = encoding.labels["event_types"]
    verbal = np.array([t in codebook.event_types and codebook.quad(t) in (1, 3) for t in types])
    out = []
    for anchor in anchors:
        chance = float(encoding.scores["event_types"][encoding.tokens_of(anchor)].mean(0) @ verbal)
        scale = factor + (1 - factor) * chance
        out.append(dict.fromkeys(reporting_mentions(anchor, attributions, mentions), scale))
    return out


def reporting_mentions(
    anchor: Span, attributions: Sequence[Attribution], mentions: Mapping[str, Mention]
) -> frozenset[str]:
    """Mentions that stand outside as the source of a report of what happens at `anchor`."""
    return frozenset(
        attribution.source_id
        for attribution in attributions
        if attribution.source_id is not None
        and attribution.source_id in mentions
        and any(part.overlaps(anchor) for part in attribution.content)
        and not (attribution.cue and attribution.cue.overlaps(anchor))
    )


def _dates_beside(
    anchor: Span, segmentation: Segmentation, timexes: Sequence[Timex], text: str
) -> frozenset[str]:
    """The words of the dates in the sentence of an anchor."""
    at = segmentation.sentence_at(anchor.start)
    return frozenset(
        timex.span.of(text).lower()
        for timex in timexes
        if timex.type in {"DATE", "TIME"} and segmentation.sentence_at(timex.span.start) == at
    )


def _length(attribution: Attribution) -> int:
    return sum(part.end - part.start for part in attribution.content)
