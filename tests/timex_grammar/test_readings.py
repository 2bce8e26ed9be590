import pytest

from tacitus.timex_grammar import is_due, opens_anchor, tense_beside, tense_near


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The vote will be held on |Monday", "future"),
        ("The vote was held on |Monday", "past"),
        ("The army brought in tanks on |Monday", "past"),
        ("On |Monday| they must choose", "future"),
        ("Rain on |Monday", None),
    ],
)
def test_tense_is_that_of_the_nearest_verb(text, tense):
    start = text.index("|")
    end = text.index("Monday") + len("Monday") - 1
    assert tense_near(text.replace("|", ""), start, end) == tense


@pytest.mark.parametrize(
    ("left", "due"),
    [
        ("He must leave by ", True),
        ("The envoys have until ", True),
        ("The truce was extended until ", True),
        ("The court ordered the army to leave by ", True),
        ("The truce lasted until ", False),
        ("The army had left by ", False),
        ("The truce had lasted until ", False),
        ("He left on ", False),
    ],
)
def test_deadline_is_told_from_an_end(left, due):
    assert is_due(left + "Friday", len(left)) is due


@pytest.mark.parametrize(
    ("left", "tense"),
    [
        ("The envoy said on ", "past"),
        ("A vote will be held late ", "future"),
        ("The envoy said that a vote on ", None),
        ("On ", None),
    ],
)
def test_verb_right_before_a_date_gives_its_tense(left, tense):
    assert tense_beside(left + "Friday", len(left)) == tense


@pytest.mark.parametrize(
    ("between", "side"),
    [
        (" after the attack of ", 1),
        (" before ", -1),
        (" before the ", -1),
        (" after the burning of the town on ", 1),
        (" and again on ", None),
        (" after he fell. On ", None),
    ],
)
def test_length_is_counted_from_a_date_that_follows_as_its_end(between, side):
    assert opens_anchor(between) == side
