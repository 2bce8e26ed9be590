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


# Name words of an expected entity -> its country and first sector (None: any).
ENTITIES = {
    "Hamas": ("PSE", "REB"),
    "Izzad-din al Qassam": ("PSE", "REB"),
    "Hezbollah": ("LBN", "REB"),
    "CIA": ("USA", "SPY"),
    "US State Department": ("USA", "GOV"),
    "Strategic Council on Foreign Relations": ("IRN", "GOV"),
    "Kamal Kharazi": ("IRN", "GOV"),
    "Egypt": ("EGY", "GOV"),
    "Israel": ("ISR", "GOV"),
    "Iran": ("IRN", "GOV"),
}
PLACES = {
    "Lebanon": "LBN",
    "West Bank": "PSE",
    "Gaza Strip": "PSE",
    "Sinai Peninsula": "EGY",
    "Iran": "IRN",
}
ROLES = {
    ("Arouri", "deputy leader", "Hamas"),
    ("Arour", "founder", "Qassam"),
    ("Kharazi", "head", "Strategic Council"),
    ("Haniya", "head", "Hamas"),
}


def targets(coding, words, kind):
    spans = {m.id: m.span.of(coding.document.text) for m in coding.mentions}
    return [
        r.target for r in coding.resolutions if r.kind == kind and spans.get(r.subject_id) == words
    ]


@pytest.mark.parametrize(("words", "codes"), ENTITIES.items())
def test_every_entity_of_the_brief_has_its_country_and_sector(coding, words, codes):
    found = {
        (t.country, t.sectors[0] if t.sectors else None) for t in targets(coding, words, "entity")
    }
    assert found == {codes}


@pytest.mark.parametrize(("words", "country"), PLACES.items())
def test_every_place_of_the_brief_is_on_the_map(coding, words, country):
    found = targets(coding, words, "place")
    assert found
    assert all(place.country == country and place.lat is not None for place in found)


def test_no_place_of_the_brief_is_an_organisation(coding):
    for words in ("Hamas", "Hezbollah", "CIA"):
        assert not any(place is not None for place in targets(coding, words, "place"))


def test_the_brief_tells_who_holds_which_role(coding):
    text = coding.document.text
    spans = {m.id: m.span.of(text) for m in coding.mentions}
    told = [
        (spans[r.person_id], r.role, spans.get(r.organisation_id, "")) for r in coding.relations
    ]
    for person, role, body in ROLES:
        assert any(person in p and role in r and body in b for p, r, b in told), (person, told)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Sunday", date(2019, 7, 21), date(2019, 7, 21)),
        ("Last November", date(2018, 11, 1), date(2018, 11, 30)),
        ("the summer of 2014", date(2014, 6, 1), date(2014, 8, 31)),
        ("Last week", date(2019, 7, 15), date(2019, 7, 21)),
        ("Yesterday", date(2019, 7, 22), date(2019, 7, 22)),
    ],
)
def test_every_date_of_the_brief_has_its_days(coding, words, start, end):
    spans = {t.id: t.span.of(coding.document.text) for t in coding.timexes}
    found = [r.target for r in coding.resolutions if spans.get(r.subject_id) == words]
    assert found
    assert all((days.start, days.end) == (start, end) for days in found)
