from datetime import date

import pytest

from tacitus.relate.citations import contributor_of, credit_of, is_name_of
from tacitus.relate.independence import independence_of
from tacitus.relate.reports import Report, Told
from tacitus.relate.syndication import Origin, origin_of, passages_of

FIRE = (
    "A fire destroyed the cocoa warehouse in Takoradi harbour before dawn on Tuesday, killing two "
    "watchmen who had been asleep on the upper floor, the harbour master of the port said."
)
OTHER = (
    "Dockers in the western port refused to unload ships this morning because their union wants "
    "the gate near the burnt building closed until engineers have looked at every single crane."
)


def report(name, text, publisher, *, day=11, country="GHA"):
    return Report(
        document_id=name,
        text=f"Headline of {name}\n\n{text}",
        publisher=publisher,
        publisher_country=country,
        published=date(2023, 4, day),
    )


HERALD = report("a", FIRE, "Coast Herald")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("ACCRA, April 11 (Reuters) - A bridge fell.", "Reuters"),
        ("ACCRA (Gulf Wire) - A bridge fell.", "Gulf Wire"),
        ("A bridge fell. - AFP", "AFP"),
        ("A bridge fell.\n\nSource: Associated Press", "AP"),
        ("A bridge fell. (Reporting by Abena Osei; Editing by Jon Roe)", "Reuters"),
    ],
)
def test_a_credit_names_the_agency(body, name):
    found = credit_of(f"Title\n\n{body}")
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("body", ["ACCRA - A bridge (built 1960) fell.", "He thanked the AFP."])
def test_other_brackets_and_names_are_no_credit(body):
    assert credit_of(f"Title\n\n{body}") is None


def test_an_agency_that_contributed_leaves_the_report_its_own():
    text = f"{FIRE}\n\nAP contributed to this report."
    found = contributor_of(text)
    assert found is not None
    assert found.name == "AP"
    origin = origin_of(report("b", text, "Volta Post"), [])
    assert (origin.kind, origin.of) == ("own", None)
    assert "AP had a part in it" in origin.evidence


def test_a_copy_is_of_the_earlier_report():
    copy = report("b", f"{FIRE} Prices rose.", "Volta Post", day=12)
    assert origin_of(copy, [HERALD]) == Origin(
        kind="copy", of="a", evidence=origin_of(copy, [HERALD]).evidence
    )
    assert origin_of(HERALD, [copy]).kind == "own"


def test_of_two_prints_on_one_day_the_credited_one_is_the_original():
    credited = report("z", f"TAKORADI, April 11 (Gulf Wire) - {FIRE}", "Gulf Wire")
    assert origin_of(HERALD, [credited]).of == "z"
    assert origin_of(credited, [HERALD]).kind == "agency"


def test_the_same_quotation_makes_no_copy():
    said = f'"{FIRE}"'
    one, two = (report(n, f"{said} said the master.", p) for n, p in (("a", "X"), ("b", "Y")))
    assert origin_of(two, [one]).kind == "own"


@pytest.mark.parametrize(
    "words",
    [
        "according to a Coast Herald report.",
        "the master told the Coast Herald.",
        "the Coast Herald reported on Tuesday.",
        "as first reported by Coast Herald.",
    ],
)
def test_a_report_whose_lead_cites_another_rests_on_it(words):
    citing = report("b", f"Two men died in a blaze in Takoradi, {words}", "Volta Post", day=12)
    origin = origin_of(citing, [HERALD])
    assert (origin.kind, origin.of) == ("cites", "a")


def test_a_report_with_a_witness_of_its_own_is_its_own():
    text = "Two died, the Coast Herald reported. A widow told the Post that she heard cries."
    assert origin_of(report("b", text, "Volta Post", day=12), [HERALD]).kind == "own"


def test_an_outlet_that_names_itself_cites_nobody():
    text = "Two men died, a doctor told the Coast Herald."
    assert origin_of(report("b", text, "Coast Herald", day=12), [HERALD]).kind == "own"


def test_passages_say_whose_each_paragraph_is():
    mixed = report("b", f"{OTHER}\n\n{FIRE}", "Volta Post", day=12)
    own, copied = passages_of(mixed, [HERALD])
    assert (own.of, copied.of, copied.share) == (None, "a", 1.0)
    assert mixed.text[copied.start : copied.end] == FIRE


@pytest.mark.parametrize("name", ["LPA", "Lakeside", "the Lakeside Press Agency"])
def test_an_agency_is_known_by_its_initials_and_words(name):
    assert is_name_of(name, "Lakeside Press Agency")
    assert not is_name_of(name, "Coast Herald")


def test_copies_and_quotation_chains_count_once():
    copy = report("b", FIRE, "Volta Post", day=12, country="TGO")
    chain = report("c", "Two died, the Volta Post reported.", "Benin Soir", day=13)
    alone = report("d", OTHER, "Dock News", day=13)
    got = independence_of([alone, chain, copy, HERALD])
    assert (got.reports, got.independent, got.first) == (4, 2, "a")
    assert got.groups == (("a", "b", "c"), ("d",))
    assert got.coverage == (("GHA", 0.75), ("TGO", 0.25))


def test_prints_of_one_agency_count_once_and_its_own_despatches_each():
    prints = [report(n, f"ACCRA (AFP) - {t}", p) for n, t, p in
              (("a", FIRE, "X"), ("b", OTHER, "Y"))]  # fmt: skip
    assert independence_of(prints).independent == 1
    own = [report(n, f"ACCRA (AFP) - {t}", "AFP") for n, t in (("a", FIRE), ("b", OTHER))]
    assert independence_of(own).independent == 2


def test_two_reports_of_one_speaker_are_two_reports_and_one_speaker():
    told = [
        Told(event_id=f"{n}#e1", document_id=n, event_type="ASSAULT", speaker=s)
        for n, s in (("a", "the harbour master"), ("d", "Harbour master"), ("d", None))
    ]
    got = independence_of([HERALD, report("d", OTHER, "Dock News")], told)
    assert (got.independent, got.speakers, got.unattributed) == (2, 1, 1)


def test_no_report_is_a_result():
    got = independence_of([])
    assert (got.reports, got.independent, got.first, got.coverage) == (0, 0, None, ())
