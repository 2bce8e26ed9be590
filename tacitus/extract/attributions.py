"""Who says what in a document, decoded from the encoder's "attribution" head and put together.

Enters: the encoding and the mentions. Leaves: `Attribution` values that hold every decoded span;
a cue without a source keeps `source_id` None, which says that the text names nobody. Left out:
sources that only the dateline or the publisher could give.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tacitus.extract.attribution_links import Group, link_spans
from tacitus.extract.hedges import find_hedges
from tacitus.extract.tagging import TypedSpan, decode_spans
from tacitus.records import Attribution, Document, Encoding, Mention, Segmentation, Span

HEAD = "attribution"
_STATEMENT = re.compile(
    r"\b(?:statement|report|letter|communiqu[eé]|post|tweet|message|ruling|verdict|editorial|document|"
    r"declaration|note|memo|paper|study|survey|poll)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:he|she|it|they|we|i)$", re.IGNORECASE)
_MODAL_HEDGES = ("may", "might", "could", "likely", "whether")  # not of the one who reports


def find_attributions(
    document: Document,
    segmentation: Segmentation,
    encoding: Encoding,
    mentions: Sequence[Mention],
) -> tuple[Attribution, ...]:
    """The attributions of a document in text order: "a1", "a2" ..."""
    spans = _whole_cues(document.text, decode_spans(document.text, encoding, HEAD))
    groups = link_spans(segmentation, spans)
    found: list[Attribution] = []
    for number, group in enumerate(groups, start=1):
        attribution = _attribution(document, f"a{number}", group, mentions)
        found.append(_with_speaker(document, segmentation, attribution, found))
    return tuple(replace(a, parent_id=_parent(document, a, found)) for a in found)


def _whole_cues(text: str, spans: Sequence[TypedSpan]) -> list[TypedSpan]:
    """The spans with cues that only white space parts made one: "reportedly" and "said"."""
    whole: list[TypedSpan] = []
    for span in spans:
        last = whole[-1] if whole else None
        if last is not None and span.label == last.label == "cue":
            if not text[last.span.end : span.span.start].strip():
                joined = Span(start=last.span.start, end=span.span.end)
                score = min(last.score, span.score)
                whole[-1] = TypedSpan(span=joined, label="cue", score=score)
                continue
        whole.append(span)
    return whole


def _attribution(
    document: Document, attribution_id: str, group: Group, mentions: Sequence[Mention]
) -> Attribution:
    source = group.source.span if group.source else None
    mention = source_mention(document.text, source, mentions) if source else None
    parts = [part for part in (group.source, group.cue, *group.content) if part is not None]
    return Attribution(
        id=attribution_id,
        source_id=mention.id if mention else None,
        source=source,
        cue=group.cue.span if group.cue else None,
        content=tuple(part.span for part in sorted(group.content)),
        hedge=_hedge(document.text, group),
        score=_mean(parts),
    )


def _mean(parts: Sequence[TypedSpan]) -> float:
    return sum(part.score for part in parts) / len(parts)


def source_mention(text: str, source: Span, mentions: Sequence[Mention]) -> Mention | None:
    """The mention that the words of a source are about: the person in it, else the body.

    "A spokeswoman, Anna Berg," is Anna Berg; "the ministry's website" is the ministry.
    """
    touching = [m for m in mentions if m.span.overlaps(source)]
    if not touching:
        return None
    return max(touching, key=lambda m: _fit(text, source, m))


def _fit(text: str, source: Span, mention: Mention) -> tuple[float, int]:
    covered = min(source.end, mention.span.end) - max(source.start, mention.span.start)
    share = covered / max(1, source.end - source.start)
    outside = (mention.span.end - mention.span.start - covered) / max(
        1, mention.span.end - mention.span.start
    )
    exact = 4.0 if text[source.start : source.end].strip(" ,") == mention.span.of(text) else 0.0
    named = 1.5 if mention.kind == "person" and mention.form == "name" else 0.0
    wrong = 1.5 if mention.kind in ("place", "nationality") and share < 0.9 else 0.0
    return exact + named + share - 2 * outside - wrong, -mention.span.start


def _hedge(text: str, group: Group) -> str | None:
    """The hedge in the cue, or beside it: "reportedly said", "is believed to"."""
    if group.cue is None:
        return None
    cue = group.cue.span
    before = re.search(r"\b\w+ly\s+$", text[max(0, cue.start - 20) : cue.start])
    after = re.match(r"\s+\w+ly\b", text[cue.end : cue.end + 20])
    start = cue.start - (len(before.group()) if before else 0)
    end = cue.end + (len(after.group()) if after else 0)
    end += len(" to") if text.startswith(" to ", end) else 0
    found = [
        h
        for h in find_hedges(text, Span(start=start, end=end))
        if h.words.lower() not in _MODAL_HEDGES
    ]
    return found[0].words if found else None


def _with_speaker(
    document: Document,
    segmentation: Segmentation,
    attribution: Attribution,
    earlier: Sequence[Attribution],
) -> Attribution:
    """The attribution with the earlier speaker where its own words only point back.

    "He ... said X and denied Y": the second cue has no source of its own. "X issued a statement ...
    It added": the statement is X's.
    """
    last = next((a for a in reversed(earlier) if a.source_id), None)
    if last is None or attribution.cue is None:
        return attribution
    text, here = document.text, segmentation.sentence_at(attribution.cue.start)
    there = segmentation.sentence_at((last.cue or last.source or attribution.cue).start)
    if attribution.source is None:
        if here == there and last.cue is not None and _coordinated(text, last, attribution):
            return replace(attribution, source_id=last.source_id)
        return attribution
    words = attribution.source.of(text).strip()
    if words.lower() == "it" and 0 <= here - there <= 2:
        between = text[(last.source or attribution.cue).end : attribution.source.start]
        if _STATEMENT.search(between):
            return replace(attribution, source_id=last.source_id)
    if attribution.source_id is None and _PRONOUN.match(words) and here - there <= 2:
        return replace(attribution, source_id=last.source_id)
    return attribution


def _coordinated(text: str, last: Attribution, attribution: Attribution) -> bool:
    assert attribution.cue is not None
    before = text[max(0, attribution.cue.start - 12) : attribution.cue.start]
    follows = last.cue is not None and last.cue.end <= attribution.cue.start
    active = not re.search(r"\b(?:is|are|was|were|been|be)\s*\w*$", before) or " and " in before
    joined = re.search(
        r"(?:\band\b|\bbut\b|\bor\b|,|\bwho\b|\bwhile\b|\bbefore\b)\s*(?:\w+\s+)?$", before
    )
    passive = re.match(r"(?:is|are|was|were|been|reportedly|allegedly)\b", attribution.cue.of(text))
    return follows and active and joined is not None and passive is None


def _parent(
    document: Document, attribution: Attribution, others: Sequence[Attribution]
) -> str | None:
    """The attribution that reports this one: "A says that B said ..."."""
    start = min(span.start for span in _parts(attribution))
    best: tuple[int, str] | None = None
    for other in others:
        if other.id == attribution.id or other.cue is None:
            continue
        inside = any(span.start <= start < span.end for span in other.content)
        gap = document.text[other.cue.end : start] if other.cue.end <= start else "?"
        follows = not other.content and re.fullmatch(r"\s*(?:that|how|,|:|“)?\s*", gap) is not None
        if (inside or follows) and other.cue.start != start:
            size = sum(span.end - span.start for span in other.content)
            if best is None or size < best[0]:
                best = (size, other.id)
    return best[1] if best else None


def _parts(attribution: Attribution) -> list[Span]:
    return [s for s in (attribution.source, attribution.cue, *attribution.content) if s is not None]
