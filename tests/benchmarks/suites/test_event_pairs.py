"""The pairing against the reference scorer that comes with the gold, where that is at hand."""

import importlib.util
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.suites.event_pairs import pair_events, told_event
from benchmarks.suites.events import metrics

GOLD = Path(__file__).parents[4] / "shared" / "data" / "events"
DOCUMENTS = 40


@pytest.fixture
def reference():
    if not (GOLD / "score.py").is_file():
        pytest.skip("the gold set with its reference scorer is not beside the checkout")
    spec = importlib.util.spec_from_file_location("reference_scorer", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents():
    lines = (GOLD / "dev.jsonl").read_text("utf-8").split("\n")
    records = [json.loads(line) for line in lines if line][:DOCUMENTS]
    for record in records:
        for event in record["events"]:
            # The reference cannot compare an open interval.
            if event["date"] and not (event["date"]["start"] and event["date"]["end"]):
                event["date"] = None
    return records


def damaged(events, chance):
    """A system's answer: the gold with events lost, doubled, moved, retyped and turned around."""
    answer = []
    for event in events:
        if chance.random() < 0.15:
            continue
        event = json.loads(json.dumps(event))
        if chance.random() < 0.3:
            event["anchor"] = [a + chance.choice([-40, 5, 60]) for a in event["anchor"]]
            event["anchor"] = [max(0, a) for a in event["anchor"]]
        if chance.random() < 0.2:
            event["type"] = chance.choice(events)["type"]
        if chance.random() < 0.2:
            event["actors"], event["recipients"] = event["recipients"], event["actors"]
        for key in ("mode", "date", "place", "speaker", "actors", "also"):
            if chance.random() < 0.15:
                event[key] = chance.choice(events)[key]
        if chance.random() < 0.1:
            event["certainty"], event["time_status"] = "possible", "future"
        answer += [event] * (2 if chance.random() < 0.1 else 1)
    return answer


# The reference scorer leaves its files for the collector to close.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("seed", range(4))
def test_the_suite_agrees_with_the_reference_scorer(reference, tmp_path, seed, capsys):
    chance = random.Random(seed)
    gold_count = found_count = 0
    pairs = []
    for folder in ("gold", "found", "texts"):
        (tmp_path / folder).mkdir()
    for number, record in enumerate(documents()):
        answer = damaged(record["events"], chance)
        stem = f"{number:03}"
        for folder, events in (("gold", record["events"]), ("found", answer)):
            (tmp_path / folder / f"{stem}.json").write_text(json.dumps({"events": events}))
        (tmp_path / "texts" / f"{stem}.txt").write_bytes(record["text"].encode())
        gold_count += len(record["events"])
        found_count += len(answer)
        gold_events = [told_event(event) for event in record["events"]]
        pairs += pair_events(record["text"], gold_events, [told_event(e) for e in answer])
    counts: Counter[str] = reference.score(*(tmp_path / f for f in ("gold", "found", "texts")))
    ours = metrics(gold_count, found_count, pairs)
    assert (counts["gold"], counts["sys"]) == (gold_count, found_count)
    for metric, hits in (("detect_f1", "detect"), ("type_f1", "type"), ("triple_f1", "triple")):
        assert ours[metric] == pytest.approx(200 * counts[hits] / (gold_count + found_count))
    for metric, hits, base in (
        ("actor", "actor", "type"),
        ("recipient", "recipient", "type"),
        ("mode", "mode", "type"),
        ("date", "date", "date_n"),
        ("place", "place", "place_n"),
        ("speaker", "speaker", "speaker_n"),
        ("speaker_named", "said", "said_n"),
        ("certainty", "certainty", "type"),
        ("status", "status", "type"),
    ):
        assert ours[metric] == pytest.approx(100 * counts[hits] / max(1, counts[base])), metric
    assert "events gold" in capsys.readouterr().out


def test_pair_events_prefers_the_same_type_to_overlapping_anchors():
    def event(anchor, event_type):
        return told_event({"anchor": anchor, "type": event_type, "actors": [{"name": "x"}]})

    gold = [event([0, 4], "AID")]
    found = [event([0, 4], "ACCUSE"), event([10, 14], "AID")]
    pairs = pair_events("They gave what they had.", gold, found)
    assert [pair.found.event_type for pair in pairs] == ["AID"]
