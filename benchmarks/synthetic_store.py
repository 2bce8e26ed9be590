"""A store of invented events, as large as asked for, to measure queries on.

    python -m benchmarks.synthetic_store --out DIR --events 1000000

The same arguments give the same content digest. The rows have what the codings of short news
articles have: 1 to 12 events each, a quarter of them claimed by somebody, dates over twenty years.
The column `coding` holds a coding that has the text only, so `store check` finds fault with it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tacitus.store import Run, Store
from tacitus.store.rows import content_digest

NAMES = Path(__file__).with_name("synthetic_store.yaml")
FIRST_DAY = date(2004, 1, 1)
DAYS = 20 * 365
VERSION = "synthetic-1"
BATCH = 10_000  # documents a commit


def main() -> None:
    """Write the store and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    started = time.perf_counter()
    store = write_synthetic(options.out, options.events, seed=options.seed)
    info = store.info()
    print(
        f"{info.documents:,} documents, {info.events:,} events, {info.bytes / 1e6:,.0f} MB "
        f"in {time.perf_counter() - started:.0f} s; digest {info.digest}"
    )


def write_synthetic(path: Path, events: int, *, seed: int = 0) -> Store:
    """A new store in `path` with that many events.

    Raises:
        StoreError: there is something in `path`.
    """
    store = Store.create(path)
    run = Run(coder_version=VERSION, arguments={"events": events, "seed": seed})
    rows: list[dict[str, object]] = []
    for row in synthetic_rows(events, seed):
        rows.append(row)
        if len(rows) == BATCH:
            append_rows(store, rows, run)
            rows = []
    append_rows(store, rows, run)
    return store


def synthetic_rows(events: int, seed: int) -> Iterator[dict[str, object]]:
    """Rows of the table `codings` that have `events` events together."""
    source = _Invention(seed)
    number = 0
    while events > 0:
        count = min(events, source.random.choice((1, 2, 3, 4, 5, 6, 8, 12)))
        yield source.row(number, count)
        events -= count
        number += 1


def append_rows(store: Store, rows: list[dict[str, object]], run: Run) -> None:
    """Add rows of `synthetic_rows` to the store, in one commit."""
    store.lake.append(
        "codings", lambda at: [{**row, "run_id": run.id, "recorded_at": at} for row in rows]
    )


class _Invention:
    """Makes rows from the names of the data file, by chance that a seed fixes."""

    def __init__(self, seed: int) -> None:
        names: dict[str, Any] = yaml.safe_load(NAMES.read_text("utf-8"))
        self.random = Random(seed)
        self.types = names["types"]
        self.towns = names["towns"]
        self.publishers = names["publishers"]
        self.countries: dict[str, list[float]] = names["countries"]
        # Skewed, as news is: the first countries are met far more often than the last.
        self.codes = list(self.countries)
        self.weights = [1 / (rank + 1) for rank in range(len(self.codes))]
        self.parties = {
            code: [self._party(code, name, sectors) for name, sectors in names["bodies"]]
            for code in self.codes
        }

    def row(self, number: int, count: int) -> dict[str, object]:
        published = FIRST_DAY + timedelta(days=self.random.randrange(DAYS))
        events = [self._event(f"e{i + 1}", published) for i in range(count)]
        title = f"{events[0]['sentence']} ({number})"
        text = "\n\n".join([title, *(str(event["sentence"]) for event in events)])
        publisher = self.random.choice(self.publishers)
        document_id = f"{self.random.getrandbits(128):032x}"
        coding = _coding(document_id, text, title, publisher, published)
        return {
            "document_id": document_id,
            "title": title,
            "publisher": publisher,
            "published": published,
            "url": f"https://news.example/{number}",
            "path": f"synthetic/{number // 1000}.jsonl:{number % 1000}",
            "language": "en",
            "coder_version": VERSION,
            "content_digest": content_digest(coding),
            "text": text,
            "events": events,
            "attributions": [],
            "links": [],
            "coding": coding,
        }

    def _party(self, code: str, body: str, sectors: list[str]) -> dict[str, object]:
        return {
            "name": f"{body} of {code.title()}",
            "entity_id": f"{code.lower()}-{body.replace(' ', '-')}",
            "country": code,
            "cow": self.countries[code][0],
            "sectors": sectors,
            "basis": "stated",
        }

    def _event(self, name: str, published: date) -> dict[str, object]:
        chance = self.random
        codes = chance.choices(self.codes, self.weights, k=3)
        actor = chance.choice(self.parties[codes[0]])
        recipient = chance.choice(self.parties[codes[1]]) if chance.random() < 0.8 else None
        claimed = chance.random() < 0.25
        day = published - timedelta(days=chance.randrange(7))
        event_type, mode = chance.choice(self.types)
        whom = recipient["name"] if recipient else "nobody in particular"
        return {
            "id": name,
            "event_type": event_type,
            "mode": mode,
            "contexts": [],
            "actors": [actor],
            "recipients": [recipient] if recipient else [],
            "date_start": day,
            "date_end": day,
            "date_basis": "stated" if chance.random() < 0.6 else "publication_date",
            "place": self._place(codes[chance.randrange(3)]) if chance.random() < 0.7 else None,
            "speaker": chance.choice(self.parties[codes[2]])["name"] if claimed else None,
            "speaker_country": codes[2] if claimed else None,
            "hedge": "reportedly" if claimed and chance.random() < 0.3 else None,
            "certainty": "probable" if claimed and chance.random() < 0.3 else "certain",
            "polarity": "pos",
            "time_status": "past",
            "historical": False,
            "factuality": round(chance.uniform(1, 3), 2),
            "score": round(chance.uniform(0.4, 1), 3),
            "disputed": chance.random() < 0.03,
            "quantities": [{"kind": "killed", "value": 2.0, "modifier": "exact"}]
            if event_type == "ASSAULT"
            else [],
            "anchor": event_type.lower(),
            "anchor_start": 0,
            "anchor_end": len(event_type),
            "sentence": f"The {actor['name']} did {event_type.lower()} with {whom} on {day:%A}.",
        }

    def _place(self, code: str) -> dict[str, object]:
        town = self.random.randrange(len(self.towns))
        _, lat, lon = self.countries[code]
        return {
            "name": self.towns[town],
            "country": code,
            "lat": lat + town / 10,
            "lon": lon - town / 10,
            "claimants": [],
            "basis": "stated",
        }


def _coding(document_id: str, text: str, title: str, publisher: str, published: date) -> str:
    document = {
        "id": document_id,
        "text": text,
        "title": title,
        "publisher": publisher,
        "published": published.isoformat(),
    }
    layout: dict[str, object] = {"headline": None, "dateline": None}
    layout |= {"paragraphs": [], "sentences": [], "quotes": []}
    return json.dumps({"format_version": 1, "document": document, "segmentation": layout})


if __name__ == "__main__":
    main()
