"""In how many news articles a word stands: the background that tells rare words from common ones.

    python -m training.word_frequencies --data ../shared/data

Enters: the texts of the train splits of `SETS`. Leaves: `tacitus/data/word_frequencies.tsv`, stems
that stand in at least `FEWEST` articles, with how many. No text is kept, and no split that is
measured on is read. ECB+ is left out: a dozen articles on one happening make its words look common.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tacitus.relate.words import STOP, stem_of, words_in

SETS = (
    *("events", "re3d", "tempeval3", "polnear", "muc4"),
    *("geo_lgl", "geo_geowebnews", "gum", "en_worldwide_newswire"),
)
FEWEST = 3
TARGET = Path(__file__).parent.parent / "tacitus" / "data" / "word_frequencies.tsv"


def frequencies(texts: Sequence[str]) -> Counter[str]:
    """Stem -> how many of the texts have it."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({stem_of(word) for word in words_in(text) if word.lower() not in STOP})
    return counts


def table(counts: Counter[str], articles: int) -> str:
    """The data file: the number of articles first, then a stem a line."""
    kept = sorted((stem, count) for stem, count in counts.items() if count >= FEWEST)
    lines = [f"{stem}\t{count}" for stem, count in kept if not stem.isdigit()]
    head = "# Stems and in how many news articles they stand: made by training/word_frequencies.py."
    return "\n".join([head, "stem\tarticles", f"\t{articles}", *lines]) + "\n"


def _texts(data: Path) -> Iterator[str]:
    for name in SETS:
        with (data / name / "train.jsonl").open(encoding="utf-8", newline="\n") as lines:
            yield from (json.loads(line)["text"] for line in lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    texts = list(_texts(parser.parse_args().data))
    TARGET.write_text(table(frequencies(texts), len(texts)), "utf-8", newline="\n")
