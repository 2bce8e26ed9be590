import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.extract.names import (
    body_core,
    bracketed_acronym,
    fold,
    person_core,
    same_body,
    same_person,
    within_one_edit,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Karim al-Dabbagh’s", ("karim", "dabbagh")),
        ("José O'Brien", ("jose", "obrien")),
        ("U.S.", ("us",)),
        ("Chan-o-cha", ("chan", "o", "cha")),
    ],
)
def test_fold_takes_off_what_spelling_varies_in(text, tokens):
    assert fold(text) == tokens


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Uzbek President Rustam Karimzoda", ("rustam", "karimzoda")),
        ("Secretary of State Dana Whitlock", ("dana", "whitlock")),
        ("Foreign Secretary", ()),
        ("Home Minister Amit Rao", ("amit", "rao")),
        ("NBC’s Ali Vit", ("ali", "vit")),
        ("Foreign Office Minister, Tobias Rey", ("tobias", "rey")),
        ("Ana da Silva", ("ana", "da", "silva")),
        ("Pavel Hale Jr.", ("pavel", "hale")),
    ],
)
def test_person_core_is_the_name_without_its_titles(text, name):
    assert person_core(text) == name


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("the U.S.", "United States", True),
        ("State of Kuwait", "Kuwait", True),
        ("Untied Nations", "the United Nations", True),
        ("World Salt Fund", "WSF", True),
        ("Green Party", "Greens", False),
        ("South Sudan", "Sudan", False),
        ("Palang Party", "Palang", True),
        ("US State Department", "State Department", True),
        ("the Council", "Norland Council", False),
    ],
)
def test_same_body_knows_acronyms_and_short_forms(left, right, same):
    assert (same_body(body_core(left), body_core(right)) > 0) is same


@pytest.mark.parametrize(
    ("left", "right", "strength"),
    [
        ("Hale", "Jonas Hale", 2),
        ("J. Hale", "Jonas Hale", 3),
        ("Jonas Hale", "Petra Hale", 0),
        ("Jonas", "Jonas Hale", 1),
        ("Jonas Q. Hale", "Jonas Hale", 3),
    ],
)
def test_same_person_says_how_surely(left, right, strength):
    assert same_person(person_core(left), person_core(right)) == strength


def test_bracketed_acronym_is_found_in_and_behind_the_name():
    text = "The Salt Union (SU) met."
    assert bracketed_acronym(text, 14, text[:14]) == "su"
    assert bracketed_acronym("x", 1, "Salt Union (SU)") == "su"
    assert bracketed_acronym("The Salt Union met.", 14, "The Salt Union") is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_stand_any_text(left, right):
    assert isinstance(person_core(left), tuple)
    assert within_one_edit(left, right) == within_one_edit(right, left)
    names = [name for name in (body_core(left), body_core(right)) if name]
    if len(names) == 2:
        assert same_body(names[0], names[1]) == same_body(names[1], names[0])
