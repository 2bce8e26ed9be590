import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import roles
from benchmarks.suites.roles import normalised, ree_tally
from tests.benchmarks.fake_coders import FakeCoder, record, span_of

TEXT = (
    "gunmen of the red lamp front killed ada quill with a bomb. the front said they hit "
    "the town hall. mrs quill was mayor."
)


def filler(role, words, entity=None):
    start, end = span_of(TEXT, words)
    return {"role": role, "start": start, "end": end, "entity": entity or f"{role} {words}"}


GOLD = [
    filler("PerpInd", "gunmen"),
    filler("PerpOrg", "red lamp front"),
    filler("Target", "town hall"),
    filler("Victim", "ada quill", "Victim-0"),
    filler("Victim", "mrs quill", "Victim-0"),
    filler("Weapon", "bomb"),
]
ALL = [
    ("PerpInd", "gunmen"),
    ("PerpOrg", "the red lamp front"),
    ("Target", "town hall"),
    ("Victim", "mrs quill"),
    ("Weapon", "a bomb"),
]


def scores(*fillers, gold=GOLD):
    coder = FakeCoder(fillers={TEXT: fillers})
    return roles.run([record(TEXT, events=[{"args": gold}])], lambda: coder)


def test_every_role_can_be_found_by_any_string_of_its_entity():
    assert scores(*ALL).metrics == {"ree_micro_f1": 100.0}


def test_an_entity_that_is_given_twice_is_right_once():
    found = scores(*ALL, ("Victim", "ada quill"))
    assert found.details["all"] == {
        "f1": 90.91, "precision": 83.33, "recall": 100.0, "gold": 5, "found": 6, "right": 5,
    }  # fmt: skip


def test_a_filler_in_the_wrong_role_is_not_right():
    details = scores(("PerpInd", "ada quill")).details
    assert (details["PerpInd"]["found"], details["all"]["right"]) == (1, 0)


def test_a_document_without_attacks_counts_what_is_found_in_it():
    coder = FakeCoder(fillers={TEXT: ALL})
    records = [record(TEXT, events=[]), record("a bomb.", events=[{"args": [GOLD[0]]}])]
    details = roles.run(records, lambda: coder).details
    assert (details["all"]["found"], details["all"]["right"], details["all"]["gold"]) == (5, 0, 1)


# The worked example of the paper's section on the measure, in other words: an entity that is found
# twice lowers precision, one that is not found lowers recall.
ENTITIES = [frozenset({"hall", "town hall"}), frozenset({"pipes"}), frozenset({"booth"})]


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        (["pipes", "hall", "booth", "town hall"], 75, 100),
        (["hall", "pipes", "booth"], 100, 100),
        (["town hall", "booth"], 100, 200 / 3),
        (["town halls"], 0, 0),
        ([], 0, 0),
    ],
)
def test_ree_pairs_entities_one_to_one(found, precision, recall):
    tally = ree_tally(ENTITIES, found)
    assert (tally.precision, tally.recall) == pytest.approx((precision, recall))


def test_ree_finds_the_pairs_that_fit_best():
    gold = [frozenset({"police", "unit"}), frozenset({"police"})]
    assert ree_tally(gold, ["police", "unit"]).gold_hit == 2


def test_normalised_leaves_what_tells_fillers_apart():
    assert normalised('The "Red  Lamp" front,') == "red lamp front"
    assert normalised("a theatre") == "theatre"


def test_records_without_roles_are_refused():
    with pytest.raises(BenchmarkError, match="no record has `events` with `args` of a role"):
        roles.run([record(TEXT, events=[{"args": []}]), record(TEXT)], FakeCoder)
