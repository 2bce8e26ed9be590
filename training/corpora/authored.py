"""Reads the authored corpus (`README.md` has the format) into records of the gold data schema.

Enters: text files of our own writing. Leaves: one record a document, as in the `events` gold set.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tacitus.codebook import Codebook, load_codebook

FLAGS = {
    "probable": ("certainty", "probable"),
    "possible": ("certainty", "possible"),
    "neg": ("polarity", "neg"),
    "ongoing": ("time_status", "ongoing"),
    "future": ("time_status", "future"),
    "hypothetical": ("time_status", "hypothetical"),
    "hist": ("historical", True),
}
QUANTITIES = ("killed", "injured", "arrested", "participants", "displaced")
Record = dict[str, Any]


class AuthoredError(ValueError):
    """A line of the authored corpus does not follow its format."""


def load_authored(path: Path) -> list[Record]:
    """The sound records of one authored file; `parse_file` tells what is wrong with the others."""
    return [record for record, problems in parse_file(path) if not problems]


def parse_file(path: Path) -> Iterator[tuple[Record, list[str]]]:
    """Each document of a file with the problems found in it (empty when it is sound)."""
    codebook = load_codebook()
    block: list[tuple[int, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("## "):
            if block:
                yield _parse_block(block, path.stem, codebook)
            block = []
        if block or line.startswith("## "):
            block.append((number, line.rstrip()))
    if block:
        yield _parse_block(block, path.stem, codebook)


def _parse_block(
    block: list[tuple[int, str]], stem: str, codebook: Codebook
) -> tuple[Record, list[str]]:
    head, *options = block[0][1][3:].split()
    meta = dict(option.split("=", 1) for option in options if "=" in option)
    text, sentences, notes = _layout(block[1:])
    record: Record = {
        "id": f"authored-{stem}-{head}",
        "doc_id": f"{stem}-{head}",
        "text": text,
        "published": meta.get("date"),
        "meta": {"set": "authored", **meta},
        "events": [],
        "relations": [],
    }
    problems: list[str] = []
    keys: dict[str, str] = {}
    disputes: list[tuple[Record, str]] = []
    for number, line, sentence in notes:
        try:
            finder = Finder(text, sentences, sentence)
            if line.startswith("> "):
                event = parse_event(line[2:], finder, codebook, disputes)
                event["id"] = f"e{len(record['events']) + 1}"
                key = event.pop("key", None)
                if key is not None:
                    keys[key] = event["id"]
                record["events"].append(event)
            else:
                record["relations"].append(_relation(line[2:], finder))
        except (AuthoredError, ValueError) as error:
            problems.append(f"{stem}:{number}: {error}")
    for event, key in disputes:
        event["disputes"] = keys.get(key)
        if key not in keys:
            problems.append(f"{stem}: {head}: disputes={key} names no event with id={key}")
    return record, problems


def _layout(
    lines: list[tuple[int, str]],
) -> tuple[str, list[tuple[int, int]], list[tuple[int, str, int]]]:
    text, fresh = "", True
    sentences: list[tuple[int, int]] = []
    notes: list[tuple[int, str, int]] = []
    for number, line in lines:
        if line.startswith(("> ", "< ")):
            notes.append((number, line, len(sentences) - 1))
        elif not line.strip():
            fresh = True
        else:
            body = line[2:] if line.startswith("! ") else line
            text += ("\n\n" if fresh else " ") if text else ""
            sentences.append((len(text), len(text) + len(body)))
            text += body
            fresh = line.startswith("! ")
    return text, sentences, notes


class Finder:
    """Looks words up: in the sentence of the note, then before it, then after it."""

    def __init__(self, text: str, sentences: list[tuple[int, int]], sentence: int) -> None:
        self.text, self.sentences = text, sentences
        after = range(sentence + 1, len(sentences))
        self.order = [*range(sentence, -1, -1), *after]

    def __call__(self, words: str) -> list[int]:
        """The span of the words.

        Raises:
            AuthoredError: they do not stand in the text as whole words.
        """
        match = re.fullmatch(r"(.+?)#(\d+)", words)
        words, nth = (match[1], int(match[2])) if match else (words, 1)
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        for index in self.order:
            start, end = self.sentences[index]
            found = [m.span() for m in pattern.finditer(self.text[:end], start)]
            if len(found) >= nth:
                return list(found[nth - 1])
        raise AuthoredError(f'"{words}" does not stand in the text as a whole word')


def _party(written: str, finder: Finder, codebook: Codebook) -> Record:
    written, _, code = written.strip().partition("@")
    words, _, name = written.partition("=")
    country, _, sector = code.partition(".")
    country = "" if country == "-" else country
    if country and not re.fullmatch(r"[A-Z]{3}", country):
        raise AuthoredError(f'"{country}" is not a country code of three letters')
    if sector and sector not in codebook.sectors:
        raise AuthoredError(f'"{sector}" is not a PLOVER sector')
    span = None if words == "*" else finder(words)
    return {
        "span": span,
        "name": name or re.sub(r"#\d+$", "", words),
        "country": country or None,
        "sector": sector or None,
    }


def _date(written: str, finder: Finder) -> Record:
    words, _, days = written.rpartition("=")
    start, _, end = days.partition("..")
    end = end or start
    if date.fromisoformat(start) > date.fromisoformat(end):
        raise AuthoredError(f"date {days} ends before it starts")
    return {"start": start, "end": end, "span": None if words in {"*", ""} else finder(words)}


def parse_event(
    line: str, finder: Finder, codebook: Codebook, disputes: list[tuple[Record, str]]
) -> Record:
    """The event of one line; the keys of events that it disputes are added to `disputes`.

    Raises:
        AuthoredError: a field is unknown or its words do not stand in the text.
        ValueError: a date or a code is malformed.
    """
    code, anchor, *fields = [part.strip() for part in line.split(" | ")]
    event_type, _, mode = code.partition("/")
    codebook.check(event_type, mode or None)
    event: Record = {
        "anchor": finder(anchor), "also": [], "type": event_type, "mode": mode or None,
        "contexts": [], "actors": [], "recipients": [], "date": None, "place": None,
        "speaker": None, "cue": None, "certainty": "certain", "polarity": "pos",
        "time_status": "past", "historical": False, "quantities": {}, "disputes": None,
    }  # fmt: skip
    for part in fields:
        _field(part, event, finder, codebook, disputes)
    return event


def _field(  # noqa: C901 - one branch a row of the format table
    part: str,
    event: Record,
    finder: Finder,
    codebook: Codebook,
    disputes: list[tuple[Record, str]],
) -> None:
    name, _, value = part.partition(": ")
    if part in FLAGS:
        field, flag = FLAGS[part]
        event[field] = flag
    elif name in {"a", "r"}:
        field = "actors" if name == "a" else "recipients"
        event[field] = [_party(x, finder, codebook) for x in value.split(" ; ")]
    elif name == "also":
        event["also"] = [finder(x.strip()) for x in value.split(" ; ")]
    elif name == "t":
        event["date"] = _date(value.strip(), finder)
    elif name in {"p", "s"}:
        party = _party(value, finder, codebook)
        party.pop("sector")
        if name == "s":
            party.pop("country")
        event["place" if name == "p" else "speaker"] = party
    elif name == "cue":
        event["cue"] = finder(value.strip())
    elif name == "ctx":
        event["contexts"] = [codebook.check_context(x.strip()) for x in value.split(",")]
    elif part.startswith("id="):
        event["key"] = part[3:]
    elif part.startswith("disputes="):
        disputes.append((event, part[9:]))
    elif (quantity := part.partition("="))[0] in QUANTITIES:
        event["quantities"][quantity[0]] = int(quantity[2])
    else:
        raise AuthoredError(f'"{part}" is not a field of an event; see training/corpora/README.md')


def _relation(line: str, finder: Finder) -> Record:
    person, role, organisation, status = [part.strip() for part in line.split(" | ")]
    words, _, name = organisation.partition("=")
    return {
        "person": {
            "span": finder(person.partition("=")[0]),
            "name": person.partition("=")[2] or person,
        },
        "role": role,
        "org": {"span": None if words == "*" else finder(words), "name": name or words},
        "status": status,
    }


def main(paths: list[str]) -> int:
    """Check files; print what they hold and each problem; 1 when there is one."""
    types: Counter[str] = Counter()
    bad = documents = sentences = 0
    for path in paths:
        for record, problems in parse_file(Path(path)):
            documents += 1
            sentences += len(re.findall(r"[.?!][\"”’]?(?=\s|$)", record["text"]))
            types.update(f"{e['type']}/{e['mode']}" for e in record["events"])
            bad += len(problems)
            for problem in problems:
                sys.stdout.write(problem + "\n")
    events = sum(types.values())
    sys.stdout.write(
        f"{documents} documents, ~{sentences} sentences, {events} events, {bad} problems\n"
    )
    sys.stdout.write(", ".join(f"{k} {n}" for k, n in types.most_common()) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
