"""Events are decoded from probabilities: anchors joined, arguments chosen, codes ranked."""

from functools import partial

import numpy as np
import pytest

from tacitus.codebook import load_codebook
from tacitus.extract.anchors import find_anchors, join_anchors
from tacitus.extract.events import find_events
from tacitus.extract.mentions import describe, find_mentions, nominal_kind, trim
from tacitus.extract.spans import decode_bio
from tacitus.extract.speakers import speaker_chance
from tacitus.records import Document, Mention, Segmentation, Span
from tests.extract.encodings import encode_spans, make_encoding

TYPES = ("COERCE", "PROTEST", "ACCUSE")
MODES = ("none", "COERCE/arrest", "PROTEST/demo")
THRESHOLDS = {
    "anchor": 0.5,
    "same_event": 0.5,
    "apart": 0.3,
    "alike": 1.5,
    "argument": 0.5,
    "reporter": 0.5,
    "decay": 0.7,
    "actor": 0.5,
    "recipient": 0.5,
    "event": 0.0,
    "speaker": 0.5,
    "place": 0.5,
    "context": 0.5,
}
TEXT = "Police arrested students in Lima. The arrests followed a rally."


def span_of(words, text=TEXT):
    start = text.index(words)
    return Span(start=start, end=start + len(words))


class StubScorer:
    """Says what the test wants of each pair of spans."""

    def __init__(self, roles=None, same=()):
        self.roles = roles or {}
        self.same = same if isinstance(same, dict) else dict.fromkeys(same, 1.0)

    def arguments(self, encoding, anchors, mentions, pairs):
        rows = [
            self.roles.get((anchors[a].of(TEXT), mentions[m].of(TEXT)), (0, 0, 0, 0))
            for a, m in pairs
        ]
        return np.array(rows, dtype=np.float32).reshape(-1, 4)

    def same_event(self, encoding, text, anchors, pairs):
        found = [self.same.get((anchors[a].of(TEXT), anchors[b].of(TEXT)), 0) for a, b in pairs]
        return np.array(found, dtype=np.float32)


@pytest.fixture
def encoding():
    spans = [(span_of(word), "x") for word in ("arrested", "arrests", "rally")]
    base = encode_spans(TEXT, spans, ("O", "B-x", "I-x"), "anchors")
    count = len(base.offsets_t)
    types = np.full((count, 3), 0.1, dtype=np.float32)
    modes = np.full((count, 3), 0.1, dtype=np.float32)
    for word, kind, mode in (("arrested", 0, 1), ("arrests", 0, 1), ("rally", 1, 2)):
        tokens = base.tokens_of(span_of(word))
        types[tokens, kind] = 0.8
        modes[tokens, mode] = 0.8
    scores = base.scores | {
        "event_types": types,
        "modes": modes,
        "contexts": np.zeros((count, 1), np.float32),
    }
    labels = base.labels | {"event_types": TYPES, "modes": MODES, "contexts": ("legal",)}
    return make_encoding(base.offsets_t, scores, labels)


def events_of(encoding, scorer, mentions):
    layout = Segmentation(
        headline=None,
        dateline=None,
        paragraphs=(),
        quotes=(),
        sentences=(Span(start=0, end=33), Span(start=34, end=len(TEXT))),
    )
    return find_events(
        Document(text=TEXT),
        layout,
        encoding,
        mentions,
        (),
        (),
        scorer=scorer,
        codebook=load_codebook(),
        thresholds=THRESHOLDS,
        score=lambda features: 1.0,
        score_speaker=partial(speaker_chance, weights={}),
    )


def mention(words, number):
    return Mention(
        id=f"m{number}", span=span_of(words), kind="group", form="nominal", chain=f"c{number}"
    )


def test_find_events_counts_two_mentions_of_one_happening_once(encoding):
    events = events_of(encoding, StubScorer(same=[("arrested", "arrests")]), ())
    assert [(e.event_type, e.mode) for e in events] == [("COERCE", "arrest"), ("PROTEST", "demo")]
    assert {events[0].anchor, *events[0].also} == {span_of("arrested"), span_of("arrests")}


def test_find_events_keeps_direction_and_leaves_weak_arguments_out(encoding):
    roles = {
        ("arrested", "Police"): (0.9, 0.2, 0, 0),
        ("arrested", "students"): (0.3, 0.8, 0, 0),
        ("arrested", "Lima"): (0.1, 0.1, 0, 0.7),
    }
    mentions = [mention("Police", 1), mention("students", 2), mention("Lima", 3)]
    event = events_of(encoding, StubScorer(roles), mentions)[0]
    assert (event.actor_ids, event.recipient_ids, event.toponym_ids) == (("m1",), ("m2",), ("m3",))


