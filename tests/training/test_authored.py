"""The authored corpus: its format becomes gold records, and a slip is named with file and line."""

from pathlib import Path

import pytest

from training.corpora.authored import load_authored, main, parse_file

CORPUS = Path(__file__).parents[2] / "training" / "corpora" / "authored"
HEAD = "## fishers-01 date=2021-03-04 set=brief\n"
LINE = "Port police arrested two fishermen on Monday, officials said.\n"


def write(folder, *lines, head=HEAD):
    path = folder / "a1.txt"
    path.write_text(head + "".join(lines), encoding="utf-8")
    return path


def parse(folder, *lines, head=HEAD):
    ((record, problems),) = parse_file(write(folder, *lines, head=head))
    return record, problems


def words(record, span):
    return record["text"][slice(*span)]


def test_parse_file_lays_out_headline_paragraphs_and_sentences(tmp_path):
    record, problems = parse(tmp_path, "! A headline\n", "One.\n", "Two.\n", "\n", "Three.\n")
    assert problems == []
    assert record["text"] == "A headline\n\nOne. Two.\n\nThree."


def test_parse_file_takes_id_and_date_from_the_head(tmp_path):
    record, _ = parse(tmp_path, LINE)
    assert (record["id"], record["doc_id"]) == ("authored-a1-fishers-01", "a1-fishers-01")
    assert record["published"] == "2021-03-04"
    assert record["meta"] == {"set": "authored", "date": "2021-03-04"} | {"set": "brief"}


def test_parse_file_reads_every_field_of_an_event(tmp_path):
    note = (
        "> COERCE/arrest | arrested | a: Port police=Harbour Police@KEN.COP"
        " | r: two fishermen@-.CVL | t: Monday=2021-03-01 | p: *=Mombasa@KEN | s: officials"
        " | cue: said | probable | hist | arrested=2 | ctx: legal,crime\n"
    )
    record, problems = parse(tmp_path, LINE, note)
    assert problems == []
    (event,) = record["events"]
    assert (event["id"], event["type"], event["mode"]) == ("e1", "COERCE", "arrest")
    assert words(record, event["anchor"]) == "arrested"
    assert event["actors"] == [
        {"span": [0, 11], "name": "Harbour Police", "country": "KEN", "sector": "COP"}
    ]
    assert event["recipients"] == [
        {"span": [21, 34], "name": "two fishermen", "country": None, "sector": "CVL"}
    ]
    assert event["date"] == {"start": "2021-03-01", "end": "2021-03-01", "span": [38, 44]}
    assert event["place"] == {"span": None, "name": "Mombasa", "country": "KEN"}
    assert (words(record, event["speaker"]["span"]), words(record, event["cue"])) == (
        "officials",
        "said",
    )
    assert (event["certainty"], event["historical"]) == ("probable", True)
    assert (event["quantities"], event["contexts"]) == ({"arrested": 2}, ["legal", "crime"])


def test_parse_file_gives_flags_their_defaults(tmp_path):
    record, _ = parse(tmp_path, LINE, "> COERCE/arrest | arrested\n")
    (event,) = record["events"]
    flags = ("certainty", "polarity", "time_status", "historical")
    assert [event[flag] for flag in flags] == ["certain", "pos", "past", False]
    assert not {"key", "_key"} & set(event)


def test_parse_file_joins_a_denial_to_what_it_denies(tmp_path):
    record, problems = parse(
        tmp_path,
        "Rebels denied the charge.\n",
        "> REJECT | denied | disputes=k\n",
        "The army accused rebels of arson.\n",
        "> ACCUSE/allege | accused | id=k\n",
    )
    assert problems == []
    assert [event["disputes"] for event in record["events"]] == ["e2", None]


def test_parse_file_looks_for_words_in_the_sentence_above_then_before_then_after(tmp_path):
    record, problems = parse(
        tmp_path,
        "Rebels left.\n",
        "The army chased rebels, and rebels fled to Wajir.\n",
        "> ASSAULT | chased | a: army | r: rebels#2 ; Rebels | p: Garissa\n",
        "Garissa is calm.\n",
    )
    assert problems == []
    (event,) = record["events"]
    second, before = (party["span"] for party in event["recipients"])
    assert before == [0, 6]
    assert record["text"][: second[0]].endswith("rebels, and ")
    assert words(record, event["place"]["span"]) == "Garissa"


def test_parse_file_matches_whole_words_only(tmp_path):
    _, problems = parse(tmp_path, LINE, "> COERCE/arrest | arrest\n")
    assert problems == ['a1:3: "arrest" does not stand in the text as a whole word']


def test_parse_file_reads_relations(tmp_path):
    record, problems = parse(
        tmp_path, "Governor Asha Njoroge left.\n", "< Asha Njoroge | governor | *=Lamu | former\n"
    )
    assert problems == []
    assert record["relations"] == [
        {
            "person": {"span": [9, 21], "name": "Asha Njoroge"},
            "role": "governor",
            "org": {"span": None, "name": "Lamu"},
            "status": "former",
        }
    ]


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("> PROTSET | arrested", 'event type "PROTSET" is not in'),
        ("> COERCE/arest | arrested", "arest"),
        ("> COERCE | arrested | a: Port police@KE.COP", '"KE" is not a country code of three'),
        ("> COERCE | arrested | a: Port police@KEN.POL", '"POL" is not a PLOVER sector'),
        ("> COERCE | arrested | ctx: lega", "lega"),
        ("> COERCE | arrested | t: Monday=2021-03-02..2021-03-01", "ends before it starts"),
        ("> COERCE | arrested | t: Monday=1 March", "1 March"),
        ("> COERCE | arrested | killed=two", "two"),
        ("> COERCE | arrested | maybe", '"maybe" is not a field of an event; see training/corpora'),
        ("> COERCE", "not enough values"),
        ("< Port police | unit", "not enough values"),
    ],
)
def test_parse_file_names_the_line_of_a_slip(tmp_path, note, message):
    record, problems = parse(tmp_path, LINE, note + "\n")
    (problem,) = problems
    assert problem.startswith("a1:3: ")
    assert message in problem
    assert (record["events"], record["relations"]) == ([], [])


def test_parse_file_names_a_dispute_with_no_counterpart(tmp_path):
    _, problems = parse(tmp_path, LINE, "> REJECT | said | disputes=k\n")
    assert problems == ["a1: fishers-01: disputes=k names no event with id=k"]


def test_load_authored_keeps_the_sound_documents(tmp_path):
    path = write(tmp_path, LINE, "> COERCE | nowhere\n", "\n## other-02\n", LINE)
    assert [record["doc_id"] for record in load_authored(path)] == ["a1-other-02"]


def test_main_counts_what_files_hold_and_fails_on_a_slip(tmp_path, capsys):
    path = write(tmp_path, LINE, "> COERCE/arrest | arrested\n", "> COERCE | nowhere\n")
    assert main([str(path)]) == 1
    shown = capsys.readouterr().out.split("\n")
    assert shown[0] == 'a1:4: "nowhere" does not stand in the text as a whole word'
    assert shown[1:3] == ["1 documents, ~1 sentences, 1 events, 1 problems", "COERCE/arrest 1"]


def test_the_corpus_that_ships_is_sound():
    found = [problem for path in CORPUS.glob("*.txt") for _, p in parse_file(path) for problem in p]
    assert found == []
