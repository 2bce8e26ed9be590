"""The sides of an event that is told as mutual."""

import re

import pytest

from tacitus.extract.mutual import sides_of
from tacitus.records import Mention, Span


def found(marked):
    """Sides of the anchor in <>; mentions stand in []."""
    text, mentions, anchor, at = "", [], None, 0
    for part in re.finditer(r"\[(.+?)\]|<(.+?)>|([^\[<]+)", marked):
        words = part[1] or part[2] or part[3]
        span = Span(start=at, end=at + len(words))
        if part[1]:
            mentions.append(Mention(id=words, span=span, kind="place", form="name"))
        if part[2]:
            anchor = span
        text += words
        at += len(words)
    assert anchor is not None
    return set(sides_of(anchor, mentions, text))


@pytest.mark.parametrize(
    ("marked", "sides"),
    [
        ("<Talks> between [Chad] and [the rebels] failed.", {"Chad", "the rebels"}),
        ("a <war> in 1999 between [Eritrea] and [Ethiopia]", {"Eritrea", "Ethiopia"}),
        ("<talks> between [Chad], [Niger] and [Mali]", {"Chad", "Niger", "Mali"}),
        ("a <war> between the [Contras] and the [army]", {"Contras", "army"}),
        ("<talks> with [Chad] and [Niger]", set()),
        ("<talks> between 3 and 5 o'clock in [Chad]", set()),
    ],
)
def test_sides_of_finds_who_stands_on_each_side(marked, sides):
    assert found(marked) == sides
