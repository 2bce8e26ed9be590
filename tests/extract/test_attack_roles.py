from tacitus.encode.labels import ATTACK_ROLES
from tacitus.extract.attack_roles import find_attack_roles
from tacitus.records import Span
from tests.extract.encodings import encode_spans

LABELS = ("O", *(f"{mark}-{role}" for role in ATTACK_ROLES for mark in "BI"))
TEXT = (
    "the red lamp front (rlf) blew up a blue van with dynamite in lima. rlf men fled; "
    "the van burned. ada quill and bo quill were hurt."
)


def fillers(*marked):
    spans = []
    for role, words, *after in marked:
        start = TEXT.index(words, *after)
        spans.append((Span(start=start, end=start + len(words)), role))
    found = find_attack_roles(TEXT, encode_spans(TEXT, spans, LABELS, "roles"))
    return [(filler.role, filler.span.of(TEXT)) for filler in found]


def test_a_short_form_and_an_acronym_are_the_entity_of_the_full_name():
    assert fillers(
        ("PerpOrg", "red lamp front"),
        ("PerpOrg", "rlf", 60),
        ("Target", "blue van"),
        ("Target", "van", 70),
        ("Weapon", "dynamite"),
    ) == [("PerpOrg", "red lamp front"), ("Target", "blue van"), ("Weapon", "dynamite")]


def test_the_same_words_in_two_roles_are_two_fillers():
    found = fillers(("PerpOrg", "rlf"), ("PerpInd", "rlf men"))
    assert found == [("PerpOrg", "rlf"), ("PerpInd", "rlf men")]


def test_two_people_of_one_family_name_stay_apart():
    found = fillers(("Victim", "ada quill"), ("Victim", "bo quill"))
    assert found == [("Victim", "ada quill"), ("Victim", "bo quill")]


def test_a_document_without_fillers_or_a_model_without_the_head_gives_nothing():
    assert fillers() == []
    assert find_attack_roles(TEXT, encode_spans(TEXT, [])) == ()
