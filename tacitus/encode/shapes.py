"""What the uncased vocabulary cannot see: the letter case and kind of each token.

The ids index a learned embedding that is added to the word embeddings.
"""

from __future__ import annotations

from collections.abc import Sequence

SHAPES = ("other", "lower", "title", "upper", "mixed", "digit", "title_first", "piece")


def shape_ids(
    text: str, offsets: Sequence[tuple[int, int]], sentence_of: Sequence[int]
) -> list[int]:
    """One index into `SHAPES` a token; a word piece inside a word is told by its whole word's case.

    `title_first` is a capital at the start of a sentence, where every word has one.
    """
    out: list[int] = []
    previous_end, previous_sentence = -1, -1
    for (start, end), sentence in zip(offsets, sentence_of, strict=True):
        if (
            start == previous_end
            and out
            and text[start:end].isalnum()
            and text[start - 1].isalnum()
        ):
            out.append(7)
        else:
            out.append(_shape(text, start, end, first=sentence != previous_sentence))
        previous_end, previous_sentence = end, sentence
    return out


def _shape(text: str, start: int, end: int, *, first: bool) -> int:
    if not text[start:end].isalnum():
        return 0
    stop = end
    while stop < len(text) and stop - start < 30 and text[stop].isalnum():
        stop += 1
    word = text[start:stop]
    if any(character.isdigit() for character in word):
        return 5
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 6 if first else 2
    return 4
