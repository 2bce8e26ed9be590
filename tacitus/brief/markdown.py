"""A brief as Markdown (GitHub's, with footnotes): lists to read, a footnote for each quote.

Enters: a `Brief`. Leaves: the text. Nothing from articles is read as Markdown or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tacitus.brief.records import Brief, Dispute, Line, Quote, Section
from tacitus.brief.summary import heading, news_words, read_words, undated_words
from tacitus.brief.wording import plural, short_day

# What has a meaning anywhere in a line, in GitHub's footnotes, tables and formulas too.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&#^$]")
_AT_START = re.compile(r"^([+\-=:]|\d+(?=[.)]))")
# Control characters and lone surrogates, which UTF-8 does not have.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# GitHub and others make links of bare addresses and of words that begin so.
_BARE = re.compile(r"(?<=www)\.|(?<=http)(?=s?://)|(?<=\w)@(?=\w)", re.IGNORECASE)


def render_markdown(brief: Brief) -> str:
    """The text."""
    return "\n".join(_lines(brief)) + "\n"


def plain(words: str) -> str:
    """The words so that Markdown shows them as they are, on one line."""
    text = _UNWRITABLE.sub(" ", words)
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    text = _BARE.sub(lambda match: f"{match[0]}<!-- -->", text)
    return _AT_START.sub(lambda m: f"{m[1]}\\" if m[1].isdigit() else f"\\{m[1]}", text)


def _lines(brief: Brief) -> Iterator[str]:
    yield f"# {plain(heading(brief))}"
    yield ""
    yield plain(read_words(brief))
    yield ""
    words = news_words(brief)
    if words:
        yield plain(words[0])
        yield ""
        yield from (f"- {plain(item)}" for item in words[1:])
        yield ""
    undated = undated_words(brief)
    if undated:
        yield plain(undated)
        yield ""
    if brief.disputes:
        yield from ("## Disputed", "")
        for dispute in brief.disputes:
            yield from _dispute(dispute)
    for section in brief.sections:
        yield from _section(section)
    if brief.background:
        yield from ("## Background told on this day", "")
        for section in brief.background:
            yield f"**{plain(section.title)}**"
            yield ""
            lines = (line for place in section.places for line in place.lines)
            yield from (f"- {_event(line)}" for line in lines)
            yield ""
    yield from (_footnote(brief, quote) for quote in brief.quotes)


def _dispute(dispute: Dispute) -> Iterator[str]:
    facts = [dispute.told, "new" if dispute.new else None]
    more = ", ".join(plain(fact) for fact in facts if fact)
    yield f"### {plain(dispute.title)}{f' ({more})' if more else ''}"
    yield ""
    yield "| claim | against it |"
    yield "|---|---|"
    denials = "<br>".join(_event(line) for line in dispute.denials)
    yield f"| {_event(dispute.claim)} | {denials} |"
    yield ""


def _section(section: Section) -> Iterator[str]:
    new = ", new pair" if section.new else ""
    yield f"## {plain(section.title)} ({plural(section.count, 'event')}{new})"
    yield ""
    for place in section.places:
        yield f"### {plain(place.name or 'Place unknown')}"
        yield ""
        yield from (f"- {_event(line, placed=True)}" for line in place.lines)
        yield ""


def _event(line: Line, *, placed: bool = False) -> str:
    """The event on one line; `placed`: its place stands above it."""
    whom = f" → **{plain(line.whom)}**" if line.whom else ""
    flags = [*line.flags, "disputed" if line.dispute else None, line.new]
    shown = "".join(f", *{plain(flag)}*" for flag in flags if flag)
    says = f"according to {line.says}" + (f" ({line.outlet})" if line.outlet else "")
    facts = [says, line.certainty, line.day, "" if placed else line.place, line.place_basis]
    facts += [*line.quantities, f"p {line.score:.2f}"]
    meta = "; ".join(plain(fact) for fact in facts if fact)
    return f"**{plain(line.who)}**{whom} {plain(line.what)}{shown}: {meta} [^{line.quote}]"


def _footnote(brief: Brief, quote: Quote) -> str:
    source = brief.sources[quote.source - 1]
    day = short_day(source.published, 0) if source.published else None
    where = ", ".join(plain(fact) for fact in (source.title, source.publisher, day) if fact)
    link = f" <{quote.link}>" if quote.link else f" {plain(source.path)}" if source.path else ""
    words = quote.sentence if quote.has_own_marks else f"“{quote.sentence}”"
    return f"[^{quote.number}]: {plain(words)} {where}.{link}"
