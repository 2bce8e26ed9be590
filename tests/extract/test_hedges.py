import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.extract.hedges import find_hedges
from tacitus.extract.lexicons import load_hedges
from tacitus.records import Span


@pytest.mark.parametrize(
    ("text", "hedge", "certainty"),
    [
        ("He is also thought to live there.", "is also thought to", "probable"),
        ("They are believed to be dead.", "are believed to", "probable"),
        ("Troops reportedly fired.", "reportedly", "probable"),
        ("It may rain.", "may", "possible"),
        ("Perhaps not.", "Perhaps", "possible"),
    ],
)
def test_find_hedges_finds_the_words_and_what_they_leave(text, hedge, certainty):
    (found,) = find_hedges(text, Span(start=0, end=len(text)))
    assert (found.words, found.certainty) == (hedge, certainty)
    assert found.span.of(text) == hedge


def test_find_hedges_takes_the_longer_of_two():
    text = "It is widely believed so."
    found = [h.words for h in find_hedges(text, Span(start=0, end=len(text)))]
    assert found == ["is widely believed"]


def test_find_hedges_looks_nowhere_else():
    assert list(find_hedges("reportedly", Span(start=2, end=10))) == []


@given(st.lists(st.sampled_from(sorted(load_hedges())), min_size=1, max_size=3))
def test_find_hedges_knows_every_hedge_of_its_list(words):
    text = " , ".join(words)
    found = list(find_hedges(text, Span(start=0, end=len(text))))
    assert {load_hedges()[word] for word in words} >= {hedge.certainty for hedge in found} != set()
