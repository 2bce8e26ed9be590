from __future__ import annotations

import pytest

from tacitus.codebook import load_codebook
from tacitus.errors import GazetteerError
from tacitus.resolve.knowledge_files import load_knowledge
from tacitus.resolve.knowledge_lint import check_knowledge
from tacitus.resolve.names import fold_name, split_words


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(with_places=False)


def test_packaged_data_has_no_faults(knowledge):
    assert check_knowledge(knowledge, load_codebook().sectors) == []


def test_packaged_data_covers_the_kinds_that_the_documentation_counts(knowledge):
    sizes = {
        kind: 0
        for kind in ("country", "armed_group", "party", "agency", "person", "media", "region")
    }
    for entry in knowledge.entries.values():
        if entry.kind in sizes:
            sizes[entry.kind] += 1
    assert sizes["country"] >= 230
    assert min(sizes["armed_group"], sizes["region"], sizes["person"], sizes["party"]) >= 150
    assert len(knowledge.agents) >= 500


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Izz ad-Din al-Qassam", "Izz al-Din el-Qassam"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("U.S.", "US"),
    ],
)
def test_fold_name_joins_spellings(left, right):
    assert fold_name(left) == fold_name(right)


def test_find_prefers_the_longest_name(knowledge):
    words = split_words("the Democratic Republic of Congo and South Korea")
    found = [match.aliases[0].entry.id for match in knowledge.find(words)]
    assert found == ["COD", "KOR"]


def test_lookup_does_not_take_a_pronoun_for_a_country(knowledge):
    assert knowledge.lookup(split_words("us")) == ()
    assert knowledge.lookup(split_words("US"))[0].entry.id == "USA"


def test_load_knowledge_reads_a_users_file_over_the_packaged_one(tmp_path):
    (tmp_path / "armed_groups.tsv").write_text(
        "id\tname\taliases\tcountry\tsectors\nm23\tM23\tMarch 23\tRWA\tREB\n", encoding="utf-8"
    )
    loaded = load_knowledge((tmp_path,), with_places=False)
    assert loaded.entries["armed_group", "m23"].country == "RWA"


def test_load_knowledge_refuses_a_file_of_an_unknown_name(tmp_path):
    (tmp_path / "gangs.tsv").write_text("id\tname\n", encoding="utf-8")
    with pytest.raises(
        GazetteerError, match=r'gangs\.tsv" is not known; expected a \.yaml file or'
    ):
        load_knowledge((tmp_path,), with_places=False)


def test_load_knowledge_names_the_entry_that_lacks_a_column(tmp_path):
    (tmp_path / "parties.tsv").write_text(
        "id\tname\taliases\tcountry\tsectors\nx\tX Party\n", encoding="utf-8"
    )
    with pytest.raises(GazetteerError, match=r"entry 1 \('x'\): 2 columns; expected the 5"):
        load_knowledge((tmp_path,), with_places=False)


def test_load_knowledge_names_a_bad_spell(tmp_path):
    (tmp_path / "persons.tsv").write_text(
        "id\tname\taliases\tcountry\tspells\nx\tX Y\t\tKEN\tminister since 2001\n", encoding="utf-8"
    )
    with pytest.raises(
        GazetteerError, match=r'spell "minister since 2001" is not "role 2001-2009 SECTOR"'
    ):
        load_knowledge((tmp_path,), with_places=False)


def test_check_knowledge_reports_collisions_and_unknown_codes(tmp_path):
    (tmp_path / "armed_groups.tsv").write_text(
        "id\tname\taliases\tcountry\tsectors\n"
        "one\tNight Owls\tOwls\tKEN\tREB\ntwo\tDay Owls\tOwls\tKEN\tXYZ\nthree\tBats\t\tQQQ\tREB\n",
        encoding="utf-8",
    )
    faults = check_knowledge(
        load_knowledge((tmp_path,), with_places=False), load_codebook().sectors
    )
    assert '"owls" names both armed_group one and two' in faults
    assert "armed_group two: sector XYZ is not in the codebook" in faults
    assert any(fault.startswith("armed_group three: country QQQ is neither") for fault in faults)


YAML = """
organisations:
  - id: reed-council
    name: Reed Council
    aliases: [RCX, Council of the Reed]
    country: KEN
    sectors: [NGO]
persons:
  - id: asha-mwangi
    name: Asha Mwangi
    country: KEN
    spells: [minister 2010-2013 GOV, senator 2014- LEG]
agents: {reedkeeper: SOC}
relations:
  - {subject: reed-council, relation: part of, object: united-nations, from: 1999}
leave_out: [parties/republican-party]
"""


def test_load_knowledge_reads_yaml_and_leaves_out_what_it_says(tmp_path):
    (tmp_path / "mine.yaml").write_text(YAML, encoding="utf-8")
    loaded = load_knowledge((tmp_path,), with_places=False)
    entry = loaded.entries["organisation", "reed-council"]
    assert (entry.aliases, entry.sectors) == (("RCX", "Council of the Reed"), ("NGO",))
    assert entry.origin == str(tmp_path / "mine.yaml")
    assert [s.role for s in loaded.entries["person", "asha-mwangi"].spells] == [
        "minister",
        "senator",
    ]
    assert loaded.agents["reedkeeper"] == "SOC"
    assert [str(tie) for tie in loaded.ties["reed-council"]] == [
        "reed-council part of united-nations 1999-"
    ]
    assert ("party", "republican-party") not in loaded.entries


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gangs: []", r'"gangs" is not known; expected countries'),
        ("persons: [{id: x}]", r"an entry has no 'name'"),
        ("persons: [{id: x, nmae: Y}]", r"'nmae' is not known; expected id, name"),
        ("leave_out: [parties/nobody]", r'there is no "parties/nobody"'),
        ("parties: [", "expected YAML"),
        ("[1]", "expected keys such as countries"),
        ("parties: [7]", "7 is no entry"),
    ],
)
def test_load_knowledge_says_what_is_wrong_in_a_yaml_file(tmp_path, text, message):
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=message):
        load_knowledge((tmp_path,), with_places=False)


def test_load_knowledge_names_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(GazetteerError, match="expected a folder or file of entities"):
        load_knowledge((tmp_path / "none",), with_places=False)


def test_check_knowledge_reports_ties_to_nobody_and_overlapping_terms(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "relations: [{subject: hamas, relation: part of, object: nobody}]\n"
        "persons: [{id: a-b, name: A B, country: KEN, spells: "
        "[president 2001-2009 GOV, president 2008-2012 GOV]}]\n"
        "countries: [{iso3: QQX, name: Reedland, cow: 2, gw: 9001}]\n",
        encoding="utf-8",
    )
    faults = check_knowledge(
        load_knowledge((tmp_path,), with_places=False), load_codebook().sectors
    )
    assert "relation hamas part of nobody: there is no entry nobody" in faults
    assert "person a-b: two spells as president overlap, from 2008" in faults
    assert "COW code 2 stands for both USA and QQX" in faults
