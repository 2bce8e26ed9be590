import time

import numpy as np
import pytest

from tacitus.ingest.gate import BUCKETS, Gate, features, gate_text, load_gate
from tacitus.records import Document
from tests.ingest.newswire import BODY, OTHER, RECIPE, article


@pytest.mark.parametrize("body", [BODY, OTHER])
def test_political_news_passes(body):
    assert load_gate().passes(article(body))


def test_a_recipe_does_not_pass():
    assert not load_gate().passes(Document(text=RECIPE))


def test_a_text_without_words_has_the_bias_as_score():
    gate = Gate(weights=np.ones(BUCKETS, dtype=np.float32), bias=-0.25, threshold=0.0)
    assert gate.score(Document(text=" 。")) == pytest.approx(-0.25)


def test_the_title_is_read_once():
    title = "Minister resigns"
    assert gate_text(Document(text=f"{title}\n\nShe left.", title=title)).count(title) == 1
    assert gate_text(Document(text="She left.", title=title)) == f"{title}\nShe left."


def test_only_the_lead_counts():
    lead = "the minister met rebels " * 40
    assert features(lead).tolist() == features(lead + "and then a recipe").tolist()


def test_numbers_are_one_word():
    assert features("killed 12").tolist() == features("killed 4,000"[:8]).tolist()


def test_a_long_document_is_judged_in_a_millisecond():
    gate, document = load_gate(), Document(text=BODY * 2_000)
    started = time.process_time()
    for _ in range(50):
        gate.passes(document)
    assert (time.process_time() - started) / 50 < 0.005  # seconds; some 0.3 ms on an idle core
