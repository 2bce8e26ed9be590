"""Which source, cue and content belong together.

Enters: typed spans. Leaves: groups of them, every span in exactly one. A cue takes the content and
the source nearest to it, the closest pairs first; content left over joins the attribution of its
quote or, failing that, the nearest cue.

Source: costs swept on the train split of PolNeAR with gold spans (2026-11-24).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from tacitus.extract.tagging import TypedSpan
from tacitus.records import Segmentation, Span

_SPAN_BETWEEN = 60.0  # cost of every other span that stands between, in code points
_SENTENCE = 300.0  # cost of every sentence boundary between
_PARAGRAPH = 300.0  # cost of every paragraph boundary, on top
_QUOTE = 25.0  # a source inside a quote seldom speaks for a cue outside it
_UNQUOTED = 700.0  # reported, not quoted: it stays in the sentence of its cue
_FAR = 1000.0  # pairs dearer than this are not made
_FAR_SOURCE = 520.0


@dataclass(slots=True, kw_only=True)
class Group:
    """The spans of one attribution while it is put together."""

    cue: TypedSpan | None = None
    source: TypedSpan | None = None
    content: list[TypedSpan] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the first of its spans starts."""
        parts = [p for p in (self.cue, self.source, *self.content) if p is not None]
        return min(part.span.start for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    starts: tuple[int, ...]  # of the spans, sorted
    sentences: tuple[int, ...]  # starts of the sentences
    paragraphs: tuple[int, ...]  # and of the paragraphs
    quotes: tuple[Span, ...]


def link_spans(segmentation: Segmentation, spans: Sequence[TypedSpan]) -> list[Group]:
    """The attributions that the spans make up, in text order."""
    layout = _Layout(
        starts=tuple(sorted(s.span.start for s in spans)),
        sentences=tuple(s.start for s in segmentation.sentences),
        paragraphs=tuple(p.start for p in segmentation.paragraphs),
        quotes=segmentation.quotes,
    )
    cues = [s for s in spans if s.label == "cue"]
    groups = {cue.span: Group(cue=cue) for cue in cues}
    contents = [s for s in spans if s.label == "content"]
    sources = [s for s in spans if s.label == "source"]
    alone: list[Group] = []
    rest = _pair(layout, groups, contents)
    for content in rest:
        group = _of_same_quote(layout, groups, content) or _nearest(layout, groups, content)
        if group is None:
            alone.append(Group(content=[content]))
        else:
            group.content.append(content)
    for source in _pair(layout, groups, sources):
        alone.append(Group(source=source))
    for group in groups.values():
        group.content.sort()
    return sorted((*groups.values(), *_merge_alone(alone, layout)), key=lambda group: group.start)


def _pair(
    layout: _Layout, groups: dict[Span, Group], parts: Sequence[TypedSpan]
) -> list[TypedSpan]:
    """Give each cue its cheapest part, the cheapest pair first; the parts that are left over."""
    limit = _FAR_SOURCE if parts and parts[0].label == "source" else _FAR
    pairs = sorted(
        (cost, cue, number)
        for number, part in enumerate(parts)
        for cue, group in groups.items()
        if max(part.span.start - cue.end, cue.start - part.span.end) < limit
        and (cost := _cost(layout, group, part)) < limit
    )
    used: set[int] = set()
    filled: set[Span] = set()
    for _, cue, number in pairs:
        if number in used or cue in filled:
            continue
        used.add(number)
        filled.add(cue)
        _put(groups[cue], parts[number])
    return [part for number, part in enumerate(parts) if number not in used]


def _put(group: Group, part: TypedSpan) -> None:
    if part.label == "source":
        group.source = part
    else:
        group.content.append(part)


def _cost(layout: _Layout, group: Group, part: TypedSpan) -> float:
    assert group.cue is not None
    cue = group.cue.span
    left, right = sorted((cue, part.span))
    gap = max(0, right.start - left.end)
    between = bisect_right(layout.starts, right.start - 1) - bisect_right(layout.starts, left.start)
    sentences = bisect_right(layout.sentences, right.start) - bisect_right(
        layout.sentences, left.end - 1
    )
    paragraphs = bisect_right(layout.paragraphs, right.start) - bisect_right(
        layout.paragraphs, left.end - 1
    )
    cost = gap + _SPAN_BETWEEN * max(0, between) + _SENTENCE * max(0, sentences)
    cost += _PARAGRAPH * max(0, paragraphs)
    if sentences > 0 and part.label == "content" and not _quoted(layout, part.span):
        cost += _UNQUOTED
    if part.label == "source" and _quote_of(layout, cue) != _quote_of(layout, part.span):
        cost += _QUOTE
    return cost


def _quoted(layout: _Layout, span: Span) -> bool:
    return any(quote.overlaps(span) for quote in layout.quotes)


def _quote_of(layout: _Layout, span: Span) -> int | None:
    at = bisect_right(layout.quotes, span.start, key=lambda quote: quote.start) - 1
    return at if at >= 0 and layout.quotes[at].contains(span) else None


def _of_same_quote(layout: _Layout, groups: dict[Span, Group], content: TypedSpan) -> Group | None:
    """The attribution that already has another part of the quote around `content`."""
    around = [quote for quote in layout.quotes if quote.overlaps(content.span)]
    for group in groups.values():
        if any(quote.overlaps(other.span) for quote in around for other in group.content):
            return group
    return None


def _nearest(layout: _Layout, groups: dict[Span, Group], content: TypedSpan) -> Group | None:
    costs = [(_cost(layout, group, content), cue) for cue, group in groups.items()]
    cost, cue = min(costs, default=(_FAR, content.span))
    return groups[cue] if cost < _FAR else None


def _merge_alone(alone: Sequence[Group], layout: _Layout) -> list[Group]:
    """Content without a cue beside a source without one: they belong to each other."""
    sources = [g for g in alone if g.source is not None]
    merged = [g for g in alone if g.source is None]
    for group in sources:
        assert group.source is not None
        near = [g for g in merged if g.source is None and abs(g.start - group.start) < 300]
        same = [g for g in near if _sentence(layout, g.start) == _sentence(layout, group.start)]
        if same:
            same[0].source = group.source
        else:
            merged.append(group)
    return merged


def _sentence(layout: _Layout, offset: int) -> int:
    return bisect_right(layout.sentences, offset)