def test_find_events_gives_a_party_the_role_that_fits_it_better(encoding):
    roles = {("rally", "students"): (0.9, 0.6, 0, 0)}
    rally = events_of(encoding, StubScorer(roles), [mention("students", 1)])[2]
    assert (rally.actor_ids, rally.recipient_ids) == (("m1",), ())


def test_find_events_offers_the_runner_up_codes_with_scores(encoding):
    event = events_of(encoding, StubScorer(), ())[0]
    assert [code.event_type for code in event.alternatives] == ["PROTEST", "ACCUSE"]
    assert event.alternatives[0].score == pytest.approx(0.1)


def test_join_anchors_does_not_chain_through_one_weak_link(encoding):
    anchors = find_anchors(Document(text=TEXT), encoding, threshold=0.5)
    scorer = StubScorer(same=[("arrested", "arrests"), ("arrests", "rally")])
    groups = join_anchors(
        Document(text=TEXT), encoding, scorer, anchors, threshold=0.6, weigh=lambda i, j: 1.0
    )
    assert sorted(len(group) for group in groups) == [1, 2]


def test_find_events_keeps_happenings_with_other_parties_apart(encoding):
    roles = {
        ("arrested", "students"): (0.0, 0.9, 0, 0),
        ("arrests", "Police"): (0.0, 0.9, 0, 0),
    }
    scorer = StubScorer(roles, same=[("arrested", "arrests")])
    apart = events_of(encoding, scorer, [mention("Police", 1), mention("students", 2)])
    assert len(apart) == 3
    assert len(events_of(encoding, StubScorer(same=[("arrested", "arrests")]), ())) == 2


def test_find_events_joins_what_has_the_same_type_and_parties(encoding):
    roles = {(anchor, "students"): (0.0, 0.9, 0, 0) for anchor in ("arrested", "arrests")}
    students = [mention("students", 1)]
    likely = {("arrested", "arrests"): 0.4}  # below the threshold of 0.5 without the parties
    assert len(events_of(encoding, StubScorer(same=likely), students)) == 3
    assert len(events_of(encoding, StubScorer(roles, same=likely), students)) == 2


def test_decode_bio_widens_to_whole_words_and_parts_at_b():
    text = "Mogadishu Nairobi"
    offsets = np.array([[0, 2], [2, 9], [10, 17]])
    scores = np.array([[0.9, 0.05, 0.05], [0.2, 0.1, 0.7], [0.1, 0.8, 0.1]], dtype=np.float32)
    encoding = make_encoding(
        offsets, {"names": scores}, {"names": ("O", "B-Location", "I-Location")}
    )
    spans = [(s.of(text), label) for s, label, _ in decode_bio(encoding, "names", text)]
    assert spans == [("Mogadishu", "Location"), ("Nairobi", "Location")]


def test_find_mentions_takes_an_article_and_a_name_as_the_name():
    text = "The United Nations met rebels."
    labels = ("O", "B-Organization", "I-Organization")
    named = encode_spans(text, [(Span(start=4, end=18), "Organization")], labels, "names")
    parts = [(Span(start=0, end=18), "x"), (Span(start=23, end=29), "x")]
    took_part = encode_spans(text, parts, ("O", "B-x", "I-x"), "participants")
    said = encode_spans(text, [])
    both = make_encoding(
        named.offsets_t,
        named.scores | took_part.scores | said.scores,
        named.labels | took_part.labels | said.labels,
    )
    layout = Segmentation(headline=None, dateline=None, paragraphs=(), sentences=(), quotes=())
    found = find_mentions(Document(text=text), layout, both)
    assert [(m.span.of(text), m.kind, m.form) for m in found] == [
        ("United Nations", "organisation", "name"),
        ("rebels", "group", "nominal"),
    ]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the foreign ministry", "organisation"),
        ("three opposition lawmakers", "group"),
        ("the prime minister", "person"),
        ("police in the capital", "organisation"),
        ("the border town", "place"),
    ],
)
def test_nominal_kind_follows_the_head_noun(words, kind):
    assert nominal_kind(words) == kind


def test_describe_tells_pronouns():
    assert describe(Span(start=0, end=4), [], "They left") == ("group", "pronoun")


@pytest.mark.parametrize(
    ("written", "left"),
    [("“Egypt’s", "Egypt"), (" the U.S.", "the U.S."), ("Kenya,", "Kenya"), ("— ,", None)],
)
def test_trim_drops_marks_and_possessives(written, left):
    span = trim(Span(start=0, end=len(written)), written)
    assert (span.of(written) if span else None) == left
