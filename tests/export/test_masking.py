from __future__ import annotations

import dataclasses

from tacitus.coding import CodedDocument
from tacitus.export.masking import mask_private
from tacitus.records import (
    Document,
    Entity,
    Mention,
    Place,
    Relation,
    Resolution,
    Segmentation,
    Span,
)

TEXT = (
    "Farmer Anna Keller-Voss fled. Keller-Voss told Minister Jon Dahl that soldiers came. "
    "ANNA KELLER-VOSS wept."
)


def _span(words, start=0):
    found = TEXT.index(words, start)
    return Span(start=found, end=found + len(words))


def _coding(**changes):
    coding = CodedDocument(
        document=Document(
            text=TEXT,
            title="Anna Keller-Voss fled",
            url="https://x.example/farmer-keller-voss-fled",
        ),
        segmentation=Segmentation(
            headline=None, dateline=None, paragraphs=(), sentences=(), quotes=()
        ),
        mentions=(
            _person("m1", _span("Anna Keller-Voss"), "c1"),
            _person("m2", _span("Keller-Voss", 30), "c1"),
            _person("m3", _span("Jon Dahl"), "c2"),
            Mention(id="m4", span=_span("soldiers"), kind="group", form="nominal"),
        ),
        relations=(
            Relation(
                person_id="m3",
                role="Minister",
                organisation_id=None,
                status="current",
                span=_span("Minister Jon Dahl"),
            ),
        ),
        resolutions=(
            _entity("m1", "Anna Keller-Voss", ("CVL", "AGR")),
            _entity("m2", "Anna Keller-Voss", ("CVL", "AGR")),
            _entity("m3", "Jon Dahl", ()),
        ),
    )
    return dataclasses.replace(coding, **changes)


def _person(mention_id, span, chain):
    return Mention(id=mention_id, span=span, kind="person", form="name", chain=chain)


def _entity(subject_id, name, sectors, entity_id=None):
    return Resolution(
        subject_id=subject_id,
        kind="entity",
        target=Entity(name=name, sectors=sectors, entity_id=entity_id),
        basis="inferred",
        score=0.8,
        evidence=f'named "{name}"',
    )


def test_masking_leaves_no_trace_of_a_private_person():
    masked = mask_private(_coding())
    assert isinstance(masked, CodedDocument)
    written = masked.to_json().casefold()
    for word in ("keller", "voss", "anna"):
        assert word not in written
    assert masked.document.text.startswith("Farmer ████ ██████-████ fled. ██████-████ told")
    assert masked.document.title == "████ ██████-████ fled"
    assert masked.document.url is None


def test_masking_keeps_offsets_ids_and_persons_in_office():
    coding = _coding()
    masked = mask_private(coding)
    assert len(masked.document.text) == len(TEXT)
    assert masked.document.id == coding.document.id
    assert masked.mentions == coding.mentions
    assert "Minister Jon Dahl that soldiers came" in masked.document.text


def test_masking_gives_one_person_one_name():
    names = {r.subject_id: r.target.name for r in mask_private(_coding()).resolutions}
    assert names == {"m1": "masked person 1", "m2": "masked person 1", "m3": "Jon Dahl"}


def test_masking_keeps_a_person_of_the_entity_data_or_of_a_public_sector():
    for known in (
        _entity("m1", "Anna Keller-Voss", (), "keller-voss"),
        _entity("m2", "Anna Keller-Voss", ("CVL", "OPP")),
    ):
        coding = _coding(resolutions=(known,))
        assert mask_private(coding) is coding


def test_masking_hides_a_place_that_stands_in_the_name_of_a_private_person():
    voss = Place(name="Voss", country="NOR", lat=60.6, lon=6.4, geonames_id=3131, feature="city")
    oslo = Place(name="Oslo", country="NOR", lat=59.9, lon=10.7, geonames_id=3143, feature="city")
    places = tuple(
        Resolution(
            subject_id=subject,
            kind="place",
            target=place,
            basis="stated",
            score=0.7,
            evidence=f"{place.name} in the gazetteer",
        )
        for subject, place in (("m1", dataclasses.replace(voss, name="Keller-Voss")), ("m4", oslo))
    )
    coding = _coding(resolutions=(_entity("m1", "Anna Keller-Voss", ()), *places))
    hidden, kept = (r.target for r in mask_private(coding).resolutions[1:])
    assert hidden == dataclasses.replace(
        voss, name="██████-████", lat=None, lon=None, geonames_id=None
    )
    assert kept == oslo
    assert "Keller" not in mask_private(coding).resolutions[1].evidence
