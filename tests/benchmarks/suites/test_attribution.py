import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.suites import attribution
from tacitus.records import Attribution, Span
from tests.benchmarks.fake_coders import FakeCoded, FakeCoder, record, span_of

TEXT = "The minister said on Monday that the bridge would open."
GOLD = {
    "source": [list(span_of(TEXT, "The minister"))],
    "cue": [list(span_of(TEXT, "said on Monday"))],
    "content": [list(span_of(TEXT, "that the bridge would open"))],
}


def found(source="The minister", cue="said on Monday", content="that the bridge would open"):
    def span(words):
        start, end = span_of(TEXT, words)
        return Span(start=start, end=end)

    return Attribution(
        id="a1",
        source_id=None,
        source=span(source) if source else None,
        cue=span(cue) if cue else None,
        content=(span(content),) if content else (),
    )


def scores(*attributions, gold=(GOLD,)):
    coder = FakeCoder(coded={TEXT: FakeCoded(attributions=attributions)})
    return attribution.run([record(TEXT, attributions=list(gold))], lambda: coder).metrics


def test_a_perfect_answer_scores_100():
    metrics = scores(found())
    assert metrics == dict.fromkeys(metrics, 100.0)


def test_a_shorter_span_is_an_overlap_but_not_exact():
    metrics = scores(found(cue="said"))
    assert (metrics["cue_exact_f1"], metrics["cue_overlap_f1"]) == (0.0, 100.0)
    assert metrics["source_exact_f1"] == 100.0


def test_white_space_at_the_ends_does_not_count():
    assert scores(found(source="The minister "))["source_exact_f1"] == 100.0


def test_two_attributions_of_one_source_count_it_once():
    metrics = scores(found(), found(cue=None))
    assert metrics["source_exact_f1"] == 100.0


def test_an_unnamed_source_finds_no_source_span():
    metrics = scores(found(source=None))
    assert metrics["source_exact_f1"] == 0.0


def test_something_found_where_there_is_nothing_lowers_precision():
    coder = FakeCoder(coded={TEXT: FakeCoded(attributions=(found(),))})
    records = [record(TEXT, attributions=[GOLD]), record(TEXT, attributions=[])]
    metrics = attribution.run(records, lambda: coder).metrics
    assert metrics["cue_exact_f1"] == pytest.approx(200 / 3)


def test_records_without_attributions_are_refused():
    with pytest.raises(BenchmarkError, match="no record has `attributions`"):
        attribution.run([record(TEXT)], FakeCoder)
