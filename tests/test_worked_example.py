"""The worked example: what must come out of one real brief, read from outside the repository."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

BRIEF = Path(__file__).parent.parent.parent / "shared" / "brief"
MODEL = Path(__file__).parent.parent / "tacitus" / "data" / "model" / "model.onnx"
WANTED = 12  # of 17 events with right type, actor and recipient
_GENERIC = {
    "the",
    "and",
    "led",
    "alleged",
    "some",
    "himself",
    "head",
    "citizens",
    "government",
}
pytestmark = [
    pytest.mark.skipif(not BRIEF.is_dir(), reason="../shared/brief is not beside this checkout"),
    pytest.mark.skipif(not MODEL.is_file(), reason="the package holds no weights yet"),
]


@pytest.fixture(scope="module")
def coding():
    import tacitus

    return tacitus.read(BRIEF / "article.txt", published=date(2019, 7, 23))


def words_of(parties):
    """The name words and country codes by which a written party may be known."""
    text = " ".join(parties if isinstance(parties, list) else [parties or ""])
    codes = set(re.findall(r"\b[A-Z]{3}\b", text))
    names = {word for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in _GENERIC}
    return names | {code.lower() for code in codes}


def found_words(items):
    return words_of([f"{item['name']} {item['country'] or ''}" for item in items])


def agrees(wanted, event):
    for field, items in (("actor", event["actors"]), ("recipient", event["recipients"])):
        expected = words_of(wanted.get(field))
        if expected and not expected & found_words(items):
            return False
    return wanted["type"] == event["type"]


def matched(coding):
    """Expected events that a found event of their own stands for."""
    expected = yaml.safe_load((BRIEF / "expected.yaml").read_text("utf-8"))["events"]
    free = coding.events_resolved()
    hits = []
    for wanted in expected:
        match = next((event for event in free if agrees(wanted, event)), None)
        if match is not None:
            free.remove(match)
            hits.append(wanted)
    return hits, expected


def test_the_brief_gives_most_of_its_events(coding):
    hits, expected = matched(coding)
    missing = [w for w in expected if w not in hits]
    assert len(hits) >= WANTED, "\n".join(map(str, missing))


def test_one_man_under_four_spellings_is_one_person(coding):
    text = coding.document.text
    named = [
        m for m in coding.mentions if re.search(r"Arour", m.span.of(text)) and m.form == "name"
    ]
    assert len({m.span.of(text) for m in named}) >= 3
    assert len({m.chain for m in named}) == 1


def test_the_dismissal_disputes_the_claim(coding):
    text = coding.document.text
    disputed = {
        coding.event(link.left_id).anchor.of(text): coding.event(link.right_id)
        for link in coding.links
        if link.relation == "disputes"
    }
    claim = disputed["dismissed"]  # the arrest, or the allegations as the text sums them up
    assert claim.event_type in {"COERCE", "ACCUSE"}
    by_id = {event["id"]: event for event in coding.events_resolved()}
    assert "IRN" in {actor["country"] for actor in by_id[claim.id]["actors"]}
