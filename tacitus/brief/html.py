"""A brief as a page of HTML: whole in itself, for screen and paper.

Enters: a `Brief`. Leaves: the page. Everything from articles is escaped, only http(s) addresses are
links, and the page forbids itself scripts and anything from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources
from itertools import groupby

from tacitus.brief.records import AtPlace, Brief, Dispute, Line, Quote, Section, Source
from tacitus.brief.summary import heading, news_words, read_words, undated_words
from tacitus.brief.wording import short_day

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render_html(brief: Brief) -> str:
    """The page."""
    title = escape(heading(brief))
    body = "".join(_body(brief))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )


def _style() -> str:
    return (resources.files("tacitus") / "data" / "brief.css").read_text("utf-8")


def _body(brief: Brief) -> Iterator[str]:
    yield _head(brief)
    if brief.disputes:
        yield f'<h2 id="disputes">Disputed{_count(len(brief.disputes))}</h2>\n'
        yield from (_dispute(brief, dispute) for dispute in brief.disputes)
    for number, section in enumerate(brief.sections, start=1):
        yield from _section(brief, section, f"s{number}")
    if brief.background:
        yield '<h2 id="background">Background told on this day</h2>\n'
        for section in brief.background:
            yield f"<h3>{escape(section.title)}</h3>\n"
            for place in section.places:
                yield _said(brief, place.lines, prefix="b")
    if brief.sources:
        yield f'<h2 id="sources">Articles{_count(len(brief.sources))}</h2>\n<ol class="sources">\n'
        yield from (_source(source) for source in brief.sources)
        yield "</ol>\n"


def _head(brief: Brief) -> str:
    parts = [f'<p class="small">{escape(read_words(brief))}</p>\n']
    words = news_words(brief)
    if words:
        items = "".join(f"<li>{escape(item)}</li>" for item in words[1:])
        parts.append(f'<p class="small">{escape(words[0])}</p>\n')
        parts.append(f'<ul class="small news">{items}</ul>\n' if items else "")
    undated = undated_words(brief)
    parts.append(f'<p class="small">{escape(undated)}</p>\n' if undated else "")
    links = [("disputes", "Disputed")] if brief.disputes else []
    links += [(f"s{i}", section.title) for i, section in enumerate(brief.sections, start=1)]
    links += [("background", "Background")] if brief.background else []
    if len(links) > 1:
        found = "".join(f'<a href="#{name}">{escape(words)}</a>' for name, words in links)
        parts.append(f"<nav>{found}</nav>\n")
    return "".join(parts)


def _count(count: int) -> str:
    return f' <span class="count">{count}</span>'


def _dispute(brief: Brief, dispute: Dispute) -> str:
    new = _flag("new dispute", "new") if dispute.new else ""
    told = f" · {escape(dispute.told)}" if dispute.told else ""
    return (
        f'<h3 id="d{dispute.number}">{escape(dispute.title)}{told} {new}</h3>\n'
        f'<div class="sides"><div><h4>Claim</h4>{_said(brief, (dispute.claim,), prefix="c")}</div>'
        f"<div><h4>Against it</h4>{_said(brief, dispute.denials, prefix='a')}</div></div>\n"
    )


def _section(brief: Brief, section: Section, name: str) -> Iterator[str]:
    new = f" {_flag('new pair', 'new')}" if section.new else ""
    yield f'<h2 id="{name}">{escape(section.title)}{new}{_count(section.count)}</h2>\n'
    for place in section.places:
        yield from _place(brief, place)


def _place(brief: Brief, place: AtPlace) -> Iterator[str]:
    yield f"<h3>{escape(place.name or 'Place unknown')}</h3>\n"
    yield _said(brief, place.lines, prefix="e")


def _said(brief: Brief, lines: Sequence[Line], *, prefix: str) -> str:
    """The lines under the sentence that they were read from, which is shown once."""
    found = []
    for number, same in groupby(lines, key=lambda line: line.quote):
        events = "".join(_line(line, prefix) for line in same)
        words = _words(brief, brief.quotes[number - 1])
        found.append(f'<div class="said">{words}<ul>{events}</ul></div>\n')
    return "".join(found)


def _words(brief: Brief, quote: Quote) -> str:
    runs = (f"<mark>{escape(w)}</mark>" if marked else escape(w) for w, marked in quote.parts)
    source = brief.sources[quote.source - 1]
    opening, closing = ("", "") if quote.has_own_marks else ("“", "”")
    name = escape(source.publisher or source.title)
    target = escape(quote.link) if quote.link else f"#a{quote.source}"
    hint = escape(source.title)
    return (
        f'<p class="words" dir="auto">{opening}{"".join(runs)}{closing} '
        f'<a href="{target}" title="{hint}">{name}</a></p>'
    )


def _line(line: Line, prefix: str) -> str:
    whom = f" → <b>{escape(line.whom)}</b>" if line.whom else ""
    place = "" if prefix == "e" else line.place  # among the others it stands above them
    meta = [
        f"according to {line.says}",
        line.certainty,
        line.day,
        place,
        line.place_basis,
        *line.quantities,
    ]
    facts = " · ".join(escape(fact) for fact in meta if fact)
    return (
        f'<li class="line q{line.quad}" id="{prefix}-{escape(line.event_id)}">'
        f'<b dir="auto">{escape(line.who)}</b>{whom} '
        f'<span class="what" title="{escape(line.code)}">{escape(line.what)}</span> '
        f"{' '.join(_flags(line, prefix))}"
        f'<div class="meta">{facts} · p {line.score:.2f}</div></li>'
    )


def _flags(line: Line, prefix: str) -> Iterator[str]:
    for words in line.flags:
        yield _flag(words, "alert" if words == "did not happen" else "")
    if line.dispute is not None and prefix in "eb":
        yield f'<a class="flag alert" href="#d{line.dispute}">disputed</a>'
    if line.new:
        yield _flag(line.new, "new")


def _flag(words: str, kind: str) -> str:
    return f'<span class="flag {kind}">{escape(words)}</span>'


def _source(source: Source) -> str:
    facts: Iterable[str | None] = (
        source.publisher,
        short_day(source.published, 0) if source.published else None,
        None if source.url else source.path,
    )
    words = escape(" · ".join(fact for fact in facts if fact))
    title = escape(source.title)
    if source.url:
        title = f'<a href="{escape(source.url)}">{title}</a>'
    return f'<li id="a{source.number}">{title} <span class="small">{words}</span></li>\n'
