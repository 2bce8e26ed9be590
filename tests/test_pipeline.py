"""The whole flow with a tiny untrained model: whatever it finds must hang together."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest

from tacitus.encode.model_files import FILES
from tacitus.errors import ModelError
from tacitus.pipeline import UNDATED, Coder
from tacitus.records import Document, Failure, Span

TINY = Path(__file__).parent / "data" / "tiny_model"
TEXT = (
    "Ministers meet in Oslo\n\n"
    "OSLO - The foreign minister of Kenya met a Norwegian counterpart on Monday, officials said.\n"
    "Police arrested 12 protesters outside, a spokesman told reporters.\n\n"
    '"They will be freed in a week," he added. Kenya denied that it had asked for the arrests.'
)
AWKWARD = {
    "nothing": "",
    "one space": " ",
    "line ends only": "\r\n\n\r",
    "one mark": "“",
    "one letter": "a",
    "NUL": "\0\0",
    "NUL in words": "The army\0 said on\0Monday.",
    "CRLF": TEXT.replace("\n", "\r\n"),
    "a lone surrogate": "Police said \ud800 on Monday.",
    "other scripts": "قال الوزير 北京 said on Monday. Ο στρατός είπε.",
    "combining marks": "e\u0301\u200b\ufeff said\u2028on\u00ad Monday 🤝",
    "a line of 200,000 characters": "x" * 200_000,
    "a thousand line ends": "\n" * 1000 + "Police said so.",
    "quotes that never close": '"' * 50 + "Police said " + "(" * 50,
}


@pytest.fixture(scope="module")
def coder():
    return Coder(model=TINY)


def check_references(coding):
    """Every id that a value names exists, and every span lies in the text."""
    mentions = {m.id for m in coding.mentions}
    timexes = {t.id for t in coding.timexes}
    attributions = {a.id for a in coding.attributions}
    events = {e.id for e in coding.events}
    assert len(mentions) == len(coding.mentions)
    assert len(events) == len(coding.events)
    for event in coding.events:
        parties = {*event.actor_ids, *event.recipient_ids, *event.toponym_ids}
        assert parties | ({event.speaker_id} - {None}) <= mentions
        assert set(event.timex_ids) <= timexes
        assert set(event.attribution_ids) <= attributions
    for attribution in coding.attributions:
        assert {attribution.source_id} - {None} <= mentions
        assert {attribution.parent_id} - {None} <= attributions
    for relation in coding.relations:
        assert {relation.person_id, relation.organisation_id} - {None} <= mentions
    assert {r.subject_id for r in coding.resolutions} <= mentions | timexes | events
    for link in coding.links:
        assert {link.left_id, link.right_id} <= events
    length = len(coding.document.text)
    spans = [value.span for value in (*coding.mentions, *coding.timexes, *coding.relations)]
    spans += [span for event in coding.events for span in (event.anchor, *event.also)]
    assert all(span.start < span.end <= length for span in spans)


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_code_answers_for_awkward_text(coder, text):
    coding = coder.code(Document(text=text))
    assert coding.document.text == text
    check_references(coding)
    json.loads(coding.to_json())


def test_code_names_only_what_it_found(coder):
    coding = coder.code(Document(text=TEXT, published=date(2021, 3, 4)))
    assert coding.mentions
    assert coding.events
    assert coding.timexes
    check_references(coding)


def test_code_gives_every_event_a_code_of_the_codebook_and_runners_up(coder):
    for event in coder.code(Document(text=TEXT)).events:
        coder.codebook.check(event.event_type, event.mode)
        assert event.event_type not in {code.event_type for code in event.alternatives}
        assert 0 < event.score <= 1


def test_code_resolves_every_mention_and_event(coder):
    coding = coder.code(Document(text=TEXT, published=date(2021, 3, 4)))
    # a place name inside another mention is put on the map, and is nobody
    assert all(
        coding.resolution(m.id, "entity") or coding.resolution(m.id, "place")
        for m in coding.mentions
    )
    assert all(coding.resolution(e.id, "interval") for e in coding.events)
    assert all(coding.resolution(e.id, "place") for e in coding.events)


def test_code_says_that_the_day_of_publication_is_unknown(coder):
    document = Document(text=TEXT, notes=("read as cp1252",))
    assert coder.code(document).notes == ("read as cp1252", UNDATED)
    assert UNDATED.startswith("publication date unknown: relative dates")
    dated = dataclasses.replace(document, published=date(2021, 3, 4))
    assert coder.code(dated).notes == ("read as cp1252",)


def test_code_names_the_version_of_the_model(coder):
    assert coder.code(Document(text="")).coder_version == "model tiny"


def test_code_many_gives_what_code_gives_and_passes_failures_on(coder):
    # one text: int8 activations are scaled by batch, so neighbours move the last digits of scores
    text = "The government said on Monday that police arrested 12 protesters in Oslo."
    documents = [Document(text=text, path=f"{number}.txt") for number in range(18)]
    failure = Failure(path="bad.txt", stage="read", reason="it is empty")
    together = list(coder.code_many([*documents[:3], failure, *documents[3:]]))
    assert together.pop(3) == failure
    assert together == [coder.code(document) for document in documents]


def test_code_many_of_nothing_is_nothing(coder):
    assert list(coder.code_many([])) == []


def test_code_many_reads_no_further_than_the_document_it_is_at(coder):
    taken = []

    def documents():
        for number in range(1000):
            taken.append(number)
            yield Document(text="Police said so.")

    next(coder.code_many(documents()))
    assert len(taken) == 1


def test_min_score_leaves_weak_events_out(coder):
    scores = sorted(event.score for event in coder.code(Document(text=TEXT)).events)
    assert len(scores) > 1
    strict = Coder(model=TINY, min_score=scores[-1])
    kept = strict.code(Document(text=TEXT))
    assert [event.score for event in kept.events] == [s for s in scores if s >= scores[-1]]
    check_references(kept)
    assert Coder(model=TINY, min_score=1.0).code(Document(text=TEXT)).events == ()


def test_thresholds_come_from_the_model_unless_they_are_given(coder):
    given = json.loads((TINY / "model.json").read_text("utf-8"))["thresholds"]
    assert coder.thresholds == given
    strict = Coder(model=TINY, thresholds={"anchor": 1.0})
    assert strict.thresholds == given | {"anchor": 1.0}
    assert strict.code(Document(text=TEXT)).events == ()


@pytest.mark.parametrize("sides", [("minister", "counterpart"), ("Police", None), (None, None)])
def test_code_dyad_ranks_every_root(coder, sides):
    actor, recipient = (
        Span(start=TEXT.index(w), end=TEXT.index(w) + len(w)) if w else None for w in sides
    )
    codes = coder.code_dyad(TEXT, actor, recipient)
    assert len(codes) == 15
    assert sum(code.score for code in codes) == pytest.approx(1, abs=0.01)
    assert [code.score for code in codes] == sorted((c.score for c in codes), reverse=True)
    types = {code.event_type for code in codes}
    assert len(types) == 15
    assert types <= set(coder.codebook.event_types)


@pytest.mark.parametrize("text", ["", "\0", " "])
def test_code_dyad_finds_nothing_in_a_text_without_words(coder, text):
    assert coder.code_dyad(text, None, None) == []


def test_names_are_spans_of_the_text(coder):
    labels = {label.partition("-")[2] for label in coder.encoder.files.labels["names"]}
    for start, end, label in coder.names(TEXT):
        assert TEXT[start:end].strip()
        assert label in labels


def test_factualities_answers_for_each_span_and_with_0_where_no_word_is(coder):
    spans = [Span(start=24, end=28), Span(start=0, end=len(TEXT)), Span(start=22, end=22)]
    values = coder.factualities(TEXT, spans)
    assert all(-3 <= value <= 3 for value in values)
    assert len({values[0], values[1]}) == 2
    assert values[2] == 0.0
    assert coder.factualities("", [Span(start=0, end=0)]) == (0.0,)


def test_resolve_phrase_reads_a_phrase_in_its_context_below_it_or_by_itself(coder):
    for context in (TEXT, "Officials met.", None):
        found = coder.resolve_phrase("Kenya", context, date(2021, 3, 4))
        assert found.kind == "entity"
        assert (found.target.country, found.target.sectors) == ("KEN", ("GOV",))
    assert coder.resolve_phrase("something", "It rained.").target is None


def test_resolve_phrase_refuses_a_phrase_without_words(coder):
    with pytest.raises(ValueError, match="phrase ' ' has no words"):
        coder.resolve_phrase(" ", TEXT)


def test_coder_says_what_a_model_folder_lacks(tmp_path):
    with pytest.raises(ModelError, match="lacks " + ", ".join(FILES).replace(".", r"\.")):
        Coder(model=tmp_path)
