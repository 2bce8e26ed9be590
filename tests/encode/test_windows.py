"""Windows cover every token once and never exceed what the encoder reads."""

from hypothesis import given
from hypothesis import strategies as st

from tacitus.encode.windows import CONTEXT, WINDOW, sentences_of, split_windows
from tacitus.records import Span

sentence_lengths = st.lists(st.integers(min_value=1, max_value=700), max_size=25)


def sentence_ids(lengths):
    return [index for index, length in enumerate(lengths) for _ in range(length)]


@given(sentence_lengths)
def test_split_windows_answers_for_every_token_once(lengths):
    ids = sentence_ids(lengths)
    windows = split_windows(ids)
    assert [i for w in windows for i in range(w.start, w.end)] == list(range(len(ids)))


@given(sentence_lengths)
def test_split_windows_never_reads_more_than_the_encoder_can(lengths):
    for window in split_windows(sentence_ids(lengths)):
        assert window.end - window.context_start <= WINDOW
        assert window.start - window.context_start <= CONTEXT


def test_split_windows_keeps_a_sentence_whole_and_repeats_a_short_one_before_it():
    windows = split_windows(sentence_ids([200, 30, 100]))
    assert [(w.context_start, w.start, w.end) for w in windows] == [(0, 0, 230), (200, 230, 330)]


def test_split_windows_of_nothing_is_empty():
    assert split_windows([]) == []


def test_sentences_of_gives_each_token_the_sentence_it_starts_in():
    sentences = [Span(start=0, end=5), Span(start=6, end=12)]
    assert sentences_of([(0, 2), (3, 5), (6, 9), (13, 14)], sentences) == [0, 0, 1, 1]
