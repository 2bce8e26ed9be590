import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import events
from tests.benchmarks.fake_coders import FakeCoded, FakeCoder, record, span_of

TEXT = (
    "Norland's president visited Sudmark on Monday. "
    "The opposition, an aide said, condemned the trip. "
    "Police arrested two protesters in Sudburg."
)
PRESIDENT = {"name": "president of Norland", "country": "NOR"}
SUDMARK = {"name": "Sudmark", "country": "SUD"}


def event(words, event_type, **fields):
    return {
        "anchor": list(span_of(TEXT, words)),
        "also": [],
        "type": event_type,
        "mode": None,
        "actors": [],
        "recipients": [],
        "date": None,
        "place": None,
        "speaker": None,
        "certainty": "certain",
        "polarity": "pos",
        "time_status": "past",
        **fields,
    }


VISIT = event("visited", "CONSULT", mode="visit", actors=[PRESIDENT], recipients=[SUDMARK])


def scores(gold, found):
    coder = FakeCoder(coded={TEXT: FakeCoded(events=found)})
    return events.run([record(TEXT, events=gold)], lambda: coder)


def test_a_perfect_coding_scores_100():
    gold = [
        VISIT | {"date": {"start": "2021-03-01", "end": "2021-03-01"}, "place": SUDMARK},
        event("condemned", "ACCUSE", speaker={"name": "an aide"}),
    ]
    metrics = scores(gold, gold).metrics
    assert metrics == dict.fromkeys(metrics, 100.0)


def test_events_of_one_sentence_pair_without_overlap():
    metrics = scores([VISIT], [VISIT | {"anchor": list(span_of(TEXT, "Monday"))}]).metrics
    assert metrics["triple_f1"] == 100.0


def test_events_of_other_sentences_do_not_pair():
    assert scores([VISIT], [event("arrested", "CONSULT")]).metrics["detect_f1"] == 0.0


def test_another_mention_of_the_event_pairs_it():
    found = VISIT | {"anchor": list(span_of(TEXT, "trip"))}
    assert scores([VISIT], [found]).metrics["detect_f1"] == 0.0
    gold = VISIT | {"also": [list(span_of(TEXT, "trip"))]}
    assert scores([gold], [found]).metrics["detect_f1"] == 100.0


def test_an_event_pairs_once():
    metrics = scores([VISIT], [VISIT, VISIT]).metrics
    assert metrics["detect_f1"] == pytest.approx(200 / 3)


def test_a_wrong_type_is_found_but_not_typed():
    metrics = scores([VISIT], [VISIT | {"type": "AID"}]).metrics
    assert (metrics["detect_f1"], metrics["type_f1"], metrics["triple_f1"]) == (100.0, 0.0, 0.0)


def test_swapped_direction_loses_the_triple():
    swapped = VISIT | {"actors": [SUDMARK], "recipients": [PRESIDENT]}
    metrics = scores([VISIT], [swapped]).metrics
    assert (metrics["type_f1"], metrics["triple_f1"]) == (100.0, 0.0)
    assert (metrics["actor"], metrics["recipient"]) == (0.0, 0.0)


def test_a_word_of_office_is_no_shared_name():
    gold = event("arrested", "COERCE", actors=[{"name": "the president"}])
    found = event("arrested", "COERCE", actors=[{"name": "president"}])
    assert scores([gold], [found]).metrics["actor"] == 0.0


def test_both_without_recipient_agree():
    gold = event("arrested", "COERCE")
    assert scores([gold], [gold]).metrics["recipient"] == 100.0
    assert scores([gold], [gold | {"recipients": [SUDMARK]}]).metrics["recipient"] == 0.0


@pytest.mark.parametrize(
    ("basis", "stated"), [("stated", 100.0), ("inferred", 100.0), ("publication_date", 0.0)]
)
def test_a_default_date_counts_as_given_but_not_as_stated(basis, stated):
    gold = VISIT | {"date": {"start": "2021-03-01", "end": "2021-03-31"}}
    found = VISIT | {"date": {"start": "2021-03-31", "end": "2021-04-02", "basis": basis}}
    metrics = scores([gold], [found]).metrics
    assert (metrics["date"], metrics["date_stated"]) == (100.0, stated)


def test_an_open_gold_date_reaches_to_any_day():
    gold = VISIT | {"date": {"start": "2021-03-01", "end": None}}
    found = VISIT | {"date": {"start": "2024-01-01", "end": "2024-01-01", "basis": "stated"}}
    assert scores([gold], [found]).metrics["date"] == 100.0


def test_place_counts_where_the_gold_has_one():
    found = VISIT | {"place": {"name": "Sudburg", "country": "SUD", "basis": "dateline"}}
    assert scores([VISIT], [found]).metrics["place"] == 0.0
    metrics = scores([VISIT | {"place": SUDMARK}], [found]).metrics
    assert (metrics["place"], metrics["place_stated"]) == (100.0, 0.0)


def test_speaker_named_leaves_out_events_without_one():
    gold = [VISIT, event("condemned", "ACCUSE", speaker={"name": "an aide"})]
    found = [VISIT, event("condemned", "ACCUSE")]
    metrics = scores(gold, found).metrics
    assert (metrics["speaker"], metrics["speaker_named"]) == (50.0, 0.0)


def test_details_count_each_type_and_its_confusions():
    details = scores([VISIT], [VISIT | {"type": "AID"}]).details
    assert details["types"]["CONSULT"] == {"f1": 0.0, "gold": 1, "found": 0, "right": 0}
    assert details["confused"] == [{"gold": "CONSULT", "found": "AID", "pairs": 1}]


def test_a_document_that_fails_counts_as_found_nothing():
    coder = FakeCoder(failing=frozenset({TEXT}))
    result = events.run([record(TEXT, events=[VISIT])], lambda: coder)
    assert result.metrics["detect_f1"] == 0.0
    assert result.details["documents_failed"] == 1


def test_records_without_gold_events_are_left_out():
    with pytest.raises(BenchmarkError, match="no record has `events`"):
        events.run([record(TEXT, events=[{"trigger": [0, 3], "type": "STATE"}])], FakeCoder)
