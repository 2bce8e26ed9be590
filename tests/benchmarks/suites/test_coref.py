import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import coref
from benchmarks.suites.coref import whole_phrase
from tacitus.records import Mention, Span
from tests.benchmarks.fake_coders import FakeCoded, FakeCoder, record, span_of

TEXT = "Ada Quill praised the port. Quill's deputy said she will open it. Norland agreed."
GOLD = [
    [list(span_of(TEXT, words)) for words in ("Ada Quill", "Quill's", "she")],
    [list(span_of(TEXT, words)) for words in ("the port", "it")],
]


def mention(words, chain, text=TEXT):
    start, end = span_of(text, words)
    if words == "Quill":
        start, end = span_of(text, "Quill's")
        end -= 2
    return Mention(
        id=f"m{start}-{end}",
        span=Span(start=start, end=end),
        kind="person",
        form="name",
        chain=chain,
    )


PERFECT = [
    mention("Ada Quill", "c1"),
    mention("port", "c2"),
    mention("Quill", "c1"),
    mention("she", "c1"),
    mention("it", "c2"),
]


def scores(*mentions, **options):
    coder = FakeCoder(coded={TEXT: FakeCoded(mentions=mentions)}, **options)
    gold = [record(TEXT, ontogum_coref=GOLD, meta={"genre": "news"})]
    return coref.run(gold, lambda: coder)


def test_a_perfect_answer_scores_100_in_every_measure():
    metrics = scores(*PERFECT).metrics
    assert metrics.keys() == {"conll_f1", "muc_f1", "b3_f1", "ceafe_f1", "mention_f1"}
    assert metrics == pytest.approx(dict.fromkeys(metrics, 100.0))


def test_a_chain_of_one_is_dropped_and_its_gold_mention_counted_as_unlinked():
    found = scores(*PERFECT[:1], *PERFECT[2:4], PERFECT[1], mention("Norland", "c3"))
    assert found.details["measures"]["mention"] == {"f1": 75.0, "precision": 100.0, "recall": 60.0}
    assert found.details["unlinked"] == 1


def test_conll_f1_is_the_mean_of_three_measures():
    metrics = scores(*PERFECT[:1], *PERFECT[2:4]).metrics
    # 2 of 3 links, 3 of 5 mentions, 1 of 2 chains; everything found is right
    assert metrics["muc_f1"] == pytest.approx(80)
    assert metrics["b3_f1"] == pytest.approx(75)
    assert metrics["ceafe_f1"] == pytest.approx(200 / 3)
    assert metrics["conll_f1"] == pytest.approx((80 + 75 + 200 / 3) / 3)


def test_a_span_that_is_too_short_is_not_found():
    text = TEXT.replace("Ada Quill", "Minister Ada Quill")
    gold = [[[*span_of(text, "Minister Ada Quill")], [*span_of(text, "she")]]]
    coder = FakeCoder(
        coded={
            text: FakeCoded(
                mentions=(mention("Ada Quill", "c1", text), mention("she", "c1", text)),
            )
        }
    )
    found = coref.run([record(text, ontogum_coref=gold)], lambda: coder)
    assert found.metrics["mention_f1"] == 50.0
    assert found.metrics["muc_f1"] == 0.0


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("In the Norland case", "Norland", "the Norland"),
        ("The port", "port", "The port"),
        ("an envoy", "envoy", "an envoy"),
        ("bathe port", "port", "port"),
        ("Quill's deputy", "Quill", "Quill's"),
        ("Quill’s deputy", "Quill", "Quill’s"),
        ("the Quills' house", "Quills", "the Quills'"),
        ("'Quill' is it", "Quill", "Quill"),
        ("Quill spoke", "Quill ", "Quill"),
    ],
)
def test_whole_phrase_takes_in_the_article_and_the_ending(text, words, whole):
    start, end = whole_phrase(span_of(text, words), text)
    assert text[start:end] == whole


def test_a_mention_that_becomes_the_same_phrase_as_another_is_left_to_the_first_chain():
    # "the port" and "port" are one phrase; in two chains it would be counted twice
    found = scores(*PERFECT, mention("the port", "c3"), mention("Norland", "c3"))
    assert found.metrics["mention_f1"] == 100.0


def test_details_give_every_genre_apart():
    coder = FakeCoder(coded={TEXT: FakeCoded(mentions=tuple(PERFECT))})
    records = [
        record(TEXT, ontogum_coref=GOLD, meta={"genre": "news"}),
        record("She spoke.", ontogum_coref=[], meta={"genre": "speech"}),
        record("Ada, she said.", ontogum_coref=[[[0, 3], [5, 8]]]),
    ]
    details = coref.run(records, lambda: coder).details
    genres = {genre: values["conll_f1"] for genre, values in details["genres"].items()}
    assert genres == {"news": 100.0, "none": 0.0, "speech": 0.0}
    assert details["gold_mentions"] == 7


def test_a_document_that_fails_counts_as_one_in_which_nothing_was_found():
    found = scores(*PERFECT, failing=frozenset({TEXT}))
    assert found.metrics["conll_f1"] == 0.0
    assert found.details["documents_failed"] == 1


def test_records_without_chains_are_refused():
    with pytest.raises(BenchmarkError, match="no record has `ontogum_coref`"):
        coref.run([record(TEXT, coref=GOLD)], FakeCoder)
