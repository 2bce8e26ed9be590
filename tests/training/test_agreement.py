"""Our reading of a control article set against its gold."""

import hashlib
import json

from training.corpora.agreement import agreement, main
from training.corpora.annotated import SETS

TEXT = "Port police arrested two fishermen on Monday. The union condemned the arrests."


def event(words, event_type, actor):
    start, own = TEXT.index(words), TEXT.index(actor)
    party = {"span": [own, own + len(actor)], "name": actor, "country": None, "sector": None}
    return {
        "id": "e1", "anchor": [start, start + len(words)], "also": [], "type": event_type,
        "mode": None, "actors": [party], "recipients": [], "date": None, "place": None,
        "speaker": None, "certainty": "certain", "polarity": "pos", "time_status": "past",
    }  # fmt: skip


ARREST = event("arrested", "COERCE", "Port police")
BLAME = event("condemned", "ACCUSE", "The union")


def write(folder, name, records):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def control_of(folder, events):
    for name in SETS.values():
        write(folder, f"{name}/train.jsonl", [])
    article = {"doc_id": "port_1.txt", "text": TEXT}
    write(folder, "en_worldwide_newswire/train.jsonl", [article])
    gold = {"doc_id": "enww-port_1.txt", "text": TEXT, "events": [ARREST, BLAME]}
    write(folder, "events/train.jsonl", [gold])
    digest = hashlib.sha256(TEXT.encode("utf-8")).hexdigest()
    read = {"doc_id": "enww-port_1.txt", "end": len(TEXT), "sha256": digest, "published": None}
    return write(folder, "control.jsonl", [read | {"events": events}])


def test_the_same_reading_agrees_wholly(tmp_path):
    found = agreement(tmp_path, control_of(tmp_path, [ARREST, BLAME]))
    assert (found["articles"], found["triple_f1"], found["actor"]) == (1, 100.0, 100.0)


def test_a_missed_event_and_another_type_count_against(tmp_path):
    found = agreement(tmp_path, control_of(tmp_path, [ARREST | {"type": "SANCTION"}]))
    assert round(found["detect_f1"], 1) == 66.7
    assert found["type_f1"] == 0.0


def test_the_command_prints_a_line_a_measure(tmp_path, monkeypatch, capsys):
    control_of(tmp_path, [ARREST, BLAME])
    monkeypatch.setattr(agreement, "__defaults__", (tmp_path / "control.jsonl",))
    assert main(["--data", str(tmp_path)]) == 0
    assert "triple_f1         100.0" in capsys.readouterr().out
