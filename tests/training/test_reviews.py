from datetime import date
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from tacitus.codebook import load_codebook
from tacitus.encode.labels import head_labels
from tacitus.store import Run, Store
from tacitus.store.judgements import Judgement, add_judgements
from tests.store.newsroom import Told, somebody, story
from training.corpora.reviews import review_samples
from training.corpora.samples import IGNORE

TINY = Path(__file__).parents[1] / "data" / "tiny_model" / "tokenizer.json"
LABELS = head_labels(load_codebook())


def samples_of(tmp_path, *answers):
    """Samples of one article, "Norland accuse Ostia aid", after (event, kind, verdict, right)."""
    coding = story(
        "Talks",
        Told(event_type="ACCUSE", actor=somebody("Norland")),
        Told(event_type="AID", actor=somebody("Ostia")),
        published=date(2024, 3, 7),
    )
    store = Store.create(tmp_path / "news.store")
    store.add([coding], run=Run(coder_version="v1"))
    judged = [
        Judgement(
            kind=kind,
            subject=f"{coding.document.id}#e{number}",
            asked=coding.events[number].event_type
            if kind == "code"
            else ("Norland", "Ostia")[number],
            verdict=verdict,
            correction=correction,
            judge="ada",
            document_id=coding.document.id,
            anchor_start=coding.events[number].anchor.start,
            anchor_end=coding.events[number].anchor.end,
        )
        for number, kind, verdict, correction in answers
    ]
    add_judgements(store, judged)
    return review_samples(store.path, Tokenizer.from_file(str(TINY)), LABELS)


def words(sample, head):
    """What has a label, as (words, label of its first token)."""
    at = np.flatnonzero(sample.labels[head] != IGNORE)
    start, end = sample.offsets[at[0]][0], sample.offsets[at[-1]][1]
    return sample.text[start:end], int(sample.labels[head][at[0]])


def test_an_accepted_code_is_learnt_and_all_else_is_masked(tmp_path):
    (sample,) = samples_of(tmp_path, (0, "code", "yes", None))
    assert words(sample, "anchors") == ("accuse", 1)
    assert words(sample, "event_types") == ("accuse", LABELS["event_types"].index("ACCUSE"))
    assert (sample.labels["participants"] == IGNORE).all()
    assert sample.events is None


def test_a_corrected_code_is_learnt_with_its_mode(tmp_path):
    (sample,) = samples_of(tmp_path, (1, "code", "no", "COERCE/arrest"))
    assert words(sample, "modes") == ("aid", LABELS["modes"].index("COERCE/arrest"))


def test_what_is_no_event_is_learnt_as_no_anchor(tmp_path):
    (sample,) = samples_of(tmp_path, (1, "code", "no", "none"))
    assert words(sample, "anchors") == ("aid", 0)
    assert (sample.labels["event_types"] == IGNORE).all()


def test_actors_are_learnt_where_they_stand(tmp_path):
    (sample,) = samples_of(tmp_path, (0, "actor", "yes", None))
    assert words(sample, "participants") == ("Norland", 1)


def test_a_no_without_what_is_right_teaches_nothing(tmp_path):
    assert samples_of(tmp_path, (0, "code", "no", None)) == []
