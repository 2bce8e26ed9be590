import pytest

from tacitus.extract.given_phrases import PHRASE_ID, find_phrase, with_phrase
from tacitus.records import Document, Mention, Span

TEXT = "Norland's police met the Norland Post. The police said so; Ana Quiroga agreed."


def mention(words, kind="organisation", form="name", id_="m1"):
    start = TEXT.index(words)
    return Mention(id=id_, span=Span(start=start, end=start + len(words)), kind=kind, form=form)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("police", "Policemen met police.", "police"),
        ("the army", "The army of the army", "the army"),
        ("The Army", "Nobody but the army", "the army"),
        ("the armed forces", "of the armed\n forces", "the armed\n forces"),
        ("Nor", "Norland", "Nor"),
        ("rebels", "The army", None),
        ("a.b", "axb", None),
        (" ", "The army", None),
    ],
)
def test_find_phrase_gives_the_first_place_that_is_most_like_it(words, text, found):
    span = find_phrase(words, text)
    assert (span and span.of(text)) == found


def test_a_mention_that_is_the_phrase_but_for_an_article_is_taken_for_it():
    known = (mention("Norland Post"), mention("Ana Quiroga", "person", id_="m2"))
    phrase = find_phrase("the Norland Post", TEXT)
    assert phrase
    first, second = with_phrase(Document(text=TEXT), known, phrase)
    assert (first.id, first.span, first.kind) == (PHRASE_ID, known[0].span, "organisation")
    assert second == known[1]


def test_a_phrase_that_is_no_mention_yet_becomes_one_in_text_order():
    known = (mention("Norland", "place"), mention("Ana Quiroga", "person", id_="m2"))
    phrase = find_phrase("The police", TEXT)
    assert phrase
    mentions = with_phrase(Document(text=TEXT), known, phrase)
    assert [m.id for m in mentions] == ["m1", PHRASE_ID, "m2"]
    assert (mentions[1].span.of(TEXT), mentions[1].form) == ("The police", "nominal")


def test_a_phrase_that_ends_in_a_name_has_its_kind():
    known = (mention("Quiroga", "person"),)
    phrase = find_phrase("Ana Quiroga", TEXT)
    assert phrase
    own = with_phrase(Document(text=TEXT), known, phrase)[0]
    assert (own.id, own.kind, own.form) == (PHRASE_ID, "person", "name")
