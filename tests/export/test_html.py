from __future__ import annotations

import dataclasses
import re
from html import unescape

from tests.codings import coding_of


def test_html_escapes_everything_that_comes_from_the_article():
    coding = coding_of()
    evil = '<img src=x onerror="alert(1)">'
    document = dataclasses.replace(coding.document, title=evil, publisher=evil)
    page = dataclasses.replace(coding, document=document, notes=(evil,))._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img" not in page
    assert page.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;") >= 3


def test_html_loads_nothing():
    page = coding_of()._repr_html_()
    assert not re.findall(r"https?://|url\(|@import|<link|<img|src=", page)


def test_html_keeps_every_character_of_the_text():
    coding = coding_of()
    body = coding._repr_html_().split('dir="auto">', 1)[1].split('<div class="t-cards">')[0]
    body = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", body)
    assert unescape(body) == coding.document.text


def test_html_marks_the_parts_and_gives_each_event_a_card():
    page = coding_of()._repr_html_()
    assert '<mark class="t-anchor" title="anchor of e1">arrested</mark><sup>' in page
    assert '<mark class="t-actor" title="actor of e1">Police</mark>' in page
    assert '<mark class="t-hedge" title="hedge of e1; cue of e1">reportedly</mark>' in page
    assert page.count('class="t-card"') == 2
    assert "disputed by e2" in page
    assert "disputes e1" in page
    assert "Harbour Wire itself" in page


def test_html_of_a_text_without_events_is_the_text():
    coding = dataclasses.replace(coding_of(), events=(), links=())
    page = coding._repr_html_()
    assert "0 events" in page
    assert "<mark" not in page
