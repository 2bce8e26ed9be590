import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import roles
from benchmarks.suites.roles import normalised, ree_tally
from tacitus.records import Mention, MentionForm, MentionKind, Span
from tests.benchmarks.fake_coders import FakeCoded, FakeCoder, record, span_of

TEXT = (
    "gunmen of the red lamp front killed ada quill with a bomb. the front said they hit "
    "the town hall. mrs quill was mayor."
)
KINDS: dict[str, tuple[MentionKind, MentionForm, str]] = {
    "gunmen": ("group", "nominal", "c1"),
    "red lamp front": ("organisation", "name", "c2"),
    "ada quill": ("person", "name", "c3"),
    "the front": ("organisation", "nominal", "c2"),
    "they": ("group", "pronoun", "c2"),
    "town hall": ("facility", "nominal", "c4"),
    "mrs quill": ("person", "name", "c3"),
    "mayor": ("person", "nominal", "c5"),
}


def mention(words):
    start, end = span_of(TEXT, words)
    kind, form, chain = KINDS[words]
    return Mention(
        id=words, span=Span(start=start, end=end), kind=kind, form=form, chain=chain, score=1.0
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


def event(actors, recipients, type_="ASSAULT"):
    return {
        "type": type_,
        "mode": None,
        "actors": [{"span": list(span_of(TEXT, words))} for words in actors],
        "recipients": [{"span": list(span_of(TEXT, words))} for words in recipients],
    }


def scores(*events, gold=GOLD, **options):
    coded = FakeCoded(events=events, mentions=tuple(mention(words) for words in KINDS))
    coder = FakeCoder(coded={TEXT: coded}, **options)
    return roles.run([record(TEXT, events=[{"args": gold}])], lambda: coder)


ALL = event(["gunmen", "red lamp front"], ["ada quill", "town hall"])


def test_everything_but_the_weapon_can_be_found():
    found = scores(ALL)
    by_role = {role: found.details[role]["f1"] for role in roles.ROLES}
    assert by_role == dict.fromkeys(roles.ROLES, 100.0) | {"Weapon": 0.0}
    # 4 of 4 found are right, 4 of 5 in the gold are found
    assert found.metrics == {"ree_micro_f1": pytest.approx(800 / 9)}
    assert found.details["all"]["recall"] == 80.0


def test_an_entity_of_two_events_is_given_once_by_its_first_name():
    found = scores(ALL, event(["they"], ["mrs quill"]))
    assert found.details["all"]["found"] == 4
    assert found.metrics == scores(ALL).metrics


def test_a_victim_without_a_name_is_not_given():
    assert scores(event([], ["mayor"])).details["all"]["found"] == 0


def test_a_chain_of_pronouns_is_not_given(monkeypatch):
    monkeypatch.setitem(KINDS, "they", ("group", "pronoun", "c9"))
    assert scores(event(["they"], [])).details["all"]["found"] == 0


def test_events_of_other_types_fill_no_role():
    assert scores(event(["gunmen"], ["ada quill"], "COERCE")).metrics == {"ree_micro_f1": 0.0}


def test_a_filler_in_the_wrong_role_is_not_right():
    details = scores(event(["ada quill"], [])).details
    assert (details["PerpInd"]["found"], details["all"]["right"]) == (1, 0)


def test_a_document_without_attacks_counts_what_is_found_in_it():
    coded = FakeCoded(events=[ALL], mentions=tuple(mention(words) for words in KINDS))
    coder = FakeCoder(coded={TEXT: coded})
    records = [record(TEXT, events=[]), record("a bomb.", events=[{"args": [GOLD[0]]}])]
    details = roles.run(records, lambda: coder).details
    assert (details["all"]["found"], details["all"]["right"], details["all"]["gold"]) == (4, 0, 1)


def test_a_document_that_fails_counts_as_one_in_which_nothing_was_found():
    found = scores(ALL, failing=frozenset({TEXT}))
    assert found.metrics == {"ree_micro_f1": 0.0}
    assert found.details["documents_failed"] == 1


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
