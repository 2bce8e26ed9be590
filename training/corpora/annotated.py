"""Reads our event annotations of third-party articles: offsets in `annotated/*.jsonl`, no text.

The articles themselves stay in the folder of gold data; each record names its set, document, length
and SHA-256, so that annotations never meet a text they were not made for. `annotated/README.md` is
the data card. Working files (`*.ann`, not kept in the repository) hold event lines in the format of
`README.md`, each with the number of its sentence in front: `3> TYPE/mode | anchor | a: X | r: Y`.

`python -m training.corpora.annotated sheets --data D --out DIR` writes the sentences with numbers,
`... check --data D FILE.ann` tells what is wrong, `... compile --data D --out O.jsonl FILE.ann`
turns working files into offsets.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from tacitus.codebook import Codebook, load_codebook
from tacitus.records import Document
from tacitus.segment import split_document
from training.corpora.authored import AuthoredError, Finder, parse_event
from training.corpora.samples import read_records, text_key

SETS = {
    "enww": "en_worldwide_newswire",
    "polnear": "polnear",
    "re3d": "re3d",
    "gwn": "geo_geowebnews",
    "ngec": "ngec_synthetic",
    "muc": "muc4",
    "te": "tempeval3",
    "lgl": "geo_lgl",
}
# code points read of an article
LONGEST = {
    "enww": 3600,
    "polnear": 2800,
    "re3d": 3600,
    "gwn": 3600,
    "ngec": 2000,
    "muc": 2400,
    "te": 2800,
    "lgl": 2400,
}
SHORTEST = 350
SHEET = 10  # articles in one file
Record = dict[str, Any]
# Gold anchors have more than three words in 5% of events, our annotators' in 16%: of such a phrase
# the first word that is not one of these is kept.
_LONG_ANCHOR = 3
_FUNCTION_WORDS = frozenset(
    "a an the this that these those his her its their our my your he she it they we i you who "
    "what is are was were be been being am has have had having do does did will would shall should "
    "can could may might must to not n't no never also just only still really very more in on at "
    "of for with by from as and or but got get getting going let s re ve ll d m need needs".split()
)
_HEAD = re.compile(r"## (\S+)(?: date=(\d{4}-\d\d-\d\d))?\s*")
_NOTE = re.compile(r"(\d+)> (.+)")
# What an event has unless it says otherwise; left out of the file.
_USUAL: Record = {
    "also": [], "mode": None, "contexts": [], "actors": [], "recipients": [], "date": None,
    "place": None, "speaker": None, "cue": None, "certainty": "certain", "polarity": "pos",
    "time_status": "past", "historical": False, "quantities": {}, "disputes": None,
}  # fmt: skip
_PARTS = ("actors", "recipients", "date", "place", "speaker")


def load_annotated(path: Path, data: Path) -> list[Record]:
    """The annotated articles of one file as records of the gold data schema.

    Raises:
        AuthoredError: an article is missing below `data`, or its text is another one.
    """
    texts = _texts(data)
    records = []
    for kept in read_records(path):
        text = texts.get(kept["doc_id"], "")[: kept["end"]]
        if _digest(text) != kept["sha256"]:
            raise AuthoredError(
                f"{path.name}: the text of {kept['doc_id']} is not the annotated one; "
                f"expected {kept['end']} code points with SHA-256 {kept['sha256'][:12]}..."
            )
        records.append(
            {
                "id": f"annotated-{kept['doc_id']}",
                "doc_id": kept["doc_id"],
                "text": text,
                "published": kept["published"],
                "meta": {"set": "annotated"},
                "events": [_unfolded(event, text) for event in kept["events"]],
                "relations": [],
            }
        )
    return records


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _texts(data: Path) -> dict[str, str]:
    return {f"{key}-{r['doc_id']}": r["text"] for key, r in _articles(data)}


def _articles(data: Path) -> Iterator[tuple[str, Record]]:
    for key, folder in SETS.items():
        for record in read_records(data / folder / "train.jsonl"):
            # stories of one title share a doc_id there
            name = record["id"] if key == "ngec" else record["doc_id"]
            yield key, record | {"doc_id": name}


def _parties(event: Record) -> Iterator[Record]:
    for part in _PARTS:
        value = event.get(part) or []
        yield from value if isinstance(value, list) else [value]


def _unfolded(event: Record, text: str) -> Record:
    for party in _parties(event):
        if party.get("span") and "start" not in party:
            party.setdefault("name", text[slice(*party["span"])])
    return deepcopy(_USUAL) | event


def _folded(event: Record, text: str) -> Record:
    for party in _parties(event):
        if party.get("span") and party.get("name") == text[slice(*party["span"])]:
            del party["name"]
    return {k: v for k, v in event.items() if k not in _USUAL or v != _USUAL[k]}


def cut(text: str, most: int) -> int:
    """Where to stop reading an article: the last sentence end before `most` code points."""
    if len(text) <= most:
        return len(text)
    sentences = split_document(Document(text=text)).sentences
    return max([s.end for s in sentences if s.end <= most], default=most)


def parse_file(
    path: Path, texts: dict[str, str], codebook: Codebook
) -> Iterator[tuple[Record, list[str]]]:
    """Each article of a working file with the problems found in it."""
    record: Record | None = None
    problems: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#!"):
            continue
        head, note = _HEAD.fullmatch(line), _NOTE.fullmatch(line.strip())
        if head:
            if record is not None:
                yield _settled(record, problems)
            record, problems = _begin(head, texts, path, number)
        elif record is None or note is None:
            problems.append(f"{path.name}:{number}: not a head nor an event line: {line[:60]}")
        elif record["text"]:
            try:
                _add(record, note, codebook)
            except (AuthoredError, ValueError) as error:
                problems.append(f"{path.name}:{number}: {error}")
    if record is not None:
        yield _settled(record, problems)


def _begin(
    head: re.Match[str], texts: dict[str, str], path: Path, number: int
) -> tuple[Record, list[str]]:
    doc_id, published = head[1], head[2]
    text = texts.get(doc_id, "")
    end = cut(text, LONGEST.get(doc_id.partition("-")[0], 0))
    sentences = split_document(Document(text=text[:end])).sentences
    record: Record = {
        "doc_id": doc_id,
        "published": published,
        "text": text[:end],
        "sentences": [(s.start, s.end) for s in sentences],
        "events": [],
        "keys": {},
        "disputes": [],
    }
    return record, [] if text else [f"{path.name}:{number}: no article has the id {doc_id}"]


def _add(record: Record, note: re.Match[str], codebook: Codebook) -> None:
    sentence = int(note[1]) - 1
    if not 0 <= sentence < len(record["sentences"]):
        raise AuthoredError(f"there is no sentence {note[1]}")
    finder = Finder(record["text"], record["sentences"], sentence)
    event = parse_event(note[2], finder, codebook, record["disputes"])
    event["id"] = f"e{len(record['events']) + 1}"
    event["anchor"], *event["also"] = [
        short_anchor(record["text"], span) for span in (event["anchor"], *event["also"])
    ]
    key = event.pop("key", None)
    if key is not None:
        record["keys"][key] = event["id"]
    record["events"].append(event)


def short_anchor(text: str, span: list[int]) -> list[int]:
    """The anchor, cut to its first content word where it has more than three words."""
    words = list(re.finditer(r"[\w-]+", text[slice(*span)]))
    if len(words) <= _LONG_ANCHOR:
        return span
    kept = next((w for w in words if w[0].lower() not in _FUNCTION_WORDS), None)
    return span if kept is None else [span[0] + kept.start(), span[0] + kept.end()]


def _settled(record: Record, problems: list[str]) -> tuple[Record, list[str]]:
    for event, key in record["disputes"]:
        event["disputes"] = record["keys"].get(key)
        if key not in record["keys"]:
            problems.append(f"{record['doc_id']}: disputes={key} names no event with id={key}")
    return record, problems


def compile_files(paths: Sequence[Path], data: Path) -> tuple[list[Record], list[str]]:
    """Sound articles of working files as they are kept, and every problem found."""
    texts, codebook = _texts(data), load_codebook()
    kept: dict[str, Record] = {}
    problems: list[str] = []
    for path in paths:
        for record, faults in parse_file(path, texts, codebook):
            problems += faults
            if faults:
                continue
            kept[record["doc_id"]] = {
                "doc_id": record["doc_id"],
                "end": len(record["text"]),
                "sha256": _digest(record["text"]),
                "published": record["published"],
                "events": [_folded(e, record["text"]) for e in record["events"]],
            }
    return list(kept.values()), problems


def unread_articles(data: Path) -> list[tuple[str, str, str | None]]:
    """(id, text read, publication date) of the articles that the gold set `events` left out."""
    splits = [read_records(data / "events" / f"{s}.jsonl") for s in ("train", "dev")]
    coded = {text_key(r["text"]) for split in splits for r in split}
    out = []
    for key, record in _articles(data):
        text = record["text"][: cut(record["text"], LONGEST[key])]
        if len(text) >= SHORTEST and text_key(text) not in coded:
            out.append((f"{key}-{record['doc_id']}", text, record.get("published")))
    return out


def _reading_order(article: tuple[str, str, str | None]) -> tuple[bool, str]:
    # sets and topics mixed; half of polnear last, since the gold set has more of the others
    digest = hashlib.sha256(article[0].encode()).hexdigest()
    return article[0].startswith("polnear") and int(digest[-1], 16) % 2 == 1, digest


def write_sheets(data: Path, out: Path) -> int:
    """Write the articles to read, sentences numbered, `SHEET` to a file; the number of files."""
    articles = unread_articles(data)
    articles.sort(key=_reading_order)
    out.mkdir(parents=True, exist_ok=True)
    for first in range(0, len(articles), SHEET):
        blocks = []
        for doc_id, text, published in articles[first : first + SHEET]:
            lines = [f"## {doc_id}" + (f" date={published}" if published else " (date unknown)")]
            sentences = split_document(Document(text=text)).sentences
            lines += [
                f"{i}| {' '.join(text[s.start : s.end].split())}"
                for i, s in enumerate(sentences, 1)
            ]
            blocks.append("\n".join(lines))
        sheet = out / f"{first // SHEET:03d}.txt"
        sheet.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    return -(-len(articles) // SHEET)


def main(arguments: list[str] | None = None) -> int:
    """Write sheets, check working files or compile them; 1 when there is a problem."""
    parser = argparse.ArgumentParser(prog="python -m training.corpora.annotated")
    parser.add_argument("task", choices=("sheets", "check", "compile"))
    parser.add_argument("--data", type=Path, required=True, help="folder of the gold sets")
    parser.add_argument("--out", type=Path)
    parser.add_argument("files", type=Path, nargs="*")
    options = parser.parse_intermixed_args(arguments)
    lacking = [f for f in SETS.values() if not (options.data / f / "train.jsonl").is_file()]
    missing = [str(path) for path in options.files if not path.is_file()]
    if lacking or missing:
        parser.error(
            f"{options.data} lacks train.jsonl of {', '.join(lacking)}; give the folder of the sets"
            if lacking
            else f"there is no file {', '.join(missing)}"
        )
    if options.task == "sheets":
        sys.stdout.write(f"{write_sheets(options.data, options.out)} sheets\n")
        return 0
    records, problems = compile_files(options.files, options.data)
    for problem in problems:
        sys.stdout.write(problem + "\n")
    types = Counter(event["type"] for record in records for event in record["events"])
    sys.stdout.write(
        f"{len(records)} articles, {sum(types.values())} events, {len(problems)} problems\n"
        + ", ".join(f"{name} {n}" for name, n in types.most_common())
        + "\n"
    )
    if options.task == "compile":
        lines = [json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in records]
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
